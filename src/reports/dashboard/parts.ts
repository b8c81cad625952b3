import type {Measure} from "../../tools/measure.ts";

/**
 * A number that can be put together from those of groups: a count, a sum, a smallest, a largest; an average, which with the
 * count of its values (`times`, its place among the parts) is a sum.
 */
export interface Part extends Pick<Measure, "fn" | "of" | "where"> {
  times?: number;
}

/** A measure as an arithmetic over parts: one of them, or one by another. `above` and `below` are places in the list of parts. */
export interface Mixture {
  above: number;
  below?: number;
}

/** The parts of a measure; undefined where groups' numbers do not make the whole's, as with medians and different values. */
export function partsOf(measure: Measure): {above: Part; below?: Part} | undefined {
  const above = additive({fn: measure.fn, of: measure.of, where: measure.where});
  if (!above) return undefined;
  if (!measure.over) return above;
  const below = additive({fn: measure.over.fn, of: measure.over.of, where: measure.over.where});
  if (!below || above.below || below.below) return undefined;
  return {above: above.above, below: below.above};
}

function additive(part: Part): {above: Part; below?: Part} | undefined {
  const {fn, of, where} = part;
  const clean = (name: Part["fn"]): Part => ({fn: name, ...(of && {of}), ...(where && {where})});
  switch (fn) {
    case "count":
    case "sum":
    case "min":
    case "max":
    case "null_count":
      return {above: clean(fn)};
    case "avg":
      return {above: clean("avg"), below: clean("count")};
    default:
      return undefined;
  }
}

/** All parts of some measures, each once, and how each measure is mixed from them; undefined where one has none. */
export function mix(measures: readonly Measure[]): {parts: Part[]; mixtures: Mixture[]} | undefined {
  const parts: Part[] = [];
  const places = new Map<string, number>();
  const placeOf = (part: Part): number => {
    const key = JSON.stringify([part.fn, part.of ?? null, part.where ?? null]);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, parts.length);
    return parts.push(part) - 1;
  };
  const mixtures: Mixture[] = [];
  for (const measure of measures) {
    const own = partsOf(measure);
    if (!own) return undefined;
    const below = own.below && placeOf(own.below);
    const above = placeOf(own.above);
    if (own.above.fn === "avg" && below !== undefined) parts[above] = {...own.above, times: below};
    mixtures.push({above, ...(below !== undefined && {below})});
  }
  return {parts, mixtures};
}
