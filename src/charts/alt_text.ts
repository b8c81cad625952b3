import type {Table} from "../data/table.ts";
import {foundParts} from "./alt_text_parts.ts";
import {columnAt, isTemporal, type Point, pointsOf, sayCell, seriesOf, texts, toNumber} from "./columns.ts";
import {formatNumber, readable} from "./format.ts";
import {grainOf} from "./periods.ts";
import {quantile} from "./quantiles.ts";
import type {ChartSpec} from "./spec.ts";
import {shorten} from "./text.ts";

/** One sentence that states what the chart shows: largest and smallest, the trend, how many. Plain text. */
export function altText(spec: ChartSpec, table: Table): string {
  const finding = table.rows.length === 0 ? "nothing to plot" : (ofPanels(spec, table) ?? found(spec, table));
  const panels = spec.facet === undefined ? "" : `, one panel for each ${readable(spec.facet).toLowerCase()}`;
  return `${NAMES[spec.kind] ?? `${capital(spec.kind)} chart`}${panels}: ${spec.title.replace(/\s+/g, " ").trim()}; ${finding}.`;
}

const NAMES: Partial<Record<ChartSpec["kind"], string>> = {
  kpi: "Key figure",
  choropleth: "Map",
  point_map: "Map of points",
  treemap: "Treemap",
  sankey: "Sankey diagram",
  network: "Network",
};

function found(spec: ChartSpec, table: Table): string {
  const parts = foundParts(spec, table);
  if (parts !== undefined) return parts;
  if (spec.kind === "histogram") return spread(spec, table);
  if (
    spec.kind === "box" &&
    (spec.y === undefined || !table.columns.some((one) => one.name === [spec.y].flat()[0]))
  )
    return `${table.rows.length} ${table.rows.length === 1 ? "box" : "boxes"}`;
  const points = pointsOf(spec, table).filter((point) => point.value !== null);
  if (points.length === 0) return "no values";
  if (spec.kind === "scatter" || spec.kind === "bubble") return relation(spec, points);
  if (spec.kind === "line" || spec.kind === "area") return trend(spec, table, points);
  return extremes(spec, table, points);
}

const MOST_PANELS = 4;

/** What each of the first panels shows: a line does not go on from one into the next. */
function ofPanels(spec: ChartSpec, table: Table): string | undefined {
  const {facet, ...rest} = spec;
  if (facet === undefined || (spec.kind !== "line" && spec.kind !== "area")) return undefined;
  const at = table.columns.findIndex(({name}) => name === facet);
  if (at < 0) return undefined;
  const names = [...new Set(table.rows.map((row) => row[at]))];
  const said = names.slice(0, MOST_PANELS).map((name) => {
    const rows = table.rows.filter((row) => row[at] === name);
    return `${shorten(sayCell(name ?? null), 40)} ${found(rest, {...table, rows})}`;
  });
  const more = names.length - said.length;
  return `${said.join("; ")}${more > 0 ? `; and ${more} more panel${more > 1 ? "s" : ""}` : ""}`;
}

function extremes(spec: ChartSpec, table: Table, points: readonly Point[]): string {
  const say = namer(spec, table);
  const sorted = points.toSorted((a, b) => b.value! - a.value!);
  const most = sorted[0]!;
  const least = sorted.at(-1)!;
  const several = seriesOf(points).length > 1;
  const name = (point: Point) => `${say(point)}${several ? `, ${shorten(point.series, 40)}` : ""}`;
  const number = (point: Point) => formatNumber(point.value!, spec.yUnit, true);
  if (points.length === 1) return `${name(most)} is ${number(most)} (1 value)`;
  return `largest is ${name(most)} at ${number(most)}, smallest is ${name(least)} at ${number(least)} (${points.length} values)`;
}

function trend(spec: ChartSpec, table: Table, points: readonly Point[]): string {
  const names = seriesOf(points);
  if (names.length > 1) return `${extremes(spec, table, points)}, ${names.length} series`;
  const say = namer(spec, table);
  const inOrder = points.toSorted((a, b) => compare(a, b));
  const first = inOrder[0]!;
  const last = inOrder.at(-1)!;
  if (inOrder.length === 1) return extremes(spec, table, points);
  const moved =
    last.value! > first.value! ? "rises" : last.value! < first.value! ? "falls" : "ends where it began,";
  const most = inOrder.reduce((best, point) => (point.value! > best.value! ? point : best));
  const number = (point: Point) => formatNumber(point.value!, spec.yUnit, true);
  return `${moved} from ${number(first)} (${say(first)}) to ${number(last)} (${say(last)}), highest ${number(most)} (${say(most)}; ${points.length} values)`;
}

function relation(spec: ChartSpec, points: readonly Point[]): string {
  const pairs = points.flatMap((point) => {
    const x = toNumber(point.at);
    return x === null ? [] : [[x, point.value!] as const];
  });
  if (pairs.length < 3) return `${points.length} points`;
  const mean = (at: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const [mx, my] = [mean(0), mean(1)];
  const sum = (of: (x: number, y: number) => number) =>
    pairs.reduce((all, [x, y]) => all + of(x - mx, y - my), 0);
  const r = sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
  if (!Number.isFinite(r)) return `${points.length} points`;
  const size = Math.abs(r) >= 0.7 ? "strongly" : Math.abs(r) >= 0.3 ? "somewhat" : "hardly";
  const way = r > 0 ? "rises" : "falls";
  const y = readable([spec.y!].flat()[0]!);
  return `${y} ${size} ${way} with ${readable(spec.x).toLowerCase()} (r = ${r.toFixed(2)}, ${pairs.length} points)`;
}

function spread(spec: ChartSpec, table: Table): string {
  const x = columnAt(table, spec.x).at;
  if (spec.y !== undefined) {
    const y = columnAt(table, [spec.y].flat()[0]!).at;
    const bins = table.rows.map((row) => ({lower: toNumber(row[x]), count: toNumber(row[y]) ?? 0}));
    const most = bins.reduce((best, bin) => (bin.count > best.count ? bin : best));
    const n = bins.reduce((sum, bin) => sum + bin.count, 0);
    return `most values, ${formatNumber(most.count)} of ${formatNumber(n)}, lie in the bin from ${formatNumber(most.lower ?? 0, spec.xUnit, true)}`;
  }
  const values = table.rows
    .map((row) => toNumber(row[x]))
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  const say = (value: number) => formatNumber(value, spec.xUnit, true);
  if (values.length === 0) return "no values";
  return `from ${say(values[0]!)} to ${say(values.at(-1)!)}, median ${say(quantile(values, 0.5))} (${values.length} values)`;
}

function namer(spec: ChartSpec, table: Table): (point: Point) => string {
  const {column, at} = columnAt(table, spec.x);
  const grain = isTemporal(column) ? grainOf(texts(table, at)) : undefined;
  return (point) => shorten(sayCell(point.at, grain), 60);
}

function compare(a: Point, b: Point): number {
  if (typeof a.at === "number" && typeof b.at === "number") return a.at - b.at;
  return String(a.at) < String(b.at) ? -1 : 1;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
