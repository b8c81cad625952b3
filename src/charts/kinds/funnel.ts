import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {pointsOf, sayCell, yColumns} from "../columns.ts";
import {formatNumber} from "../format.ts";
import {frame, placesAxis, widest} from "../frame.ts";
import {areOrdinal} from "../periods.ts";
import type {Figure, Layout, Size} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label, pixels} from "../text.ts";
import {colourOf} from "../theme.ts";

const MAX_STAGES = 15;

/** Stages from the first to the last as centred bars; beside each, how many of the stage before and of the first it keeps. */
export function funnelFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const stages = stagesOf(spec, table);
  const {layout, margin, theme, inner} = frame(spec, size, [], []);
  const labels = stages.map((stage) =>
    label(stage.said, 24, (size.height - margin.t - 24) / stages.length >= 34 ? 2 : 1),
  );
  const wide = Math.min(inner * 0.35, widest(labels, 12) + 24);
  const first = stages[0]!.value;
  const widestBar = Math.max(...stages.map((stage) => stage.value));
  const rates = stages.map((stage, at) => {
    const before = stages[at - 1]?.value;
    if (!before) return "";
    const ofFirst = at > 1 && first > 0 ? `, ${percent(stage.value / first)} of first` : "";
    return `${percent(stage.value / before)} of previous${ofFirst}`;
  });
  const beside = Math.max(...rates.map((rate) => pixels(rate, 11))) + 24;
  const plot = inner - wide - beside;
  const said = stages.map((stage) => formatNumber(stage.value, spec.yUnit));
  return {
    data: [
      {
        type: "bar",
        orientation: "h",
        x: stages.map((stage) => stage.value),
        y: stages.map((_, at) => at),
        base: stages.map((stage) => -stage.value / 2),
        customdata: stages.map((stage) => stage.row),
        marker: {color: colourOf(theme, 0)},
        hoverinfo: "text",
        hovertext: stages.map((stage, at) =>
          label([`${stage.said}: ${said[at]}`, rates[at]].filter(Boolean).join(", "), 80),
        ),
      },
    ],
    layout: {
      ...layout,
      margin: {...margin, l: wide + 8, b: 24, r: beside + 12},
      bargap: 0.18,
      xaxis: {
        type: "linear",
        visible: false,
        fixedrange: true,
        range: [-widestBar * 0.51 || -0.5, widestBar * 0.51 || 0.5],
      },
      yaxis: {
        ...placesAxis(theme, undefined, labels),
        range: [stages.length - 0.5, -0.5],
        ticks: "",
        showline: false,
        zeroline: false,
      },
      shapes: stages.slice(1).map((stage, at): Layout => {
        const above = stages[at]!.value / 2;
        const own = stage.value / 2;
        return {
          type: "path",
          layer: "below",
          path: `M ${-above} ${at + 0.41} L ${above} ${at + 0.41} L ${own} ${at + 0.59} L ${-own} ${at + 0.59} Z`,
          fillcolor: `${colourOf(theme, 0)}33`,
          line: {width: 0},
        };
      }),
      annotations: stages.flatMap((stage, at): Layout[] => {
        const inside = (stage.value / widestBar) * plot > pixels(said[at]!, 12) + 12;
        const number = {
          xref: "x",
          yref: "y",
          x: inside ? 0 : stage.value / 2,
          y: at,
          text: `<b>${said[at]}</b>`,
          showarrow: false,
          xanchor: inside ? "center" : "left",
          ...(!inside && {xshift: 4}),
          font: {size: 12, color: inside ? theme.paper : theme.ink},
        };
        if (rates[at] === "") return [number];
        return [
          number,
          {
            xref: "paper",
            yref: "y",
            x: 1,
            y: at,
            text: rates[at]!,
            showarrow: false,
            xanchor: "left",
            xshift: 14,
            font: {size: 11, color: theme.muted},
          },
        ];
      }),
    },
  };
}

interface Stage {
  said: string;
  value: number;
  row: number;
}

/** Stages as the table gives them when that is a way down or the spec says so, else from the largest. */
function stagesOf(spec: ChartSpec, table: Table): Stage[] {
  const points = pointsOf({...spec, series: undefined, y: yColumns(spec)[0]!}, table);
  const stages = points.flatMap((point): Stage[] =>
    point.value === null ? [] : [{said: sayCell(point.at), value: point.value, row: point.row}],
  );
  if (stages.some((stage) => stage.value < 0)) {
    throw new TabletalkError("bad_chart", "A funnel cannot show negative values.", "Use a bar chart.");
  }
  if (stages.length > MAX_STAGES) {
    throw new TabletalkError(
      "bad_chart",
      `A funnel of ${stages.length} stages cannot be read; ${MAX_STAGES} are the most.`,
      "Use a bar chart.",
    );
  }
  const given = spec.sort === "given" || areOrdinal(stages.map((stage) => stage.said));
  return given
    ? stages
    : stages.sort((a, b) => (spec.sort === "ascending" ? a.value - b.value : b.value - a.value));
}

function percent(share: number): string {
  return formatNumber(Number(share.toFixed(share < 0.1 ? 3 : 2)), "%");
}
