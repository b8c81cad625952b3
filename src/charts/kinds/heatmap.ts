import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {
  columnAt,
  isNumeric,
  isTemporal,
  MAX_CATEGORIES,
  sayCell,
  texts,
  toNumber,
  yColumns,
} from "../columns.ts";
import {axisTitle, formatNumber, readable, tickSettings} from "../format.ts";
import {frame, placesAxis, widest} from "../frame.ts";
import {areOrdinal, grainOf} from "../periods.ts";
import type {Figure, Size, Trace} from "../plotly.ts";
import {extent} from "../quantiles.ts";
import type {ChartSpec} from "../spec.ts";
import {label, pixels} from "../text.ts";
import {colourAt, inkOn, type Theme} from "../theme.ts";

const LONGEST_WORD = 12;

/** Cells of `x` by `series`, coloured by `y` and labelled where they are few. */
export function heatmapFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  if (spec.series === undefined) {
    throw new TabletalkError(
      "bad_chart",
      "A heatmap needs a second category.",
      "Name it as series: the rows of the map.",
    );
  }
  const value = columnAt(table, yColumns(spec)[0]!).at;
  const across = axisOf(table, spec.x);
  const down = axisOf(table, spec.series);
  const z = down.keys.map(() => across.keys.map((): number | null => null));
  const rows = down.keys.map(() => across.keys.map((): number | null => null));
  for (const [at, row] of table.rows.entries()) {
    const i = down.keys.indexOf(String(row[down.at]));
    const j = across.keys.indexOf(String(row[across.at]));
    if (i < 0 || j < 0) continue;
    if (rows[i]![j] !== null) {
      throw new TabletalkError(
        "bad_chart",
        `The table has several rows for '${down.said[i]}' and '${across.said[j]}', which would be one cell.`,
        "Aggregate it to one row a cell.",
      );
    }
    z[i]![j] = toNumber(row[value]);
    rows[i]![j] = at;
  }
  const notes = [across, down].flatMap((axis) =>
    axis.all > axis.keys.length
      ? [`${axis.keys.length} of ${axis.all} ${readable(axis.name).toLowerCase()} shown`]
      : [],
  );
  const {layout, margin, theme, inner} = frame(spec, size, notes, []);
  const downLabels = down.said.map((one) => label(one, 24));
  const slot = (inner - widest(downLabels, 12) - 100) / across.keys.length;
  const word = Math.max(...across.said.flatMap((one) => one.split(/[\s/-]/).map((part) => part.length)));
  // A word is not cut where leaving out every other label makes room for it.
  const letters = Math.max(8, Math.floor(slot / 7), Math.min(word, LONGEST_WORD));
  const acrossLabels = across.said.map((one) => label(one, letters, 2));
  const values = z.flat().filter((cell) => cell !== null);
  if (values.length === 0)
    throw new TabletalkError(
      "bad_chart",
      "There are no numbers to colour.",
      "Name a column of numbers as y.",
    );
  const signed = values.some((cell) => cell < 0) && values.some((cell) => cell > 0);
  const largest = Math.max(...values.map(Math.abs));
  const scale = signed ? theme.diverging : theme.sequential;
  const said = z.map((line) => line.map((cell) => (cell === null ? "" : formatNumber(cell, spec.yUnit))));
  const wide = Math.max(...said.flat().map((one) => pixels(one, 11)));
  const labelled = values.length <= 200 && wide + 6 < slot;
  const rowHeight = (size.height - margin.t - 48) / down.keys.length;
  const everyDown = Math.max(1, Math.ceil(15 / rowHeight));
  const every = Math.max(1, Math.ceil((widest(acrossLabels, 12) + 6) / slot));
  const name = spec.yTitle ?? readable(yColumns(spec)[0]!);
  return {
    data: [
      {
        type: "heatmap",
        x: across.keys.map((_, at) => at),
        y: down.keys.map((_, at) => at),
        z,
        customdata: rows,
        xgap: 2,
        ygap: 2,
        hoverongaps: false,
        colorscale: scale.map(([at, color]) => [at, color]),
        ...(signed && {zmin: -largest, zmax: largest}),
        hoverinfo: "text",
        hovertext: z.map((line, i) =>
          line.map((cell, j) =>
            label(
              `${down.said[i]}, ${across.said[j]}: ${cell === null ? "no value" : formatNumber(cell, spec.yUnit, true)}`,
              80,
            ),
          ),
        ),
        colorbar: {
          outlinewidth: 0,
          thickness: 14,
          len: 0.9,
          title: {
            text: label(axisTitle(name, spec.yUnit), 22, 2),
            side: "top",
            font: {size: 12, color: theme.muted},
          },
          tickfont: {size: 11, color: theme.ink},
          ...tickSettings(values, spec.yUnit),
        },
      },
      ...(labelled ? [cellTexts(z, said, scale, signed ? [-largest, largest] : extent(values))] : []),
    ],
    layout: {
      ...layout,
      margin: {...margin, l: 64, b: 48, r: 24},
      xaxis: {
        ...placesAxis(theme, spec.xTitle ?? readable(spec.x), acrossLabels, every),
        ticks: "",
        showline: false,
      },
      yaxis: {
        ...placesAxis(theme, readable(spec.series), downLabels, everyDown),
        range: [down.keys.length - 0.5, -0.5],
        ticks: "",
        showline: false,
      },
    },
  };
}

/** The numbers in the cells, dark on light cells and light on dark ones. */
function cellTexts(
  z: readonly (number | null)[][],
  said: readonly string[][],
  scale: Theme["sequential"],
  [least, most]: [number, number],
): Trace {
  const cells = z.flatMap((line, i) =>
    line.flatMap((cell, j) => (cell === null ? [] : [{i, j, text: said[i]![j]!, cell}])),
  );
  return {
    type: "scatter",
    mode: "text",
    x: cells.map((one) => one.j),
    y: cells.map((one) => one.i),
    text: cells.map((one) => one.text),
    textfont: {
      size: 11,
      color: cells.map((one) =>
        inkOn(colourAt(scale, most > least ? (one.cell - least) / (most - least) : 0.5)),
      ),
    },
    hoverinfo: "skip",
    showlegend: false,
  };
}

interface HeatAxis {
  name: string;
  at: number;
  keys: string[];
  said: string[];
  all: number;
}

/** Distinct values: dates and numbers in their order, others as the table gives them. */
function axisOf(table: Table, name: string): HeatAxis {
  const {column, at} = columnAt(table, name);
  const grain = isTemporal(column) ? grainOf(texts(table, at)) : undefined;
  const cells = [...new Map(table.rows.map((row) => [String(row[at]), row[at] ?? null])).values()];
  if (isNumeric(column)) cells.sort((a, b) => (toNumber(a) ?? Infinity) - (toNumber(b) ?? Infinity));
  else if (grain || !areOrdinal(cells.map((cell) => sayCell(cell)))) {
    if (grain) cells.sort((a, b) => (String(a) < String(b) ? -1 : 1));
  }
  const shown = cells.slice(0, MAX_CATEGORIES);
  return {
    name,
    at,
    keys: shown.map(String),
    said: shown.map((cell) => sayCell(cell, grain)),
    all: cells.length,
  };
}
