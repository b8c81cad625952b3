import type {DuckDBConnection} from "@duckdb/node-api";
import {isAboutPersons, personalOf} from "../../personal.ts";
import type {ColumnProfile, TableProfile} from "../../profile.ts";
import type {ColumnDetails} from "../../profile_details.ts";
import {associationsOf} from "./associations.ts";
import {dateDetails, yearDetails} from "./dates.ts";
import {numberDetails} from "./numbers.ts";
import {pairKeysOf} from "./pair_keys.ts";
import {placeholdersOf} from "./placeholders.ts";
import {completenessOf, consistencyOf} from "./scores.ts";
import {identifier, rowOf} from "./sql.ts";
import {textDetails} from "./texts.ts";

const MOST_DATES = 30;
/** Beyond this many columns whole rows are not looked at. */
const COMPARED = 200;
const LONG_NUMBER = 1e12;
const SAMPLE = 500;

/** Adds to a profile what a person would like to know, and planning a question need not wait for. */
export async function detailTable(
  connection: DuckDBConnection,
  profile: TableProfile,
  today: string,
): Promise<TableProfile> {
  const from = identifier(profile.table);
  const {rows} = profile;
  const numbers = await numberDetails(connection, from, profile.columns, rows);
  const texts = await textDetails(connection, from, profile.columns, rows);
  const amongPersons = profile.columns.some((column) => isAboutPersons(column.name));
  const columns: ColumnProfile[] = [];
  let dates = 0;
  for (const column of profile.columns) {
    const text = texts.get(column.name);
    const number = numbers.get(column.name);
    const dated =
      (column.type === "date" || column.type === "timestamp") && column.min !== null && dates++ < MOST_DATES
        ? await dateDetails(connection, from, column, today)
        : undefined;
    const sample = text?.sample ?? (await longNumbers(connection, from, column));
    const personal = personalOf({column, sample, amongPersons});
    const placeholders = dated?.placeholders ?? placeholdersOf(column, number?.outliers);
    const details: ColumnDetails = {
      ...number,
      ...dated,
      ...(column.role === "date" && column.type === "integer" && {dates: yearDetails(column, today)}),
      ...(text && {text: text.text}),
      ...(personal && {personal}),
    };
    delete details.placeholders;
    if (placeholders.length > 0) details.placeholders = placeholders;
    if (column.role !== "measure") delete details.outliers;
    columns.push({...column, details});
  }
  const detailed = {...profile, columns};
  const whole = columns.length <= COMPARED && rows > 0;
  const pairKeys =
    profile.keys.length === 0 && profile.duplicateRows === 0 && whole
      ? await pairKeysOf(connection, from, columns, rows)
      : [];
  return {
    ...detailed,
    details: {
      pairKeys,
      ...(await associationsOf(connection, from, columns, rows)),
      ...(whole && {completeRows: await completeRows(connection, from, columns)}),
      completeness: completenessOf(detailed),
      consistency: consistencyOf(detailed),
    },
  };
}

/** Values of whole numbers so long that they may be cards. */
async function longNumbers(
  connection: DuckDBConnection,
  from: string,
  column: ColumnProfile,
): Promise<string[]> {
  if (column.type !== "integer" || !(Number(column.min) >= LONG_NUMBER)) return [];
  const value = identifier(column.name);
  const every = Math.max(1, Math.floor(column.distinct / SAMPLE));
  const reader = await connection.runAndReadAll(
    `SELECT list(DISTINCT CAST(${value} AS VARCHAR)) FILTER (hash(${value}) % ${every} = 0) FROM ${from}`,
  );
  return ((reader.getRowsJson()[0]?.[0] ?? []) as unknown[]).map(String).sort();
}

async function completeRows(
  connection: DuckDBConnection,
  from: string,
  columns: readonly ColumnProfile[],
): Promise<number> {
  const gappy = columns
    .filter((column) => column.nulls > 0)
    .map(({name}) => `${identifier(name)} IS NOT NULL`);
  if (gappy.length === 0) return Number((await rowOf(connection, `SELECT count(*) FROM ${from}`))[0]);
  return Number((await rowOf(connection, `SELECT count(*) FROM ${from} WHERE ${gappy.join(" AND ")}`))[0]);
}
