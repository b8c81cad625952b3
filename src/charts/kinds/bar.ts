import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {
  type Category,
  categoriesOf,
  columnAt,
  isTemporal,
  type Point,
  pointsOf,
  seriesOf,
  yColumns,
} from "../columns.ts";
import {axisTitle, formatNumber, readable, tickSettings} from "../format.ts";
import {frame, numberAxis, placesAxis, widest} from "../frame.ts";
import type {Figure, Size, Trace} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label, pixels, shorten} from "../text.ts";
import {colourOf, MAX_SERIES} from "../theme.ts";

/** Bars from a zero baseline: side by side, stacked or as shares; lying down where labels are long or many. */
export function barFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const points = pointsOf(spec, table);
  const {shown, all} = categoriesOf(spec, table, points);
  const everySeries = seriesOf(points);
  const series = everySeries.slice(0, MAX_SERIES);
  const several = series.length > 1;
  const notes = [
    ...(all > shown.length ? [`${shown.length} of ${all} shown`] : []),
    ...(everySeries.length > series.length
      ? [`${series.length} of ${everySeries.length} colours shown`]
      : []),
  ];
  const {layout, margin, theme, inner} = frame(
    spec,
    size,
    notes,
    several ? series.map((one) => shorten(one, 28)) : [],
  );
  const lies = spec.horizontal ?? liesDown(shown, isTemporal(columnAt(table, spec.x).column), inner);
  const stacked = several && spec.arrangement !== undefined && spec.arrangement !== "grouped";
  const cells = byPlace(points, shown, series);
  const fontSize = lies ? fitting(size.height - margin.t - 64, shown.length) : 12;
  const labelled = !stacked && shown.length * series.length <= (lies ? 30 : Math.floor(inner / 46));

  const data: Trace[] = series.map((name, at) => {
    const own = shown.map((_, place) => cells.get(`${place}\u0000${name}`));
    const values = own.map((point) => point?.value ?? null);
    const places = shown.map((_, place) => place);
    return {
      type: "bar",
      name: label(name, 28),
      orientation: lies ? "h" : "v",
      x: lies ? values : places,
      y: lies ? places : values,
      customdata: own.map((point) => point?.row ?? null),
      marker: {color: colourOf(theme, at)},
      hoverinfo: "text",
      hovertext: shown.map((category, place) =>
        hover(category.said, several ? name : undefined, values[place], spec.yUnit),
      ),
      ...(labelled && {
        text: values.map((value) => (value === null ? "" : formatNumber(value, spec.yUnit))),
        textposition: "outside",
        cliponaxis: false,
        textangle: 0,
        textfont: {size: Math.min(11, fontSize), color: theme.ink},
      }),
    };
  });

  const values = points.map((point) => point.value).filter((value) => value !== null);
  const shares = stacked && spec.arrangement === "stacked_100";
  const valueTitle = spec.yTitle ?? readable(yColumns(spec).length > 1 ? "" : yColumns(spec)[0]!);
  const number = numberAxis(theme, shares ? "Share" : axisTitle(valueTitle, spec.yUnit), {
    ...(shares ? {tickformat: ".0%"} : tickSettings(values, spec.yUnit)),
    rangemode: "tozero",
    ...(labelled && {range: roomForLabels(values, lies, spec.yUnit, inner)}),
    nticks: lies ? 7 : 6,
    ...(labelled && !several && {showticklabels: true}),
  });
  const xTitle =
    isTemporal(columnAt(table, spec.x).column) || lies ? spec.xTitle : (spec.xTitle ?? readable(spec.x));
  const labels = labelsOf(shown, lies, inner);
  const along = placesAxis(
    theme,
    axisTitle(xTitle ?? "", spec.xUnit),
    labels,
    lies || all <= 12 ? 1 : step(labels, inner),
  );
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
    },
  };
}

/** One point a place and series; two would hide each other. */
function byPlace(
  points: readonly Point[],
  shown: readonly Category[],
  series: readonly string[],
): Map<string, Point> {
  const places = new Map(shown.map((category, at) => [category.key, at]));
  const cells = new Map<string, Point>();
  for (const point of points) {
    const place = places.get(String(point.at));
    if (place === undefined || !series.includes(point.series)) continue;
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

function liesDown(shown: readonly Category[], temporal: boolean, inner: number): boolean {
  if (temporal) return false;
  const slot = (inner - 70) / Math.max(1, shown.length);
  const longest = Math.max(...shown.map((category) => pixels(category.said, 12)));
  return longest > Math.max(slot * 1.9, 46) || (shown.length > 12 && longest > slot - 6);
}

/** The font size at which this many labels stand above one another. */
function fitting(height: number, labels: number): number {
  return Math.max(7, Math.min(12, Math.floor((height / labels / 1.4) * 2) / 2));
}

function labelsOf(shown: readonly Category[], lies: boolean, inner: number): string[] {
  const wide = lies
    ? Math.max(14, Math.floor((inner * 0.36) / 7))
    : Math.max(8, Math.floor((inner - 70) / shown.length / 7));
  const lines = lies ? (shown.length > 16 ? 1 : 2) : 3;
  return shown.map((category) => label(category.said, wide, lines));
}

/** Every how many labels fit under standing bars. */
function step(labels: readonly string[], inner: number): number {
  const slot = (inner - 70) / Math.max(1, labels.length);
  return Math.max(1, Math.ceil((widest(labels, 12) + 6) / slot));
}

function roomForLabels(
  values: readonly number[],
  lies: boolean,
  unit: string | undefined,
  inner: number,
): [number, number] {
  const most = Math.max(0, ...values);
  const least = Math.min(0, ...values);
  const span = most - least || 1;
  const wide = Math.max(...values.map((value) => pixels(formatNumber(value, unit), 11)), 10);
  const room = lies ? ((wide + 10) / (inner * 0.6)) * span : span * 0.09;
  return [least < 0 ? least - room : 0, most > 0 ? most + room : least < 0 ? 0 : 1];
}

function hover(
  category: string,
  series: string | undefined,
  value: number | null | undefined,
  unit: string | undefined,
): string {
  const said = value === null || value === undefined ? "no value" : formatNumber(value, unit, true);
  return [category, series, said]
    .filter((part) => part !== undefined)
    .map((part) => label(part, 60, 2))
    .join("<br>");
}
