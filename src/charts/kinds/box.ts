import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnAt, MAX_CATEGORIES, sayCell, toNumber} from "../columns.ts";
import {axisTitle, readable, tickSettings} from "../format.ts";
import {frame, numberAxis, placesAxis, ticksAcross, ticksUp, widest} from "../frame.ts";
import type {Panel} from "../panel.ts";
import type {Figure, Size, Trace} from "../plotly.ts";
import {quantile} from "../quantiles.ts";
import type {ChartSpec} from "../spec.ts";
import {label} from "../text.ts";
import {colourOf} from "../theme.ts";

/** One box: quartiles, whiskers, and the points beyond them. */
interface Box {
  said: string;
  low: number;
  q1: number;
  median: number;
  q3: number;
  high: number;
  beyond: number[];
  n?: number;
}

/** Names that tables of five numbers give them; whiskers win over extremes. */
const NAMES = {
  low: /^(lower_?(whisker|fence)|low|min|minimum)$/i,
  q1: /^(q1|p25|quantile_?25|lower_?quartile|first_?quartile)$/i,
  median: /^(median|q2|p50)$/i,
  q3: /^(q3|p75|quantile_?75|upper_?quartile|third_?quartile)$/i,
  high: /^(upper_?(whisker|fence)|high|max|maximum)$/i,
};

/** Boxes of a column of values by group, or of five numbers (min, q1, median, q3, max) a row made before. */
export function boxFigure(spec: ChartSpec, table: Table, size: Size, panel?: Panel): Figure {
  const all = fiveNumbers(spec, table) ?? rawBoxes(spec, table);
  const boxes = all.slice(0, MAX_CATEGORIES);
  if (boxes.length === 0)
    throw new TabletalkError(
      "bad_chart",
      "There are no numbers to draw a box of.",
      "Name a column of numbers.",
    );
  const more = all.length > boxes.length ? [`${boxes.length} of ${all.length} shown`] : [];
  const {layout, margin, theme, inner} = frame(spec, size, more, [], panel);
  const slot = (inner - 70) / boxes.length;
  const lies =
    spec.horizontal ??
    (boxes.length > 1 &&
      widest(
        boxes.map((box) => box.said),
        12,
      ) > Math.max(slot * 1.9, 46));
  const labels = boxes.map((box) =>
    label(box.said, lies ? 26 : Math.max(8, Math.floor(slot / 7)), lies ? 1 : 3),
  );
  const places = boxes.map((_, at) => at);
  const color = colourOf(theme, 0);
  const data: Trace[] = [
    {
      type: "box",
      orientation: lies ? "h" : "v",
      [lies ? "y" : "x"]: places,
      lowerfence: boxes.map((box) => box.low),
      q1: boxes.map((box) => box.q1),
      median: boxes.map((box) => box.median),
      q3: boxes.map((box) => box.q3),
      upperfence: boxes.map((box) => box.high),
      width: 0.55,
      fillcolor: `${color}55`,
      line: {color, width: 2},
      hoverinfo: lies ? "x" : "y",
    },
  ];
  const beyond = boxes.flatMap((box, at) => box.beyond.map((value) => ({at, value})));
  if (beyond.length > 0) {
    data.push({
      type: "scatter",
      mode: "markers",
      [lies ? "y" : "x"]: beyond.map((one) => one.at),
      [lies ? "x" : "y"]: beyond.map((one) => one.value),
      marker: {color, size: 5, opacity: 0.55},
      hoverinfo: lies ? "x" : "y",
    });
  }
  const values = boxes.flatMap((box) => [box.low, box.high, ...box.beyond]);
  const name = spec.y === undefined ? spec.x : [spec.y].flat()[0]!;
  const number = numberAxis(
    theme,
    axisTitle(spec.yTitle ?? readable(name), spec.yUnit ?? (spec.y === undefined ? spec.xUnit : undefined)),
    {
      ...tickSettings(values, spec.yUnit),
      zeroline: false,
      nticks: lies ? ticksAcross(inner * 0.7) : ticksUp(size.height - margin.t - 52),
    },
  );
  const title = boxes.length > 1 && spec.y !== undefined ? (spec.xTitle ?? readable(spec.x)) : undefined;
  const along = placesAxis(
    theme,
    title,
    boxes.length > 1 ? labels : [boxes[0]!.said === name ? "" : labels[0]!],
  );
  return {
    data,
    layout: {
      ...layout,
      margin: {...margin, l: 64, b: 52, r: 28},
      xaxis: lies ? number : along,
      yaxis: lies ? {...along, range: [boxes.length - 0.5, -0.5]} : number,
    },
  };
}

function fiveNumbers(spec: ChartSpec, table: Table): Box[] | undefined {
  const find = (pattern: RegExp) => {
    const own = table.columns
      .map((column, at) => ({name: column.name, at}))
      .filter((one) => pattern.test(one.name));
    return own.find((one) => /whisker|fence/i.test(one.name)) ?? own[0];
  };
  const found = Object.values(NAMES).map(find);
  if (found.some((one) => one === undefined)) return undefined;
  const group = table.columns.findIndex((column) => column.name === spec.x);
  return table.rows.flatMap((row) => {
    const [low, q1, median, q3, high] = found.map((one) => toNumber(row[one!.at]));
    if (low == null || q1 == null || median == null || q3 == null || high == null) return [];
    return [{said: group < 0 ? spec.x : sayCell(row[group] ?? null), low, q1, median, q3, high, beyond: []}];
  });
}

function rawBoxes(spec: ChartSpec, table: Table): Box[] {
  const grouped = spec.y !== undefined && spec.y !== spec.x;
  const value = columnAt(table, grouped ? [spec.y!].flat()[0]! : spec.x).at;
  const group = grouped
    ? columnAt(table, spec.x).at
    : spec.series === undefined
      ? undefined
      : columnAt(table, spec.series).at;
  const groups = new Map<string, number[]>();
  for (const row of table.rows) {
    const number = toNumber(row[value]);
    if (number === null) continue;
    const key = group === undefined ? spec.x : sayCell(row[group] ?? null);
    const own = groups.get(key);
    if (own) own.push(number);
    else groups.set(key, [number]);
  }
  const boxes = [...groups].map(([said, values]) => boxOf(said, values));
  return spec.sort === "given"
    ? boxes
    : boxes.sort((a, b) => (spec.sort === "ascending" ? a.median - b.median : b.median - a.median));
}

/** Tukey's: whiskers reach the last value within 1.5 times the box. At most 200 points beyond are drawn. */
function boxOf(said: string, values: number[]): Box {
  const sorted = values.toSorted((a, b) => a - b);
  const q1 = quantile(sorted, 0.25);
  const q3 = quantile(sorted, 0.75);
  const reach = 1.5 * (q3 - q1);
  const within = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  const beyond = sorted.filter((value) => value < q1 - reach || value > q3 + reach);
  const every = Math.ceil(beyond.length / 200) || 1;
  return {
    said,
    low: within[0] ?? q1,
    q1,
    median: quantile(sorted, 0.5),
    q3,
    high: within.at(-1) ?? q3,
    beyond: beyond.filter((_, at) => at % every === 0 || at === beyond.length - 1),
    n: sorted.length,
  };
}
