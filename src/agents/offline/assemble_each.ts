import {periodCondition} from "../../planning/compare_periods.ts";
import type {Reading} from "../../planning/reading.ts";
import type {Condition} from "../../tools/condition.ts";
import type {Group, Having, Measure} from "../../tools/measure.ts";
import {asFilter} from "./assemble_filters.ts";
import {assembleMeasures} from "./assemble_measures.ts";
import {timeGroup} from "./assemble_time.ts";
import {groupByColumn, measureOf, target} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import type {Parts} from "./parts.ts";
import {amountOf, boundsOf, countOf, keyOf} from "./per_thing.ts";
import {type Candidate, emptyReading} from "./scene.ts";
import {isThing} from "./thing_phrases.ts";

type Each = NonNullable<Reading["each"]>;

/** Questions about groups as things: how many customers placed exactly one order, states with no sales in 2015, the median order. */
export function assembleEach(parts: Parts): Candidate[] | undefined {
  return overThings(parts) ?? withNone(parts) ?? countOfGroups(parts);
}

/** "median sales per order", "average number of orders per month": a figure of what each comes to. */
function overThings(parts: Parts): Candidate[] | undefined {
  const {bag, scene} = parts;
  const [phrase, ...more] = bag.of("perThing");
  if (!phrase || (phrase.fn === "avg" && phrase.whole)) return undefined;
  const [dated] = scene.dates;
  const unit = phrase.unit && dated && timeGroup(phrase.unit, false, dated);
  const group = phrase.whole ? plainGroup(keyOf(phrase.whole, scene)) : unit;
  if (!group || more.length > 0 || parts.groups.length + parts.categories.length + parts.measures.length > 0)
    return [];
  const inner = amountOf(phrase, scene);
  const name = `${phrase.fn === "avg" ? "average" : phrase.fn} of ${inner.name} per ${group.name}`;
  const outer: Measure = {
    name,
    fn: phrase.fn,
    of: {column: inner.name},
    ...(inner.unit && {unit: inner.unit}),
  };
  const assumptions = unit ? [`over the ${group.name}s that have rows`] : [];
  return [made(parts, {groups: [group], measures: [inner], having: []}, [outer], assumptions)];
}

/** "states with no sales in 2015": those of the data that have no rows in that time. */
function withNone(parts: Parts): Candidate[] | undefined {
  const {bag, scene, time} = parts;
  if (!bag.has("none")) return undefined;
  const column = entityOf(parts);
  const within: Condition[] = [
    ...(time.period ? [periodCondition(time.period) ?? []].flat() : []),
    ...time.filters.map(({condition}) => condition),
  ];
  if (!column || within.length === 0 || time.comparison || bag.of("none").length > 1) return [];
  const said = time.period?.said ?? time.filters.map((one) => one.said).join(", ");
  const measure: Measure = {
    name: `rows in ${said}`,
    fn: "count",
    where: within.length > 1 ? {op: "and", args: within} : within[0]!,
  };
  delete time.period;
  time.filters = [];
  const having: Having[] = [{by: measure.name, op: "=", value: 0}];
  const group = plainGroup(column);
  const assumption = `of the ${column.profile.name} that the data has at any time`;
  if (bag.has("count"))
    return [made(parts, {groups: [group], measures: [measure], having}, [total(column)], [assumption])];
  if (parts.measures.length > 0) return [];
  return [
    {
      cost: parts.cost,
      reading: {
        ...emptyReading(scene.profile.table),
        measures: [measure],
        groups: [group],
        having,
        assumptions: [assumption],
      },
    },
  ];
}

