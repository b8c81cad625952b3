import type {DuckDBConnection} from "@duckdb/node-api";
import type {ReceiptEntry} from "../dataset.ts";
import {DATE_FORMATS, MIRRORED} from "./date_formats.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What people write where there is no value. In a column of text they may be values, and stay. */
const MARKERS = [
  "na",
  "n/a",
  "nan",
  "null",
  "none",
  "-",
  "--",
  "?",
  "#n/a",
  ".",
  "missing",
  "unknown",
  "nil",
  "#value!",
  "#div/0!",
  "inf",
  "-inf",
  "infinity",
  "-infinity",
  "+inf",
];
const NON_FINITE = ["nan", "inf", "-inf", "infinity", "-infinity", "+inf"];
/** The share of a column's values that must parse for the others to be taken as errors. */
const MOSTLY = 0.95;
const SAMPLE = 1000;
const BATCH = 100;

const hasTime = (format: string): boolean => /%H|%I/.test(format);

interface Counts {
  filled: number;
  marked: number;
  whole: number;
  real: number;
  leading: number;
  money: number;
  dates: number;
  times: number;
  flags: number;
  clock: number;
  digits: number;
}

type Choice =
  | {kind: "text"}
  | {kind: "integer" | "money" | "boolean" | "date" | "timestamp"}
  /** `finite`: every value is a finite number, so that none needs a second look. */
  | {kind: "number"; finite: boolean}
  | {kind: "format"; format: string; either: boolean};

/** How a loaded table becomes the kept one. */
export interface Refined {
  /** The SELECT that gives the table its types. */
  select: string;
  /** Adds to the receipt what was decided, and what did not parse; `target` is the table made by `select`. */
  report(target: string, entries: ReceiptEntry[]): Promise<void>;
}

/**
 * Decides the types of the columns that are still text, over all rows. What does not parse becomes missing where nearly
 * all the rest does; the receipt counts it and shows examples. NaN and infinities become missing too, so that no
 * aggregate turns into one.
 */
export async function refine(table: string, connection: DuckDBConnection): Promise<Refined> {
  const reader = await connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${table})`);
  const columns = reader.getRows().map((row) => ({name: String(row[0]), type: String(row[1])}));
  const texts = columns.filter((column) => column.type === "VARCHAR").map((column) => column.name);
  const choices = new Map<string, Choice>();
  const filled = new Map<string, number>();
  for (let at = 0; at < texts.length; at += BATCH) {
    const found = await choose(texts.slice(at, at + BATCH), table, connection);
    for (const [name, choice] of found.choices) choices.set(name, choice);
    for (const [name, times] of found.filled) filled.set(name, times);
  }
  const parts = columns.map(({name, type}) => {
    const column = identifier(name);
    const choice = choices.get(name);
    if (choice) return `${expression(column, choice)} AS ${column}`;
    return isFloat(type) ? `CASE WHEN isfinite(${column}) THEN ${column} END AS ${column}` : column;
  });
  return {
    select: `SELECT ${parts.join(", ")} FROM ${table}`,
    async report(target, entries) {
      describe(choices, entries);
      const typed = columns.filter(
        ({name, type}) => (choices.get(name)?.kind ?? "text") !== "text" || isFloat(type),
      );
      for (let at = 0; at < typed.length; at += BATCH) {
        const batch = typed.slice(at, at + BATCH);
        const kept = await counted(batch, target, connection);
        const floats = batch.filter(({name}) => !choices.has(name));
        const before = await counted(floats, table, connection);
        for (const {name} of batch) {
          const lost = (filled.get(name) ?? before.get(name) ?? 0) - (kept.get(name) ?? 0);
          if (lost > 0) entries.push(await coerced(name, choices.get(name), lost, table, connection));
        }
      }
    },
  };
}

const isFloat = (type: string): boolean => type === "DOUBLE" || type === "FLOAT";

async function counted(
  columns: readonly {name: string}[],
  table: string,
  connection: DuckDBConnection,
): Promise<Map<string, number>> {
  if (columns.length === 0) return new Map();
  const parts = columns.map(({name}) => `count(${identifier(name)})`);
  const row = (await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM ${table}`)).getRows()[0] ?? [];
  return new Map(columns.map(({name}, index) => [name, Number(row[index])]));
}

