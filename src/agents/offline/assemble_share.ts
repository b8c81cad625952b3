import type {Condition} from "../../tools/condition.ts";
import type {Group, Measure} from "../../tools/measure.ts";
import {asFilter} from "./assemble_filters.ts";
import {COUNT, defaultFunction, groupByColumn, isFlag, measureOf, target} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import type {Parts} from "./parts.ts";
import type {FilterPhrase} from "./phrase.ts";
import {type Candidate, emptyReading} from "./scene.ts";

const allOf = (filters: readonly FilterPhrase[]): Condition =>
  filters.length === 1 ? filters[0]!.condition : {op: "and", args: filters.map((one) => one.condition)};
const flagCondition = (column: LexColumn): Condition => ({
  op: "=",
  of: column.ref,
  value: column.profile.type === "boolean" ? true : 1,
});

/** Shares and rates. Each names its denominator: all rows, or those of the conditions that come before "are" or "is". */
export function assembleShare(parts: Parts): Candidate[] | undefined {
  const {bag, scene, groups, categories, numbers, cost} = parts;
  const reading = emptyReading(scene.profile.table);
  const rate = bag.first("rate");
  if (rate?.column && isFlag(rate.column)) {
    const measure: Measure = {
      name: `${rate.column.profile.name} rate`,
      fn: "count",
      where: flagCondition(rate.column),
      over: {fn: "count", of: rate.column.ref},
      unit: "%",
    };
    const by = [...groups, ...categories.map(groupByColumn), ...whichColumns(parts)];
    if (by.length === 0 && parts.filters.sides) by.push(parts.filters.sides.group);
    return ranked(parts, {
      cost,
      reading: {
        ...reading,
        measures: [measure],
        groups: by,
        assumptions: [`share of rows with a known ${rate.column.profile.name}`],
      },
    });
  }
  if (rate) return [];
  const share = bag.first("share");
  if (!share) return undefined;
  if (parts.time.growth || parts.time.comparison || bag.hasIntent("change")) return undefined;
  if (numbers.length === 2 && parts.measures.length === 0) return ranked(parts, ofColumns(parts, share));
  const filters = bag.of("filter");
  const entity = bag
    .of("column")
    .find(
      (one) => one.from >= share.to && one.from - share.to <= 2 && parts.categories.includes(one.column),
    )?.column;
  if (entity && filters.length > 0 && parts.measures.length === 0 && !parts.entity) {
    const counted = scene.profile.keys.includes(entity.profile.name)
      ? COUNT
      : measureOf("count_distinct", target(entity));
    return assembleShare({
      ...parts,
      measures: [counted],
      categories: categories.filter((column) => column !== entity),
      entity,
    });
  }
  if (filters.length > 0 && numbers.some(isFlag)) return [];
  const base =
    parts.measures[0] ??
    (numbers[0]
      ? measureOf(
          defaultFunction(numbers[0]) === "avg" ? "sum" : defaultFunction(numbers[0]),
          target(numbers[0]),
        )
      : COUNT);
  if (base.fn !== "count" && base.fn !== "sum" && base.fn !== "count_distinct") return [];
  const by: Group[] = [...groups, ...categories.map(groupByColumn), ...whichColumns(parts)];
  if (filters.length === 0) {
    const flag = numbers.find(isFlag);
    if (flag) {
      const measure: Measure = {
        name: `share with ${flag.profile.name}`,
        fn: "count",
        where: flagCondition(flag),
        over: {fn: "count"},
        unit: "%",
      };
      return ranked(parts, {cost, reading: {...reading, measures: [measure], groups: by}});
    }
    if (by.length === 0 || saysYes(parts)) return [];
    const name = `share of ${base.name}`;
    return ranked(parts, {
      cost,
      reading: {
        ...reading,
        measures: [base],
        groups: by,
        windows: [{name, of: base.name, fn: "share"}],
        assumptions: [`share of ${base.name} over all groups`],
      },
    });
  }
  const ways = waysOf(filters, parts);
  if (ways.length > 0) {
    parts.filters.filters = [];
    return ways.flatMap(({part, whole}) =>
      ranked(parts, {cost, reading: {...reading, ...shareOf(base, part, whole), groups: by}}),
    );
  }
  const {numerator, denominator} = split(filters, parts);
  if (numerator.length === 0) {
    if (by.length === 0) return [];
    return ranked(parts, {
      cost,
      reading: {
        ...reading,
        measures: [base],
        groups: by,
        windows: [{name: `share of ${base.name}`, of: base.name, fn: "share"}],
      },
    });
  }
  const wanted = numerator.map((filter) => filter.said).join(" and ");
  const measure: Measure = {
    name: `share with ${wanted}`,
    fn: base.fn,
    ...(base.of && {of: base.of}),
    where: allOf(numerator),
    over: {fn: base.fn, ...(base.of && {of: base.of})},
    unit: "%",
  };
  const of =
    denominator.length > 0
      ? `rows with ${denominator.map((filter) => filter.said).join(" and ")}`
      : "all rows";
  parts.filters.filters = denominator.map(asFilter);
  return ranked(parts, {
    cost,
    reading: {
      ...reading,
      measures: [measure],
      groups: by,
      assumptions: [`share with ${wanted}, out of ${of}${base.fn === "count" ? "" : ` by ${base.name}`}`],
    },
  });
}

