import type {Group, Measure} from "../../tools/measure.ts";
import {combineFilters} from "./assemble_filters.ts";
import {assembleIntent} from "./assemble_intent.ts";
import {assembleRanking} from "./assemble_ranking.ts";
import {assembleShare} from "./assemble_share.ts";
import {grainGroup, timeGroup, timeGroups, timeParts} from "./assemble_time.ts";
import {Bag} from "./bag.ts";
import {
  COUNT,
  defaultFunction,
  groupByColumn,
  hintedColumns,
  isCategory,
  isDate,
  isMeasure,
  isNumeric,
  isYear,
  measureOf,
  namesRows,
  target,
} from "./column_nature.ts";
import type {Cover} from "./cover.ts";
import {honours} from "./honours.ts";
import type {LexColumn} from "./lexicon.ts";
import {filterColumns, modified, type Parts, rowColumns, shown, whichGroups} from "./parts.ts";
import {asks, type Candidate, datesOf, emptyReading, type Scene} from "./scene.ts";

/** Every reading that a cover may mean; none where its phrases do not go together. */
export function assemble(cover: Cover, scene: Scene): Candidate[] {
  const bag = new Bag(cover.placed);
  const parts = collect(bag, {...scene, dates: datesOf(scene.columns, bag.columns())}, cover.cost);
  if (!parts) return [];
  const found =
    assembleShare(parts) ?? assembleIntent(parts) ?? assembleRanking(parts) ?? assembleMeasures(parts);
  return found
    .map((candidate) => finish(candidate, parts))
    .filter((candidate) => honours(candidate.reading, bag, parts.scene));
}

function collect(bag: Bag, scene: Scene, cost: number): Parts | undefined {
  const time = timeParts(bag, scene);
  if (time.impossible) return undefined;
  const comparing = bag.has("than") || bag.hasIntent("compare") || scene.yesNo;
  const filters = combineFilters(bag.of("filter"), bag, comparing);
  if (!filters) return undefined;
  const assumptions: string[] = [];
  const groups: Group[] = [];
  let extra = 0;
  for (const phrase of bag.of("group")) {
    for (const item of phrase.items) {
      if (item.kind === "column") groups.push(groupByColumn(item.column));
      else {
        const group =
          item.kind === "grain" ? grainGroup(item.phrase, scene) : timeGroups(item, scene, false)[0];
        if (!group) return undefined;
        groups.push(group);
      }
    }
  }
  const bare = bag.columns();
  const functions = bag.of("function").flatMap((one) => one.fns);
  const numbers = bare.filter((column) => isNumeric(column) && (isMeasure(column) || !isCategory(column)));
  const categories = bare.filter((column) => !numbers.includes(column) && !modified(column, bag, scene));
  const measures: Measure[] = bag
    .of("measure")
    .flatMap((phrase) =>
      phrase.targets.flatMap((one) => phrase.fns.map((fn) => measureOf(fn, one, phrase.q))),
    );
  for (const one of bag.of("ratio")) {
    const unit = one.per === "sum" ? "%" : one.part.profile.unit;
    measures.push({
      name: one.name,
      fn: "sum",
      of: one.part.ref,
      over: {fn: one.per, of: one.whole.ref},
      ...(unit && {unit}),
    });
    const over =
      one.per === "sum"
        ? `total ${one.whole.profile.name}`
        : `the number of distinct ${one.whole.profile.name}`;
    assumptions.push(`${one.name} is total ${one.part.profile.name} over ${over}`);
  }
  for (const one of bag.of("expression")) measures.push(measureOf(functions[0] ?? "sum", one));
  if (functions.length > 0 && measures.length === 0) {
    for (const fn of functions) for (const column of numbers) measures.push(measureOf(fn, target(column)));
    if (measures.length > 0) numbers.length = 0;
    else if (!bag.has("count") && !bag.has("ratio") && !bag.hasIntent("distribution")) return undefined;
  } else if (functions.some((fn) => fn !== "sum") && !bag.has("expression")) return undefined;
  for (const vague of bag.of("vague")) {
    const hinted = hintedColumns(vague.adjective, scene.columns);
    const mentioned = [
      ...numbers,
      ...bag.of("measure").flatMap((one) => one.targets.map((each) => each.column)),
    ];
    if (
      vague.adjective.hints.length === 0 ||
      vague.adjective.hints[0] === "#count" ||
      hinted.some((column) => mentioned.includes(column))
    )
      continue;
    if (hinted[0] && !vague.adjective.date) {
      if (bag.has("count") || bag.has("measure") || bag.has("share")) return undefined;
      numbers.push(hinted[0]);
    } else extra += 0.4;
  }
  for (const phrase of bag.of("count")) {
    const {entity} = phrase;
    if (!entity) measures.push(COUNT);
    else if (isMeasure(entity)) measures.push(measureOf("sum", target(entity)));
    else if (
      !phrase.distinct &&
      (scene.profile.keys.includes(entity.profile.name) ||
        (entity.profile.role === "text" && namesRows(entity, scene.profile.rows)))
    ) {
      measures.push(COUNT);
      assumptions.push(`each row is one ${entity.profile.name}`);
    } else measures.push(measureOf("count_distinct", target(entity)));
  }
  for (const phrase of bag.of("distinct"))
    if (phrase.column && !bag.has("wh") && bag.has("count"))
      measures.push(measureOf("count_distinct", target(phrase.column)));
  return {bag, scene, time, filters, groups, measures, numbers, categories, assumptions, cost: cost + extra};
}

