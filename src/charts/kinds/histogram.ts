import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnAt, toNumber} from "../columns.ts";
import {areYears, axisTitle, formatNumber, readable, tickSettings} from "../format.ts";
import {frame, numberAxis, ticksAcross, ticksUp} from "../frame.ts";
import type {Panel} from "../panel.ts";
import type {Figure, Size} from "../plotly.ts";
import {quantile, roundStep} from "../quantiles.ts";
import type {ChartSpec} from "../spec.ts";
import {label} from "../text.ts";
import {colourOf} from "../theme.ts";

interface Bins {
  lower: number[];
  count: number[];
  width: number;
  rows?: number[];
  left: number;
}

/** How often values fall into bins: of the raw column `x`, or of bins made before (`x` lower edges, `y` counts). */
export function histogramFigure(spec: ChartSpec, table: Table, size: Size, panel?: Panel): Figure {
  const bins = spec.y === undefined ? binned(spec, table) : given(spec, table);
  const notes = bins.left > 0 ? [`${bins.left.toLocaleString("en-US")} without a value left out`] : [];
  const {layout, margin, theme} = frame(spec, size, notes, [], panel);
  const years = areYears(bins.lower, spec.x) && bins.width >= 1;
  const settings = years ? {tickformat: "d"} : tickSettings(bins.lower, spec.xUnit);
  const edge = (value: number) => (years ? String(value) : formatNumber(value, spec.xUnit));
  const yTitle = spec.yTitle ?? (spec.y === undefined ? "Count" : readable([spec.y].flat()[0]!));
  return {
    data: [
      {
        type: "bar",
        orientation: "v",
        x: bins.lower.map((lower) => lower + bins.width / 2),
        y: bins.count,
        width: bins.width,
        ...(bins.rows && {customdata: bins.rows}),
        marker: {color: colourOf(theme, 0), line: {color: theme.paper, width: 1}},
        hoverinfo: "text",
        hovertext: bins.lower.map((lower, at) =>
          label(`${edge(lower)} to ${edge(lower + bins.width)}: ${formatNumber(bins.count[at]!)}`, 60),
        ),
      },
    ],
    layout: {
      ...layout,
      margin: {...margin, l: 64, b: 52, r: 28},
      bargap: 0,
      xaxis: numberAxis(theme, axisTitle(spec.xTitle ?? readable(spec.x), spec.xUnit), {
        ...settings,
        showgrid: false,
        zeroline: false,
        nticks: ticksAcross(size.width - 100),
      }),
      yaxis: numberAxis(theme, yTitle, {
        ...tickSettings(bins.count, spec.yUnit),
        rangemode: "tozero",
        nticks: ticksUp(size.height - margin.t - 52),
      }),
    },
  };
}

function given(spec: ChartSpec, table: Table): Bins {
  const x = columnAt(table, spec.x).at;
  const y = columnAt(table, [spec.y!].flat()[0]!).at;
  const rows = table.rows
    .map((row, at) => ({lower: toNumber(row[x]), count: toNumber(row[y]), at}))
    .filter((bin) => bin.lower !== null && bin.count !== null)
    .sort((a, b) => a.lower! - b.lower!);
  if (rows.length === 0) throw noNumbers(spec.x);
  const gaps = rows
    .slice(1)
    .map((bin, at) => bin.lower! - rows[at]!.lower!)
    .filter((gap) => gap > 0);
  return {
    lower: rows.map((bin) => bin.lower!),
    count: rows.map((bin) => bin.count!),
    rows: rows.map((bin) => bin.at),
    width: spec.binWidth ?? (gaps.length > 0 ? Math.min(...gaps) : 1),
    left: table.rows.length - rows.length,
  };
}

/** Freedman and Diaconis' width made round, between 5 and 60 bins; whole numbers of few values get a bin each. */
function binned(spec: ChartSpec, table: Table): Bins {
  const at = columnAt(table, spec.x).at;
  const values = table.rows
    .map((row) => toNumber(row[at]))
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  if (values.length === 0) throw noNumbers(spec.x);
  const least = values[0]!;
  const most = values.at(-1)!;
  const span = most - least;
  const whole = values.every(Number.isInteger);
  const spread = quantile(values, 0.75) - quantile(values, 0.25);
  const wanted = spread > 0 ? (2 * spread) / Math.cbrt(values.length) : span / 10;
  const sized = roundStep(Math.min(Math.max(wanted, span / 60), span / 5) || 1);
  const width = spec.binWidth ?? (whole && span <= 20 ? 1 : whole ? Math.max(1, sized) : sized);
  const first = Math.floor(least / width);
  const count = new Array<number>(Math.min(1000, Math.floor(most / width) - first + 1)).fill(0);
  for (const value of values) {
    const place = Math.min(count.length - 1, Math.floor(value / width) - first);
    count[place] = count[place]! + 1;
  }
  const lower = count.map((_, place) => Number(((first + place) * width).toPrecision(12)));
  return {lower, count, width, left: table.rows.length - values.length};
}

function noNumbers(name: string): TabletalkError {
  return new TabletalkError("bad_chart", `'${name}' holds no numbers to count.`, "Name a column of numbers.");
}
