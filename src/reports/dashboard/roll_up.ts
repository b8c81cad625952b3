import type {Cell} from "../../data/table.ts";
import type {Cube, Cubed} from "./cube.ts";
import {filterKey, timeKey} from "./cube_keys.ts";
import {ofValues} from "./single_values.ts";

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

/** A group while it is put together: for each part its number, for each measure of single values how often each is there. */
interface Group {
  codes: number[];
  sums: (number | null)[];
  times: Map<number, number>[];
}

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
  const singles = mixtures.map(({spread}) => (spread ? cube.keys.indexOf(spread.of) : -1));
  const groups = new Map<string, Group>();
  const size = cube.codes[0]?.length ?? cube.parts[0]?.numbers.length ?? 0;
  const empty = (codes: number[]): Group => ({
    codes,
    sums: cube.parts.map(() => null),
    times: mixtures.map(() => new Map()),
  });
  if (by.length === 0) groups.set("", empty([]));
  for (let row = 0; row < size; row++) {
    if (!kept.every((keeps) => keeps(row))) continue;
    const codes = places.map((place) => cube.codes[place]![row]!);
    const key = codes.join(" ");
    let group = groups.get(key);
    if (!group) {
      group = empty(codes);
      groups.set(key, group);
    }
    const {sums, times} = group;
    cube.parts.forEach(({merge, numbers}, at) => {
      sums[at] = merged(merge, sums[at]!, numbers[row] ?? null);
    });
    mixtures.forEach(({above}, at) => {
      const code = cube.codes[singles[at]!]?.[row];
      const own = cube.parts[above]?.numbers[row] ?? 0;
      if (code !== undefined && own > 0) times[at]!.set(code, (times[at]!.get(code) ?? 0) + own);
    });
  }
  return [...groups.values()].map(({codes, sums, times}) => [
    ...codes.map((code, at) => cube.values[places[at]!]![code] ?? null),
    ...mixtures.map(({above, below, spread}, at): Cell => {
      if (!spread) return mixed(sums[above] ?? null, below === undefined ? undefined : (sums[below] ?? null));
      const values = cube.values[singles[at]!] ?? [];
      return ofValues(
        spread,
        [...times[at]!].map(([code, often]) => [Number(values[code] ?? 0), often]),
      );
    }),
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
