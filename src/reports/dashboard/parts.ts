import type {Expression} from "../../tools/condition.ts";
import type {Measure} from "../../tools/measure.ts";
import {valueKey} from "./cube_keys.ts";

/**
 * A number that can be put together from those of groups: a count, a sum, a smallest, a largest; an average, which with the
 * count of its values (`times`, its place among the parts) is a sum.
 */
export interface Part extends Pick<Measure, "fn" | "of" | "where"> {
  times?: number;
}

/**
 * A measure as an arithmetic over parts: one of them, or one by another. `above` and `below` are places in the list of parts.
 * With `spread` it is of single values, each of which `above` counts.
 */
export interface Mixture {
  above: number;
  below?: number;
  spread?: Spread;
}

/** A number that only the values themselves make up: `of` is their key in the cube. */
export interface Spread {
  fn: "median" | "quantile" | "stddev" | "variance" | "count_distinct";
  of: string;
  q?: number;
}

/** What is computed of which values, where groups' numbers do not make the whole's; undefined of every other measure. */
export function spreadOf({fn, of, over, q}: Measure): (Spread & {values: Expression}) | undefined {
  if (!of || over) return undefined;
  const known = {of: valueKey(of), values: of};
  switch (fn) {
    case "quantile":
      return q === undefined ? undefined : {fn, q, ...known};
    case "median":
    case "stddev":
    case "variance":
    case "count_distinct":
      return {fn, ...known};
    default:
      return undefined;
  }
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

/**
 * All parts of some measures, each once, and how each measure is mixed from them; undefined where one has none. `carries`:
 * whether single values may be carried for it.
 */
export function mix(
  measures: readonly Measure[],
  carries: (measure: Measure) => boolean,
): {parts: Part[]; mixtures: Mixture[]; values: Map<string, Expression>} | undefined {
  const values = new Map<string, Expression>();
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
    const single = spreadOf(measure);
    if (single && carries(measure)) {
      const {values: of, ...spread} = single;
      values.set(spread.of, of);
      const {where} = measure;
      mixtures.push({above: placeOf({fn: "count", of, ...(where && {where})}), spread});
      continue;
    }
    const own = partsOf(measure);
    if (!own) return undefined;
    const below = own.below && placeOf(own.below);
    const above = placeOf(own.above);
    if (own.above.fn === "avg" && below !== undefined) parts[above] = {...own.above, times: below};
    mixtures.push({above, ...(below !== undefined && {below})});
  }
  return {parts, mixtures, values};
}