const trimmed = (column: string): string => `trim(${column})`;
const markedValue = (value: string): string => `lower(${value}) IN (${MARKERS.map(literal).join(", ")})`;
const marked = (column: string): string => markedValue(trimmed(column));
const plain = (column: string): string => `regexp_replace(${trimmed(column)}, '[$€£¥,% ]', '', 'g')`;
const MONEY = "^[-+(]?[$€£¥]? ?-?(\\d{1,3}(,\\d{3})+|\\d+)(\\.\\d+)? ?[%€£$]?\\)?$";

function expression(column: string, choice: Choice): string {
  const value = trimmed(column);
  switch (choice.kind) {
    case "text":
      return `CASE WHEN ${value} = '' THEN NULL ELSE ${column} END`;
    case "integer":
      return `TRY_CAST(${column} AS BIGINT)`;
    case "number":
      if (choice.finite) return `TRY_CAST(${column} AS DOUBLE)`;
      return `CASE WHEN isfinite(TRY_CAST(${column} AS DOUBLE)) THEN TRY_CAST(${column} AS DOUBLE) END`;
    case "money":
      return `CASE WHEN regexp_matches(${value}, ${literal(MONEY)}) THEN (CASE WHEN ${value} LIKE '(%' THEN -1 ELSE 1 END) * TRY_CAST(regexp_replace(${plain(column)}, '[()]', '', 'g') AS DOUBLE) END`;
    case "boolean":
      return `TRY_CAST(${value} AS BOOLEAN)`;
    case "date":
      return `TRY_CAST(${column} AS DATE)`;
    case "timestamp":
      return `TRY_CAST(${column} AS TIMESTAMP)`;
    case "format": {
      const parsed = `try_strptime(${value}, ${literal(choice.format)})`;
      return hasTime(choice.format) ? parsed : `CAST(${parsed} AS DATE)`;
    }
  }
}

/**
 * A sample says what a column may be; only that is then counted over all rows. Where the sample misled (other values
 * further down), everything is counted for that column.
 */
async function choose(
  names: readonly string[],
  table: string,
  connection: DuckDBConnection,
): Promise<{choices: Map<string, Choice>; filled: Map<string, number>}> {
  const sample = await countLong(names, table, connection);
  const asked = names.filter((name) => candidates(sample.get(name)!).size > 0);
  const wanted = new Map(asked.map((name) => [name, candidates(sample.get(name)!)]));
  const whole =
    Number((await connection.runAndReadAll(`SELECT count(*) FROM ${table}`)).getRows()[0]?.[0]) <= SAMPLE;
  const full = whole
    ? new Map(sample)
    : await count(asked, table, connection, (name, of) => wanted.get(name)!.has(of));
  const choices = new Map<string, Choice>();
  const misled = asked.filter((name) => {
    const counts = full.get(name)!;
    if (!whole && isWhole(sample.get(name)!)) {
      if (counts.whole < counts.filled || counts.leading > 0) return true;
      counts.real = counts.whole;
    }
    const choice = decide(counts);
    if (choice) choices.set(name, choice);
    return !choice;
  });
  const again = whole ? sample : await count(misled, table, connection, () => true);
  for (const name of misled) {
    full.set(name, again.get(name)!);
    const choice = decide(again.get(name)!);
    if (choice) choices.set(name, choice);
  }
  for (const name of names) {
    if (choices.has(name)) continue;
    const seen = sample.get(name)!;
    const dated = seen.digits > 0.3 * seen.filled;
    const format = dated ? await chooseFormat(name, table, connection) : undefined;
    choices.set(name, format?.choice ?? {kind: "text"});
    if (format) full.set(name, {...seen, filled: format.filled});
  }
  return {choices, filled: new Map([...full].map(([name, counts]) => [name, counts.filled]))};
}

/** What is worth counting over all rows, by a sample; nothing for what can only be text or dates in other forms. */
function candidates(seen: Counts): Set<keyof Counts> {
  const all = new Set(Object.keys(METRICS) as (keyof Counts)[]);
  if (seen.filled === 0) return all;
  const values = seen.filled - seen.marked;
  const likely = (of: keyof Counts): boolean => seen[of] > 0.5 * values;
  const kinds = (["whole", "real", "money", "dates", "times", "flags"] as const).filter(likely);
  if (kinds.length === 0) return new Set();
  if (isWhole(seen)) return new Set(["filled", "whole", "leading"]);
  const found = new Set<keyof Counts>(["filled", ...kinds]);
  if (seen.marked > 0) found.add("marked");
  if (likely("whole") || likely("real")) found.add("leading");
  if (seen.real >= MOSTLY * values && seen.leading === 0) found.delete("money");
  if (seen.dates >= MOSTLY * values && seen.clock === 0) found.delete("times");
  else if (likely("times")) found.add("clock");
  return found;
}

