import type {Group, Measure} from "../../tools/measure.ts";
import {
  COUNT,
  defaultFunction,
  groupByColumn,
  hintedColumns,
  isDate,
  isMeasure,
  isNumeric,
  isYear,
  measureOf,
  nameColumn,
  namesRows,
  onlyAmount,
  target,
} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import {onlyText, type Parts, rowColumns, shown, whichGroups} from "./parts.ts";
import {countOf} from "./per_thing.ts";
import {BIG, EXTREME, isTurned, repeated, SHORTLY, trafficOf, whoMost} from "./ranked_things.ts";
import {asks, type Candidate, emptyReading, isDaily} from "./scene.ts";

const DEFAULT_TOP = 10;

/** Questions with a superlative: the extreme value, the row that has it, or the groups in order of a measure. */
export function assembleRanking(parts: Parts): Candidate[] | undefined {
  const supers = parts.bag.of("super");
  const found = supers.find((one) => one.n !== undefined && sameWay(one, supers)) ?? supers[0];
  if (!found) return undefined;
  const number = parts.bag.first("number")?.value;
  const meant = isTurned(found.word, parts.numbers, parts.scene)
    ? {...found, direction: found.direction === "max" ? ("min" as const) : ("max" as const)}
    : found;
  const superlative = meant.n === undefined && number !== undefined ? {...meant, n: number} : meant;
  const {bag, scene, cost} = parts;
  const busy =
    parts.measures.length + parts.numbers.length === 0 && superlative.adjective?.hints[0] === "#traffic";
  const daily = onlyAmount(scene.columns);
  // Each row is a day: the busiest one is the row with the most.
  if (busy && daily && isDaily(scene) && saysDay(parts)) return assembleRanking({...parts, numbers: [daily]});
  const most = superlative.counted;
  if (most && parts.measures.length > 0) return [];
  const measures = busy ? [trafficOf(parts)] : most ? [{...countOf(most, scene)}] : parts.measures;
  const direction = superlative.direction === "max" ? ("desc" as const) : ("asc" as const);
  const adjective = superlative.adjective;
  const counts = adjective?.hints[0] === "#count";
  const ranked = bag
    .of("group")
    .flatMap((one) =>
      one.items.flatMap((item) => (item.kind === "column" && isMeasure(item.column) ? [item.column] : [])),
    );
  if (measures.length === 0 && parts.numbers.length === 0 && ranked.length > 0) {
    const whole = bag.has("rows") || (bag.has("unit") && isDaily(scene));
    if (whole && parts.groups.length > ranked.length) return [];
    const names = new Set(ranked.map((column) => column.profile.name));
    return assembleRanking({
      ...parts,
      numbers: ranked,
      groups: parts.groups.filter((group) => !names.has(group.name)),
      ranked: true,
    });
  }
  const groupChoices = groupsOf(parts);
  const who = groupChoices.length === 0 ? whoMost(parts, superlative.word) : undefined;
  if (who) groupChoices.push([groupByColumn(who)]);
  const of =
    groupChoices.length === 0 && asks(scene, "who") && !parts.time.period ? repeated(parts) : undefined;
  if (of) groupChoices.push([groupByColumn(of)]);
  if (
    groupChoices.length === 0 &&
    parts.numbers.length === 0 &&
    superlative.adjective?.hints[0] === "#traffic"
  )
    return [];
  const reading = emptyReading(scene.profile.table);
  const topped = ["top", "bottom"].includes(superlative.word ?? "") && !bag.has("whichGroup");
  const singular = superlative.n === undefined && !topped;
  const limit = superlative.n ?? (singular ? 1 : DEFAULT_TOP);
  const rank = (
    groups: Group[],
    measure: Measure,
    more: Partial<Candidate["reading"]> = {},
    extra = 0,
  ): Candidate =>
    apart(parts, superlative, groups, {
      cost: cost + extra,
      reading: {
        ...reading,
        intent: singular ? "which" : "aggregate",
        measures: [measure],
        groups,
        order: [{by: measure.name, direction}],
        limit,
        ...more,
      },
    });

  if (measures.length > 0 || counts) {
    const measure = measures[0] ?? COUNT;
    if (measure === COUNT && groupChoices.some((groups) => isKeyed(groups, parts))) return [];
    if (groupChoices.length > 0)
      return groupChoices.map((groups, index) => rank(groups, measure, {}, 0.02 * index));
    return counts || busy || most || measure.fn === "count" ? [] : undefined;
  }

  const numbers =
    parts.numbers.length > 0
      ? parts.numbers.slice(0, 1)
      : adjective
        ? hintedColumns(adjective, scene.columns)
        : [];
  const mentionsRows =
    bag.has("rows") ||
    (bag.has("unit") && isDaily(scene)) ||
    asks(scene, "who", "which", "whose") ||
    (asks(scene, "list", "show", "give", "display", "find") && superlative.n !== undefined);
  if (adjective?.date && numbers.some((column) => !isDate(column) && !isYear(column))) {
    const [dated] = scene.dates;
    if (!dated || groupChoices.length > 0) return [];
    const columns = rowShown(parts, numbers[0]!);
    const shownColumns = columns.some((column) => column.name === dated.profile.name)
      ? columns
      : [...shown([dated]), ...columns];
    return [
      {
        cost,
        reading: {
          ...reading,
          intent: "which",
          columns: shownColumns,
          order: [{by: dated.profile.name, direction}],
          limit: 1,
        },
      },
    ];
  }
  if (numbers.length === 0) {
    if (
      groupChoices.length > 0 &&
      mentionsRowsAsCount(parts) &&
      !groupChoices.some((groups) => isKeyed(groups, parts))
    )
      return groupChoices.map((groups, index) =>
        rank(
          groups,
          COUNT,
          {assumptions: ["counted rows"]},
          0.02 * index + (bag.has("rows") || !bag.has("filter") ? 0 : 0.45),
        ),
      );
    const only = onlyAmount(scene.columns);
    const money = only ? [only] : moneyColumns(scene.columns);
    if (
      !counts &&
      (BIG.has(superlative.word ?? "") || (only && EXTREME.has(superlative.word ?? ""))) &&
      money.length > 0
    ) {
      const said = (column: LexColumn): string[] => [
        `by total ${column.profile.name}, as nothing else was said`,
      ];
      if (groupChoices.length > 0)
        return money.flatMap((column) =>
          groupChoices.map((groups) =>
            rank(groups, measureOf("sum", target(column)), {assumptions: said(column)}),
          ),
        );
      if (mentionsRows && !parts.categories.some(isDate))
        return money.flatMap((column) => assembleRanking({...parts, numbers: [column]}) ?? []);
    }
    const dated = adjective?.date ? parts.categories.find(isDate) : undefined;
    if (dated)
      return [{cost, reading: {...reading, measures: [measureOf(superlative.direction, target(dated))]}}];
    return [];
  }
  return numbers.flatMap((column, index): Candidate[] => {
    const extra = 0.02 * index;
    const row = (more = 0): Candidate => ({
      cost: cost + extra + more,
      reading: {
        ...reading,
        intent: singular ? "which" : "rows",
        columns: rowShown(parts, column),
        order: [{by: column.profile.name, direction}],
        limit,
      },
    });
    const named = groupChoices.length > 0 ? groupColumn(parts) : undefined;
    if (named && (namesRows(named, scene.profile.rows) || scene.profile.keys.includes(named.profile.name)))
      return [row()];
    if (groupChoices.length > 0) {
      if (!isNumeric(column)) return [row(0.1)];
      if (bag.has("group") && !parts.ranked && !bag.has("whichGroup"))
        return groupChoices.map((groups) => ({
          cost: cost + extra,
          reading: {
            ...reading,
            measures: [measureOf(superlative.direction, target(column))],
            groups,
            order: [{by: measureOf(superlative.direction, target(column)).name, direction}],
          },
        }));
      const fn = bag.first("function")?.fns[0] ?? defaultFunction(column);
      const words = fn === "sum" ? "total" : "average";
      return groupChoices.map((groups, choice) =>
        rank(
          groups,
          measureOf(fn, target(column)),
          {assumptions: [`by ${words} ${column.profile.name}, as nothing else was said`]},
          extra + 0.02 * choice,
        ),
      );
    }
    if (mentionsRows || (superlative.n !== undefined && isMeasure(column))) return [row()];
    if (asks(scene, "when") && scene.dates[0]) return [row()];
    const isNamed = nameColumn(scene.columns, scene.profile.rows) ?? onlyText(scene);
    if (isNamed && SHORTLY.has(superlative.word ?? "") && !bag.has("wh") && !scene.yesNo) return [row()];
    return [
      {
        cost: cost + extra,
        reading: {...reading, measures: [measureOf(superlative.direction, target(column))]},
      },
    ];
  });
}