/** "what percentage of visits were insured": the yes of a column is meant, and not its parts. */
function saysYes({bag, scene, categories, groups}: Parts): boolean {
  const share = bag.first("share")!;
  const [only, ...others] = bag.of("column");
  if (!only || others.length > 0 || groups.length > 0 || bag.has("whichGroup")) return false;
  return (
    categories.includes(only.column) &&
    only.column.profile.type === "boolean" &&
    only.from > share.to &&
    /^(?:is|are|was|were)$/.test(scene.tokens[only.from - 1]?.lower ?? "")
  );
}

const PLACING = new Set(["in", "at", "from", "for", "on", "within", "among"]);
const SPLITTING = new Set(
  "is are was were have has had did come came comes that who which with do does belong".split(" "),
);

interface Way {
  part: FilterPhrase[];
  whole: FilterPhrase[];
}

/**
 * What two conditions may be of one another, where no word between them says which is the whole. "What part of first class women":
 * either. "What % of passengers were first class women": both are the part, of everyone; with words between them ("were first
 * class in the evening") the second may also say of whom.
 */
function waysOf(filters: readonly (FilterPhrase & {from: number; to: number})[], parts: Parts): Way[] {
  const {scene, bag} = parts;
  const [first, second, ...more] = filters;
  const share = bag.first("share");
  if (!first || !second || more.length > 0 || first.flag || second.flag || !share) return [];
  if (first.from < share.to || !first.equals || !second.equals || first.column === second.column) return [];
  const {tokens} = scene;
  const isVerb = ({lower}: {lower: string}): boolean => ["is", "are", "was", "were"].includes(lower);
  const touching = second.from === first.to;
  const isLast = !tokens.slice(second.to).some(({kind}) => kind !== "mark");
  if (tokens.slice(share.to, first.from).some(isVerb)) {
    const both = {part: [first, second], whole: []};
    if (touching) return [both];
    return tokens.slice(first.to, second.from).some(isVerb) ? [] : [both, {part: [first], whole: [second]}];
  }
  const between = tokens.slice(first.to, second.from).map(({lower}) => lower);
  const placed = between.some((word) => PLACING.has(word)) && !between.some((word) => SPLITTING.has(word));
  if (!isLast || (!touching && !placed)) return [];
  // "% of jobs failed in Hull": what is counted was named before, so the first says what became of it.
  const named =
    bag.of("rows").some(({from}) => from >= share.to && from < first.from) || parts.entity !== undefined;
  if (placed && named) return [{part: [first], whole: [second]}];
  return [
    {part: [first], whole: [second]},
    {part: [second], whole: [first]},
  ];
}