/** Every value of a sample is a whole number: over all rows only that is counted, as long as it stays true. */
const isWhole = (seen: Counts): boolean =>
  seen.filled > 0 &&
  seen.marked === 0 &&
  seen.leading === 0 &&
  seen.whole === seen.filled &&
  seen.flags === 0;

/** Over columns that are trimmed already. */
const METRICS: Record<keyof Counts, (column: string) => string> = {
  filled: (column) => `count(*) FILTER (WHERE ${column} <> '')`,
  marked: (column) => `count(*) FILTER (WHERE ${markedValue(column)})`,
  whole: (column) =>
    `count(TRY_CAST(${column} AS BIGINT)) FILTER (WHERE NOT contains(${column}, '.') AND NOT contains(lower(${column}), 'e'))`,
  real: (column) =>
    `count(*) FILTER (WHERE isfinite(TRY_CAST(${column} AS DOUBLE)) AND length(${column}) < 40)`,
  leading: (column) =>
    `count(*) FILTER (WHERE ((starts_with(${column}, '0') OR starts_with(${column}, '-0')) AND regexp_matches(${column}, '^-?0\\d+$')) OR (length(${column}) >= 19 AND regexp_matches(${column}, '^\\d{19,}$')))`,
  money: (column) => `count(*) FILTER (WHERE regexp_matches(${column}, ${literal(MONEY)}))`,
  dates: (column) => `count(TRY_CAST(${column} AS DATE))`,
  times: (column) => `count(TRY_CAST(${column} AS TIMESTAMP))`,
  flags: (column) => `count(*) FILTER (WHERE lower(${column}) IN ('true', 'false'))`,
  clock: (column) => `count(*) FILTER (WHERE contains(${column}, ':'))`,
  digits: (column) => `count(*) FILTER (WHERE regexp_matches(${column}, '\\d'))`,
};

/** Everything about a sample of each column, one expression for all of them: thousands of aggregates are slow to plan. */
async function countLong(
  names: readonly string[],
  table: string,
  connection: DuckDBConnection,
): Promise<Map<string, Counts>> {
  const metrics = Object.keys(METRICS) as (keyof Counts)[];
  const counts = new Map(
    names.map((name) => [
      name,
      Object.fromEntries(metrics.map((metric) => [metric, 0])) as unknown as Counts,
    ]),
  );
  if (names.length === 0) return counts;
  const values = names.map((name) => trimmed(identifier(name))).join(", ");
  const long = `SELECT unnest(range(${names.length})) AS i, unnest([${values}]) AS v FROM (SELECT * FROM ${table} LIMIT ${SAMPLE})`;
  const reader = await connection.runAndReadAll(
    `SELECT i, ${metrics.map((metric) => METRICS[metric]("v")).join(", ")} FROM (${long}) GROUP BY i`,
  );
  for (const row of reader.getRows()) {
    const of = counts.get(names[Number(row[0])]!)!;
    for (const [at, metric] of metrics.entries()) of[metric] = Number(row[at + 1]);
  }
  return counts;
}

async function count(
  names: readonly string[],
  from: string,
  connection: DuckDBConnection,
  wanted: (name: string, of: keyof Counts) => boolean,
): Promise<Map<string, Counts>> {
  if (names.length === 0) return new Map();
  const metrics = Object.keys(METRICS) as (keyof Counts)[];
  const parts = names.flatMap((name) =>
    metrics.map((metric) => (wanted(name, metric) ? METRICS[metric](identifier(name)) : "0")),
  );
  const inner = names.map((name) => `${trimmed(identifier(name))} AS ${identifier(name)}`).join(", ");
  const sql = `SELECT ${parts.join(", ")} FROM (SELECT ${inner} FROM ${from})`;
  const row = (await connection.runAndReadAll(sql)).getRows()[0] ?? [];
  return new Map(
    names.map((name, index) => [
      name,
      Object.fromEntries(
        metrics.map((metric, at) => [metric, Number(row[index * metrics.length + at])]),
      ) as unknown as Counts,
    ]),
  );
}

