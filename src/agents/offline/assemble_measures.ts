import type {ChartKind} from "../../charts/spec.ts";
import type {Measure} from "../../tools/measure.ts";
import {grainGroup} from "./assemble_time.ts";
import {
  COUNT,
  defaultFunction,
  groupByColumn,
  isDate,
  isMeasure,
  isYear,
  listsThings,
  measureOf,
  namesRows,
  target,
} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import {filterColumns, type Parts, rowColumns, shown, whichGroups} from "./parts.ts";
import {boundsOf, countOf} from "./per_thing.ts";
import {asks, type Candidate, emptyReading, type Scene} from "./scene.ts";
import {nameWords} from "./tokens.ts";

/** One number makes none of these. */
const NEEDS_GROUPS: ReadonlySet<ChartKind> = new Set([
  "area",
  "bar",
  "donut",
  "funnel",
  "heatmap",
  "line",
  "network",
  "pie",
  "sankey",
  "treemap",
  "waterfall",
]);

/** Measures by groups; rows where only columns were named and a row was pointed at. */
export function assembleMeasures(parts: Parts): Candidate[] {
  const {bag, scene, filters, numbers, categories, groups} = parts;
  const reading = emptyReading(scene.profile.table);
  const which = bag.of("whichGroup");
  const rows = scene.profile.rows;
  const measures = [...parts.measures];
  const alternatives: Measure[] = [];
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
    // "by year" and no more leaves open what of it is asked.
    if (!bag.has("rows") && bag.isOnly("group", "copula", "and")) return [];
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
      const asked = which.some((one) => one.item.kind === "column" && one.item.column === column);
      if (asked && isMeasure(column) && column.profile.additivity === "additive") return [];
      const measuredBy = filterColumns(parts).filter((one) => isMeasure(one));
      if (measuredBy.length > 0 && !bag.has("chart")) {
        return [
          {
            cost: parts.cost + 0.1,
            reading: {...reading, intent: "rows", columns: shown([column, ...measuredBy])},
          },
        ];
      }
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
  if (
    scene.yesNo &&
    measures.length === 0 &&
    numbers.length === 2 &&
    groups.length + categories.length === 0
  ) {
    return [{cost: parts.cost + 0.1, reading: {...reading, intent: "correlation", columns: shown(numbers)}}];
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
      !bag.of("chart").some((one) => one.chart && one.chart !== "scatter" && one.chart !== "bubble")
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
    // Of things with names, one by one, the usual number of a thing is meant; of lines and days what they come to.
    const apart = groups.length + categories.length === 1 && listsThings(scene.columns, rows);
    for (const column of numbers) {
      const extreme = extremeSaid(column, scene);
      if (extreme && numbers.length === 1) alternatives.push(measureOf(extreme, target(column)));
      const fn = (filters.sides && !isCount(column)) || apart ? "avg" : defaultFunction(column);
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
  const [counted] = measures;
  if (
    bag.has("chart") &&
    by.length === 0 &&
    measures.length === 1 &&
    counted?.fn === "count_distinct" &&
    counted.of &&
    "column" in counted.of
  ) {
    by.push({name: counted.of.column, of: counted.of});
    measures.splice(0, 1, COUNT);
    reading.assumptions.push(`counted the rows of each ${counted.of.column}, as one number makes no chart`);
  }
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
  const drawn = bag.of("chart").find((one) => one.chart)?.chart;
  if (drawn && NEEDS_GROUPS.has(drawn) && by.length === 0) return [];
  const having = bag.of("having").map((one) => {
    const measure = one.of ? measureOf(one.of.fn, one.of) : one.counted ? countOf(one.counted, scene) : COUNT;
    if (!measures.some((other) => other.name === measure.name)) measures.push(measure);
    return {by: measure.name, op: one.op, value: one.value};
  });
  if (having.length > 0 && by.length === 0) return [];
  const extra = bag.hasIntent("distinct") ? 0.5 : 0;
  const cost = parts.cost + (parts.measures.length === 0 ? 0.05 : 0) + extra;
  const all = unique(measures);
  return [
    {cost, reading: {...reading, measures: all, groups: by, having}},
    ...(all.length === 1 ? alternatives : []).map((other) => ({
      cost,
      reading: {...reading, measures: [other], groups: by, having, assumptions: []},
    })),
  ];
}

/** "max temperature" of temp_max may be the highest of them; temp_max itself is not. */
function extremeSaid(column: LexColumn, {tokens}: Scene): "max" | "min" | undefined {
  const words = nameWords(column.profile.name);
  const asked = tokens.map(({lower}) => lower);
  const isWhole = asked.join(" ").includes(words.join(" "));
  if (isWhole || words.length < 2) return undefined;
  return (["max", "min"] as const).find(
    (end) => words.includes(end) && asked.some((word) => word === end || word === `${end}imum`),
  );
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
  const bounds = boundsOf(filter.condition);
  if (bounds.length === 0) return undefined;
  const measure = measureOf("sum", target(filter.column));
  parts.filters.filters = [];
  return {
    cost: parts.cost + 0.1,
    reading: {
      ...emptyReading(parts.scene.profile.table),
      measures: [measure],
      groups: [groupByColumn(column)],
      having: bounds.map((one) => ({by: measure.name, ...one})),
      assumptions: [`the total of ${filter.column.profile.name} for each ${column.profile.name}`],
    },
  };
}

/** Amounts that a comparison of two groups totals: counts and money taken. Anything else is compared by its average. */
const isCount = (column: LexColumn): boolean =>
  /count|number|total|sales|revenue|quantity|gross|deaths|takings|turnover|income|\bnet\b|amount/i.test(
    column.profile.name,
  );

/** "men and women" are two groups; "men or women" are one. */
const saysAnd = (scene: Scene, from: number, to: number): boolean =>
  scene.tokens.slice(from, to).some((token) => token.lower === "and");

const unique = (measures: readonly Measure[]): Measure[] =>
  measures.filter((measure, index) => measures.findIndex((other) => other.name === measure.name) === index);