/** Measures by groups; rows where only columns were named and a row was pointed at. */
function assembleMeasures(parts: Parts): Candidate[] {
  const {bag, scene, filters, numbers, categories, groups} = parts;
  const reading = emptyReading(scene.profile.table);
  const which = bag.of("whichGroup");
  const rows = scene.profile.rows;
  const measures = [...parts.measures];
  const listing =
    !scene.yesNo &&
    !filters.sides &&
    (bag.has("rows") ||
      asks(scene, "list", "show", "give", "display", "find", "who", "which", "name", "names"));
  const pointed = filterColumns(parts).some(
    (column) => namesRows(column, rows) || column.profile.role === "identifier",
  );

  if (measures.length === 0 && pointed && numbers.length + categories.length > 0 && groups.length === 0) {
    return [
      {cost: parts.cost, reading: {...reading, intent: "rows", columns: shown([...categories, ...numbers])}},
    ];
  }
  if (bag.has("having") && measures.length === 0 && numbers.length === 0) measures.push(COUNT);
  if (measures.length === 0 && numbers.length === 0) {
    if (parts.time.comparison?.kind === "each_step" && !bag.has("rows")) return [];
    const wanted = [
      ...which.flatMap((one) => (one.item.kind === "column" ? [one.item.column] : [])),
      ...categories,
      ...bag.of("distinct").flatMap((one) => (one.column ? [one.column] : [])),
    ];
    if (groups.length > 0 || parts.time.comparison?.kind === "each_step") {
      const by = [...groups, ...categories.map(groupByColumn)];
      return [
        {
          cost: parts.cost + 0.2,
          reading: {...reading, measures: [COUNT], groups: by, assumptions: ["counted rows"]},
        },
      ];
    }
    if (wanted.length === 1 && !bag.has("rows")) {
      const column = wanted[0]!;
      const totals = totalled(parts, column);
      if (totals) return [totals];
      if (isDate(column)) {
        return [
          {
            cost: parts.cost + 0.3,
            reading: {
              ...reading,
              measures: [measureOf("min", target(column)), measureOf("max", target(column))],
            },
          },
        ];
      }
      const charted = bag.has("chart");
      return [
        {
          cost: parts.cost + (charted ? 0 : 0.1),
          reading: {
            ...reading,
            intent: charted ? "aggregate" : "distinct",
            measures: [COUNT],
            groups: [groupByColumn(column)],
          },
        },
      ];
    }
    if (wanted.length > 1 && bag.has("chart"))
      return [
        {cost: parts.cost + 0.1, reading: {...reading, measures: [COUNT], groups: wanted.map(groupByColumn)}},
      ];
    if (
      wanted.length > 0 ||
      (listing &&
        (filters.filters.length > 0 || parts.time.period !== undefined || parts.time.filters.length > 0))
    ) {
      return [
        {cost: parts.cost + 0.1, reading: {...reading, intent: "rows", columns: rowColumns(parts, wanted)}},
      ];
    }
    if (filters.filters.length > 0 && scene.yesNo)
      return [{cost: parts.cost + 0.2, reading: {...reading, measures: [COUNT]}}];
    return [];
  }
  const sorted = bag.first("sort");
  if (measures.length === 0 && (sorted?.column || (listing && !bag.has("group") && categories.length > 0))) {
    if (
      listing &&
      groups.length === 0 &&
      !categories.some(
        (column) => !namesRows(column, rows) && column.profile.role !== "identifier" && !bag.has("rows"),
      )
    ) {
      return [
        {
          cost: parts.cost + 0.05,
          reading: {...reading, intent: "rows", columns: rowColumns(parts, [...categories, ...numbers])},
        },
      ];
    }
  }
  if (measures.length === 0) {
    if (
      listing &&
      bag.has("rows") &&
      groups.length === 0 &&
      filters.filters.length > 0 &&
      !bag.has("chart")
    ) {
      return [
        {
          cost: parts.cost + 0.1,
          reading: {...reading, intent: "rows", columns: rowColumns(parts, [...categories, ...numbers])},
        },
      ];
    }
    if (
      bag.has("chart") &&
      numbers.length >= 2 &&
      groups.length === 0 &&
      categories.length <= 1 &&
      !bag.of("chart").some((one) => one.chart && one.chart !== "scatter")
    ) {
      return [
        {
          cost: parts.cost,
          reading: {
            ...reading,
            intent: "relation",
            columns: shown(numbers.slice(0, 2)),
            groups: categories.map(groupByColumn),
          },
        },
      ];
    }
    for (const column of numbers) {
      const fn = filters.sides && !isCount(column) ? "avg" : defaultFunction(column);
      measures.push(measureOf(fn, target(column)));
      reading.assumptions.push(
        `${fn === "sum" ? "total" : "average"} of ${column.profile.name}, as nothing else was said`,
      );
    }
  }
  const by = [
    ...groups,
    ...which.flatMap((one) => whichGroups(one.item, parts)[0] ?? []),
    ...categories.filter((column) => !namesRows(column, rows) || groups.length === 0).map(groupByColumn),
  ];
  const charted = bag.of("chart").some((one) => one.chart === "line" || one.chart === "area");
  if (parts.time.growth && !parts.time.years && by.length === 0 && scene.dates[0] && isYear(scene.dates[0]))
    by.push(groupByColumn(scene.dates[0]));
  if (by.length === 0 && filters.sides) by.push(filters.sides.group);
  const listed = bag
    .of("filter")
    .find(
      (one) =>
        (one.equals?.values.length ?? 0) > 1 && !one.equals?.negated && saysAnd(scene, one.from, one.to),
    );
  if (by.length === 0 && listed && listed.equals!.values.length <= 6)
    by.push({name: listed.column.profile.name, of: listed.column.ref});
  if (by.length === 0 && charted && scene.dates[0]) {
    const group = grainGroup(
      {kind: "grain", unit: "month", chosen: true, start: 0, end: 0, text: "", certain: true, said: ""},
      scene,
    );
    if (group) by.push(group);
  }
  if (parts.time.years)
    by.push({name: parts.time.years.column.profile.name, of: parts.time.years.column.ref});
  if (bag.hasIntent("running")) {
    const of = measures[0]!.name;
    if (by.length === 0) return [];
    reading.windows = [{name: `running ${of}`, of, fn: "running_total"}];
  }
  if (parts.time.growth) {
    const of = measures[0]!.name;
    reading.windows = [
      {name: `${of} change`, of, fn: "change"},
      {name: `${of} percent change`, of, fn: "percent_change"},
    ];
  }
  const having = bag.of("having").map((one) => {
    const measure = one.of ? measureOf(one.of.fn, one.of) : COUNT;
    if (!measures.some((other) => other.name === measure.name)) measures.push(measure);
    return {by: measure.name, op: one.op, value: one.value};
  });
  if (having.length > 0 && by.length === 0) return [];
  const extra = bag.hasIntent("distinct") ? 0.5 : 0;
  return [
    {
      cost: parts.cost + (parts.measures.length === 0 ? 0.05 : 0) + extra,
      reading: {...reading, measures: unique(measures), groups: by, having},
    },
  ];
}