function decide(counts: Counts): Choice | undefined {
  const {filled, marked: marks, whole, real, leading, money, dates, times, flags, clock} = counts;
  const values = filled - marks;
  if (values <= 0) return {kind: "text"};
  const enough = MOSTLY * values;
  if (flags === values) return {kind: "boolean"};
  if (leading > 0 && whole + leading >= enough) return {kind: "text"};
  if (real >= enough && leading === 0)
    return whole >= real ? {kind: "integer"} : {kind: "number", finite: real === filled};
  if (times >= enough && clock > 0.5 * values) return {kind: "timestamp"};
  if (dates >= enough) return {kind: "date"};
  if (times >= enough) return {kind: "timestamp"};
  return money >= enough ? {kind: "money"} : undefined;
}

/** The format that most values of a column follow; where day and month could be swapped in all of them, month first. */
async function chooseFormat(
  name: string,
  table: string,
  connection: DuckDBConnection,
): Promise<{choice: Choice; filled: number} | undefined> {
  const column = identifier(name);
  const parsed = async (from: string, formats: readonly string[]): Promise<number[]> => {
    const parts = formats.map((format) => `count(try_strptime(${trimmed(column)}, ${literal(format)}))`);
    return (
      (
        await connection.runAndReadAll(
          `SELECT ${parts.join(", ")}, count(*) FILTER (WHERE ${trimmed(column)} <> ''), count(*) FILTER (WHERE ${trimmed(column)} <> '' AND NOT ${marked(column)}) FROM ${from}`,
        )
      ).getRows()[0] ?? []
    ).map(Number);
  };
  const sampled = await parsed(
    `(SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL LIMIT 500)`,
    DATE_FORMATS,
  );
  const of = sampled.at(-1) ?? 0;
  const likely = DATE_FORMATS.filter((_format, index) => of > 0 && sampled[index]! > 0.3 * of);
  if (likely.length === 0) return undefined;
  const full = await parsed(table, likely);
  const values = full.at(-1) ?? 0;
  const best = likely
    .map((format, index) => ({format, hits: full[index]!}))
    .sort((a, b) => b.hits - a.hits || likely.indexOf(a.format) - likely.indexOf(b.format))[0]!;
  if (best.hits < MOSTLY * values) return undefined;
  const mirror = MIRRORED[best.format];
  const either =
    mirror !== undefined && likely.includes(mirror) && full[likely.indexOf(mirror)]! >= best.hits;
  return {choice: {kind: "format", format: best.format, either}, filled: full.at(-2) ?? 0};
}

function describe(choices: ReadonlyMap<string, Choice>, entries: ReceiptEntry[]): void {
  for (const [name, choice] of choices) {
    if (choice.kind === "money")
      entries.push({
        kind: "type",
        column: name,
        message: `${name}: signs of currency, percent and thousands were left out of the numbers.`,
      });
    if (choice.kind === "format") {
      const order = choice.either
        ? "; day and month could be the other way round, month was taken first"
        : "";
      entries.push({
        kind: "dates",
        column: name,
        message: `${name}: dates were read as ${choice.format}${order}.`,
      });
    }
  }
}

async function coerced(
  name: string,
  choice: Choice | undefined,
  lost: number,
  table: string,
  connection: DuckDBConnection,
): Promise<ReceiptEntry> {
  const column = identifier(name);
  const which = choice
    ? `${trimmed(column)} <> '' AND ${expression(column, choice)} IS NULL`
    : `NOT isfinite(${column})`;
  const reader = await connection.runAndReadAll(
    `SELECT CAST(${column} AS VARCHAR) AS v, count(*) AS n FROM ${table} WHERE ${which} GROUP BY v ORDER BY n DESC, v LIMIT 5`,
  );
  const examples = reader.getRows().map((row) => String(row[0]));
  const only = examples.every((text) => NON_FINITE.includes(text.trim().toLowerCase()));
  return {
    kind: "coerced",
    column: name,
    message: `${name}: ${lost} values ${only ? "are not finite numbers" : `are no ${choice?.kind === "date" || choice?.kind === "timestamp" || choice?.kind === "format" ? "dates" : "numbers"}`} and count as missing.`,
    count: lost,
    examples,
  };
}
