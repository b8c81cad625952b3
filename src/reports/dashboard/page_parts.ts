import type {Cell, Table} from "../../data/table.ts";
import {counted} from "../count_words.ts";
import type {Block, DocumentTable, ReportDocument} from "../document.ts";
import {boundHtml} from "../page/bound_html.ts";
import {plainText} from "../profile/plain_text.ts";
import {cellWords} from "./cell_words.ts";
import {sayPeriod} from "./figure_words.ts";
import {sparkPath} from "./spark.ts";
import type {DashboardSpec} from "./spec.ts";

const MOST_NUMBERS = 60;

/** A card of a key figure. `change`: which way it went, and whether that is good. */
export function figureCard(
  id: string,
  block: Extract<Block, {kind: "kpi"}>,
  document: ReportDocument,
): string {
  const {label, value, comparison, good, spark} = block;
  const way = / (?:up|down) /.exec(comparison?.text ?? "")?.[0].trim() ?? "";
  const tone = good === undefined ? "" : good ? " good" : " bad";
  const values = spark
    ? (document.tables[spark]?.table.rows ?? []).map((row) => numberOrNull(row.at(-1)))
    : [];
  const path = sparkPath(values, 120, 32);
  return `<div class="card figure" data-part="${plainText(id)}" data-change="${comparison ? `${way}${tone}` : ""}">
<p class="label">${plainText(label)}</p>
<p class="value">${boundHtml(value, document)}</p>
<p class="comparison">${comparison ? boundHtml(comparison, document) : ""}</p>
${path === "" ? "" : `<svg viewBox="0 0 120 32" preserveAspectRatio="none" aria-hidden="true"><path d="${path}"></path></svg>`}
${UNMOVED}</div>`;
}

const numberOrNull = (cell: Cell | undefined): number | null => (typeof cell === "number" ? cell : null);

const UNMOVED = '<span class="unmoved">all rows: not filtered</span>';

/**
 * A chart's card: what it shows, its picture's place, how it was computed, its numbers. `points`: of a chart point by point, how
 * many are drawn.
 */
export function chartCard(
  block: Extract<Block, {kind: "chart"}>,
  document: ReportDocument,
  points = "",
): string {
  const table = document.tables[block.table]!;
  const {title, subtitle} = block.spec;
  return `<figure class="card chart w${block.width ?? 6}" data-part="${plainText(block.table)}">
<h3>${plainText(title)}</h3>
<p class="subject">${plainText(subtitle ?? "")}</p>
<div class="plot" role="img" aria-label="${plainText(block.altText)}"></div>
${points === "" ? "" : `<p class="small shown">${plainText(points)}</p>\n`}<details><summary>Numbers</summary><div class="scroll">${tableHtml(table.table, table.units, MOST_NUMBERS)}</div></details>
${computed(table)}
${UNMOVED}</figure>`;
}

/** The SQL behind a tile and what is to be known of it. */
export function computed({sql, notes}: DocumentTable): string {
  if (sql.length === 0 && notes.length === 0) return "";
  const said = notes.map((note) => `<li>${plainText(note)}</li>`).join("");
  const code = sql.at(-1);
  return `<details><summary>How it was computed</summary>${said ? `<ul>${said}</ul>` : ""}${code ? `<pre dir="ltr">${plainText(code)}</pre>` : ""}</details>`;
}

export function listCard(block: Extract<Block, {kind: "table"}>, document: ReportDocument): string {
  const table = document.tables[block.table]!;
  return `<section class="card" data-part="list" aria-labelledby="list-title">
<h2 id="list-title">${plainText(block.title)}</h2>
<div class="scroll">${tableHtml(shownColumns(table.table), table.units, MOST_NUMBERS)}</div>
${computed(table)}
${UNMOVED}</section>`;
}

