import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnAt, isTemporal, sayCell, texts, toNumber, yColumns} from "../columns.ts";
import {formatNumber, readable} from "../format.ts";
import {frame} from "../frame.ts";
import {grainOf} from "../periods.ts";
import type {Figure, Layout, Size, Trace} from "../plotly.ts";
import {extent} from "../quantiles.ts";
import type {ChartSpec} from "../spec.ts";
import {label} from "../text.ts";
import type {Theme} from "../theme.ts";

/** One number, what it is set beside, and what led to it. */
export interface Kpi {
  value: number;
  row: number;
  earlier?: {value: number; row: number; said: string};
  /** The values along x, where there are several. */
  /** The period of the number, as a reader says it. */
  when?: string;
  path: {at: string; value: number | null; row: number}[];
}

/**
 * The number of a KPI: the last row's along dates, else the first row's. It is set beside a column of its own row, or
 * beside the row before.
 * @throws TabletalkError no_data without a number
 */
export function kpiOf(spec: ChartSpec, table: Table): Kpi {
  const y = columnAt(table, yColumns(spec)[0]!).at;
  const x = columnAt(table, spec.x);
  const temporal = isTemporal(x.column) && x.at !== y;
  const grain = temporal ? grainOf(texts(table, x.at)) : undefined;
  const rows = table.rows.map((row, index) => ({
    at: row[x.at] ?? null,
    value: toNumber(row[y]),
    row: index,
  }));
  if (temporal) rows.sort((a, b) => (String(a.at) < String(b.at) ? -1 : 1));
  const known = rows.filter((row) => row.value !== null);
  // A period that is not over cannot be set beside one that is.
  const last = spec.partialLast && known.length > 1 ? -2 : -1;
  const now = temporal ? known.at(last) : known[0];
  if (!now)
    throw new TabletalkError(
      "no_data",
      "There is no number to show.",
      "Widen the question's filters or its period.",
    );
  const path = temporal && known.length > 1 ? rows.map((row) => ({...row, at: String(row.at)})) : [];
  const when = temporal ? {when: sayCell(now.at, grain)} : {};
  const beside = spec.comparison?.column ?? [spec.y].flat()[1];
  if (beside !== undefined) {
    const value = toNumber(table.rows[now.row]![columnAt(table, beside).at]);
    const said = spec.comparison?.said ?? readable(beside).toLowerCase();
    return {
      value: now.value!,
      row: now.row,
      path,
      ...when,
      ...(value !== null && {earlier: {value, row: now.row, said}}),
    };
  }
  const before = temporal ? known.at(last - 1) : undefined;
  return {
    value: now.value!,
    row: now.row,
    path,
    ...when,
    ...(before && {
      earlier: {
        value: before.value!,
        row: before.row,
        said: spec.comparison?.said ?? sayCell(before.at, grain),
      },
    }),
  };
}

/** "up 12.5% (+$1,200)": how far a number moved; fractions move by points. */
export function sayMove(value: number, earlier: number, unit: string | undefined): string {
  const change = value - earlier;
  if (change === 0) return "unchanged";
  const way = change > 0 ? "up" : "down";
  const sign = change > 0 ? "+" : "";
  if (unit === "%" || unit === "percent") {
    const points = Math.abs(unit === "%" ? change * 100 : change);
    return `${way} ${formatNumber(Number(points.toPrecision(3)))} percentage points`;
  }
  const amount = `${sign}${formatNumber(change, unit, true)}`;
  if (earlier <= 0) return `${way} ${amount}`;
  return `${way} ${formatNumber(Number((Math.abs(change) / earlier).toFixed(3)), "%")} (${amount})`;
}

