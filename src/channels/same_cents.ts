import type {Cell, Column, Table} from "../data/table.ts";
import {CURRENCY_SIGNS} from "../planning/format_value.ts";

/** How a cell is written; the column tells its unit by name. */
export type WriteCell = (cell: Cell, column: Column) => string;

/** Writes as before, but of a column of money all amounts have cents, or none has. */
export function withSameCents(
  write: WriteCell,
  {columns, rows}: Table,
  units: Readonly<Record<string, string>>,
): WriteCell {
  const withCents = new Set(
    columns.flatMap((column, at) =>
      CURRENCY_SIGNS.includes(units[column.name] ?? "") &&
      rows.some((row) => /\.\d\d$/.test(write(row[at] ?? null, column)))
        ? [column.name]
        : [],
    ),
  );
  return (cell, column) => {
    const text = write(cell, column);
    return withCents.has(column.name) && /\d$/.test(text) && !text.includes(".") ? `${text}.00` : text;
  };
}
