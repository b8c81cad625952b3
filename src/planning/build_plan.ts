import type {ChartSpec} from "../charts/spec.ts";
import type {Condition} from "../tools/condition.ts";
import {periodCondition} from "./compare_periods.ts";
import type {Plan, Step} from "./plan.ts";
import type {Reading} from "./reading.ts";

/** Every condition that the rows of a reading must meet, as one; absent when all rows count. */
export function whereOf(reading: Reading): Condition | undefined {
  const period = reading.period && periodCondition(reading.period);
  return allOf([...reading.filters.map((filter) => filter.condition), ...(period ? [period] : [])]);
}

/** The table, joins and conditions of a reading, as the tools take them. */
export function source(
  reading: Reading,
  where: Condition | undefined = whereOf(reading),
): Record<string, unknown> {
  return {
    table: reading.table,
    ...(reading.joins.length > 0 && {joins: reading.joins}),
    ...(where && {where}),
  };
}

export function step(id: string, tool: string, purpose: string, input: Record<string, unknown>): Step {
  return {id, tool, purpose, input};
}

/** A plan of these steps whose first one answers, with a chart of `from` (default: the first) where a spec is given. */
export function planOf(reading: Reading, steps: Step[], chart?: {spec: ChartSpec; from?: string}): Plan {
  const headline = steps[0]!.id;
  if (!chart) return {reading, steps, headline};
  const input = {spec: chart.spec, from: {$step: chart.from ?? headline}};
  return {
    reading,
    steps: [...steps, step("chart", "make_chart", "show it", input)],
    headline,
    chart: "chart",
  };
}

/** These conditions as one. */
export function allOf(conditions: readonly Condition[]): Condition | undefined {
  return conditions.length > 1 ? {op: "and", args: [...conditions]} : conditions[0];
}
