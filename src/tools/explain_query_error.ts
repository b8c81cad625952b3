import type {Dataset} from "../data/dataset.ts";
import {TabletalkError} from "../errors.ts";
import {nearestNames, unknownTable} from "./nearest.ts";

const TABLE = /^There is no table (.+)\.$/s;
const COLUMN = /column (?:named )?"([^"]+)"/i;
const NOT_THERE = /not found|does not exist|not have/;

/**
 * An error of a query, with the names that it may have meant: DuckDB knows only those of the tables that a query reads.
 * @param datasets what the query may read
 */
export function explainQueryError(error: unknown, sql: string, datasets: readonly Dataset[]): unknown {
  if (!(error instanceof TabletalkError) || error.code !== "bad_query") return error;
  const table = TABLE.exec(error.message)?.[1];
  if (table !== undefined)
    return unknownTable(
      table,
      datasets.map(({name}) => name),
    );
  const column = NOT_THERE.test(error.message) ? COLUMN.exec(error.message)?.[1] : undefined;
  if (column === undefined) return error;
  const lower = sql.toLowerCase();
  const read = datasets.filter(({name}) => lower.includes(name.toLowerCase()));
  const columns = (read.length > 0 ? read : datasets).flatMap(({version}) =>
    version.columns.map(({name}) => name),
  );
  const near = nearestNames(column, [...new Set(columns)]);
  return new TabletalkError(
    "unknown_column",
    error.message,
    near.length > 0
      ? `Nearest: ${near.map((name) => `"${name.replaceAll('"', '""')}"`).join(", ")}.`
      : "describe_table tells the columns.",
  );
}
