import {randomUUID} from "node:crypto";
import type {Table} from "../data/table.ts";
import {bundleOf, bundleSource} from "./bundle.ts";
import {figure} from "./figure.ts";
import {inline} from "./page_script.ts";
import type {ChartSpec} from "./spec.ts";
import {themeOf} from "./theme.ts";

/**
 * A page of its own that shows the chart to explore: the drawing script inside, nothing loaded from anywhere. 1.5 MB for most kinds, 1.8 MB for
 * maps, 5 MB for treemaps, flows, candlesticks and many points.
 * @throws TabletalkError bad_chart, no_data
 */
export async function chartHtml(
  spec: ChartSpec,
  table: Table,
  {width = 960, height = 600}: {width?: number | undefined; height?: number | undefined} = {},
): Promise<string> {
  const made = figure(spec, table, {width, height});
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
<script nonce="${nonce}">${inline(await bundleSource(bundleOf(made)))}</script>
<script type="application/json" id="figure">${data(made)}</script>
<script nonce="${nonce}">
const made = JSON.parse(document.getElementById("figure").textContent);
Plotly.newPlot("chart", made.data, made.layout, {displaylogo: false, showSendToCloud: false, displayModeBar: innerWidth < 600 ? false : "hover", showEditInChartStudio: false, showLink: false, plotlyServerURL: "", topojsonURL: "about:blank#"});
</script>
</body>
</html>
`;
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