/** A number to be read across a room, how it moved, and the small line that led to it. */
export function kpiFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const kpi = kpiOf(spec, table);
  const cut = spec.partialLast ? kpi.path.findLast((point) => point.value !== null) : undefined;
  const partial = cut && sayCell(cut.at, grainOf(kpi.path.map((point) => point.at)));
  const {layout, margin, theme} = frame(spec, size, partial ? [`${partial} is not complete`] : [], []);
  const sparkled = kpi.path.length > 1;
  const high = size.height - margin.t;
  const big = Math.min(96, Math.round(high * 0.26), Math.round(size.width / 8));
  const left = {xref: "paper", yref: "paper", x: 0, showarrow: false, xanchor: "left", align: "left"};
  const annotations: Layout[] = [
    {
      ...left,
      y: sparkled ? 0.98 : 0.9,
      yanchor: "top",
      text: `<b>${label(formatNumber(kpi.value, spec.yUnit, true), 24)}</b>`,
      font: {size: big, color: theme.ink},
    },
  ];
  const shapes: Layout[] = [];
  if (kpi.earlier) {
    const {value, said} = kpi.earlier;
    const color = moveColour(kpi.value - value, spec.comparison?.goodIs, theme);
    const y = 1 - (big * 1.6 + 14) / (high - 44) - (sparkled ? 0.02 : 0.1);
    const arrow =
      kpi.value === value
        ? undefined
        : kpi.value > value
          ? "M 0 0 L 16 0 L 8 15 Z"
          : "M 0 15 L 16 15 L 8 0 Z";
    if (arrow)
      shapes.push({
        type: "path",
        path: arrow,
        xref: "paper",
        yref: "paper",
        xsizemode: "pixel",
        ysizemode: "pixel",
        xanchor: 0,
        yanchor: y,
        fillcolor: color,
        line: {width: 0},
      });
    annotations.push({
      ...left,
      y,
      yanchor: "middle",
      xshift: arrow ? 24 : 0,
      yshift: 7,
      text: `<b>${label(sayMove(kpi.value, value, spec.yUnit), 60)}</b>`,
      font: {size: 20, color},
    });
    annotations.push({
      ...left,
      y,
      yanchor: "top",
      yshift: -14,
      text: label(
        `${kpi.when ? `${kpi.when}, ` : ""}from ${formatNumber(value, spec.yUnit, true)} (${said})`,
        70,
      ),
      font: {size: 14, color: theme.muted},
    });
  }
  return {
    data: sparkled ? sparkline(kpi, theme) : [hidden(kpi)],
    layout: {
      ...layout,
      showlegend: false,
      margin: {...margin, l: 24, r: 32, b: 44},
      annotations: [...annotations, ...(sparkled ? endNotes(kpi, spec, table, theme) : [])],
      shapes,
      xaxis: {
        visible: false,
        fixedrange: true,
        ...(sparkled ? {type: "date", range: [kpi.path[0]!.at, kpi.path.at(-1)!.at]} : {type: "linear"}),
      },
      yaxis: {visible: false, fixedrange: true, domain: [0, sparkled ? 0.34 : 1], ...rangeOf(kpi)},
    },
  };
}

/** The number as an unseen point, so that what is shown can be checked as any chart's values. */
function hidden(kpi: Kpi): Trace {
  const marks = [kpi, ...(kpi.earlier ? [kpi.earlier] : [])];
  return {
    type: "scatter",
    mode: "markers",
    x: marks.map(() => 0),
    y: marks.map((one) => one.value),
    customdata: marks.map((one) => one.row),
    marker: {opacity: 0},
    hoverinfo: "skip",
  };
}

function sparkline(kpi: Kpi, theme: Theme): Trace[] {
  const last = kpi.path.findIndex((point) => point.row === kpi.row);
  return [
    {
      type: "scatter",
      mode: "lines+markers",
      x: kpi.path.map((point) => point.at),
      y: kpi.path.map((point) => point.value),
      customdata: kpi.path.map((point) => point.row),
      connectgaps: false,
      line: {color: theme.series[0], width: 2.5},
      cliponaxis: false,
      marker: {color: theme.series[0], opacity: 1, size: kpi.path.map((_, at) => (at === last ? 10 : 0))},
      hoverinfo: "y",
    },
  ];
}

function endNotes(kpi: Kpi, spec: ChartSpec, table: Table, theme: Theme): Layout[] {
  const {at} = columnAt(table, spec.x);
  const grain = grainOf(texts(table, at));
  const note = (point: Kpi["path"][number], xanchor: "left" | "right"): Layout => ({
    xref: "paper",
    yref: "paper",
    x: xanchor === "left" ? 0 : 1,
    y: 0,
    yanchor: "top",
    yshift: -6,
    xanchor,
    showarrow: false,
    text: label(
      `${sayCell(point.at, grain)}${point.value === null ? "" : `: ${formatNumber(point.value, spec.yUnit, true)}`}`,
      40,
    ),
    font: {size: 12, color: theme.muted},
  });
  return [note(kpi.path[0]!, "left"), note(kpi.path.at(-1)!, "right")];
}

function rangeOf(kpi: Kpi): {range?: [number, number]} {
  if (kpi.path.length < 2) return {};
  const [least, most] = extent(kpi.path.flatMap((point) => point.value ?? []));
  const pad = (most - least || Math.abs(most) || 1) * 0.12;
  return {range: [least - pad, most + pad]};
}

/** Better is blue, worse orange, where it is known which way is good. */
function moveColour(change: number, goodIs: "up" | "down" | undefined, theme: Theme): string {
  if (goodIs === undefined || change === 0) return theme.ink;
  return change > 0 === (goodIs === "up") ? theme.series[0]! : theme.series[1]!;
}