/** "states with more than 100k in sales": of a category that repeats, the total is meant and not one row's. */
function totalled(parts: Parts, column: LexColumn): Candidate | undefined {
  const [filter, ...others] = parts.bag.of("filter");
  if (
    !filter ||
    others.length > 0 ||
    namesRows(column, parts.scene.profile.rows) ||
    filter.column.profile.additivity !== "additive"
  )
    return undefined;
  const {condition} = filter;
  if (
    !("value" in condition) ||
    typeof condition.value !== "number" ||
    condition.op === "contains" ||
    condition.op === "starts_with" ||
    condition.op === "ends_with"
  )
    return undefined;
  if (condition.op === "=" || condition.op === "!=") return undefined;
  const measure = measureOf("sum", target(filter.column));
  parts.filters.filters = [];
  return {
    cost: parts.cost + 0.1,
    reading: {
      ...emptyReading(parts.scene.profile.table),
      measures: [measure],
      groups: [groupByColumn(column)],
      having: [{by: measure.name, op: condition.op, value: condition.value}],
      assumptions: [`the total of ${filter.column.profile.name} for each ${column.profile.name}`],
    },
  };
}

/** Amounts that a comparison of two groups totals: counts and money taken. Anything else is compared by its average. */
const isCount = (column: LexColumn): boolean =>
  /count|number|total|sales|revenue|quantity|gross|deaths/i.test(column.profile.name);

