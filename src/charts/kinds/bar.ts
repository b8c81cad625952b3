import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {
  fitting,
  hover,
  insideShare,
  labelsOf,
  liesDown,
  roomForLabels,
  step,
  totalNote,
  totalsOf,
} from "../bar_labels.ts";
import {
  type Categories,
  type Category,
  categoriesOf,
  columnAt,
  isTemporal,
  type Point,
  pointsOf,
  sayCut,
  yColumns,
} from "../columns.ts";
import {axisTitle, formatNumber, readable, tickSettings} from "../format.ts";
import {frame, nameWidth, numberAxis, placesAxis, ticksAcross, ticksUp, widest} from "../frame.ts";
import {marksOf} from "../marks.ts";
import type {Panel} from "../panel.ts";
import type {Figure, Size, Trace} from "../plotly.ts";
import {fewSeries} from "../series.ts";
import type {ChartSpec} from "../spec.ts";
import {literal, shortNames} from "../text.ts";
import {colourOf, inkOn} from "../theme.ts";

/** Bars from a zero baseline: side by side, stacked or as shares; lying down where labels are long or many. */
export function barFigure(spec: ChartSpec, table: Table, size: Size, panel?: Panel): Figure {
  if (spec.yScale === "log") {
    throw new TabletalkError(
      "bad_chart",
      "Bars stand on zero, which a logarithmic axis does not have.",
      "Ask for points (scatter) or a line on the logarithmic axis.",
    );
  }
  const everyPoint = pointsOf(spec, table);
  const asked = spec.arrangement !== undefined && spec.arrangement !== "grouped";
  const few = fewSeries(spec, table, everyPoint, "colours", asked, panel);
  const {series} = few;
  const several = series.length > 1;
  const stacked = several && asked;
  const shares = stacked && spec.arrangement === "stacked_100";
  const {column} = columnAt(table, spec.x);
  const temporal = isTemporal(column);
  const {shown, points, notes} = withOther(spec, categoriesOf(spec, table, everyPoint), few.points);
  const partial = spec.partialLast && temporal ? shown.length - 1 : -1;
  const said = [...few.notes, ...notes, ...(partial >= 0 ? [`${shown[partial]!.said} is not complete`] : [])];
  const legend = several ? shortNames(series, nameWidth(size)) : [];
  const {layout, margin, theme, inner} = frame(spec, size, said, legend, panel);
  const lies = spec.horizontal ?? liesDown(shown, temporal, panel ? inner + 50 : inner, panel !== undefined);
  const cells = byPlace(points, shown, series);
  const high = panel ? size.height - 8 : size.height - margin.t - 64;
  const fontSize = lies ? fitting(high, shown.length) : 12;
  const labelled = !panel && !stacked && shown.length * series.length <= (lies ? 30 : Math.floor(inner / 46));
  const sums = shown.map((_, place) =>
    series.reduce((sum, name) => sum + Math.abs(cells.get(`${place}\u0000${name}`)?.value ?? 0), 0),
  );

  const names = shortNames(series, nameWidth(size));
  const data: Trace[] = series.map((name, at) => {
    const own = shown.map((_, place) => cells.get(`${place}\u0000${name}`));
    const values = own.map((point) => point?.value ?? null);
    const places = shown.map((_, place) => place);
    const color = name === few.other ? theme.muted : colourOf(theme, at);
    return {
      type: "bar",
      name: literal(names[at]!),
      orientation: lies ? "h" : "v",
      x: lies ? values : places,
      y: lies ? places : values,
      customdata: own.map((point) => point?.row ?? null),
      marker: {
        color: shown.map((one) => (one.key === OTHER_KEY || one.key === "null" ? theme.muted : color)),
        ...(partial >= 0 && {opacity: shown.map((_, place) => (place === partial ? 0.45 : 1))}),
        ...(stacked && {line: {color: theme.paper, width: 1}}),
      },
      hoverinfo: "text",
      hovertext: shown.map((category, place) =>
        hover(category.said, several ? name : undefined, values[place], spec.yUnit),
      ),
      ...(labelled && {
        text: values.map((value) => (value === null ? "" : formatNumber(value, spec.yUnit))),
        textposition: "outside",
        constraintext: "none",
        cliponaxis: false,
        textangle: 0,
        textfont: {size: Math.min(11, fontSize), color: theme.ink},
      }),
      ...(shares &&
        !panel && {
          text: values.map((value, place) => insideShare(value, sums[place]!, lies, inner, shown.length)),
          textposition: "inside",
          insidetextanchor: "middle",
          textangle: 0,
          constraintext: "none",
          textfont: {size: 11, color: inkOn(color)},
        }),
    };
  });

  const values = [...cells.values()].map((point) => point.value).filter((value) => value !== null);
  const totals = stacked && !shares && !panel ? totalsOf(shown, series, cells) : undefined;
  const ends = totals?.map((one) => one.sum) ?? values;
  const title = spec.yTitle ?? readable(yColumns(spec).length > 1 ? "" : yColumns(spec)[0]!);
  const fewTotals = shown.length <= (lies ? 30 : Math.floor(inner / 46));
  const totalled = fewTotals && totals?.every((one) => !one.mixed) ? totals : undefined;
  const number = numberAxis(theme, shares ? "Share" : axisTitle(title, spec.yUnit), {
    ...(shares ? {tickformat: ".0%"} : tickSettings(values, spec.yUnit)),
    rangemode: "tozero",
    ...((labelled || totalled) && {range: roomForLabels(ends, lies, spec.yUnit, inner)}),
    nticks: lies ? ticksAcross(panel ? inner : inner * 0.7) : ticksUp(high),
    ...(values.every((value) => value === 0) && {range: [0, 1], tickmode: "array", tickvals: [0, 1]}),
  });
  const xTitle = temporal || lies ? spec.xTitle : (spec.xTitle ?? readable(spec.x));
  const labels = labelsOf(shown, lies, inner, high);
  const along = placesAxis(
    theme,
    axisTitle(xTitle ?? "", spec.xUnit),
    labels,
    lies || (!panel && shown.length <= 12) ? 1 : step(labels, panel ? inner + 70 : inner),
  );
  const places = new Map(shown.map((category, place) => [category.key, place]));
  const marks = marksOf(spec, theme, (cell) => places.get(String(cell)) ?? null, lies);
  return {
    data,
    layout: {
      ...layout,
      margin: {...margin, l: lies ? Math.min(inner * 0.45, widest(labels, 12) + 48) : 64, b: 48, r: 28},
      barmode: stacked ? "relative" : "group",
      ...(shares && {barnorm: "fraction"}),
      bargap: shown.length === 1 ? 0.6 : 0.25,
      bargroupgap: 0.04,
      xaxis: lies ? number : along,
      yaxis: lies
        ? {
            ...along,
            range: [shown.length - 0.5, -0.5],
            tickfont: {size: fontSize, color: theme.ink},
          }
        : number,
      shapes: marks.shapes,
      annotations: [
        ...marks.annotations,
        ...(totalled ? totalled.map((one, place) => totalNote(one.sum, place, lies, spec, theme)) : []),
      ],
    },
  };
}

