import type {Cell, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnAt, isTemporal, sayCell, texts, toNumber} from "../columns.ts";
import {axisTitle, formatNumber, tickSettings} from "../format.ts";
import {dateAxis, frame, numberAxis, ticksUp} from "../frame.ts";
import {logAxis} from "../log_axis.ts";
import {grainOf} from "../periods.ts";
import type {Figure, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label} from "../text.ts";

const NAMES = {
  open: /^open(ing)?(_?price)?$/i,
  high: /^(high|highest)(_?price)?$/i,
  low: /^(low|lowest)(_?price)?$/i,
  close: /^(adj_?)?clos(e|ing)(_?price)?$/i,
};
const MOST_CANDLES = 160;
type Part = keyof typeof NAMES;
const PARTS: readonly Part[] = ["open", "high", "low", "close"];

/** The four columns of a candlestick, named or known by their names; absent where one is missing. */
export function candleColumns(spec: ChartSpec, table: Table): Record<Part, string> | undefined {
  const found = PARTS.map((part) => {
    const named = spec[part];
    return named ?? table.columns.find((column) => NAMES[part].test(column.name))?.name;
  });
  if (found.some((name) => name === undefined)) return undefined;
  return Object.fromEntries(PARTS.map((part, at) => [part, found[at]!])) as Record<Part, string>;
}

/** Opening, highest, lowest and closing values along dates; weekends that the data skips are skipped. */
export function candlestickFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const columns = candleColumns(spec, table);
  const x = columnAt(table, spec.x);
  if (!columns || !isTemporal(x.column)) {
    throw new TabletalkError(
      "bad_chart",
      "A candlestick needs a date and four numbers: open, high, low and close.",
      "Name the columns that hold them, or ask for a line.",
    );
  }
  const at = PARTS.map((part) => columnAt(table, columns[part]).at);
  const candles = table.rows
    .map(
      (row, index): Candle => ({
        date: row[x.at] ?? null,
        values: at.map((one) => toNumber(row[one])),
        row: index,
      }),
    )
    .filter((one) => typeof one.date === "string" && one.values.every((value) => value !== null))
    .sort((a, b) => (String(a.date) < String(b.date) ? -1 : 1));
  if (candles.length === 0)
    throw new TabletalkError(
      "no_data",
      "There are no values to plot.",
      "Widen the question's filters or its period.",
    );
  const twice = candles.find((one, place) => place > 0 && one.date === candles[place - 1]!.date);
  if (twice) {
    throw new TabletalkError(
      "bad_chart",
      `The table has several rows for ${twice.date}, which would be one candle.`,
      "Keep one thing a chart: filter, or give the column that tells them apart as facet.",
    );
  }
  const {shown, per} = grouped(candles);
  const left = table.rows.length - candles.length;
  const notes = [
    ...(per ? [`each candle a ${per}`] : []),
    "outlined blue: closed higher, filled orange: closed lower",
    ...(left > 0 ? [`${left.toLocaleString("en-US")} without all four values left out`] : []),
  ];
  const {layout, margin, theme} = frame(spec, size, notes, []);
  const [up, down] = [theme.series[0]!, theme.series[1]!];
  const grain = grainOf(texts(table, x.at));
  const value = (candle: Candle, part: number) => candle.values[part]!;
  return {
    data: [
      {
        type: "candlestick",
        x: shown.map((one) => one.date),
        open: shown.map((one) => value(one, 0)),
        high: shown.map((one) => value(one, 1)),
        low: shown.map((one) => value(one, 2)),
        close: shown.map((one) => value(one, 3)),
        customdata: shown.map((one) => one.row),
        increasing: {line: {color: up, width: 1.5}, fillcolor: theme.paper},
        decreasing: {line: {color: down, width: 1.5}, fillcolor: down},
        hoverinfo: "text",
        hovertext: shown.map((one) =>
          [
            sayCell(one.date ?? null, grain),
            ...PARTS.map((part, place) => `${part} ${formatNumber(value(one, place), spec.yUnit, true)}`),
          ]
            .map((line) => label(line, 60))
            .join("<br>"),
        ),
      },
    ],
    layout: {
      ...layout,
      margin: {...margin, l: 64, b: 48, r: 28},
      xaxis: {
        ...dateAxis(theme, spec.xTitle, {nticks: 8}),
        rangeslider: {visible: false},
        ...(skipsWeekends(shown.map((one) => String(one.date))) && {
          rangebreaks: [{pattern: "day of week", bounds: [6, 1]}],
        }),
      },
      yaxis: numberAxis(theme, axisTitle(spec.yTitle ?? "Price", spec.yUnit), {
        ...tickSettings(
          shown.flatMap((one) => one.values.map((part) => part!)),
          spec.yUnit,
        ),
        zeroline: false,
        nticks: ticksUp(size.height - margin.t - 48),
        ...(spec.yScale === "log" &&
          logAxis(
            shown.flatMap((one) => one.values.map((part) => part!)),
            spec.yUnit,
          )),
      }),
    },
  };
}

interface Candle {
  date: Cell;
  values: (number | null)[];
  row: number;
}

/** More candles than can be told apart are put together by week or month: first open, highest, lowest, last close. */
function grouped(candles: readonly Candle[]): {shown: readonly Candle[]; per?: "week" | "month"} {
  if (candles.length <= MOST_CANDLES) return {shown: candles};
  const weeks = candles.length / 5 <= MOST_CANDLES;
  const groups = Map.groupBy(candles, ({date}) => {
    const day = String(date).slice(0, 10);
    if (!weeks) return `${day.slice(0, 7)}-01`;
    const at = new Date(`${day}T00:00:00Z`);
    at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
    return at.toISOString().slice(0, 10);
  });
  const shown = [...groups].map(([date, own]): Candle => {
    const part = (at: number) => own.map((one) => one.values[at]!);
    return {
      date,
      values: [part(0)[0]!, Math.max(...part(1)), Math.min(...part(2)), part(3).at(-1)!],
      row: -1,
    };
  });
  return {shown, per: weeks ? "week" : "month"};
}

function skipsWeekends(dates: readonly string[]): boolean {
  const days = dates.map((date) => new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay());
  return dates.length > 3 && days.every((day) => day !== 0 && day !== 6) && new Set(days).size > 3;
}
