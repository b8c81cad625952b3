import type {Figure, Layout, Size} from "./plotly.ts";
import type {ChartSpec} from "./spec.ts";
import {literal, wrap} from "./text.ts";
import {FONT_FAMILY, themeOf} from "./theme.ts";

const FONT_SIZE = 10;
const SIDE = 20;
const MOST_LINES = 2;

/**
 * A figure with where its data is from at its foot, in small letters below all else. It stands as the title of a legend of
 * its own: of all texts Plotly has, a legend alone is placed by the picture's edge and keeps its room beside axes that
 * need more than their margin.
 */
export function withSourceLine(made: Figure, spec: ChartSpec, size: Size): Figure {
  const source = spec.source?.trim();
  if (!source) return made;
  const theme = themeOf(spec.theme);
  const wide = Math.floor((size.width - 2 * SIDE) / (FONT_SIZE * 0.55));
  const lines = wrap(source, wide, MOST_LINES);
  const text = lines.map(literal).join("<br>");
  const {shapes, showlegend, margin} = made.layout as Partial<Parts>;
  // Axes make room by themselves; what stands in a fixed margin needs a wider one.
  const below = (margin?.b ?? 16) + lines.length * FONT_SIZE * 1.3 + 8;
  return {
    // Where the picture shows no legend, its series must not come into this one's company.
    data: showlegend === true ? made.data : made.data.map((trace) => ({...trace, showlegend: false})),
    layout: {
      ...made.layout,
      showlegend: true,
      margin: {...margin, b: Math.round(below)},
      shapes: [...(shapes ?? []), {...NOTHING, legend: "legend9"}],
      legend9: {
        title: {text, side: "left", font: {family: FONT_FAMILY, size: FONT_SIZE, color: theme.muted}},
        orientation: "h",
        x: (SIDE - 3) / size.width,
        xref: "container",
        xanchor: "left",
        y: 2 / size.height,
        yref: "container",
        yanchor: "bottom",
        font: {size: 1, color: theme.paper},
        bgcolor: "rgba(0,0,0,0)",
        borderwidth: 0,
        itemclick: false,
        itemdoubleclick: false,
      },
    },
  };
}

interface Parts {
  shapes: Layout[];
  showlegend: boolean;
  margin: {b: number} & Record<string, unknown>;
}

/** A legend is drawn only for something that it names. */
const NOTHING: Layout = {
  type: "line",
  xref: "paper",
  yref: "paper",
  x0: 0,
  x1: 0,
  y0: 0,
  y1: 0,
  name: " ",
  showlegend: true,
  line: {width: 0, color: "rgba(0,0,0,0)"},
};
