import type {Asked, ReplyLine} from "./adapter.ts";
import {drawnChart} from "./drawn_chart.ts";

export type PlottedCell = string | number | boolean | null;

/** One channel of a chart: a column, and what was made of it. */
export interface Channel {
  field?: string;
  /** count, mean, sum, median, min, max, distinct. */
  aggregate?: string;
  bin?: boolean;
  timeUnit?: string;
}

/** A chart in the words of Vega-Lite, as judges of charts read it. */
export interface ChartReply {
  mark: "bar" | "line" | "area" | "point" | "arc" | "rect" | "tick" | "boxplot";
  x?: Channel;
  y?: Channel;
  color?: Channel;
  size?: Channel;
  facet?: Channel;
  sort?: {channel: "x" | "y"; order: "ascending" | "descending"};
}

export interface ChartLine extends ReplyLine {
  /** Absent where the answer has no chart. */
  chart?: ChartReply;
  /** What is plotted, in order: x, y, and the series where there is one. */
  values: readonly (readonly PlottedCell[])[];
  /** How the question was taken, for whoever reads the replies. */
  reading?: string;
}

/** The line of a chart question: its chart's form and values. A choice that is offered counts as declined. */
export function chartLine(id: string | number, asked: Asked): ChartLine {
  if (asked.state !== "answered" || !asked.answer) return {id, declined: true, values: []};
  const {reading} = asked.answer;
  const drawn = drawnChart(asked.answer) ?? {values: []};
  return {id, declined: false, ...drawn, ...(reading !== undefined && {reading})};
}
