import type {Table} from "../data/table.ts";
import {columnAt, isTemporal, pointsOf, sayCell, texts, toNumber} from "./columns.ts";
import {formatNumber, readable} from "./format.ts";
import {candleColumns} from "./kinds/candlestick.ts";
import {kpiOf, sayMove} from "./kinds/kpi.ts";
import {linksOf} from "./links.ts";
import {grainOf} from "./periods.ts";
import {extent} from "./quantiles.ts";
import type {ChartSpec} from "./spec.ts";
import {shorten} from "./text.ts";

/** What key figures, parts, steps, links and points on a map show; absent for the kinds that run along axes. */
export function foundParts(spec: ChartSpec, table: Table): string | undefined {
  const number = (value: number) => formatNumber(value, spec.yUnit, true);
  switch (spec.kind) {
    case "kpi": {
      const {value, earlier, path} = kpiOf(spec, table);
      const move = earlier
        ? `, ${sayMove(value, earlier.value, spec.yUnit)} from ${number(earlier.value)} (${earlier.said})`
        : "";
      return `${number(value)}${move} (${path.length > 1 ? `${path.length} values` : "1 value"})`;
    }
    case "pie":
    case "donut":
      return shares(spec, table, spec.x);
    case "treemap":
      return shares(spec, table, [spec.parent ?? []].flat()[0] ?? spec.x);
    case "waterfall": {
      const points = valued(spec, table);
      const steps = points.map((point) => `${say(point.at)} ${number(point.value)}`);
      const totals = new Set(spec.totals ?? []);
      const end = points.reduce((sum, one) => (totals.has(String(one.at)) ? one.value : sum + one.value), 0);
      return `${listed(steps)} come to ${number(end)} (${count(points.length, "value")})`;
    }
    case "funnel": {
      const points = valued(spec, table);
      const stages = spec.sort === "given" ? points : points.toSorted((a, b) => b.value - a.value);
      return `${listed(stages.map((one) => `${say(one.at)} ${number(one.value)}`))} (${count(stages.length, "value")})`;
    }
    case "sankey":
    case "network": {
      const {links} = linksOf(spec, table);
      const most = links.reduce((best, link) => (link.value > best.value ? link : best));
      const nodes = new Set(links.flatMap((link) => [link.from, link.to])).size;
      return `most goes from ${shorten(most.from, 40)} to ${shorten(most.to, 40)}, ${number(most.value)} (${nodes} nodes, ${count(links.length, "value")})`;
    }
    case "candlestick": {
      const columns = candleColumns(spec, table);
      if (!columns) return "no values";
      const x = columnAt(table, spec.x);
      const grain = isTemporal(x.column) ? grainOf(texts(table, x.at)) : undefined;
      const [high, low, close] = [columns.high, columns.low, columns.close].map(
        (name) => columnAt(table, name).at,
      );
      const rows = table.rows.toSorted((a, b) => (String(a[x.at]) < String(b[x.at]) ? -1 : 1));
      const [first, last] = [rows[0]!, rows.at(-1)!];
      const [, most] = extent(rows.flatMap((row) => toNumber(row[high!]) ?? []));
      const [least] = extent(rows.flatMap((row) => toNumber(row[low!]) ?? []));
      const at = (row: (typeof rows)[number]) =>
        `${number(toNumber(row[close!]) ?? 0)} (${sayCell(row[x.at] ?? null, grain)})`;
      return `closes at ${at(first)} first and ${at(last)} last, between ${number(least)} and ${number(most)} (${count(rows.length, "value")})`;
    }
    case "point_map":
      return spec.y === undefined ? `${count(table.rows.length, "point")} on a map` : undefined;
    default:
      return undefined;
  }
}

function shares(spec: ChartSpec, table: Table, x: string): string {
  const sums = new Map<string, number>();
  for (const point of valued({...spec, x}, table)) {
    const key = say(point.at);
    sums.set(key, (sums.get(key) ?? 0) + point.value);
  }
  const total = [...sums.values()].reduce((sum, value) => sum + value, 0);
  const parts = [...sums]
    .sort((a, b) => b[1] - a[1])
    .map(([name, value]) => `${name} ${formatNumber(Number((value / total).toFixed(3)), "%")}`);
  return `${listed(parts)} of ${formatNumber(total, spec.yUnit, true)} by ${readable(x).toLowerCase()} (${count(table.rows.length, "value")})`;
}

function valued(spec: ChartSpec, table: Table) {
  return pointsOf({...spec, series: undefined}, table).flatMap((point) =>
    point.value === null ? [] : [{at: point.at, value: point.value}],
  );
}

function say(cell: Parameters<typeof sayCell>[0]): string {
  return shorten(sayCell(cell), 40);
}

/** The first six, and how many more. */
function listed(parts: readonly string[]): string {
  const kept = parts.slice(0, 6).join(", ");
  return parts.length > 6 ? `${kept} and ${parts.length - 6} more` : kept;
}

function count(of: number, what: string): string {
  return `${of} ${what}${of === 1 ? "" : "s"}`;
}
