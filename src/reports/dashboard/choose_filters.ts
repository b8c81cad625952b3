import type {Session} from "../../data/engine.ts";
import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {combinations, type Effect, quotedName} from "./facts.ts";
import {sayName} from "./say_name.ts";
import type {DashboardSpec, Time} from "./spec.ts";

const MOST_FILTERS = 4;
/** As many values as a list to choose from holds well. */
const MOST_VALUES = 15;
/** As many combinations of filters and periods as a page carries. */
const MOST_COMBINATIONS = 1_400;

/** Columns to filter by on the page: few values, what varies most first, as many as the page can carry the numbers of. */
export async function chooseFilters(
  session: Session,
  profile: TableProfile,
  time: Time | undefined,
  effects: readonly Effect[],
  signal?: AbortSignal,
): Promise<DashboardSpec["filters"]> {
  const explained = (name: string) =>
    Math.max(
      0,
      ...effects
        .filter(({grouping}) => grouping.column === name && !grouping.part)
        .flatMap((one) => one.explained),
    );
  const columns = profile.columns
    .filter((column) => isFilter(column, profile))
    .sort((a, b) => explained(b.name) - explained(a.name))
    .slice(0, MOST_FILTERS);
  const cut = time && periodSql(time);
  const lists = columns.map((_, at) => [
    ...columns.slice(0, at + 1).map(({name}) => quotedName(name)),
    ...(cut ? [cut] : []),
  ]);
  const counts = await combinations(session, profile.table, lists, signal);
  const fitting = columns.filter((_, at) => counts[at]! <= MOST_COMBINATIONS);
  return fitting.map(({name}) => ({column: name, label: sayName(name)}));
}

export const periodSql = ({column, years, unit}: Time): string =>
  years ? quotedName(column) : `date_trunc('${unit}', ${quotedName(column)})`;

function isFilter(column: ColumnProfile, {rows}: TableProfile): boolean {
  const {role, distinct, nulls} = column;
  if (role !== "category" && role !== "boolean" && role !== "geography") return false;
  return distinct >= 2 && distinct <= MOST_VALUES && nulls < rows * 0.5 && distinct <= rows / 3;
}
