import type {Filter} from "../../planning/reading.ts";
import type {Group} from "../../tools/measure.ts";
import type {Bag} from "./bag.ts";
import type {LexColumn} from "./lexicon.ts";
import type {FilterPhrase} from "./phrase.ts";

type PlacedFilter = FilterPhrase & {from: number; to: number};

export interface FilterParts {
  filters: Filter[];
  /** Values of one column that were set side by side: "men vs women". */
  sides?: {group: Group; column: LexColumn; filter: Filter};
}

const joinedTo = (a: PlacedFilter, b: PlacedFilter, bag: Bag): boolean =>
  bag.between("and", a.to, b.from) || bag.between("or", a.to, b.from);

export const asFilter = ({condition, said}: FilterPhrase): Filter => ({condition, said});

/**
 * Joins the conditions. Two values of one column cannot both hold: they are alternatives, or sides to compare. "or"
 * between two conditions makes an alternative; everything else must hold together. Undefined where two conditions on one
 * column contradict each other.
 */
export function combineFilters(
  found: readonly PlacedFilter[],
  bag: Bag,
  comparing: boolean,
): FilterParts | undefined {
  const parts: FilterParts = {filters: []};
  const used = new Set<PlacedFilter>();
  for (const first of found) {
    if (used.has(first) || !first.equals || first.equals.negated) continue;
    if (found.some((other) => other.column === first.column && other.equals?.negated)) return undefined;
    const same = found.filter(
      (other) => other.column === first.column && other.equals && !other.equals.negated && !used.has(other),
    );
    const values = [...new Set(same.flatMap((other) => other.equals!.values))];
    const apart = same.some((other, index) => index > 0 && !joinedTo(same[index - 1]!, other, bag));
    if (values.length > 1 && apart && !comparing) return undefined;
    if (values.length > 1 && (same.length > 1 || comparing)) {
      for (const other of same) used.add(other);
      const {name} = first.column.profile;
      const filter: Filter = {
        condition: {op: "in", of: first.column.ref, values},
        said: `${name} is in (${values.join(", ")})`,
      };
      if (comparing && !parts.sides)
        parts.sides = {group: {name, of: first.column.ref}, column: first.column, filter};
      parts.filters.push(filter);
    }
  }
  let alternatives = 0;
  const rest = found.filter((filter) => !used.has(filter));
  for (let index = 0; index < rest.length; index++) {
    const filter = rest[index]!;
    const next = rest[index + 1];
    if (next && bag.between("or", filter.to, next.from)) {
      parts.filters.push({
        condition: {op: "or", args: [filter.condition, next.condition]},
        said: `${filter.said} or ${next.said}`,
      });
      index++;
      alternatives++;
    } else parts.filters.push(asFilter(filter));
  }
  const spoken = bag
    .of("or")
    .filter((one) => !found.some((filter) => used.has(filter) && one.to <= filter.from));
  return spoken.length > alternatives ? undefined : parts;
}
