import {randomUUID} from "node:crypto";
import {bundleOf, bundleSource} from "../../charts/bundle.ts";
import {matchPlaces, type Place} from "../../charts/geography/match_places.ts";
import {outlinesScript} from "../../charts/geography/outlines.ts";
import {inline} from "../../charts/page_script.ts";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {counted} from "../count_words.ts";
import type {Block, ReportDocument} from "../document.ts";
import {plainText} from "../profile/plain_text.ts";
import {cubesSchema} from "./cube.ts";
import type {PageData} from "./page_data.ts";
import {chartCard, figureCard, filterForm, footer, listCard, shownColumns} from "./page_parts.ts";
import {dashboardScript} from "./page_script.ts";
import {DASHBOARD_STYLE} from "./page_style.ts";
import {pointsIn} from "./points_in.ts";
import {sayPoints} from "./points_words.ts";
import {type DashboardSpec, dashboardMakerSchema} from "./spec.ts";

/**
 * A dashboard as a page of its own: everything that it shows and runs is inside, nothing is loaded from anywhere, and its
 * filters are computed in it. 1.5 MB and the numbers; 6 MB where it has a map.
 * @throws TabletalkError bad_use for a document that is no dashboard
 */
export async function dashboardPage(document: ReportDocument): Promise<string> {
  const parsed = dashboardMakerSchema.safeParse(document.maker);
  if (!parsed.success)
    throw new TabletalkError("bad_use", "This document is no dashboard.", "Render it as a report.", {
      cause: parsed.error,
    });
  const {spec, cubes} = parsed.data;
  const blocks = document.sections.flatMap((section) => section.blocks);
  const data = pageData(document, spec, blocks, cubes);
  const maps = data.tiles.some(({tile}) => tile.kind === "choropleth" || tile.kind === "point_map");
  const [plotly, outlines, script] = await Promise.all([
    bundleSource(maps ? "strict" : bundleOf({data: [], layout: {}})),
    maps ? outlinesScript() : "",
    dashboardScript(),
  ]);
  const nonce = randomUUID();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "worker-src 'none'",
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  const run = (code: string) => (code === "" ? "" : `<script nonce="${nonce}">${inline(code)}</script>`);
  return `<!doctype html>
<html lang="en" data-drawing>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${plainText(document.title)}</title>
<style>${DASHBOARD_STYLE}</style>
</head>
<body>
<header class="top">
<div><h1 dir="auto">${plainText(document.title)}</h1>
<p class="about" dir="auto">${about(document, spec)}</p></div>
<button type="button" id="theme">Light or dark</button>
</header>
<main>
${filterForm(document, spec, periodsOf(document))}
${figures(document, spec, blocks)}
<div class="charts">
${blocks.map((block) => (block.kind === "chart" ? chartCard(block, document, pointsSaid(block, document, data)) : "")).join("\n")}
</div>
${blocks.map((block) => (block.kind === "table" ? listCard(block, document) : "")).join("\n")}
</main>
${footer(document)}
<noscript><p class="small">The charts are drawn by a script, which this browser does not run. Their numbers are in the tables.</p></noscript>
<script type="application/json" id="data">${json(data)}</script>
${run(outlines)}
${run(plotly)}
${run(script)}
</body>
</html>
`;
}

/** JSON that cannot end the element it stands in. */
const json = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");

function about(document: ReportDocument, {things, scope}: DashboardSpec): string {
  const rows = document.datasets[0]?.rows ?? 0;
  const parts = [
    scope.length > 0 ? scope.join(", ") : undefined,
    `${things === "rows" ? counted(rows, "row") : `${rows.toLocaleString("en-US")} ${things}`}${scope.length > 0 ? " in all" : ""}`,
    document.datasets[0]?.source,
  ];
  return parts
    .filter((part) => part !== undefined)
    .map(plainText)
    .join(" · ");
}

function figures(document: ReportDocument, {figures: all}: DashboardSpec, blocks: readonly Block[]): string {
  const cards = blocks
    .filter((block) => block.kind === "kpi")
    .map((block, at) => figureCard(all[at]?.id ?? `k${at + 1}`, block, document));
  return cards.length === 0
    ? ""
    : `<section class="figures" aria-label="Key figures">\n${cards.join("\n")}\n</section>`;
}

/** How many of its points a chart draws; nothing of one that has none, or where nobody counted them. */
function pointsSaid({table}: {table: string}, {tables}: ReportDocument, {tiles, cubes}: PageData): string {
  const tile = tiles.find((one) => one.tile.id === table)?.tile;
  const all = tile && tile.columns.length > 0 ? pointsIn(cubes, table, {values: new Map()}) : undefined;
  return all ? sayPoints(tables[table]?.table.rows.length ?? 0, all.length) : "";
}

function periodsOf({tables}: ReportDocument): Cell[] {
  return (tables.periods?.table.rows ?? []).map((row) => row[0] ?? null);
}

function pageData(
  document: ReportDocument,
  spec: DashboardSpec,
  blocks: readonly Block[],
  kept: unknown,
): PageData {
  const cubes = cubesSchema.safeParse(kept);
  const units = document.tables.totals?.units ?? {};
  const tiles = blocks.flatMap((block): PageData["tiles"] => {
    const tile = block.kind === "chart" ? spec.tiles.find(({id}) => id === block.table) : undefined;
    const table = block.kind === "chart" ? document.tables[block.table] : undefined;
    if (block.kind !== "chart" || !tile || !table) return [];
    return [{tile, spec: block.spec, table: table.table, units: table.units, altText: block.altText}];
  });
  const list = document.tables.list;
  const places = placesOf(tiles);
  return {
    things: spec.things,
    rows: document.datasets[0]?.rows ?? 0,
    figures: spec.figures.map(({id, measure, goodIs}) => ({
      id,
      label: measure.name,
      ...(units[measure.name] && {unit: units[measure.name]!}),
      ...(goodIs && {goodIs}),
    })),
    tiles,
    ...(list && {list: {...listOf(list), limit: spec.list?.rows ?? list.table.rows.length}}),
    ...(spec.time && {
      time: {
        unit: spec.time.unit,
        ...(spec.time.against && {against: spec.time.against}),
        partial: partialOf(document),
      },
    }),
    cubes: cubes.success ? cubes.data : {cubes: [], uses: {}},
    ...(places && {places}),
  };
}

function listOf({
  table,
  units,
}: ReportDocument["tables"][string]): Omit<NonNullable<PageData["list"]>, "limit"> {
  const {columns, rows} = shownColumns(table);
  return {id: "list", columns: columns.map(({name}) => name), units, rows, measures: columns.length - 1};
}

/** Periods that are not whole in the data. */
function partialOf({maker}: ReportDocument): (string | number)[] {
  const {partial} = dashboardMakerSchema.parse(maker);
  return partial;
}

/** The places that maps colour, by the names that the data has for them. */
function placesOf(tiles: PageData["tiles"]): PageData["places"] {
  for (const {tile, table} of tiles) {
    if (tile.kind !== "choropleth") continue;
    const at = table.columns.findIndex(({name}) => name === tile.groups[0]?.name);
    const names = table.rows.map((row) => String(row[at] ?? ""));
    const {geography, places} = matchPlaces(names, tile.geography, tile.groups[0]?.name ?? "");
    const found = names.flatMap((name, row): [string, Place][] => {
      const place = places[row];
      return place ? [[name, place]] : [];
    });
    return {geography, found: Object.fromEntries(found)};
  }
  return undefined;
}