function shareOf(
  base: Measure,
  part: readonly FilterPhrase[],
  whole: readonly FilterPhrase[],
): Pick<Candidate["reading"], "measures" | "filters" | "assumptions"> {
  const said = (all: readonly FilterPhrase[]): string => all.map((one) => one.said).join(" and ");
  const measure: Measure = {
    name: `share with ${said(part)}`,
    fn: base.fn,
    ...(base.of && {of: base.of}),
    where: allOf(part),
    over: {fn: base.fn, ...(base.of && {of: base.of})},
    unit: "%",
  };
  const of = whole.length > 0 ? `rows with ${said(whole)}` : "all rows";
  return {
    measures: [measure],
    filters: whole.map(asFilter),
    assumptions: [`share with ${said(part)}, out of ${of}`],
  };
}

/** "government as a share of employment", "what share of employment is government": one column over another. */
function ofColumns(parts: Parts, share: {from: number}): Candidate {
  const placed = parts.bag.of("column").filter((one) => parts.numbers.includes(one.column));
  const [first, second] = placed as [(typeof placed)[number], (typeof placed)[number]];
  const before = first.from < share.from;
  const between = parts.scene.tokens.slice(first.to, second.from).map((token) => token.lower);
  const reversed =
    !before && between.some((word) => ["is", "are", "was", "were", "goes", "comes"].includes(word));
  const [part, whole] = reversed ? [second.column, first.column] : [first.column, second.column];
  const name = `${part.profile.name} as a share of ${whole.profile.name}`;
  const measure: Measure = {name, fn: "sum", of: part.ref, over: {fn: "sum", of: whole.ref}, unit: "%"};
  const groups = [...parts.groups, ...parts.categories.map(groupByColumn), ...whichColumns(parts)];
  return {
    cost: parts.cost,
    reading: {...emptyReading(parts.scene.profile.table), measures: [measure], groups},
  };
}

const whichColumns = (parts: Parts): Group[] =>
  parts.bag
    .of("whichGroup")
    .flatMap((one) => (one.item.kind === "column" ? [groupByColumn(one.item.column)] : []));

/** "of women survived": what stands before the verb is the whole, what comes after is the part. */
function split(
  filters: readonly (FilterPhrase & {from: number; to: number})[],
  parts: Parts,
): {numerator: FilterPhrase[]; denominator: FilterPhrase[]} {
  if (filters.length === 1) return {numerator: [...filters], denominator: []};
  const tokens = parts.scene.tokens;
  const share = parts.bag.first("share")!;
  const verb = (index: number): boolean =>
    [
      "is",
      "are",
      "was",
      "were",
      "have",
      "has",
      "had",
      "did",
      "come",
      "came",
      "comes",
      "that",
      "who",
      "which",
      "with",
      "from",
      "do",
      "does",
      "belong",
    ].includes(tokens[index]!.lower);
  const cut = tokens.findIndex(
    (_token, index) =>
      index >= share.to &&
      verb(index) &&
      filters.some((filter) => filter.to <= index) &&
      filters.some((filter) => filter.from >= index),
  );
  if (cut >= 0)
    return {
      denominator: filters.filter((filter) => filter.to <= cut),
      numerator: filters.filter((filter) => filter.from >= cut),
    };
  const flags = filters.filter((filter) => filter.flag);
  if (flags.length > 0 && flags.length < filters.length)
    return {numerator: flags, denominator: filters.filter((filter) => !filter.flag)};
  return {numerator: [filters.at(-1)!], denominator: filters.slice(0, -1)};
}

/** "which class has the highest survival rate": the order and limit of a superlative. */
function ranked(parts: Parts, candidate: Candidate): Candidate[] {
  const superlative = parts.bag.first("super");
  const {reading} = candidate;
  if (!superlative || reading.groups.length === 0) return [candidate];
  const by = reading.windows[0]?.name ?? reading.measures[0]!.name;
  const single = superlative.n === undefined;
  return [
    {
      ...candidate,
      reading: {
        ...reading,
        intent: single ? "which" : "aggregate",
        order: [{by, direction: superlative.direction === "max" ? "desc" : "asc"}],
        limit: superlative.n ?? 1,
      },
    },
  ];
}
