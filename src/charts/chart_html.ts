import {randomUUID} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {figure} from "./figure.ts";
import {packageFolder} from "./fonts.ts";
import {inline} from "./page_script.ts";
import type {ChartSpec} from "./spec.ts";
import {themeOf} from "./theme.ts";

/**
 * A page of its own that shows the chart to explore: the drawing script inside, nothing loaded from anywhere. About 5 MB.
 * @throws TabletalkError bad_chart, no_data
 */
export function chartHtml(spec: ChartSpec, table: Table): string {
  const made = figure(spec, table, {width: 960, height: 600});
  const nonce = randomUUID();
  const theme = themeOf(spec.theme);
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${element(spec.title)}</title>
<style>body{margin:0;background:${theme.paper};display:flex;justify-content:center}</style>
</head>
<body>
<div id="chart"></div>
<script nonce="${nonce}">${inline(plotly())}</script>
<script type="application/json" id="figure">${data(made)}</script>
<script nonce="${nonce}">
const made = JSON.parse(document.getElementById("figure").textContent);
Plotly.newPlot("chart", made.data, made.layout, {displaylogo: false, showEditInChartStudio: false, showLink: false, plotlyServerURL: ""});
</script>
</body>
</html>
`;
}

let source: string | undefined;

function plotly(): string {
  const folder = packageFolder("plotly.js-dist-min");
  if (!folder) throw new TabletalkError("internal", "Plotly is not installed.", "Install the package again.");
  source ??= readFileSync(join(folder, "plotly.min.js"), "utf8");
  return source;
}

/** JSON that cannot end the element it stands in. */
function data(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}

function element(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
