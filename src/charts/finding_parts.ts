import type {Table} from "../data/table.ts";
import {columnAt, isTemporal, NO_VALUE, pointsOf, sayCell, texts, toNumber} from "./columns.ts";
import {formatNumber} from "./format.ts";
import {candleColumns} from "./kinds/candlestick.ts";
import {linksOf} from "./links.ts";
import {grainOf} from "./periods.ts";
import type {ChartSpec} from "./spec.ts";
import {shorten} from "./text.ts";

/** The finding of charts of parts, steps and links; absent where no one thing stands out. */
export function findingOfParts(spec: ChartSpec, table: Table): string | undefined {
  const number = (value: number) => formatNumber(value, spec.yUnit, true);
  switch (spec.kind) {
    case "pie":
    case "donut":
    case "treemap":
      return largestPart(spec, table);
    case "waterfall": {
      const points = pointsOf({...spec, series: undefined}, table).filter((point) => point.value !== null);
      const totals = new Set(spec.totals ?? []);
      const end = points.reduce(
        (sum, point) => (totals.has(String(point.at)) ? point.value! : sum + point.value!),
        0,
      );
      return `It comes to ${number(end)}`;
    }
    case "funnel": {
      const points = pointsOf({...spec, series: undefined}, table).filter((point) => point.value !== null);
      const stages = spec.sort === "given" ? points : points.toSorted((a, b) => b.value! - a.value!);
      const [first, last] = [stages[0], stages.at(-1)];
      if (!first || !last || first === last || first.value! <= 0) return undefined;
      return `${capital(said(last.at))} is ${percent(last.value! / first.value!)} of ${said(first.at)}`;
    }
    case "sankey":
    case "network": {
      const links = linksOf(spec, table).links.toSorted((a, b) => b.value - a.value);
      const [first, second] = links;
      if (!first || !second || first.value === second.value) return undefined;
      if (spec.kind === "network")
        return `The strongest link is ${shorten(first.from, 30)} to ${shorten(first.to, 30)}: ${number(first.value)}`;
      return `Most goes from ${shorten(first.from, 30)} to ${shorten(first.to, 30)}: ${number(first.value)}`;
    }
    case "candlestick": {
      const columns = candleColumns(spec, table);
      if (!columns) return undefined;
      const x = columnAt(table, spec.x);
      const close = columnAt(table, columns.close).at;
      const rows = table.rows
        .filter((row) => row[x.at] !== null && toNumber(row[close]) !== null)
        .toSorted((a, b) => (String(a[x.at]) < String(b[x.at]) ? -1 : 1));
      const [first, last] = [toNumber(rows[0]?.[close]), toNumber(rows.at(-1)?.[close])];
      if (first === null || last === null || first <= 0 || !isTemporal(x.column)) return undefined;
      const grain = grainOf(texts(table, x.at));
      const way = last >= first ? "up" : "down";
      return `Closed at ${number(last)}, ${way} ${percent(Math.abs(last / first - 1))} since ${sayCell(rows[0]![x.at] ?? null, grain)}`;
    }
    default:
      return undefined;
  }
}

function largestPart(spec: ChartSpec, table: Table): string | undefined {
  const outer = spec.kind === "treemap" ? [spec.parent ?? []].flat()[0] : undefined;
  const sums = new Map<string, number>();
  for (const point of pointsOf({...spec, x: outer ?? spec.x, series: undefined}, table)) {
    const key = said(point.at);
    sums.set(key, (sums.get(key) ?? 0) + (point.value ?? 0));
  }
  const total = [...sums.values()].reduce((sum, value) => sum + value, 0);
  const [first, second] = [...sums].sort((a, b) => b[1] - a[1]);
  if (!first || !second || first[1] === second[1] || total <= 0 || first[0] === NO_VALUE) return undefined;
  return `${capital(first[0])} is ${percent(first[1] / total)} of the total`;
}

function said(cell: Parameters<typeof sayCell>[0]): string {
  return shorten(sayCell(cell), 40);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function percent(share: number): string {
  return formatNumber(Number(share.toFixed(share < 0.1 ? 3 : 2)), "%");
}
