import type {Table} from "../../data/table.ts";
import {FEWEST_ROWS} from "../guarded_select.ts";

const COUNTS = /^(?:n|count|rows)$/;

/** The bins, boxes or counted marks of a chart that stand for enough rows. Their count is the last column, whatever others are called. */
export function largeGroups({columns, rows}: Table): {rows: Table["rows"]; leftOut: number} {
  const at = columns.length - 1;
  const {name, type} = columns[at] ?? {};
  if (type !== "integer" || !COUNTS.test(name ?? "")) return {rows, leftOut: 0};
  const kept = rows.filter((row) => Number(row[at] ?? 0) >= FEWEST_ROWS);
  return {rows: kept, leftOut: rows.length - kept.length};
}
