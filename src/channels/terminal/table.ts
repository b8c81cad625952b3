import stringWidth from "string-width";
import type {Cell, Column, Table} from "../../data/table.ts";
import {printable, type Style} from "./style.ts";

export interface TableOptions {
  /** How wide the terminal is, in columns. Cells are cut to fit. */
  width: number;
  /** How many rows to show. */
  rows: number;
  style: Style;
  /** How a cell is written; the column tells its unit by name. */
  write: (cell: Cell, column: Column) => string;
}

const NARROWEST = 6;

/** A table as lines: numbers to the right, text to the left, cut to the terminal's width, with what was left out. */
export function tableLines(table: Table, options: TableOptions): string[] {
  const {style, write} = options;
  const shown = table.rows.slice(0, options.rows);
  const cells = shown.map((row) =>
    table.columns.map((column, at) => printable(write(row[at] ?? null, column))),
  );
  const heads = table.columns.map((column) => printable(column.name) || "(no name)");
  const widths = narrowed(
    heads.map((head, at) => Math.max(stringWidth(head), ...cells.map((row) => stringWidth(row[at] ?? "")))),
    options.width,
  );
  const right = table.columns.map((column) => column.type === "integer" || column.type === "number");
  const line = (row: string[]) =>
    row
      .slice(0, widths.length)
      .map((cell, at) => pad(cell, widths[at] ?? NARROWEST, right[at] ?? false))
      .join("  ")
      .trimEnd();

  const lines = [style.bold(line(heads)), ...cells.map(line)];
  const left: string[] = [];
  if (table.rows.length > shown.length) left.push(`${table.rows.length - shown.length} more rows`);
  if (widths.length < heads.length) left.push(`${heads.length - widths.length} more columns`);
  if (left.length > 0) lines.push(style.dim(`… ${left.join(", ")}`));
  return lines;
}

/** Narrows the widest columns until all fit; columns that still do not are left out at the right. */
export function narrowed(wanted: number[], width: number): number[] {
  const widths = [...wanted];
  const total = () => widths.reduce((sum, one) => sum + one + 2, -2);
  while (total() > width) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST * 2) break;
    widths[widths.indexOf(widest)] = Math.max(NARROWEST * 2, widest - Math.max(1, total() - width));
  }
  while (widths.length > 1 && total() > width) widths.pop();
  return widths;
}

/** A text brought to a width: cut, or filled with spaces. */
export function pad(text: string, width: number, right: boolean): string {
  const cut = cutTo(text, width);
  const space = " ".repeat(Math.max(0, width - stringWidth(cut)));
  return right ? space + cut : cut + space;
}

/** A text cut to a width, between letters as a reader sees them. */
export function cutTo(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let cut = "";
  for (const {segment} of new Intl.Segmenter().segment(text)) {
    if (stringWidth(cut + segment) > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}
