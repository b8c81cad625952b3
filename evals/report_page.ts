import {plainText} from "../src/reports/profile/plain_text.ts";
import type {RunDifference} from "./compare_runs.ts";
import type {Result, Run} from "./run_record.ts";
import {cellsOf, sayWhole, TABLE_HEADS} from "./say_run.ts";
import {tallies} from "./tally.ts";

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #ddd}
td:first-child,th:first-child{text-align:left}tr:last-child{font-weight:600}
details{border-bottom:1px solid #ddd;padding:.3rem 0}summary{cursor:pointer}p{margin:.2rem 0 .2rem 1.2rem;color:#555}
.right b{color:#0072b2}.wrong b,.error b{color:#d55e00}.declined b{color:#777}pre{white-space:pre-wrap}`;

/** A run as one page of HTML that loads nothing: the table, the difference to an earlier run, every case. */
export function reportPage(run: Run, difference?: RunDifference): string {
  const {head, results} = run;
  const title = `${head.suite}, ${head.model}, ${head.started.slice(0, 16).replace("T", " ")}`;
  const rows = tallies(results).map((row) => [row.name, ...cellsOf(row)]);
  const order: readonly Result["verdict"][] = ["error", "wrong", "declined", "right"];
  const cases = [...results].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${plainText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${plainText(title)}</h1>
<pre>${plainText(sayWhole(run))}</pre>
<table><thead><tr>${["", ...TABLE_HEADS].map((cell) => `<th>${plainText(cell)}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${plainText(cell)}</td>`).join("")}</tr>`).join("\n")}</tbody></table>
${difference ? differenceSection(difference) : ""}
<h2>Cases</h2>
${cases.map(caseSection).join("\n")}
</body>
</html>
`;
}

function differenceSection(difference: RunDifference): string {
  const list = (name: string, of: readonly Result[]): string =>
    of.length === 0 ? "" : `<p>${name}: ${of.map((one) => plainText(String(one.id))).join(", ")}</p>`;
  return `<h2>Against ${plainText(difference.earlier)}</h2>
<p>${difference.both} cases in both: right ${difference.rightBefore} before, ${difference.rightNow} now.</p>
${list("Now right", difference.gained)}${list("No longer right", difference.lost)}${list("Newly wrong", difference.newlyWrong)}`;
}

function caseSection(one: Result): string {
  const verdict = one.verdict === "declined" && one.asked ? "asked back" : one.verdict;
  const lines = [one.reading, one.why, `${one.ms.toFixed(0)} ms`].filter((line) => line);
  return `<details class="${one.verdict}"><summary><b>${verdict}</b> ${plainText(String(one.id))}: ${plainText(one.turns.join(" > "))}</summary>
${lines.map((line) => `<p>${plainText(String(line))}</p>`).join("")}</details>`;
}
