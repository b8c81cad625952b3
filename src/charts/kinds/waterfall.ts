import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnAt, isTemporal, pointsOf, sayCell, texts, yColumns} from "../columns.ts";
import {axisTitle, formatNumber, readable, tickSettings} from "../format.ts";
import {frame, numberAxis, placesAxis, ticksAcross, ticksUp, widest} from "../frame.ts";
import {grainOf} from "../periods.ts";
import type {Figure, Layout, Size, Trace} from "../plotly.ts";
import {extent} from "../quantiles.ts";
import type {ChartSpec} from "../spec.ts";
import {label, pixels} from "../text.ts";

const MAX_STEPS = 30;

/** A bar of a waterfall: it begins where the one before ended, unless it is a total. */
interface Step {
  said: string;
  value: number;
  from: number;
  to: number;
  total: boolean;
  row: number;
}

/**
 * How steps add up: each bar begins where the one before ended, totals stand on zero, and one more bar says where it ends
 * unless the last row is a total.
 */
export function waterfallFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const steps = stepsOf(spec, table);
  const {layout, margin, theme, inner} = frame(spec, size, [], ["Increase", "Decrease", "Total"]);
  const slot = (inner - 70) / steps.length;
  const words = steps.flatMap((step) => step.said.split(/\s+/));
  const lies = spec.horizontal ?? widest(words, 12) > slot;
  const labels = steps.map((step) =>
    label(step.said, lies ? 26 : Math.max(6, Math.floor(slot / 6.6)), lies ? 1 : 3),
  );
  const kinds = [
    {name: "Increase", color: theme.series[0]!, own: (step: Step) => !step.total && step.value >= 0},
    {name: "Decrease", color: theme.series[1]!, own: (step: Step) => !step.total && step.value < 0},
    {name: "Total", color: theme.muted, own: (step: Step) => step.total},
  ].filter((kind) => steps.some(kind.own));
  const signed = (step: Step) =>
    `${!step.total && step.value > 0 ? "+" : ""}${formatNumber(step.value, spec.yUnit)}`;
  const labelled = steps.every((step) => pixels(signed(step), 11) < (lies ? 200 : slot + 4));
  const data: Trace[] = kinds.map(({name, color, own}) => {
    const values = steps.map((step) => (own(step) ? step.value : null));
    const places = steps.map((_, at) => at);
    return {
      type: "bar",
      name,
      orientation: lies ? "h" : "v",
      x: lies ? values : places,
      y: lies ? places : values,
      base: steps.map((step) => (step.total ? 0 : step.from)),
      customdata: steps.map((step) => (own(step) ? step.row : null)),
      marker: {color},
      hoverinfo: "text",
      hovertext: steps.map((step) =>
        label(
          step.total
            ? `${step.said}: ${formatNumber(step.to, spec.yUnit, true)}`
            : `${step.said}: ${signed(step)}, then ${formatNumber(step.to, spec.yUnit, true)}`,
          80,
        ),
      ),
    };
  });
  const [least, most] = extent(steps.flatMap((step) => [step.from, step.to, 0]));
  const room = (most - least || 1) * 0.08;
  const number = numberAxis(theme, axisTitle(spec.yTitle ?? readable(yColumns(spec)[0]!), spec.yUnit), {
    ...tickSettings([least, most], spec.yUnit),
    range: [least < 0 ? least - room : 0, most > 0 ? most + room * (lies ? 2 : 1) : 0],
    nticks: lies ? ticksAcross(inner * 0.7) : ticksUp(size.height - margin.t - 48),
  });
  const every = lies ? 1 : Math.max(1, Math.ceil((widest(labels, 12) + 4) / slot));
  const along = placesAxis(theme, spec.xTitle, labels, every);
  return {
    data,
    layout: {
      ...layout,
      margin: {...margin, l: 64, b: 48, r: 28},
      barmode: "overlay",
      bargap: 0.3,
      xaxis: lies ? number : along,
      yaxis: lies ? {...along, range: [steps.length - 0.5, -0.5]} : number,
      shapes: steps.slice(0, -1).map((step, at): Layout => {
        const ends = {line: {color: theme.muted, width: 1, dash: "dot"}, type: "line", xref: "x", yref: "y"};
        return lies
          ? {...ends, x0: step.to, x1: step.to, y0: at + 0.35, y1: at + 0.65}
          : {...ends, x0: at + 0.35, x1: at + 0.65, y0: step.to, y1: step.to};
      }),
      ...(labelled && {
        annotations: steps.map((step, at): Layout => {
          const up = lies ? step.to : Math.max(step.from, step.to);
          const sunk = step.to < 0 && step.from <= 0;
          const end = sunk ? Math.min(step.from, step.to) : up;
          return {
            xref: "x",
            yref: "y",
            x: lies ? Math.max(step.from, step.to) : at,
            y: lies ? at : end,
            text: signed(step),
            showarrow: false,
            font: {size: 11, color: theme.ink},
            ...(lies ? {xanchor: "left", xshift: 3} : {yanchor: sunk ? "top" : "bottom"}),
          };
        }),
      }),
    },
  };
}

function stepsOf(spec: ChartSpec, table: Table): Step[] {
  const {column, at} = columnAt(table, spec.x);
  const grain = isTemporal(column) ? grainOf(texts(table, at)) : undefined;
  const points = pointsOf({...spec, series: undefined, y: yColumns(spec)[0]!}, table).filter(
    (point) => point.value !== null,
  );
  if (spec.additive === false) {
    throw new TabletalkError(
      "bad_chart",
      "The steps of a waterfall must add up, which averages and the like do not.",
      "Use a bar chart.",
    );
  }
  if (points.length > MAX_STEPS) {
    throw new TabletalkError(
      "bad_chart",
      `A waterfall of ${points.length} steps cannot be read; ${MAX_STEPS} are the most.`,
      "Group them into fewer steps, or use a bar chart.",
    );
  }
  const totals = new Set(spec.totals ?? []);
  let sum = 0;
  const steps = points.map((point): Step => {
    const total = totals.has(String(point.at));
    const from = total ? 0 : sum;
    sum = total ? point.value! : sum + point.value!;
    return {said: sayCell(point.at, grain), value: point.value!, from, to: sum, total, row: point.row};
  });
  if (!steps.at(-1)?.total) steps.push({said: "Total", value: sum, from: 0, to: sum, total: true, row: -1});
  return steps;
}
