import type {Reading} from "../../planning/reading.ts";
import type {Condition, Expression} from "../../tools/condition.ts";
import {combineFilters} from "./assemble_filters.ts";
import {grainGroup, timeGroups, timeParts} from "./assemble_time.ts";
import {Bag} from "./bag.ts";
import {besideEarlier} from "./beside_earlier.ts";
import {arranged} from "./chart_words.ts";
import {
  COUNT,
  defaultFunction,
  groupByColumn,
  isCategory,
  isDate,
  isMeasure,
  isNumeric,
  measureOf,
  target,
} from "./column_nature.ts";
import type {Cover} from "./cover.ts";
import type {FollowUp} from "./follow_up_words.ts";
import {monthOfSameYear} from "./moved_period.ts";
import {modified} from "./parts.ts";
import {type Candidate, datesOf, type Scene} from "./scene.ts";
import type {Token} from "./tokens.ts";

/** Intents and phrases that a change of the last reading makes nothing of: the question is then read afresh. */
function asksMore(bag: Bag, earlier: Reading): boolean {
  const intents = [
    "running",
    "missing",
    "duplicates",
    "correlation",
    "relation",
    "distribution",
    "compare",
    "change",
  ];
  if (bag.has("having") || bag.has("rate") || bag.has("number") || bag.hasIntent(...intents)) return true;
  const grouped = earlier.groups.length > 0 || bag.has("group");
  if ((bag.has("share") || bag.of("super").some((one) => one.n === undefined)) && !grouped) return true;
  return earlier.intent !== "aggregate" && bag.of("period").some((one) => one.phrase.kind === "comparison");
}

const STARTS = new Set([
  "and",
  "only",
  "just",
  "now",
  "but",
  "also",
  "same",
  "instead",
  "without",
  "excluding",
  "except",
  "as",
  "by",
  "per",
  "for",
  "in",
  "make",
  "then",
  "ok",
  "no",
  "what about",
  "how about",
  "it",
  "that",
  "those",
  "them",
  "sorted",
  "sort",
  "not",
  "per",
  "split",
  "broken",
  "break",
  "top",
  "bottom",
  "plot",
  "show",
  "draw",
  "since",
  "before",
  "after",
  "until",
  "with",
  "exclude",
  "ignore",
  "remove",
  "drop",
  "use",
  "over",
  "weekly",
  "monthly",
  "daily",
  "yearly",
  "grouped",
  "group",
  "limit",
  "restrict",
  "filter",
]);
const POINTERS = new Set(["it", "that", "those", "them", "these", "same", "instead"]);

/** Whether a question leans on the one before: how it starts, or a pointer to what was shown. */
export function leansBack(tokens: readonly Token[]): "surely" | "maybe" | "no" {
  const first = tokens[0]?.lower ?? "";
  const two = `${first} ${tokens[1]?.lower ?? ""}`;
  if (
    two === "what about" ||
    two === "how about" ||
    [
      "and",
      "only",
      "just",
      "now",
      "but",
      "also",
      "same",
      "instead",
      "as",
      "by",
      "per",
      "then",
      "no",
    ].includes(first)
  )
    return "surely";
  if (tokens.length <= 8 && tokens.some((token) => POINTERS.has(token.lower))) return "surely";
  return STARTS.has(first) || tokens.length <= 4 ? "maybe" : "no";
}

const CORRECTS =
  /^\s*(?:no+|nope|sorry|oops|actually|wait|i (?:meant|mean|want(?:ed)?)|rather|make (?:it|that))\b\s*(?:[,.:;-]+\s*(?:(?:i (?:meant|mean|want(?:ed)?)|make (?:it|that)|use|by)\s+)?|(?=(?:the|by|per|i|use|it|make|not the|only|just)\b)|\s+(?=\S))(?:i (?:meant|mean|want(?:ed)?)\s+|make (?:it|that)\s+)?/i;

/**
 * What a correction asks for, without its "no," or "I meant": undefined where it is none. "no refunds" is none: it leaves
 * something out.
 */
export function corrected(question: string): string | undefined {
  if (/^\s*no+\s+(?!(?:the|by|per|i|use|it|make|only|just)\b)[^\s,]/i.test(question)) return undefined;
  const found = CORRECTS.exec(question);
  const rest = found && question.slice(found[0].length).trim();
  return rest || undefined;
}

