import type {TableProfile} from "../../data/profile.ts";
import {type Placement, type Reading, readingSchema} from "../../planning/reading.ts";
import {sayCondition} from "../../planning/say_condition.ts";
import type {Condition, Expression} from "../../tools/condition.ts";
import type {Group, Having, Join, Measure, Order} from "../../tools/measure.ts";
import type {SlimReading} from "./answer_schema.ts";
import {findColumn, findLoosely, nearestOrFirst, type Scope, scopeOf} from "./columns.ts";
import {parseCondition, parseExpression} from "./formula.ts";
import {FormulaError} from "./formula_tokens.ts";
import {isDay, makePeriod} from "./periods.ts";

/** A reading in full, or what is wrong with it: sentences for the model that wrote it. */
export type Widened = {reading: Reading; scope: Scope} | {issues: string[]};

/** Makes a full reading from a model's slim one: names looked up, formulas read, words of filters and periods made here. */
export function widenReading(
  slim: SlimReading,
  profiles: readonly TableProfile[],
  question: string,
): Widened {
  const issues: string[] = [];
  const attempt = <T>(where: string, make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      issues.push(`${where}: ${error.message}`);
      return undefined;
    }
  };
  const table = attempt("table", () => tableNamed(slim.table, profiles));
  const others = present(
    (slim.joins ?? []).map((join) => attempt("joins", () => tableNamed(join.table, profiles))),
  );
  if (!table || others.length < (slim.joins ?? []).length) return {issues};

  const profile = profiles.find((one) => one.table === table)!;
  const scope = scopeOf(table, others, profiles);
  const expression = (where: string, text: string): Expression => {
    const found = attempt(where, () => parseExpression(text, scope));
    return found ?? {constant: 0};
  };
  const condition = (where: string, text: string): Condition | undefined =>
    attempt(where, () => parseCondition(text, scope));

  const joins = present(
    (slim.joins ?? []).map((join, i) => attempt(`joins[${i}].on`, () => joinOf(join.on, others[i]!, scope))),
  );
  const measures = (slim.measures ?? []).map((one, i) =>
    widenMeasure(one, `measures[${i}]`, expression, condition),
  );
  const colour = slim.intent === "relation" && !slim.groups?.length ? slim.chart?.series : undefined;
  const groups = (colour ? [{of: colour}] : (slim.groups ?? [])).map((one, i) =>
    widenGroup(one, `groups[${i}]`, expression),
  );
  const filters = present((slim.filters ?? []).map((text, i) => condition(`filters[${i}]`, text))).map(
    (one) => ({
      condition: one,
      said: sayCondition(one),
    }),
  );
  const columns = (slim.columns ?? [])
    .filter((text) => text !== "*")
    .map((text, i) => {
      const of = expression(`columns[${i}]`, text);
      return {name: "column" in of ? of.column : text, of};
    });
  const windows = (slim.windows ?? []).map((one) => ({
    name: one.name ?? `${one.fn.replaceAll("_", " ")} of ${one.of}`,
    of: one.of,
    fn: one.fn,
    ...(one.within?.length && {within: one.within}),
  }));
  const results = [...groups, ...measures, ...windows, ...columns].map((one) => one.name);
  for (const window of windows) {
    if (!measures.some((one) => one.name === window.of)) {
      issues.push(
        `windows: "${window.of}" is no measure's name; there are: ${measures.map((one) => one.name).join(", ")}`,
      );
    }
  }
  const having = present(
    (slim.having ?? []).map((text, i) => attempt(`having[${i}]`, () => havingOf(text, results))),
  );
  const order = present(
    (slim.order ?? []).map((text, i) => attempt(`order[${i}]`, () => orderOf(text, results, scope))),
  );
  const period = attempt("period", () => periodOf(slim, scope, profiles));
  const against = slim.comparison?.against;
  if (issues.length) return {issues};

  const reading = readingSchema.safeParse({
    intent: slim.intent,
    table,
    joins,
    measures,
    groups,
    filters,
    ...(period && {period}),
    windows,
    having,
    ...(slim.comparison && {
      comparison: {
        kind: slim.comparison.kind,
        ...(slim.comparison.unit && {unit: slim.comparison.unit}),
        ...(against && period && {against: makePeriod(period.column, days(against), "none", profile)}),
      },
    }),
    columns,
    order,
    ...(slim.limit && {limit: slim.limit}),
    ...(slim.limitWithin && {limitWithin: slim.limitWithin}),
    ...(slim.chart && {chart: {asked: true, ...withoutNulls(slim.chart)}}),
    question: slim.question ?? "what",
    placements: (slim.unplaced ?? []).map((text) => unplaced(text, question)),
    assumptions: slim.assumptions ?? [],
    score: 1,
  });
  if (!reading.success)
    return {issues: reading.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`)};
  return {reading: reading.data, scope};
}

export function widenMeasure(
  slim: NonNullable<SlimReading["measures"]>[number],
  where: string,
  expression: (where: string, text: string) => Expression,
  condition: (where: string, text: string) => Condition | undefined,
): Measure {
  const part = (
    one: {fn: Measure["fn"]; of?: string | null | undefined; where?: string | null | undefined},
    at: string,
  ) => {
    const of = one.of && one.of !== "*" ? expression(`${at}.of`, one.of) : undefined;
    const only = one.where ? condition(`${at}.where`, one.where) : undefined;
    return {fn: one.fn, ...(of && {of}), ...(only && {where: only})};
  };
  const main = part(slim, where);
  const over = slim.over ? part(slim.over, `${where}.over`) : undefined;
  const name = slim.name ?? (slim.of && slim.of !== "*" ? `${slim.fn} of ${slim.of}` : "rows");
  const share = over && over.fn === main.fn && JSON.stringify(over.of) === JSON.stringify(main.of);
  return {
    name,
    ...main,
    ...(slim.q != null && {q: slim.q}),
    ...(over && {over}),
    // A part over its whole is a share; one column over another is a rate with a unit of its own.
    ...(share && {unit: "%"}),
  };
}

export function widenGroup(
  slim: NonNullable<SlimReading["groups"]>[number],
  where: string,
  expression: (where: string, text: string) => Expression,
): Group {
  const of = expression(`${where}.of`, slim.of);
  const cut = {
    ...(slim.unit && {unit: slim.unit}),
    ...(slim.part && {part: slim.part}),
    ...(slim.bins && {bins: slim.bins}),
    ...(slim.width && {width: slim.width}),
  };
  const name = slim.name ?? slim.unit ?? slim.part ?? ("column" in of ? of.column : slim.of);
  if ("part" in of && !slim.unit && !slim.part) return {name, of: of.of, part: of.part};
  return {name, of, ...cut};
}

function tableNamed(name: string, profiles: readonly TableProfile[]): string {
  const tables = profiles.map((profile) => profile.table);
  const found =
    tables.find((table) => table === name) ??
    tables.find((table) => table.toLowerCase() === name.toLowerCase());
  if (!found)
    throw new FormulaError(
      `there is no table "${name}"; there are: ${nearestOrFirst(name, tables).join(", ")}`,
    );
  return found;
}

export function joinOf(on: string, other: string, scope: Scope): Join {
  const pairs = on.split(/\s+and\s+/i).map((pair) => {
    const condition = parseCondition(pair, scope);
    if (condition.op !== "compare_columns" || condition.comparison !== "=") {
      throw new FormulaError(`write it as "left_column = ${other}.right_column"`);
    }
    const {left, right} = condition;
    if (!("column" in left) || !("column" in right)) throw new FormulaError("only columns can be joined on");
    const [mine, theirs] = left.table === other ? [right, left] : [left, right];
    return {left: mine.column, right: theirs.column};
  });
  return {table: other, on: pairs, kind: "left"};
}

function havingOf(text: string, names: readonly string[]): Having {
  const [, by, op, value] = /^\s*(.+?)\s*(<=|>=|!=|<>|==|=|<|>)\s*(-?[\d.]+)\s*$/.exec(text) ?? [];
  if (!by || !op) throw new FormulaError(`write it as "measure > 100", not "${text}"`);
  const sign = ({"<>": "!=", "==": "="} as const)[op] ?? (op as Having["op"]);
  return {by: resultNamed(unquoted(by), names), op: sign, value: Number(value)};
}

function orderOf(text: string, names: readonly string[], scope: Scope): Order {
  const [, by = "", direction] = /^\s*(.+?)(?:\s+(asc|desc))?\s*$/i.exec(text) ?? [];
  const name = unquoted(by);
  const column = names.some((one) => one.toLowerCase() === name.toLowerCase())
    ? undefined
    : (findColumn(scope, name) ?? findLoosely(scope, name));
  return {
    by: column ? column.profile.name : resultNamed(name, names),
    direction: direction?.toLowerCase() === "desc" ? "desc" : "asc",
  };
}

function resultNamed(name: string, names: readonly string[]): string {
  const found =
    names.find((one) => one === name) ?? names.find((one) => one.toLowerCase() === name.toLowerCase());
  if (!found) throw new FormulaError(`"${name}" is no column of the result; there are: ${names.join(", ")}`);
  return found;
}

function periodOf(slim: SlimReading, scope: Scope, profiles: readonly TableProfile[]): Reading["period"] {
  if (!slim.period) return undefined;
  const column = findColumn(scope, slim.period.column);
  if (!column) throw new FormulaError(`there is no column "${slim.period.column}"`);
  if (column.profile.type !== "date" && column.profile.type !== "timestamp") {
    throw new FormulaError(
      `"${column.shown}" holds no dates (it is ${column.profile.type}); use filters for it`,
    );
  }
  const profile = profiles.find((one) => one.table === column.table);
  return makePeriod(column.profile.name, days(slim.period), slim.period.anchor ?? "none", profile);
}

function days(bounds: {from?: string | null | undefined; through?: string | null | undefined}) {
  const check = (day: string | null | undefined): string | undefined => {
    if (!day) return undefined;
    if (!isDay(day)) throw new FormulaError(`"${day}" is no day written YYYY-MM-DD`);
    return day;
  };
  return {from: check(bounds.from), through: check(bounds.through)};
}

function unplaced(text: string, question: string): Placement {
  const start = question.toLowerCase().indexOf(text.toLowerCase());
  const at = Math.max(0, start);
  return {text, start: at, end: start < 0 ? at : at + text.length, place: "unplaced"};
}

function unquoted(name: string): string {
  return name.replace(/^(["'`])(.*)\1$/, "$2");
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}

function withoutNulls<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== null && one !== undefined),
  ) as Partial<T>;
}
