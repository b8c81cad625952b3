import type {Cell, Column} from "../../data/table.ts";
import {formatValue, type ValueFormat} from "../../planning/format_value.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Artifact} from "../../tools/tool.ts";
import {toCsv} from "../export_rows.ts";
import {withSameCents} from "../same_cents.ts";
import type {ReplyTable} from "./reply.ts";

/** No platform shows more rows than these. */
const MOST_ROWS = 200;

/** The table of an artifact as a person reads it, with its units. */
export function replyTable({title, table, units}: Artifact, plan: Plan | undefined): ReplyTable {
  const groups = plan?.reading?.groups ?? [];
  const grains = new Map(
    groups.map(({name, unit, part}): [string, ValueFormat] => [name, {timeUnit: unit, part}]),
  );
  const plainly = (cell: Cell, column: Column) =>
    cell === null
      ? ""
      : formatValue(cell, {
          unit: units[column.name],
          plain: namesThings(column, units),
          ...grains.get(column.name),
        });
  const shown = {...table, rows: table.rows.slice(0, MOST_ROWS)};
  const write = withSameCents(plainly, shown, units);
  const rows = shown.rows.map((row) => table.columns.map((column, at) => write(row[at] ?? null, column)));
  return {
    kind: "table",
    title,
    header: table.columns.map(({name}) => name),
    rows,
    right: table.columns.map(
      ({name, type}) => (type === "integer" || type === "number") && !grains.has(name),
    ),
    rowsInAll: table.rows.length,
    csv: async () => ({
      name: `${fileName(title)}.csv`,
      mediaType: "text/csv",
      content: new TextEncoder().encode(toCsv(table)),
    }),
  };
}

/** A name for a file: letters and figures of a title. */
export function fileName(title: string): string {
  const plain = title
    .normalize("NFKC")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_+|_+$/g, "")
    .toLowerCase();
  return plain.slice(0, 60) || "answer";
}

/** Years and identifiers are whole numbers that take no thousands separators. */
function namesThings(column: Column, units: Record<string, string>): boolean {
  return !units[column.name] && /(^|[^a-z])(year|id|code|zip|number|no)$/i.test(column.name);
}
