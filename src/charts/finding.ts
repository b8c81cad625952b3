import type {Table} from "../data/table.ts";
import {
  columnAt,
  isTemporal,
  NO_VALUE,
  type Point,
  pointsOf,
  sayCell,
  seriesOf,
  texts,
  toNumber,
} from "./columns.ts";
import {findingOfParts} from "./finding_parts.ts";
import {areYears, formatNumber, readable, unbracketed} from "./format.ts";
import {areOrdinal, grainOf} from "./periods.ts";
import type {ChartSpec} from "./spec.ts";
import {shorten} from "./text.ts";
import {isTelling, trendLine} from "./trend_line.ts";

/**
 * What the table shows, as a title: "West leads with $180,120", "Revenue fell 12% from Jan to May 2024". Stated of the
 * plotted values alone; absent where no one thing stands out.
 */
export function finding(spec: ChartSpec, table: Table): string | undefined {
  if (table.rows.length < 2 || spec.facet !== undefined) return undefined;
  if (Array.isArray(spec.y) && spec.y.length > 1) return undefined;
  switch (spec.kind) {
    case "bar":
    case "line":
    case "area":
    case "choropleth":
      return alongX(spec, table);
    case "scatter":
    case "bubble":
      return relation(spec, table);
    case "histogram":
    case "box":
    case "heatmap":
    case "kpi":
    case "point_map":
      return undefined;
    default:
      return findingOfParts(spec, table);
  }
}

/** The spec with the finding as its title, and its subject below; as it is where nothing stands out. */
export function withFinding(spec: ChartSpec, table: Table): ChartSpec {
  const found = spec.titleIsSubject ? finding(spec, table) : undefined;
  if (found === undefined) return spec;
  const subtitle = [spec.title, spec.subtitle].filter(Boolean).join(" · ");
  return {...spec, title: found, subtitle};
}

function alongX(spec: ChartSpec, table: Table): string | undefined {
  if (spec.y === undefined) return undefined;
  const {column, at} = columnAt(table, spec.x);
  const points = pointsOf(spec, table).filter((point) => point.value !== null);
  const years = areYears(
    points.flatMap((point) => toNumber(point.at) ?? []),
    spec.x,
  );
  const grain = isTemporal(column) ? grainOf(texts(table, at)) : undefined;
  const say = (point: Point) => shorten(sayCell(point.at, grain), 40);
  const series = seriesOf(points);
  if (grain || (years && spec.kind !== "bar")) {
    const inOrder = points.toSorted((a, b) => order(a, b));
    const end = spec.partialLast ? inOrder.at(-1)?.at : undefined;
    const complete = inOrder.filter((point) => point.at !== end);
    if (series.length > 1) return spec.arrangement === "stacked_100" ? undefined : ahead(spec, complete, say);
    return trend(spec, complete, say);
  }
  if (series.length > 1) return undefined;
  return leader(spec, points, say, areOrdinal(points.map(say)));
}

/** The largest of the groups; the smallest where the table is in rising order. */
function leader(
  spec: ChartSpec,
  points: readonly Point[],
  say: (point: Point) => string,
  ordinal: boolean,
): string | undefined {
  const values = points.map((point) => point.value!);
  if (values.length < 2) return undefined;
  const measure = measureOf(spec);
  const number = (point: Point) => formatNumber(point.value!, spec.yUnit, true);
  const sorted = points.toSorted((a, b) => b.value! - a.value!);
  const [first, second] = [sorted[0]!, sorted[1]!];
  if (first.value === sorted.at(-1)!.value)
    return first.value === 0 ? undefined : `${capital(measure)} is the same everywhere: ${number(first)}`;
  const rising = !ordinal && values.every((value, at) => at === 0 || value >= values[at - 1]!);
  if (rising && spec.sort !== "descending") {
    const least = sorted.at(-1)!;
    if (sorted.at(-2)!.value === least.value || say(least) === NO_VALUE) return undefined;
    return `${capital(say(least))} has the lowest ${measure}: ${number(least)}`;
  }
  if (say(first) === NO_VALUE) return undefined;
  if (first.value === second.value) {
    const tied = sorted.filter((point) => point.value === first.value);
    return tied.length === 2
      ? `${capital(say(first))} and ${say(second)} share the highest ${measure}: ${number(first)}`
      : undefined;
  }
  return spec.additive === true && first.value! > 0
    ? `${capital(say(first))} leads with ${number(first)}`
    : `${capital(say(first))} has the highest ${measure}: ${number(first)}`;
}