/** How many times as long as the longest bar that of the rest may be. */
const MOST_OTHER = 2;
const OTHER_KEY = "\u0000other";

/** The long tail as one bar where values may be summed; else it is said that it was cut. */
function withOther(
  spec: ChartSpec,
  categories: Categories,
  points: Point[],
): {shown: Category[]; points: Point[]; notes: string[]} {
  const {shown, rest, all} = categories;
  if (rest.length === 0) return {shown, points, notes: []};
  if (spec.additive !== true || categories.kept !== "largest")
    return {shown, points, notes: [sayCut(categories)]};
  const kept = shown.slice(0, -1);
  const left = new Set([shown.at(-1)!.key, ...rest]);
  const sums = new Map<string, Point>();
  for (const point of points) {
    if (!left.has(String(point.at)) || point.value === null) continue;
    const sum = sums.get(point.series);
    if (sum) sum.value = sum.value! + point.value;
    else sums.set(point.series, {...point, at: OTHER_KEY, row: -1});
  }
  const sizes = new Map<string, number>();
  for (const point of points)
    sizes.set(String(point.at), (sizes.get(String(point.at)) ?? 0) + Math.abs(point.value ?? 0));
  const largest = Math.max(...kept.map((one) => sizes.get(one.key) ?? 0));
  const together = [...sums.values()].reduce((sum, one) => sum + Math.abs(one.value!), 0);
  // A bar of the rest that dwarfs all others would hide what the chart is for.
  if (together > MOST_OTHER * largest) {
    const rested = `the other ${rest.length.toLocaleString("en-US")} come to ${formatNumber(restOf(points, rest), spec.yUnit, true)}`;
    return {shown, points, notes: [`${sayCut(categories)}, ${rested}`]};
  }
  const other = {key: OTHER_KEY, said: `Other (${left.size})`};
  return {
    shown: [...kept, other],
    points: [...points.filter((point) => !left.has(String(point.at))), ...sums.values()],
    notes: [`the largest ${kept.length} of ${all.toLocaleString("en-US")}, the rest as Other`],
  };
}

/** What the categories left out add up to. */
function restOf(points: readonly Point[], rest: readonly string[]): number {
  const keys = new Set(rest);
  return points.reduce((sum, point) => sum + (keys.has(String(point.at)) ? (point.value ?? 0) : 0), 0);
}

/** One point a place and series; two would hide each other. */
function byPlace(
  points: readonly Point[],
  shown: readonly Category[],
  series: readonly string[],
): Map<string, Point> {
  const places = new Map(shown.map((category, at) => [category.key, at]));
  const known = new Set(series);
  const cells = new Map<string, Point>();
  for (const point of points) {
    const place = places.get(String(point.at));
    if (place === undefined || !known.has(point.series)) continue;
    const key = `${place}\u0000${point.series}`;
    if (cells.has(key)) {
      throw new TabletalkError(
        "bad_chart",
        `The table has several rows for '${shown[place]!.said}', which would be one bar.`,
        "Aggregate it to one row a bar, or give the column that tells them apart as series.",
      );
    }
    cells.set(key, point);
  }
  return cells;
}