/** The rows behind each group say little in a table of its own. */
export function shownColumns({columns, rows}: Table): Table {
  const last = columns.at(-1)?.name;
  if (last !== "n" && last !== "n_rows") return {columns, rows};
  return {columns: columns.slice(0, -1), rows: rows.map((row) => row.slice(0, -1))};
}

export function tableHtml(
  {columns, rows}: Table,
  units: Readonly<Record<string, string>>,
  most: number,
): string {
  const numeric = columns.map(
    (column, at) => rows.some((row) => typeof row[at] === "number") && column.type !== "text",
  );
  const head = columns
    .map(
      ({name}, at) =>
        `<th scope="col" dir="auto"${numeric[at] ? ' class="number"' : ""}>${plainText(name)}</th>`,
    )
    .join("");
  const body = rows
    .slice(0, most)
    .map(
      (row) =>
        `<tr>${row.map((cell, at) => `<td dir="auto"${typeof cell === "number" ? ' class="number"' : ""}>${plainText(cellWords(cell, units[columns[at]!.name], columns[at]!.name))}</td>`).join("")}</tr>`,
    )
    .join("\n");
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** What can be chosen: a value of each column, and from which period to which. */
export function filterForm(document: ReportDocument, spec: DashboardSpec, periods: readonly Cell[]): string {
  const choice = (value: Cell, label: string) =>
    `<option value="${plainText(JSON.stringify(value))}">${plainText(label)}</option>`;
  const unit = spec.time?.unit;
  const stretch = (name: "from" | "to", label: string) =>
    `<label>${label}<select name="${name}"><option value="">${name === "from" ? "the beginning" : "the end"}</option>${periods
      .filter((period) => typeof period === "string" || typeof period === "number")
      .map((period) => choice(period, sayPeriod(period, unit!)))
      .join("")}</select></label>`;
  const columns = document.filters
    .map(
      ({column, label, values}) =>
        `<label><span dir="auto">${plainText(label)}</span><select data-column="${plainText(column)}"><option value="">All</option>${values.map((value) => choice(value, value === null ? "(none)" : cellWords(value, undefined, column))).join("")}</select></label>`,
    )
    .join("\n");
  if (columns === "" && periods.length < 2) return '<p id="said" class="visually-hidden" role="status"></p>';
  return `<form id="filters" aria-label="Filters">
${columns}
${periods.length > 1 ? `${stretch("from", "From")}\n${stretch("to", "To")}` : ""}
<button type="button" id="clear" hidden>Clear</button>
<span id="said" role="status"></span>
</form>`;
}

/** Where the data is from, what its import changed, its licence, and when this was made. */
export function footer(document: ReportDocument): string {
  const sources = document.datasets.map(({name, rows, columns, source, receipt, origin, hash}) => {
    const told =
      receipt.length > 0
        ? `<details><summary>What the import decided</summary><ul>${receipt.map((one) => `<li>${plainText(one)}</li>`).join("")}</ul></details>`
        : "";
    const published = origin
      ? `<p>${plainText(origin.title)} (${plainText(origin.ref)}${origin.version === undefined ? "" : `, version ${origin.version}`}), ${/^https:\/\//.test(origin.url) ? `<a href="${plainText(origin.url)}" rel="noreferrer noopener">${plainText(origin.url)}</a>` : plainText(origin.url)}. Licence: ${plainText(origin.licence.name)}.</p>`
      : "";
    return `<p>Data: ${plainText(name)}, ${counted(rows, "row")} and ${counted(columns, "column")} from ${plainText(source)}, version ${plainText(hash.slice(0, 12))}.</p>${published}${told}`;
  });
  const notes = document.assumptions.map((one) => `<p>${plainText(one)}</p>`).join("");
  const recipes = document.recipes.map(({id}) => plainText(id)).join(", ");
  return `<footer>${sources.join("")}${notes}<p>Made ${plainText(document.madeAt.slice(0, 16).replace("T", " "))} UTC by Tabletalk${recipes ? `; recipe ${recipes}` : ""}. Times are of ${plainText(document.timeZone)}.</p></footer>`;
}