/** "day", as a word of the calendar or as the column of dates. */
const saysDay = ({bag, categories}: Parts): boolean =>
  bag.of("unit").some(({unit}) => unit === "day") || (categories.length === 1 && isDate(categories[0]!));

/** Whether each row has a group of its own, so that counting rows by it says nothing. */
const isKeyed = (groups: readonly Group[], {scene}: Parts): boolean =>
  groups.some(
    ({of, unit, part}) =>
      !unit && !part && "column" in of && !of.table && scene.profile.keys.includes(of.column),
  );

/**
 * "top 3 cities in each region" is a top for each region; "the second highest" is what has rank 2. Other rankings stay as they
 * are.
 */
function apart(
  parts: Parts,
  {n, nth}: {n?: number; nth?: number},
  groups: readonly Group[],
  candidate: Candidate,
): Candidate {
  const {reading} = candidate;
  const [ranked, within] = groups;
  if (nth !== undefined) {
    const [measure] = reading.measures;
    const {limit: _limit, ...rest} = reading;
    const rank = {name: "rank", of: measure!.name, fn: "rank" as const};
    return {
      ...candidate,
      reading: {...rest, intent: "aggregate", windows: [rank], having: [{by: "rank", op: "=", value: nth}]},
    };
  }
  const isEach = parts.groups.length === 1 && groups.length === 2 && within === parts.groups[0];
  if (!ranked || !within || !isEach || within.unit || within.part) return candidate;
  return {
    ...candidate,
    reading: {
      ...reading,
      intent: "aggregate",
      groups: [within, ranked],
      limit: n ?? 1,
      limitWithin: within.name,
    },
  };
}

