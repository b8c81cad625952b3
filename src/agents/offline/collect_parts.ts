import type {Group, Measure} from "../../tools/measure.ts";
import {combineFilters} from "./assemble_filters.ts";
import {grainGroup, timeGroups, timeParts} from "./assemble_time.ts";
import type {Bag} from "./bag.ts";
import {
  COUNT,
  groupByColumn,
  hintedColumns,
  isCategory,
  isDate,
  isFlag,
  isMeasure,
  isNumeric,
  measureOf,
  namesRows,
  onlyAmount,
  target,
} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import {stem} from "./morphology.ts";
import {modified, type Parts} from "./parts.ts";
import {ratioOf} from "./per_thing.ts";
import type {FilterPhrase} from "./phrase.ts";
import {codeOf} from "./same_things.ts";
import {isDaily, type Scene} from "./scene.ts";
import {nameWords} from "./tokens.ts";

/** What the phrases come to before it is decided what was asked; undefined where they contradict one another. */
export function collect(bag: Bag, scene: Scene, cost: number): Parts | undefined {
  const time = timeParts(bag, scene);
  if (time.impossible) return undefined;
  const comparing = bag.has("than") || bag.hasIntent("compare") || scene.yesNo;
  const filters = combineFilters(bag.of("filter"), bag, comparing);
  if (!filters) return undefined;
  const assumptions: string[] = [];
  const groups: Group[] = [];
  let extra = 0;
  const dated = datesOfPeriod(bag, scene, time);
  for (const phrase of bag.of("group")) {
    for (const item of phrase.items) {
      if (item.kind === "column" && dated.has(item.column)) continue;
      if (item.kind === "column") groups.push(groupByColumn(item.column));
      else {
        const group =
          item.kind === "grain" ? grainGroup(item.phrase, scene) : timeGroups(item, scene, false)[0];
        if (!group) return undefined;
        groups.push(group);
      }
    }
  }
  for (const filter of bag.of("filter")) if (isVacuous(filter)) extra += 0.6;
  const stuck = bag
    .of("column")
    .some((one) =>
      bag.of("group").some((group) => group.to === one.from && group.items.at(-1)?.kind === "column"),
    );
  if (stuck) return undefined;
  const rows = bag.of("rows");
  // "by month, all years" puts the years together.
  const together = /\ball years\b/.test(scene.tokens.map(({lower}) => lower).join(" "));
  if (together && groups.filter(({unit}) => unit).length > 1) return undefined;
  const modifies = [
    ...bag.of("count").map(({entity, to}) => ({column: entity, to})),
    ...bag.of("column"),
  ].some(
    ({column, to}) =>
      column !== undefined &&
      !isFlag(column) &&
      rows.some(({from}) => from === to) &&
      /(?:ing|ed)$/.test(scene.tokens[to - 1]?.lower ?? ""),
  );
  if (modifies) return undefined;
  const bare = bag.columns();
  if (bare.some((column) => bare.some((other) => outspoken(column, other, scene)))) extra += 0.3;
  for (const phrase of bag.of("measure")) {
    const twice = phrase.targets.some((one) =>
      nameWords(one.column.profile.name).some((word) => word === "min" || word === "max"),
    );
    if (twice && phrase.fns.some((fn) => fn === "min" || fn === "max")) extra += 0.3;
  }
  const functions = bag.of("function").flatMap((one) => one.fns);
  const numbers = bare.filter((column) => isNumeric(column) && (isMeasure(column) || !isCategory(column)));
  const happened = datesThatHappened(bag, scene);
  const categories = bare.filter(
    (column) =>
      !numbers.includes(column) &&
      !happened.has(column) &&
      !dated.has(column) &&
      !modified(column, bag, scene),
  );
  if (bag.has("eachOfThem")) {
    const [named] = categories.splice(0, 1);
    if (!named || groups.length > 0) return undefined;
    groups.push(groupByColumn(named));
  }
  const measures: Measure[] = bag
    .of("measure")
    .flatMap((phrase) =>
      phrase.targets.flatMap((one) => phrase.fns.map((fn) => measureOf(fn, one, phrase.q))),
    );
  measures.push(...bag.of("defined").map((one) => one.measure));
  for (const one of bag.of("ratio")) {
    const unit = one.per === "sum" && one.name.endsWith("margin") ? "%" : one.part.profile.unit;
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
  for (const one of bag.of("perThing")) {
    const ratio = one.fn === "avg" && one.whole ? ratioOf(one, scene) : undefined;
    if (!ratio) continue;
    measures.push(ratio.measure);
    assumptions.push(ratio.said);
  }
  for (const one of bag.of("expression")) measures.push(measureOf(functions[0] ?? "sum", one));
  const changing = time.growth || time.comparison !== undefined;
  const isMeasuredAlready =
    measures.length + numbers.length > 0 ||
    bag.has("count") ||
    bag.has("rows") ||
    bag.has("rate") ||
    bag.has("function");
  if (changing && !isMeasuredAlready) {
    const all = scene.columns.filter((column) => isMeasure(column) && column.table === scene.profile.table);
    const [only] = all;
    if (!only || all.length > 1) return undefined;
    numbers.push(only);
  }
  for (const vague of bag.of("vague")) {
    const hinted = hintedColumns(vague.adjective, scene.columns);
    const mentioned = [
      ...numbers,
      ...bag.of("measure").flatMap((one) => one.targets.map((each) => each.column)),
    ];
    if (
      vague.adjective.hints.length === 0 ||
      vague.adjective.hints[0]!.startsWith("#") ||
      hinted.some((column) => mentioned.includes(column))
    )
      continue;
    if (hinted[0] && !vague.adjective.date) {
      if (bag.has("count") || bag.has("measure") || bag.has("share")) return undefined;
      numbers.push(hinted[0]);
    } else extra += 0.4;
  }
  const amount = onlyAmount(scene.columns);
  const isTotalOfAll =
    functions.length === 1 &&
    functions[0] === "sum" &&
    measures.length + numbers.length + categories.length === 0 &&
    !["count", "ratio", "super", "share", "rate", "intent", "perThing", "rows"].some((kind) =>
      bag.has(kind as "count"),
    );
  if (isTotalOfAll && amount) {
    numbers.push(amount);
    assumptions.push(`total of ${amount.profile.name}, as nothing else was said`);
  }
  if (functions.length > 0 && measures.length === 0) {
    for (const fn of functions) for (const column of numbers) measures.push(measureOf(fn, target(column)));
    if (measures.length > 0) numbers.length = 0;
    else if (!bag.has("count") && !bag.has("ratio") && !bag.hasIntent("distribution") && !bag.has("super"))
      return undefined;
  } else if (functions.some((fn) => fn !== "sum") && !bag.has("expression")) return undefined;
  // "how many weekends": days that nothing here counts.
  const uncounted = bag
    .of("count")
    .some(
      ({entity, rows: ofRows, to}) =>
        !entity &&
        !ofRows &&
        !isDaily(scene) &&
        bag.of("period").some(({phrase, from}) => phrase.kind === "recurring" && from === to),
    );
  if (uncounted) return undefined;
  if (bag.has("scope")) {
    const isSum = measures.length > 0 && measures.every(({fn}) => fn === "sum");
    const isTotal = isSum || functions.includes("sum");
    if (!isTotal) return undefined;
    assumptions.push(...bag.of("scope").map(({column}) => `all ${column.profile.name} together`));
  }
  for (const phrase of bag.of("count")) {
    const {entity} = phrase;
    if (!entity) measures.push(COUNT);
    else if (isMeasure(entity)) measures.push(measureOf("sum", target(entity)));
    else if (!phrase.distinct && isDate(entity)) {
      // "how many cancelled": rows that have the date, not different days.
      measures.push({name: `rows with ${entity.profile.name}`, fn: "count", of: entity.ref});
    } else if (
      !phrase.distinct &&
      (scene.profile.keys.includes(entity.profile.name) ||
        (entity.profile.role === "text" && namesRows(entity, scene.profile.rows)))
    ) {
      measures.push(COUNT);
      assumptions.push(`each row is one ${entity.profile.name}`);
    } else {
      const code = codeOf(entity.profile, scene.profile);
      const counted = code && scene.columns.find((one) => one.profile === code);
      measures.push(measureOf("count_distinct", target(counted ?? entity)));
      if (counted) assumptions.push(`each ${counted.profile.name} is one ${entity.profile.name}`);
    }
  }
  if (measures.length > 1 && measures.includes(COUNT)) measures.splice(measures.indexOf(COUNT), 1);
  for (const phrase of bag.of("distinct"))
    if (phrase.column && !bag.has("wh") && bag.has("count"))
      measures.push(measureOf("count_distinct", target(phrase.column)));
  return {bag, scene, time, filters, groups, measures, numbers, categories, assumptions, cost: cost + extra};
}

/** "orders dated December", "units that were ordered": a date's column as a verb says that it happened, and groups by nothing. */
function datesThatHappened(bag: Bag, scene: Scene): Set<LexColumn> {
  const said = bag.of("column").filter(({column, to}) => {
    const {type} = column.profile;
    return (type === "date" || type === "timestamp") && /(ed|en)$/.test(scene.tokens[to - 1]?.lower ?? "");
  });
  return new Set(said.map(({column}) => column));
}

/**
 * Columns of dates that say which date a period is of, and group nothing: "Q3 2015 (order date)", "by order date" where there are
 * several dates and no picture over time is asked for.
 */
function datesOfPeriod(bag: Bag, scene: Scene, time: Parts["time"]): Set<LexColumn> {
  if ((!time.period && !time.comparison) || bag.has("chart")) return new Set();
  const isOneOfSeveral = scene.columns.filter(isDate).length > 1;
  const grouped = bag
    .of("group")
    .flatMap(({items}) => items.flatMap((item) => (item.kind === "column" ? [item.column] : [])));
  return new Set(
    [...bag.columns(), ...(isOneOfSeveral ? grouped : [])].filter(
      (column) => isDate(column) && column.profile.name === time.period?.column,
    ),
  );
}

/** A threshold beyond every value of its column keeps nothing or everything: it was probably meant of another column. */
function isVacuous({column, condition}: FilterPhrase): boolean {
  const {min, max} = column.profile;
  if (
    !("value" in condition) ||
    typeof condition.value !== "number" ||
    typeof min !== "number" ||
    typeof max !== "number"
  )
    return false;
  return condition.value > max || condition.value < min;
}

/** Whether the question says all of one column's name and only a part of another's that shares words with it. */
function outspoken(part: LexColumn, whole: LexColumn, scene: Scene): boolean {
  if (part === whole) return false;
  const said = new Set(scene.tokens.map((token) => stem(token.lower)));
  const all = (column: LexColumn): boolean =>
    nameWords(column.profile.name).every((word) => said.has(stem(word)));
  const shared = nameWords(part.profile.name).some((word) => nameWords(whole.profile.name).includes(word));
  return shared && all(whole) && !all(part);
}
