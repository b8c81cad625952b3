import type {Panel} from "./panel.ts";
import type {Layout, Size} from "./plotly.ts";
import type {ChartSpec} from "./spec.ts";
import {label, literal, pixels, wrap} from "./text.ts";
import {FONT_FAMILY, type Theme, themeOf} from "./theme.ts";

const TITLE_SIZE = 18;
const SUBTITLE_SIZE = 13;
const FONT_SIZE = 13;
const SIDE = 20;

/** What surrounds the plot: titles at the top left, the legend below them, margins that hold both. */
export interface Frame {
  layout: Layout;
  margin: {t: number; l: number; r: number; b: number};
  theme: Theme;
  /** Width left for the plot before axis labels take theirs. */
  inner: number;
}

/**
 * Titles, legend, colours and margins of a picture. `notes` (what was left out) follow the subtitle; `legend` names the
 * series that need one.
 */
export function frame(
  spec: ChartSpec,
  size: Size,
  notes: readonly string[],
  legend: readonly string[],
  panel?: Panel,
): Frame {
  const theme = themeOf(spec.theme);
  panel?.notes.push(...notes);
  const across = size.width - 2 * SIDE;
  const title = wrap(spec.title, Math.floor(across / (TITLE_SIZE * 0.56)), 2);
  const wide = Math.floor(across / (SUBTITLE_SIZE * 0.54));
  // What was left out must never be cut off by a long subtitle.
  const given = wrap(spec.subtitle ?? "", wide, 2).join(" ");
  const below = [given, ...notes].filter((part) => part.trim() !== "").join(" · ");
  const subtitle = below === "" ? [] : wrap(below, wide, 4);
  const titleHeight = title.length * TITLE_SIZE * 1.32;
  const subtitleHeight = subtitle.length * SUBTITLE_SIZE * 1.32;
  const legendHeight = legend.length > 0 ? legendRows(legend, across) * 21 + 9 : 0;
  const top = Math.round(16 + titleHeight + subtitleHeight + legendHeight + 14);
  const lines = [
    title.map((line) => `<b>${literal(line)}</b>`).join("<br>"),
    ...subtitle.map(
      (line) => `<span style="font-size:${SUBTITLE_SIZE}px;color:${theme.muted}">${literal(line)}</span>`,
    ),
  ].filter((line) => line !== "");
  return {
    theme,
    inner: across,
    margin: {t: panel ? 4 : top, l: SIDE, r: SIDE, b: 16},
    layout: {
      width: size.width,
      height: size.height,
      paper_bgcolor: theme.paper,
      plot_bgcolor: theme.paper,
      font: {family: FONT_FAMILY, size: FONT_SIZE, color: theme.ink},
      title: {
        text: lines.join("<br>"),
        x: SIDE / size.width,
        xref: "container",
        xanchor: "left",
        // Plotly sets a title of several lines higher than one of a single line.
        y: 1 - (lines.length > 1 ? 30 : 20) / size.height,
        yref: "container",
        yanchor: "top",
        font: {size: TITLE_SIZE, color: theme.ink},
        automargin: false,
      },
      showlegend: legend.length > 0,
      legend: {
        orientation: "h",
        x: SIDE / size.width,
        xref: "container",
        xanchor: "left",
        y: 1 - (16 + titleHeight + subtitleHeight + 9) / size.height,
        yref: "container",
        yanchor: "top",
        traceorder: "normal",
        font: {size: 12, color: theme.ink},
        itemclick: "toggle",
        itemsizing: "constant",
      },
      hoverlabel: {font: {family: FONT_FAMILY, size: 12}, align: "left"},
      colorway: [...theme.series],
    },
  };
}

/** How many letters of a series' name a legend shows. */
export function nameWidth(size: Size): number {
  return size.width < 600 ? 16 : 28;
}

/** How many ticks at most stand above one another in so many pixels. */
export function ticksUp(height: number): number {
  return Math.max(3, Math.min(8, Math.floor(height / 40)));
}

/** How many ticks at most stand side by side in so many pixels. */
export function ticksAcross(width: number): number {
  return Math.max(width < 200 ? 3 : 4, Math.min(9, Math.floor(width / 75)));
}

/** An axis of numbers. `title` is shown when given; extra settings win. */
export function numberAxis(
  theme: Theme,
  title: string | undefined,
  settings: Record<string, unknown>,
): Layout {
  return {
    ...shared(theme),
    type: "linear",
    showgrid: true,
    zerolinecolor: theme.muted,
    zerolinewidth: 1,
    ...(title && {title: {text: label(title, 60, 1), font: {size: 12, color: theme.muted}, standoff: 8}}),
    ...settings,
  };
}

/** An axis of labelled places 0 to n - 1, so that no label is ever taken for a date, a number or a duplicate. */
export function placesAxis(
  theme: Theme,
  title: string | undefined,
  labels: readonly string[],
  every = 1,
): Layout {
  const kept = labels.map((_, at) => at).filter((at) => at % every === 0);
  return {
    ...shared(theme),
    type: "linear",
    showgrid: false,
    zeroline: false,
    tickmode: "array",
    tickvals: kept,
    ticktext: kept.map((at) => labels[at]),
    range: [-0.5, labels.length - 0.5],
    ...(title && {title: {text: label(title, 60, 1), font: {size: 12, color: theme.muted}, standoff: 8}}),
  };
}

/** An axis of dates `YYYY-MM-DD[ HH:MM:SS]`. */
export function dateAxis(theme: Theme, title: string | undefined, settings: Record<string, unknown>): Layout {
  return {
    ...shared(theme),
    type: "date",
    showgrid: false,
    zeroline: false,
    ...(title && {title: {text: label(title, 60, 1), font: {size: 12, color: theme.muted}, standoff: 8}}),
    ...settings,
  };
}

/** The widest of some labels, lines apart, in pixels. */
export function widest(labels: readonly string[], fontSize = FONT_SIZE): number {
  const lines = labels.flatMap((one) => one.split("<br>"));
  return lines.reduce(
    (most, line) => Math.max(most, pixels(line.replace(/&(lt|gt|amp);/g, "x"), fontSize)),
    0,
  );
}

function shared(theme: Theme): Layout {
  return {
    automargin: true,
    fixedrange: false,
    gridcolor: theme.grid,
    linecolor: theme.muted,
    tickcolor: theme.muted,
    tickangle: 0,
    tickfont: {size: 12, color: theme.ink},
    hoverformat: "",
  };
}

function legendRows(names: readonly string[], across: number): number {
  let rows = 1;
  let used = 0;
  // Plotly gives every entry of a lying legend the width of the widest.
  const wide = Math.max(...names.map((name) => pixels(name, 12))) + 52;
  for (const _ of names) {
    if (used + wide > across && used > 0) {
      rows++;
      used = 0;
    }
    used += wide;
  }
  return rows;
}
