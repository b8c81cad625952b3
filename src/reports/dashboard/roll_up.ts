import type {Cell} from "../../data/table.ts";
import type {Cube, Cubed} from "./cube.ts";
import {filterKey, timeKey} from "./cube_keys.ts";

/** What somebody chose on the page: a value for a column (null: the missing ones), and periods from one to another, both in. */
export interface Selection {
  values: ReadonlyMap<string, Cell>;
  from?: string | number | undefined;
  to?: string | number | undefined;
}

export const isWhole = ({values, from, to}: Selection): boolean =>
  values.size === 0 && from === undefined && to === undefined;

/** The groups' values, then the measures'. */
export type Rolled = Cell[][];

/**
 * The numbers of the combinations that fit a selection, by some of the cube's groups. Without groups it is one row: sums of
 * nothing are missing, counts of nothing 0, as in the whole table.
 */
export function rollUp(
  cube: Cube,
  {by, mixtures}: Pick<Cubed, "by" | "mixtures">,
  selection: Selection,
): Rolled {
  const places = by.map((key) => cube.keys.indexOf(key));
  const kept = keepers(cube, selection);
  const groups = new Map<string, {codes: number[]; sums: (number | null)[]}>();
  const size = cube.codes[0]?.length ?? cube.parts[0]?.numbers.length ?? 0;
  const empty = () => cube.parts.map((): number | null => null);
  if (by.length === 0) groups.set("", {codes: [], sums: empty()});
  for (let row = 0; row < size; row++) {
    if (!kept.every((keeps) => keeps(row))) continue;
    const codes = places.map((place) => cube.codes[place]![row]!);
    const key = codes.join(" ");
    let group = groups.get(key);
    if (!group) {
      group = {codes, sums: empty()};
      groups.set(key, group);
    }
    const {sums} = group;
    cube.parts.forEach(({merge, numbers}, at) => {
      sums[at] = merged(merge, sums[at]!, numbers[row] ?? null);
    });
  }
  return [...groups.values()].map(({codes, sums}) => [
    ...codes.map((code, at) => cube.values[places[at]!]![code] ?? null),
    ...mixtures.map(({above, below}) =>
      mixed(sums[above] ?? null, below === undefined ? undefined : (sums[below] ?? null)),
    ),
  ]);
}

function mixed(above: number | null, below: number | null | undefined): number | null {
  if (below === undefined) return above;
  return above === null || below === null || below === 0 ? null : above / below;
}

function merged(how: "sum" | "min" | "max", one: number | null, other: number | null): number | null {
  if (one === null) return other;
  if (other === null) return one;
  return how === "sum" ? one + other : how === "min" ? Math.min(one, other) : Math.max(one, other);
}

/** Of each combination, whether it is kept. */
function keepers(cube: Cube, {values, from, to}: Selection): ((row: number) => boolean)[] {
  const made: ((row: number) => boolean)[] = [];
  for (const [column, value] of values) {
    const at = cube.keys.indexOf(filterKey(column));
    const code = cube.values[at]?.indexOf(value) ?? -1;
    made.push((row) => cube.codes[at]?.[row] === code);
  }
  if (from !== undefined || to !== undefined) {
    const at = cube.keys.indexOf(timeKey);
    const inside = (cube.values[at] ?? []).map(
      (period) =>
        period !== null && (from === undefined || period >= from) && (to === undefined || period <= to),
    );
    made.push((row) => inside[cube.codes[at]?.[row] ?? -1] === true);
  }
  return made;
}

/** Whether a cube can be asked for this selection at all. */
export function follows(cube: Cube, {values, from, to}: Selection): boolean {
  const timed = from === undefined && to === undefined ? true : cube.keys.includes(timeKey);
  return timed && [...values.keys()].every((column) => cube.keys.includes(filterKey(column)));
}