/** "how many customers placed exactly one order", "what share of customers have more than 5 orders". */
function countOfGroups(parts: Parts): Candidate[] | undefined {
  const {bag, scene} = parts;
  const shares = bag.has("share");
  if ((!bag.has("count") && !shares) || bag.has("super")) return undefined;
  const [having, ...more] = bag.of("having");
  const bounds = bag.of("filter").filter(isBoundOfAmount);
  if (more.length > 0 || (!having && bounds.length !== 1)) return undefined;
  const column = entityOf(parts);
  if (!column) return undefined;
  const [bound] = bounds;
  const measure = having
    ? having.of
      ? measureOf(having.of.fn, having.of)
      : countOf(having.counted, scene)
    : measureOf("sum", target(bound!.column));
  if (having?.counted && keyOf(having.counted, scene) === column) return undefined;
  const limits = having ? [{op: having.op, value: having.value}] : boundsOf(bound!.condition);
  const group = plainGroup(column);
  const others = parts.measures.filter((one) => !isCountOf(one, column));
  if (others.length > 0 || parts.groups.some(({name}) => name !== group.name)) return undefined;
  const rowLevel = having ? [] : assembleMeasures(parts);
  if (!having) {
    const kept = bag.of("filter").filter((one) => one !== bound && one.condition !== bound!.condition);
    parts.filters.filters = kept.map(asFilter);
  }
  const said = having ? [] : [`the total of ${bound!.column.profile.name} for each ${column.profile.name}`];
  const each: Each = {
    groups: [group],
    measures: [measure],
    having: limits.map((one) => ({by: measure.name, ...one})),
  };
  const all = limits.map(({op, value}): Condition => ({op, of: {column: measure.name}, value}));
  const where: Condition = all.length > 1 ? {op: "and", args: all} : all[0]!;
  const outer: Measure = shares
    ? {name: `share of ${group.name}`, fn: "count", where, over: {fn: "count"}, unit: "%"}
    : total(column);
  const found = made(parts, shares ? {...each, having: []} : each, [outer], said);
  const filters = parts.filters.filters;
  if (isOfEach(parts) || rowLevel.length === 0) return [found];
  // Nothing says whether one row or all of a thing's rows must reach the bound: both are offered.
  parts.filters.filters = [];
  return [
    {...found, reading: {...found.reading, filters}},
    ...rowLevel.map((one) => ({...one, reading: {...one.reading, filters: bag.of("filter").map(asFilter)}})),
  ];
}

const TOTALLED = new Set(
  "spent spend spends sold took take made earned total altogether overall worth grossed".split(" "),
);

/** "spent over 500", "over 10k in sales": what each thing comes to. */
function isOfEach({scene, bag}: Parts): boolean {
  const [filter] = bag.of("filter").filter(isBoundOfAmount);
  const {tokens} = scene;
  return (
    tokens.some(({lower}) => TOTALLED.has(lower)) ||
    (filter !== undefined &&
      tokens.slice(filter.from, filter.to).some(({lower}) => lower === "in" || lower === "of"))
  );
}

/** Where so many rows have a value of their own, a row is a thing. */
const MOSTLY_OWN = 0.95;

/** What is counted: the thing after "how many", or the one that stands before its condition. */
function entityOf(parts: Parts): LexColumn | undefined {
  const {bag, scene} = parts;
  const count = bag.first("count");
  const which = bag.of("whichGroup").flatMap(({item}) => (item.kind === "column" ? [item.column] : []));
  const grouped = bag
    .of("group")
    .flatMap(({items}) => items.flatMap((item) => (item.kind === "column" ? [item.column] : [])));
  const named = [...(count?.entity ? [count.entity] : []), ...which, ...bag.columns(), ...grouped].filter(
    isThing,
  );
  const [only, ...others] = [...new Set(named)];
  const shared = parts.entity ?? only;
  if (!shared || others.length > 0) return undefined;
  const {name} = shared.profile;
  if (scene.profile.keys.includes(name) || shared.profile.distinct >= MOSTLY_OWN * scene.profile.rows)
    return undefined;
  return keyOf(shared, scene);
}

const isCountOf = ({fn, of}: Measure, column: LexColumn): boolean =>
  (fn === "count" && !of) ||
  (fn === "count_distinct" && of !== undefined && "column" in of && of.column === column.profile.name);

function isBoundOfAmount(filter: {column: LexColumn; condition: Condition}): boolean {
  return filter.column.profile.additivity === "additive" && boundsOf(filter.condition).length > 0;
}

const plainGroup = (column: LexColumn): Group => {
  const {name, of} = groupByColumn(column);
  return {name, of};
};

const total = ({profile: {name}}: LexColumn): Measure => ({
  name: `number of ${name}`,
  fn: "count_distinct",
  of: {column: name},
});

const made = (parts: Parts, each: Each, measures: Measure[], assumptions: string[]): Candidate => ({
  cost: parts.cost,
  reading: {...emptyReading(parts.scene.profile.table), measures, each, assumptions},
});
