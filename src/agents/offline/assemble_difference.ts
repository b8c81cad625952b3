import type {Filter} from "../../planning/reading.ts";
import type {Measure} from "../../tools/measure.ts";
import {asFilter} from "./assemble_filters.ts";
import {COUNT, measureOf, target} from "./column_nature.ts";
import type {Parts} from "./parts.ts";
import {countOf} from "./per_thing.ts";
import {asks, type Candidate, emptyReading} from "./scene.ts";
import {isThing} from "./thing_phrases.ts";

/**
 * "How many more orders in the West than the East", "the difference in sales between West and East": an amount of one side, of the
 * other, and what is between them. Averages, and whether a difference is real, are for the comparison of groups.
 */
export function assembleDifference(parts: Parts): Candidate[] | undefined {
  const {bag, scene, filters} = parts;
  const {sides} = filters;
  const more =
    bag.has("than") &&
    bag.of("vague").some(({adjective}) => adjective.hints.length === 0) &&
    bag.has("count");
  const apart = bag
    .of("intent")
    .some(({intent, from}) => intent === "compare" && isDifference(scene.tokens[from]?.lower));
  if (!sides || (!more && !apart) || scene.yesNo || bag.has("super") || bag.has("share")) return undefined;
  if (asks(scene, "significant", "significantly", "real", "chance", "statistically")) return undefined;
  const {condition} = sides.filter;
  const values = condition.op === "in" ? condition.values : [];
  const [first, second] = values;
  const measure = amountOf(parts);
  const others = parts.groups.length > 0 || parts.time.comparison;
  if (!measure || values.length !== 2 || first === undefined || second === undefined || others)
    return undefined;
  const of = sides.column.ref;
  const one = (value: string | number | boolean): Measure => ({
    ...measure,
    name: `${measure.name}, ${String(value)}`,
    where: {op: "=", of, value},
  });
  const [a, b] = [one(first), one(second)];
  const rest: Filter[] = bag
    .of("filter")
    .flatMap((filter) => (filter.column === sides.column ? [] : [asFilter(filter)]));
  parts.filters.filters = [];
  return [
    {
      // "more" is what is asked here, and was taken for a loose word.
      cost: parts.cost - (more ? 0.6 : 0),
      reading: {
        ...emptyReading(scene.profile.table),
        measures: [a, b],
        filters: rest,
        windows: [{name: "difference", of: a.name, fn: "change", from: b.name}],
      },
    },
  ];
}

const isDifference = (word: string | undefined): boolean => word === "difference" || word === "gap";

/** What is counted or added up; undefined where it is an average, or nothing that is named. */
function amountOf({bag, scene, numbers, categories, measures}: Parts): Measure | undefined {
  const things = categories.filter(isThing);
  if (numbers.length === 1 && things.length === 0 && measures.every((one) => one === COUNT)) {
    const [column] = numbers;
    return column!.profile.additivity === "additive" ? measureOf("sum", target(column!)) : undefined;
  }
  if (numbers.length > 0) return undefined;
  if (measures.length === 1 && things.length === 0) {
    const [measure] = measures;
    return ["sum", "count", "count_distinct"].includes(measure!.fn) && !measure!.over ? measure : undefined;
  }
  const counts = measures.every((one) => one === COUNT) && (bag.has("count") || bag.has("rows"));
  return counts && things.length === 1 ? countOf(things[0], scene) : undefined;
}