/** How a series went: far enough and all along, from its first to its last value; else its peak. */
function trend(spec: ChartSpec, points: readonly Point[], say: (point: Point) => string): string | undefined {
  if (points.length < 3) return undefined;
  const [first, last] = [points[0]!, points.at(-1)!];
  const measure = capital(measureOf(spec));
  const number = (point: Point) => formatNumber(point.value!, spec.yUnit, true);
  const line = trendLine(
    points.map((_, at) => at),
    points.map((point) => point.value!),
  );
  const change = last.value! - first.value!;
  const steady = line !== undefined && Math.abs(line.r) >= 0.5 && Math.sign(line.r) === Math.sign(change);
  const share = first.value! > 0 ? change / first.value! : undefined;
  const fraction = spec.yUnit === "%" || spec.yUnit === "percent";
  if (steady && (fraction || (share !== undefined && Math.abs(share) >= 0.1))) {
    const way = change > 0 ? "rose" : "fell";
    const ends = `from ${say(first)} to ${say(last)}`;
    if (fraction)
      return `${measure} ${way} from ${number(first)} ${when(say(first))} to ${number(last)} ${when(say(last))}`;
    if (share! >= 2)
      return `${measure} rose ${formatNumber(Number((share! + 1).toPrecision(2)))}-fold ${ends}`;
    return `${measure} ${way} ${formatNumber(Number(Math.abs(share!).toFixed(2)), "%")} ${ends}`;
  }
  const peak = points.reduce((best, point) => (point.value! > best.value! ? point : best));
  const tied = points.filter((point) => point.value === peak.value).length > 1;
  return tied ? undefined : `${measure} peaked at ${number(peak)} ${when(say(peak))}`;
}

/** "in May 2024", "on 5 May 2024". */
const when = (said: string): string => `${/^\d{1,2} \p{L}/u.test(said) ? "on" : "in"} ${said}`;

/** Which of several series is highest at the end. */
function ahead(spec: ChartSpec, points: readonly Point[], say: (point: Point) => string): string | undefined {
  const end = points.at(-1)?.at;
  const last = points.filter((point) => point.at === end).sort((a, b) => b.value! - a.value!);
  const [first, second] = last;
  if (!first || !second || first.value === second.value || first.series === NO_VALUE) return undefined;
  return `${capital(shorten(first.series, 40))} is highest ${when(say(first))}: ${formatNumber(first.value!, spec.yUnit, true)}`;
}

function relation(spec: ChartSpec, table: Table): string | undefined {
  if (isTemporal(columnAt(table, spec.x).column) || spec.xScale === "log" || spec.yScale === "log")
    return undefined;
  const pairs = pointsOf(spec, table).flatMap((point) => {
    const x = toNumber(point.at);
    return x === null || point.value === null ? [] : [[x, point.value] as const];
  });
  const line = trendLine(
    pairs.map(([x]) => x),
    pairs.map(([, y]) => y),
  );
  if (!line || line.n < 10) return undefined;
  const r = `r = ${line.r.toFixed(2).replace("-", "−")}`;
  const [x, y] = [within(unbracketed(spec.xTitle ?? readable(spec.x))), measureOf(spec)];
  if (isTelling(line)) return `${capital(y)} ${line.r > 0 ? "rises" : "falls"} as ${x} rises (${r})`;
  return Math.abs(line.r) < 0.1 ? `${capital(y)} hardly goes with ${x} (${r})` : undefined;
}

function measureOf(spec: ChartSpec): string {
  return within(unbracketed(spec.yTitle ?? readable([spec.y!].flat()[0]!)));
}

/** A name within a sentence: small at the beginning, unless it is written in capitals. */
const within = (said: string): string =>
  /^[A-Z]{2}/.test(said) ? said : said.charAt(0).toLowerCase() + said.slice(1);

function order(a: Point, b: Point): number {
  if (typeof a.at === "number" && typeof b.at === "number") return a.at - b.at;
  return String(a.at) < String(b.at) ? -1 : 1;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
