import {areYears} from "../../charts/format.ts";
import type {Cell, Column, Table} from "../../data/table.ts";
import {formatValue} from "../../planning/format_value.ts";
import type {DocumentTable} from "../document.ts";
import {plainText} from "../profile/plain_text.ts";

/** More rows than these are in the workbook, not on the page. */
export const MOST_ROWS = 500;
const MOST_COLUMNS = 14;

/** A table with its heading repeated on each sheet of paper; numbers end at one edge. */
export function tableHtml(
  {title, table, units}: Pick<DocumentTable, "title" | "table" | "units">,
  rows = MOST_ROWS,
): string {
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const shown = table.rows.slice(0, Math.min(rows, MOST_ROWS));
  const years = columns.map((column, at) => isYears(column, at, shown));
  const heads = columns.map(
    (column) => `<th scope="col"${numeric(column)} dir="auto">${plainText(column.name)}</th>`,
  );
  const lines = shown.map((row) => {
    const cells = columns.map((column, at) => {
      const cell = row[at] ?? null;
      const text = cellText(cell, units[column.name] ?? column.unit, years[at]!);
      const kind = cell === null ? ' class="missing"' : numeric(column) || dated(column, text);
      return `<td${kind} dir="auto">${plainText(text)}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const notes = [
    ...(shown.length < table.rows.length
      ? [`${shown.length.toLocaleString("en")} of ${table.rows.length.toLocaleString("en")} rows are shown.`]
      : []),
    ...(columns.length < table.columns.length
      ? [`${columns.length} of ${table.columns.length} columns are shown.`]
      : []),
  ];
  const size = columns.length > 10 ? " narrow" : columns.length > 7 ? " close" : "";
  return `<div class="table"><table class="data${size}">
<caption dir="auto">${plainText(title)}</caption>
<thead><tr>${heads.join("")}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table></div>${notes.length > 0 ? `\n<p class="small">${notes.join(" ")}</p>` : ""}`;
}

/** A cell as a reader reads it: "" where there is none. */
export function cellText(cell: Cell, unit: string | undefined, isYear = false): string {
  if (cell === null) return "–";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return formatValue(cell, {...(unit !== undefined && {unit}), plain: isYear});
}

function isYears(column: Column, at: number, rows: Table["rows"]): boolean {
  if (column.type !== "integer") return false;
  const values = rows.map((row) => row[at]).filter((cell) => typeof cell === "number");
  return areYears(values, column.name);
}

/** Long words may break anywhere, so that they widen nothing; dates never do. */
function dated({type}: Column, text: string): string {
  if (type === "date" || type === "timestamp") return ' class="date"';
  return /\S{25}/.test(text) ? ' class="long"' : "";
}

function numeric({type}: Column): string {
  return type === "integer" || type === "number" ? ' class="number"' : "";
}
