import {randomUUID} from "node:crypto";
import type {Receipt} from "../../data/dataset.ts";
import type {TableProfile} from "../../data/profile.ts";
import type {Association, Score} from "../../data/profile_details.ts";
import {columnCard} from "./column_card.ts";
import {headline} from "./headline.ts";
import {PAGE_STYLE} from "./page_style.ts";
import {plainText} from "./plain_text.ts";
import {warningsOf} from "./warnings.ts";
import {count, percent} from "./words.ts";

/** A table of the page; `receipt` tells what its importer was not sure of. */
export interface ProfiledTable {
  profile: TableProfile;
  receipt?: Receipt | undefined;
}

const PAIRS_SHOWN = 12;
const FEWEST_TO_SEARCH = 9;
/** Of more columns the cards out of sight are not laid out. */
const MANY = 100;

/**
 * Full profiles as one page of HTML that needs nothing else: no address in it is loaded, one script of a few lines (the
 * search of columns) may run, and names and cells are text whatever they hold.
 */
export function profilePage(tables: readonly ProfiledTable[]): string {
  const nonce = randomUUID();
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  const title = tables.map(({profile}) => profile.table).join(", ");
  const searched = tables.some(({profile}) => profile.columns.length >= FEWEST_TO_SEARCH);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${plainText(title)}: profile</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
${tables.map(section).join("\n")}
<footer>Bars of the same column share a scale; paler bars at a side count what lies beyond the edges. r is Pearson's, V is Cramér's (corrected), eta is the root of the share of a number's variance that a category explains (corrected). None of them is a cause.</footer>
${searched ? `<script nonce="${nonce}">${SEARCH}</script>` : ""}
</body>
</html>
`;
}

const SEARCH = `for(const box of document.querySelectorAll(".find")){box.hidden=false;box.addEventListener("input",()=>{const words=box.value.toLowerCase().split(/\\s+/);for(const card of box.parentElement.querySelectorAll(".column"))card.hidden=!words.every((word)=>card.dataset.find.includes(word))})}`;

function section({profile, receipt}: ProfiledTable): string {
  const {columns, rows} = profile;
  const warnings = warningsOf(profile, receipt);
  const odd = warnings.map(
    ({what, text, weight}) =>
      `<li class="${weight}"><b>${plainText(what)}</b><span>${plainText(text)}</span></li>`,
  );
  const first = warnings.some(({weight}) => weight === "look") ? "Look at this first" : "Good to know";
  const find =
    columns.length >= FEWEST_TO_SEARCH
      ? '<input class="find" type="search" placeholder="Find a column" aria-label="Find a column" hidden>'
      : "";
  return `<section>
<h1>${plainText(profile.table)}</h1>
<p class="lead">${plainText(headline(profile))}</p>
${tiles(profile)}
${odd.length > 0 ? `<h2>${first}</h2>\n<ul class="odd">${odd.join("")}</ul>` : ""}
<div><h2>${plainText(count(columns.length, "column"))}</h2>
${find}
<div class="columns${columns.length > MANY ? " many" : ""}">
${columns.map((column) => columnCard(column, rows)).join("\n")}
</div></div>
${pairs(profile.details?.associations ?? [])}
</section>`;
}

function tiles({rows, columns, duplicateRows, details}: TableProfile): string {
  if (rows === 0) return "";
  const made: [string, string, string][] = [
    [rows.toLocaleString("en"), rows === 1 ? "row" : "rows", ""],
    [columns.length.toLocaleString("en"), columns.length === 1 ? "column" : "columns", ""],
    [duplicateRows.toLocaleString("en"), "repeated rows", ""],
  ];
  if (details) {
    made.push([share(details.completeness), "complete", why(details.completeness)]);
    made.push([share(details.consistency), "consistent", why(details.consistency)]);
    if (details.completeRows !== undefined)
      made.push([percent(details.completeRows, rows), "rows with every cell", ""]);
  }
  const tile = ([number, what, title]: [string, string, string]): string =>
    `<div class="tile"${title ? ` title="${plainText(title)}"` : ""}><b>${plainText(number)}</b><span>${plainText(what)}</span></div>`;
  return `<div class="tiles">${made.map(tile).join("")}</div>`;
}

const share = (score: Score): string => percent(score.value * 1e9, 1e9);

const why = (score: Score): string =>
  score.parts.map((part) => `${part.count.toLocaleString("en")} ${part.what}`).join(", ");

function pairs(associations: readonly Association[]): string {
  const shown = associations.slice(0, PAIRS_SHOWN);
  if (shown.length === 0) return "";
  const rows = shown.map(({columns, kind, value}) => {
    const [one, other] = columns.map(plainText);
    return `<tr><td>${one} × ${other}</td><td>${kind} = ${value.toFixed(2)}</td><td class="strength"><span class="bar"><i style="width:${Math.round(Math.abs(value) * 100)}%"></i></span></td></tr>`;
  });
  return `<h2>Goes together</h2>\n<table>${rows.join("")}</table>`;
}
