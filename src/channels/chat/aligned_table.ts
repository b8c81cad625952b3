import stringWidth from "string-width";
import {narrowed, pad} from "../terminal/table.ts";
import {codeText, isolate} from "./escape.ts";
import type {ReplyTable} from "./reply.ts";

/** Between columns; a table reads as one where they stand two apart. */
const GAP = "  ";

/**
 * A table as lines for a code block: numbers at the right, cut to a width (wide letters and pictures count two), and what was
 * left out told in the last line.
 */
export function alignedTable(
  {header, rows, right, rowsInAll}: Pick<ReplyTable, "header" | "rows" | "right" | "rowsInAll">,
  {width, most}: {width: number; most: number},
): string {
  const shown = rows.slice(0, most).map((row) => row.map(cellOf));
  const heads = header.map((name) => cellOf(name) || "(no name)");
  const widths = narrowed(
    heads.map((head, at) => Math.max(stringWidth(head), ...shown.map((row) => stringWidth(row[at] ?? "")))),
    width,
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((size, at) => apart(pad(cells[at] ?? "", size, right[at] ?? false)))
      .join(GAP)
      .trimEnd();
  const ruler = widths.map((size) => "─".repeat(size)).join(GAP);
  const left = [
    ...(rowsInAll > shown.length ? [counted(rowsInAll - shown.length, "more row")] : []),
    ...(widths.length < heads.length ? [counted(heads.length - widths.length, "more column")] : []),
  ];
  return [line(heads), ruler, ...shown.map(line), ...(left.length > 0 ? [`… ${left.join(", ")}`] : [])].join(
    "\n",
  );
}

function cellOf(text: string): string {
  return codeText(text).replace(/\s+/g, " ").trim();
}

/** The spaces that align stay outside of what is set apart. */
function apart(cell: string): string {
  const text = cell.trim();
  return text === "" ? cell : cell.replace(text, () => isolate(text));
}

function counted(count: number, thing: string): string {
  return `${count.toLocaleString("en-US")} ${thing}${count === 1 ? "" : "s"}`;
}
