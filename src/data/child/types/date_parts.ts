import type {DuckDBConnection} from "@duckdb/node-api";
import type {ReceiptEntry} from "../../dataset.ts";
import {identifier} from "./form.ts";

const YEARS = new Set(["year", "yr", "yyyy", "jahr", "annee"]);
const MONTHS = new Set(["month", "mon", "mth", "mm", "month_number", "month_no", "month_num"]);
const DAYS = new Set([
  "day",
  "dd",
  "mday",
  "dom",
  "day_of_month",
  "date_of_month",
  "dayofmonth",
  "month_day",
  "day_no",
]);
const NAMES = ["date", "date of row", "made date"];
const DATED = /^(?:DATE|TIMESTAMP)/;

interface Column {
  name: string;
  type: string;
}

/**
 * Adds a column `date` to a table whose date stands in three columns of whole numbers (year, month and day of the month)
 * and that has no date of its own, where every row with all three is a day of the calendar. The three stay as they are.
 */
export async function addMadeDate(table: string, connection: DuckDBConnection): Promise<ReceiptEntry[]> {
  const reader = await connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${table})`);
  const columns: Column[] = reader
    .getRows()
    .map(([name, type]) => ({name: String(name), type: String(type)}));
  if (columns.some(({type}) => DATED.test(type))) return [];
  const parts = [YEARS, MONTHS, DAYS].map((words) => onlyOne(columns, words));
  const [year, month, day] = parts;
  const name = NAMES.find((one) => !columns.some((column) => column.name.toLowerCase() === one));
  if (!year || !month || !day || !name) return [];
  const made = `TRY(make_date(${[year, month, day].map((part) => `${identifier(part)}::BIGINT`).join(", ")}))`;
  const known = [year, month, day].map((part) => `${identifier(part)} IS NOT NULL`).join(" AND ");
  const counts = await connection.runAndReadAll(
    `SELECT count(*), count(*) FILTER (${known}), count(${made}), min(${identifier(year)}), max(${identifier(year)}) FROM ${table}`,
  );
  const [rows, whole, days, first, last] = (counts.getRows()[0] ?? []).map(Number);
  if (!rows || !whole || whole < 0.95 * rows || days !== whole) return [];
  if ((first ?? 0) < 1000 || (last ?? 9999) > 2200) return [];
  await connection.run(`ALTER TABLE ${table} ADD COLUMN ${identifier(name)} DATE`);
  await connection.run(`UPDATE ${table} SET ${identifier(name)} = ${made}`);
  return [
    {
      kind: "made",
      column: name,
      message: `${name} was made of ${year}, ${month} and ${day}, which stay as they are.`,
      count: whole,
    },
  ];
}

/** The one column of whole numbers that is called so. */
function onlyOne(columns: readonly Column[], words: ReadonlySet<string>): string | undefined {
  const found = columns.filter(
    ({name, type}) =>
      /INT/.test(type) &&
      words.has(
        name
          .trim()
          .toLowerCase()
          .replace(/[\s-]+/g, "_"),
      ),
  );
  return found.length === 1 ? found[0]?.name : undefined;
}
