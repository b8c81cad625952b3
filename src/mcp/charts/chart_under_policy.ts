import type {McpPolicy} from "../../access/mcp_policy.ts";
import type {Plan} from "../../planning/plan.ts";
import {FEWEST_ROWS} from "../guarded_select.ts";
import {largeGroups} from "../policy/large_groups.ts";
import {quietBoxes} from "../policy/quiet_boxes.ts";
import {COUNT_NAMES} from "./chart_plan.ts";
import type {PlottedChart} from "./charts_at_hand.ts";

/** A chart as a policy lets it be seen, and what is to be said of it. */
export interface SeenChart extends PlottedChart {
  notes: string[];
}

/** Where a workspace tells of groups alone, a chart of bins or boxes leaves those of few rows out. */
export function chartUnder({sql}: McpPolicy, chart: PlottedChart): SeenChart {
  if (sql === "on") return {...chart, notes: []};
  const boxes = chart.spec.kind === "box" ? quietBoxes(chart.table) : undefined;
  if (boxes) {
    const left = boxes.leftOut > 0 ? [`${boxes.leftOut} of too few values for quartiles left out.`] : [];
    const notes = ["Whiskers and outliers are single rows, and not shown.", ...left];
    return {spec: chart.spec, table: boxes.table, notes};
  }
  const {rows, leftOut} = largeGroups(chart.table);
  const notes = leftOut > 0 ? [`${leftOut} of fewer than ${FEWEST_ROWS} rows left out.`] : [];
  return {spec: chart.spec, table: {...chart.table, rows}, notes};
}

/** Whether a plan's chart is of bins, boxes or counts, whoever made it and whatever the policy was then. */
export function isOfGroups({steps, chart}: Plan): boolean {
  const drawn = steps.find(({id}) => id === chart)?.input as {from?: {$step?: string}} | undefined;
  const from = steps.find(({id}) => id === drawn?.from?.$step);
  if (from?.tool === "run_statistics") return ["histogram", "box"].includes(String(from.input.method));
  if (from?.tool !== "aggregate") return false;
  const measures = from.input.measures as {name?: string; fn?: string}[];
  return measures.every(({name, fn}) => fn === "count" && COUNT_NAMES.includes(String(name)));
}