/** Changes the earlier reading by what the new question says: groups, filters, period, measure, order or chart. */
export const changeReading =
  (earlier: Reading, follow?: FollowUp) =>
  (cover: Cover, scene: Scene): Candidate[] => {
    const bag = new Bag(cover.placed);
    const scoped = {...scene, dates: datesOf(scene.columns, bag.columns(), scene.tokens)};
    const time = timeParts(bag, scoped);
    if (time.impossible || asksMore(bag, earlier)) return [];
    const reading: Candidate["reading"] = {...earlier, assumptions: []};
    let changed = false;
    const change = (part: Partial<Candidate["reading"]>): void => {
      Object.assign(reading, part);
      changed = true;
    };

    const bare = bag.columns();
    const numbers = bare.filter((column) => isNumeric(column) && (isMeasure(column) || !isCategory(column)));
    const items = bag.of("group").flatMap((phrase) => phrase.items);
    const groups = items.flatMap((item) => {
      if (item.kind === "column") return [groupByColumn(item.column)];
      const group =
        item.kind === "grain" ? grainGroup(item.phrase, scoped) : timeGroups(item, scoped, false)[0];
      return group ? [group] : [];
    });
    if (groups.length < items.length) return [];
    groups.push(
      ...bare
        .filter((column) => !numbers.includes(column) && !modified(column, bag, scene))
        .map(groupByColumn),
    );
    const adding =
      follow?.adds ||
      scene.tokens.some((token) => ["also", "too"].includes(token.lower)) ||
      /\bas well\b/i.test(scene.tokens.map((token) => token.lower).join(" "));
    const dates = scene.columns.filter(
      (column) => isDate(column) && groups.some(({name}) => name === column.profile.name),
    );
    const [otherDate] = dates;
    const told = reading.groups.find((group) => group.unit && "column" in group.of) ?? reading.period;
    if (otherDate && dates.length === 1 && groups.length === 1 && told && items.length <= 1) {
      change(onOtherDate(reading, otherDate.profile.name));
      groups.length = 0;
    }
    if (groups.length > 0) {
      const kept = adding
        ? reading.groups.filter((group) => !groups.some((other) => other.name === group.name))
        : [];
      const aggregate = ["rows", "distinct", "which", "aggregate"].includes(reading.intent);
      change({
        groups: [...kept, ...groups],
        ...(aggregate && {
          intent: "aggregate",
          order: [],
          limit: undefined,
          limitWithin: undefined,
          columns: [],
        }),
      });
      if (reading.intent === "aggregate" && reading.measures.length === 0) reading.measures = [COUNT];
    }

    const functions = bag.of("function").flatMap((one) => one.fns);
    const measures = bag
      .of("measure")
      .flatMap((phrase) =>
        phrase.targets.flatMap((one) => phrase.fns.map((fn) => measureOf(fn, one, phrase.q))),
      );
    const old = reading.measures[0];
    for (const column of numbers) {
      const kept =
        old &&
        ["avg", "sum", "median", "min", "max"].includes(old.fn) &&
        !(old.fn === "sum" && defaultFunction(column) !== "sum")
          ? old.fn
          : defaultFunction(column);
      measures.push(measureOf(functions[0] ?? kept, target(column)));
    }
    if (bag.has("count"))
      measures.push(
        ...bag
          .of("count")
          .map((one) => (one.entity ? measureOf("count_distinct", target(one.entity)) : COUNT)),
      );
    if (measures.length === 0 && functions.length > 0 && old?.of && "column" in old.of) {
      const {column: name} = old.of;
      const column = scene.columns.find((one) => one.profile.name === name);
      if (column) measures.push(...functions.map((fn) => measureOf(fn, target(column))));
    }
    if (measures.length > 0) {
      const statistics =
        ["distribution", "correlation", "compare", "relation"].includes(reading.intent) && numbers.length > 0;
      if (adding && follow?.adds && reading.intent === "aggregate")
        change({measures: [...reading.measures, ...measures]});
      else if (statistics)
        change({
          columns: [
            ...(reading.columns.length > 1 ? reading.columns.slice(0, 1) : []),
            ...numbers.map((column) => ({name: column.profile.name, of: column.ref})),
          ],
        });
      else
        change({
          measures,
          intent: reading.intent === "which" ? "which" : "aggregate",
          order: reading.order.map((order) =>
            order.by === old?.name ? {...order, by: measures[0]!.name} : order,
          ),
          windows: [],
          having: [],
          columns: [],
        });
    }

    const combined = combineFilters(bag.of("filter"), bag, bag.has("than"));
    if (!combined) return [];
    const {filters, sides} = combined;
    if (filters.length > 0) {
      const beside = follow?.adds ? besideEarlier(reading, filters) : undefined;
      const fresh = new Set(bag.of("filter").map((one) => one.column.profile.name));
      if (beside) change(beside);
      else
        change({
          filters: [
            ...reading.filters.filter(
              (filter) => !columnsOf(filter.condition).some((name) => fresh.has(name)),
            ),
            ...filters,
          ],
        });
      if (sides && reading.groups.length === 0) change({groups: [sides.group]});
    }
    if (time.period && follow?.against) {
      if (!earlier.period || reading.intent !== "aggregate") return [];
      change({comparison: {kind: "previous_period", against: time.period}});
    } else if (time.period) change({period: time.period});
    const month = earlier.period && monthOfSameYear(earlier.period, time.filters);
    if (month && !time.period) {
      if (follow?.against) change({comparison: {kind: "previous_period", against: month}});
      else change({period: month});
    } else if (time.filters.length > 0) {
      const fresh = new Set(time.filters.flatMap((filter) => columnsOf(filter.condition)));
      change({
        filters: [
          ...reading.filters.filter((filter) => !columnsOf(filter.condition).some((name) => fresh.has(name))),
          ...time.filters,
        ],
      });
    }
    if (time.comparison && reading.intent === "aggregate") change({comparison: time.comparison});

    const superlative = bag.first("super");
    if (superlative && reading.groups.length > 0 && reading.measures[0]) {
      change({
        order: [{by: reading.measures[0].name, direction: superlative.direction === "max" ? "desc" : "asc"}],
        limit: superlative.n ?? 1,
        intent: "aggregate",
      });
    } else if (superlative?.n !== undefined && reading.intent !== "aggregate") change({limit: superlative.n});
    const sort = bag.first("sort");
    if (sort && (reading.measures[0] || sort.column)) {
      change({
        order: [
          {
            by: sort.column?.profile.name ?? reading.measures[0]!.name,
            direction: sort.how === "asc" ? "asc" : "desc",
          },
        ],
      });
    }
    if (bag.has("share") && reading.groups.length > 0 && reading.measures[0]) {
      const of = reading.measures[0].name;
      change({windows: [{name: `share of ${of}`, of, fn: "share"}]});
    }
    const chart = bag.of("chart").find((one) => one.chart) ?? bag.first("chart");
    const words = bag.of("arrangement").map((one) => one.arrangement);
    if (chart || words.length > 0) {
      change({
        chart: {
          ...reading.chart,
          asked: true,
          ...(chart?.chart && {kind: chart.chart}),
          ...arranged(words),
        },
      });
    }
    const isOfThings = earlier.each !== undefined;
    if (isOfThings && (groups.length > 0 || measures.length > 0 || superlative || sort || bag.has("share")))
      return [];
    return changed ? [{reading, cost: cover.cost + 0.3}] : [];
  };

/** The same by another date: the periods are its periods, and the groups its months. */
function onOtherDate({groups, period}: Candidate["reading"], column: string): Partial<Candidate["reading"]> {
  return {
    groups: groups.map((group) => (group.unit && "column" in group.of ? {...group, of: {column}} : group)),
    ...(period && {period: {...period, column}}),
    assumptions: [`by ${column}`],
  };
}

function columnsOf(condition: Condition): string[] {
  const inside = (of: Expression): string[] =>
    "column" in of
      ? [of.column]
      : "of" in of
        ? inside(of.of)
        : "left" in of
          ? [...inside(of.left), ...inside(of.right)]
          : [];
  if ("args" in condition) return condition.args.flatMap(columnsOf);
  if ("arg" in condition) return columnsOf(condition.arg);
  if (condition.op === "compare_columns") return [...inside(condition.left), ...inside(condition.right)];
  return inside(condition.of);
}
