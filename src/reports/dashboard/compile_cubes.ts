import type {Condition, Expression} from "../../tools/condition.ts";
import type {Group, Measure} from "../../tools/measure.ts";
import {timeGroup} from "./chart_candidates.ts";
import type {Cubed} from "./cube.ts";
import {filterKey, timeKey} from "./cube_keys.ts";
import {mix, type Part} from "./parts.ts";
import type {DashboardSpec} from "./spec.ts";

const ROWS: Measure = {name: "rows", fn: "count"};

/** What the filters of a page are computed from: a step, and what its columns are. */
export interface CubeStep {
  step: string;
  keys: string[];
  parts: Part[];
}

/** What a figure, a chart or the list is computed from under a filter. */
interface Wanted {
  id: string;
  measures: readonly Measure[];
  groups: readonly Group[];
  where?: Condition;
}

/** Numbers of the same groups and rows, and of the same single values. */
interface SharedCube {
  groups: Group[];
  where?: Condition;
  values: ReadonlyMap<string, Expression>;
  isLarge: boolean;
  uses: {id: string; by: string[]; measures: readonly Measure[]}[];
}

/**
 * One cube for all that is broken up by the same groups. A chart point by point is broken up by what its points are placed by,
 * a median by the values that it is of; a chart whose numbers do not add up and cannot be carried has none. The large ones come
 * last, so that they are what is left away where there is too much. `carries`: whether single values may be carried for a
 * measure; `most`: as many cubes.
 */
export function cubesOf(
  spec: DashboardSpec,
  {
    source,
    carries,
    add,
    most,
  }: {
    source: (more?: Condition) => Record<string, unknown>;
    carries: (measure: Measure) => boolean;
    add: (id: string, input: Record<string, unknown>) => string;
    most: number;
  },
): {cubes: CubeStep[]; uses: Record<string, Cubed>} {
  if (spec.filters.length === 0 && !spec.time) return {cubes: [], uses: {}};
  const cubes: CubeStep[] = [];
  const uses: Record<string, Cubed> = {};
  for (const cube of sharedCubes(spec, carries).slice(0, most)) {
    const {parts, mixtures} = mix(
      cube.uses.flatMap(({measures}) => measures),
      carries,
    )!;
    const {keys, groups} = groupsOf(spec, cube);
    const step = add(`cube${cubes.length + 1}`, {
      ...source(cube.where),
      groups,
      measures: parts.map(({fn, of, where}, at) => ({
        name: `p${at}`,
        fn,
        ...(of && {of}),
        ...(where && {where}),
      })),
    });
    let from = 0;
    for (const {id, by, measures} of cube.uses) {
      uses[id] = {cube: cubes.length, by, mixtures: mixtures.slice(from, from + measures.length)};
      from += measures.length;
    }
    cubes.push({step, keys, parts});
  }
  return {cubes, uses};
}

function sharedCubes(spec: DashboardSpec, carries: (measure: Measure) => boolean): SharedCube[] {
  const made = new Map<string, SharedCube>();
  for (const {id, measures, groups, where} of wantedOf(spec)) {
    const mixed = measures.length > 0 ? mix(measures, carries) : undefined;
    if (!mixed) continue;
    const {values} = mixed;
    const by = groups.map((group) => keyOf(group, spec));
    const own = groups.filter((_, at) => by[at]!.startsWith("g:"));
    const keys = own.map((group) => keyOf(group, spec)).sort();
    const key = JSON.stringify([keys, where ?? null, [...values.keys()].sort()]);
    const isLarge = values.size > 0 || spec.tiles.some((tile) => tile.id === id && tile.columns.length > 0);
    const cube = made.get(key) ?? {groups: own, ...(where && {where}), values, isLarge, uses: []};
    cube.uses.push({id, by, measures});
    made.set(key, cube);
  }
  const all = [...made.values()];
  return [...all.filter(({isLarge}) => !isLarge), ...all.filter(({isLarge}) => isLarge)];
}

function wantedOf({figures, tiles, list}: DashboardSpec): Wanted[] {
  return [
    {id: "(rows)", measures: [ROWS], groups: []},
    ...figures.map(({id, measure}) => ({id, measures: [measure], groups: []})),
    ...tiles.map(({id, measures, groups, where, columns}) => ({
      id,
      ...(columns.length > 0 ? {measures: [ROWS], groups: columns} : {measures, groups}),
      ...(where && {where}),
    })),
    ...(list?.kind === "top" ? [{id: "list", measures: list.measures, groups: [list.group]}] : []),
  ];
}

function groupsOf(
  spec: DashboardSpec,
  {groups: own, values}: Pick<SharedCube, "groups" | "values">,
): {keys: string[]; groups: Group[]} {
  const time = spec.time && timeGroup(spec.time);
  const all = [
    ...spec.filters.map(({column}) => ({key: filterKey(column), group: {of: {column}}})),
    ...(time ? [{key: timeKey, group: time}] : []),
    ...own.map((group) => ({key: keyOf(group, spec), group})),
    ...[...values].map(([key, of]) => ({key, group: {of}})),
  ];
  return {keys: all.map(({key}) => key), groups: all.map(({group}, at) => ({...group, name: `d${at}`}))};
}

/** What a cube calls a group, whatever a chart calls it. */
export function keyOf(
  {name: _name, ...group}: Group,
  {filters, time}: Pick<DashboardSpec, "filters" | "time">,
): string {
  const column = "column" in group.of && Object.keys(group).length === 1 ? group.of.column : undefined;
  if (column !== undefined && filters.some((one) => one.column === column)) return filterKey(column);
  if (
    time &&
    "column" in group.of &&
    group.of.column === time.column &&
    (time.years ? column !== undefined : group.unit === time.unit && Object.keys(group).length === 2)
  )
    return timeKey;
  return `g:${JSON.stringify(group)}`;
}
