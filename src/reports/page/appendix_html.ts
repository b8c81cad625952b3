import {counted} from "../count_words.ts";
import type {DocumentDataset, ReportDocument} from "../document.ts";
import {plainText} from "../profile/plain_text.ts";

/** A part at the end of a report: how it was made, from what, and how to check it. */
export interface AppendixPart {
  id: string;
  title: string;
  html: string;
}

/** The parts that have something to say, in order. */
export function appendixOf(document: ReportDocument): AppendixPart[] {
  const {methods, assumptions, comparisons, datasets, recipes, tables} = document;
  const how = [
    list(methods),
    comparisons ? `<p dir="auto">${plainText(comparisons)}</p>` : "",
    assumptions.length > 0 ? `<h3>Assumptions</h3>${list(assumptions)}` : "",
  ].join("\n");
  const queries = computed(tables).map(
    ({title, sql, notes}) =>
      `<div class="query"><h3 dir="auto">${plainText(title)}</h3>${list(notes)}${sql
        .map((one) => `<pre>${code(one)}</pre>`)
        .join("\n")}</div>`,
  );
  const again = recipes.map(
    ({id, question}) =>
      `<tr><td dir="auto">${plainText(question)}</td><td><code>tabletalk replay ${plainText(id)}</code></td></tr>`,
  );
  return [
    {id: "how", title: "How this was made", html: how.trim()},
    {id: "data", title: "Data and licences", html: datasets.map(datasetHtml).join("\n")},
    {
      id: "recipes",
      title: "How to compute it again",
      html:
        again.length === 0
          ? ""
          : `<table class="data"><thead><tr><th scope="col">Question</th><th scope="col">Command</th></tr></thead><tbody>${again.join("")}</tbody></table>`,
    },
    {id: "queries", title: "How each number was computed", html: queries.join("\n")},
  ].filter(({html}) => html !== "");
}

/** Tables with how they came about; those of one query (a table and its chart) once, with what each notes. */
function computed(tables: ReportDocument["tables"]): {title: string; sql: string[]; notes: string[]}[] {
  const made = new Map<string, {title: string; sql: string[]; notes: string[]}>();
  for (const [key, {title, sql, notes}] of Object.entries(tables)) {
    if (sql.length + notes.length === 0) continue;
    const same = sql.length > 0 ? JSON.stringify(sql) : `${key} ${title}`;
    const known = made.get(same);
    made.set(same, {
      title: known?.title ?? (title || key),
      sql,
      notes: [...new Set([...(known?.notes ?? []), ...notes])],
    });
  }
  return [...made.values()];
}

/** The parts as chapters. */
export function appendixHtml(document: ReportDocument): string {
  return appendixOf(document)
    .map(
      ({id, title, html}) =>
        `<section class="chapter appendix">\n<h2 id="${id}">${title}</h2>\n${html}\n</section>`,
    )
    .join("\n");
}

function datasetHtml({name, hash, rows, columns, source, receipt, origin}: DocumentDataset): string {
  const facts: [string, string][] = [
    ["Size", `${counted(rows, "row")}, ${counted(columns, "column")}`],
    ["Source", plainText(source)],
    ["Version", `<code>${plainText(hash)}</code>`],
  ];
  if (origin) {
    const version = origin.version === undefined ? "" : `, version ${origin.version}`;
    const licence = plainText(origin.licence.name);
    facts.push([
      "Published as",
      `${link(origin.url, plainText(`${origin.title} (${origin.ref}${version})`))}`,
    ]);
    facts.push(["Licence", origin.licence.url ? link(origin.licence.url, licence) : licence]);
  }
  const told = facts.map(([what, html]) => `<dt>${what}</dt><dd dir="auto">${html}</dd>`).join("");
  const heads = receipt.length > 0 ? `<p class="small">What the import decided:</p>${list(receipt)}` : "";
  return `<div class="dataset"><h3 dir="auto">${plainText(name)}</h3><dl>${told}</dl>${heads}</div>`;
}

function link(url: string, html: string): string {
  return /^https?:\/\//i.test(url)
    ? `<a href="${plainText(url)}" rel="noreferrer noopener">${html}</a>`
    : html;
}

function list(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<ul>${lines.map((one) => `<li dir="auto">${plainText(one)}</li>`).join("")}</ul>`;
}

/** Text with its line ends kept. */
function code(text: string): string {
  return text.split("\n").map(plainText).join("\n");
}
