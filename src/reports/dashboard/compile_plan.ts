import {TabletalkError} from "../../errors.ts";
import type {Plan, Step} from "../../planning/plan.ts";
import type {Condition} from "../../tools/condition.ts";
import type {Group, Measure} from "../../tools/measure.ts";
import {timeGroup} from "./chart_candidates.ts";
import {type CubeStep, cubesOf} from "./compile_cubes.ts";
import type {Cubed} from "./cube.ts";
import {freeName} from "./say_name.ts";
import type {DashboardSpec, Tile} from "./spec.ts";

/** A dashboard as one plan, and what each of its steps is for. */
export interface DashboardPlan {
  plan: Plan;
  /** The step of the figures over all rows, and of the figures by period. */
  totals: string;
  periods?: {step: string; group: string};
  /** Names in `totals` of the first date, the last one, and how many there are. */
  reach?: {first: string; last: string; distinct: string};
  /** By a tile's id. */
  tiles: Record<string, string>;
  list?: string;
  cubes: CubeStep[];
  uses: Record<string, Cubed>;
}

/** As many steps as a plan holds. */
const MOST_STEPS = 40;

/**
 * The plan that computes a dashboard: its figures, a step for each chart, one for the table, and those that the filters of
 * its page are computed from. `carries`: whether the page may carry the single values that a measure is of.
 * @throws TabletalkError bad_plan where a dashboard shows nothing
 */
export function compileDashboard(
  spec: DashboardSpec,
  carries: (measure: Measure) => boolean = () => false,
): DashboardPlan {
  if (spec.figures.length + spec.tiles.length === 0 && !spec.list)
    throw new TabletalkError("bad_plan", "The dashboard would be empty.", "Add a chart or a figure.");
  const steps: Step[] = [];
  const add = (id: string, tool: string, purpose: string, input: Record<string, unknown>): string => {
    steps.push({id, tool, purpose, input});
    return id;
  };
  const table = spec.table;
  const source = (more?: Condition) => {
    const where = both(spec.where, more);
    return {table, ...(where && {where})};
  };
  const measures = spec.figures.map(({measure}) => measure);
  const taken = new Set(measures.map(({name}) => name.toLowerCase()));
  const {time} = spec;
  const reach = time && {
    first: freeName("First date", taken),
    last: freeName("Last date", taken),
    distinct: freeName("Dates", taken),
  };
  const dates: Measure[] = reach
    ? [
        {name: reach.first, fn: "min", of: {column: time.column}},
        {name: reach.last, fn: "max", of: {column: time.column}},
        {name: reach.distinct, fn: "count_distinct", of: {column: time.column}},
      ]
    : [];
  const totals = add("totals", "aggregate", "the key figures", {
    ...source(),
    measures: [...measures, ...dates],
  });
  let periods: DashboardPlan["periods"];
  if (time && measures.length > 0) {
    const group = timeGroup(
      time,
      measures.map(({name}) => name),
    );
    add("periods", "aggregate", `the key figures by ${time.unit}`, {
      ...source(),
      measures,
      groups: [group],
      includeMissing: false,
    });
    periods = {step: "periods", group: group.name};
  }
  const tiles: Record<string, string> = {};
  for (const tile of spec.tiles) tiles[tile.id] = add(tile.id, ...stepOf(tile, source(tile.where)));
  const list = spec.list && add("list", ...listStep(spec.list, source()));
  const cubes = cubesOf(spec, {
    source,
    carries,
    add: (id, input) => add(id, "aggregate", "what the filters show", input),
    most: MOST_STEPS - steps.length,
  });
  return {
    plan: {steps, headline: totals},
    totals,
    ...(periods && {periods}),
    ...(reach && {reach}),
    tiles,
    ...(list && {list}),
    ...cubes,
  };
}

export const both = (one: Condition | undefined, other: Condition | undefined): Condition | undefined =>
  one && other ? {op: "and", args: [one, other]} : (one ?? other);

/** Groups along an axis with an order of their own come in it; others by size. */
export const isOrdered = ({unit, part, width}: Group): boolean => Boolean(unit ?? part ?? width);

function stepOf(tile: Tile, source: object): [string, string, Record<string, unknown>] {
  if (tile.columns.length > 0)
    return ["prepare_data", tile.subject, {method: "select", ...source, columns: tile.columns}];
  const {measures, groups, limit} = tile;
  const ordered = groups.some((group) => isOrdered(group) || isYears(tile, group));
  const order = ordered
    ? groups.map(({name}) => ({by: name, direction: "asc"}))
    : [{by: measures[0]!.name, direction: "desc"}, ...groups.map(({name}) => ({by: name, direction: "asc"}))];
  return [
    "aggregate",
    tile.subject,
    {
      ...source,
      measures,
      groups,
      order,
      ...(limit !== undefined && {limit}),
      includeMissing: !ordered && tile.kind !== "choropleth",
    },
  ];
}

/** A line runs along its first group, cut or not. */
const isYears = ({kind, groups}: Tile, group: Group): boolean =>
  (kind === "line" || kind === "area") && group === groups[0];

function listStep(
  list: NonNullable<DashboardSpec["list"]>,
  source: object,
): [string, string, Record<string, unknown>] {
  if (list.kind === "rows")
    return [
      "prepare_data",
      list.title,
      {
        method: "select",
        ...source,
        columns: list.columns,
        ...(list.order.length > 0 && {order: list.order}),
        limit: list.rows,
      },
    ];
  const {group, measures, rows} = list;
  const order = [
    {by: measures[0]!.name, direction: "desc"},
    {by: group.name, direction: "asc"},
  ];
  return [
    "aggregate",
    list.title,
    {...source, groups: [group], measures, order, limit: rows, includeMissing: false},
  ];
}