/** "most, top 5": both say the same, one of them how many. */
const sameWay = (one: {direction: string}, all: readonly {direction: string; word?: string}[]): boolean =>
  all.every(
    ({direction, word}) =>
      direction === one.direction && ["most", "least", "fewest", "top", "bottom"].includes(word ?? ""),
  );

const MONEY = /sales|revenue|amount|turnover|gross|total|income|profit/i;

/** What "big" and "best" are of when nobody says: money taken. */
const moneyColumns = (columns: readonly LexColumn[]): LexColumn[] =>
  columns
    .filter(
      (column) =>
        isMeasure(column) && column.profile.additivity === "additive" && MONEY.test(column.profile.name),
    )
    .slice(0, 3);

/** "most orders" and "most common" count rows; "the top director" of nothing does not. */
const mentionsRowsAsCount = (parts: Parts): boolean =>
  parts.bag.has("rows") ||
  parts.bag.of("super").some((one) => ["most", "fewest", "least"].includes(one.word ?? ""));

/** What is ranked: what "which" asks for, what "by" names, or a category that stands alone. */
function groupsOf(parts: Parts): Group[][] {
  const which = parts.bag.of("whichGroup");
  const once = asks(parts.scene, "ever");
  if (which.length > 0 && once)
    return whichGroups(which[0]!.item, parts)
      .slice(0, 1)
      .map((group) => [group, ...parts.groups]);
  if (which.length > 0) return whichGroups(which[0]!.item, parts).map((group) => [group, ...parts.groups]);
  if (parts.bag.of("unit").length > 0 && parts.categories.length === 0) {
    const unit = parts.bag.of("unit")[0]!;
    const own =
      unit.unit === "day" && isDaily(parts.scene) ? [] : whichGroups({kind: "unit", unit: unit.unit}, parts);
    if (own.length > 0 && once) return own.slice(0, 1).map((group) => [group, ...parts.groups]);
    if (own.length > 0) return own.map((group) => [group, ...parts.groups]);
  }
  const categories = parts.categories.filter((column) => !isDate(column));
  if (categories.length > 0) return [[...categories.slice(0, 1).map(groupByColumn), ...parts.groups]];
  if (parts.groups.length > 0) return [parts.groups];
  return [];
}

function groupColumn(parts: Parts): LexColumn | undefined {
  const which = parts.bag.of("whichGroup")[0]?.item;
  if (which?.kind === "column") return which.column;
  return which ? undefined : parts.categories[0];
}

function rowShown(parts: Parts, column: LexColumn): {name: string; of: LexColumn["ref"]}[] {
  const which = parts.bag
    .of("whichGroup")
    .flatMap((one) => (one.item.kind === "column" ? [one.item.column] : []));
  const dates = asks(parts.scene, "when") || parts.bag.has("unit") ? parts.scene.dates.slice(0, 1) : [];
  const wanted = [...which, ...dates, ...parts.categories, column, ...parts.numbers];
  const columns = rowColumns(parts, wanted);
  return columns.length > 0 ? columns : shown(wanted);
}