/** "men and women" are two groups; "men or women" are one. */
const saysAnd = (scene: Scene, from: number, to: number): boolean =>
  scene.tokens.slice(from, to).some((token) => token.lower === "and");

const unique = (measures: readonly Measure[]): Measure[] =>
  measures.filter((measure, index) => measures.findIndex((other) => other.name === measure.name) === index);

/** What every reading shares: period, filters, comparison, chart, order. */
function finish(candidate: Candidate, parts: Parts): Candidate {
  const {bag, time, filters} = parts;
  const reading = {...candidate.reading};
  reading.filters = [...filters.filters, ...time.filters, ...reading.filters];
  if (time.period) reading.period = time.period;
  if (time.comparison && reading.intent === "aggregate") {
    reading.comparison = time.comparison;
    if (time.comparison.kind === "each_step" && !reading.groups.some((group) => group.unit ?? group.part)) {
      const group =
        parts.scene.dates[0] && timeGroup(time.comparison.unit ?? "year", false, parts.scene.dates[0]);
      if (group) reading.groups = [group, ...reading.groups];
    }
    if (time.comparison.kind !== "each_step") reading.groups = reading.groups.filter((group) => !group.unit);
  }
  const chart = bag.first("chart");
  const arrangement = bag.first("arrangement");
  if (chart || arrangement) {
    const kind = bag.of("chart").find((one) => one.chart)?.chart;
    reading.chart = {
      ...reading.chart,
      asked: true,
      ...(kind && {kind}),
      ...(arrangement && {arrangement: arrangement.arrangement}),
    };
  }
  const sort = bag.first("sort");
  if (sort && reading.order.length === 0 && (reading.intent === "aggregate" || reading.intent === "rows")) {
    const measure = reading.measures[0]?.name;
    const column = sort.column?.profile.name;
    const known =
      column && (reading.intent === "rows" || reading.groups.some((group) => group.name === column))
        ? column
        : undefined;
    const by = known ?? measure;
    if (by)
      reading.order = [
        {
          by,
          direction:
            sort.how === "asc" || (sort.how === "sort" && known !== undefined && known !== measure)
              ? "asc"
              : "desc",
        },
      ];
  }
  reading.groups = reading.groups.filter(
    (group, index) => reading.groups.findIndex((other) => other.name === group.name) === index,
  );
  const names = new Set(reading.groups.map((group) => group.name));
  reading.measures = reading.measures.map((measure) =>
    names.has(measure.name) ? {...measure, name: `${measure.name} (measure)`} : measure,
  );
  reading.assumptions = [...parts.assumptions, ...reading.assumptions];
  reading.question = parts.scene.yesNo
    ? "yes_no"
    : bag.has("count")
      ? "how_many"
      : reading.intent === "which"
        ? "which"
        : bag.has("list")
          ? "show"
          : "what";
  return {reading, cost: candidate.cost};
}
