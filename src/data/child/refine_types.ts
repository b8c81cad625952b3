import type {DuckDBConnection} from "@duckdb/node-api";
import type {ReceiptEntry} from "../dataset.ts";

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
const SAMPLE = 3000;
const BATCH = 150;

const DATE_FORMATS = [
  "%m/%d/%Y",
  "%d/%m/%Y",
  "%m/%d/%y",
  "%d/%m/%y",
  "%d.%m.%Y",
  "%d.%m.%y",
  "%m-%d-%Y",
  "%d-%m-%Y",
  "%Y/%m/%d",
  "%b %d %Y",
  "%b %d, %Y",
  "%B %d, %Y",
  "%B %d %Y",
  "%d %b %Y",
  "%d %B %Y",
  "%d-%b-%y",
  "%d-%b-%Y",
  "%Y-%m",
  "%b %Y",
  "%B %Y",
  "%a %b %d %Y",
  "%m/%d/%Y %H:%M",
  "%d/%m/%Y %H:%M",
  "%m/%d/%y %H:%M",
  "%m/%d/%Y %H:%M:%S",
  "%d/%m/%Y %H:%M:%S",
  "%Y/%m/%d %H:%M",
  "%Y/%m/%d %H:%M:%S",
  "%m/%d/%Y %I:%M:%S %p",
  "%m/%d/%Y %I:%M %p",
  "%d.%m.%Y %H:%M",
  "%b %d %Y %H:%M:%S",
  "%Y%m%d",
];
const MIRRORED: Record<string, string> = {
  "%m/%d/%Y": "%d/%m/%Y",
  "%m/%d/%y": "%d/%m/%y",
  "%m-%d-%Y": "%d-%m-%Y",
  "%m/%d/%Y %H:%M": "%d/%m/%Y %H:%M",
  "%m/%d/%Y %H:%M:%S": "%d/%m/%Y %H:%M:%S",
};
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
}

type Choice =
  | {kind: "text"}
  | {kind: "integer" | "number" | "money" | "boolean" | "date" | "timestamp"}
  | {kind: "format"; format: string; either: boolean};

/**
 * Decides the types of the columns that are still text, over all rows, and returns the SELECT that gives the table its
 * types. What does not parse becomes missing where nearly all the rest does; the receipt counts it and shows examples.
 * NaN and infinities become missing too, so that no aggregate turns into one.
 */
export async function refine(
  table: string,
  connection: DuckDBConnection,
  entries: ReceiptEntry[],
): Promise<string> {
  const reader = await connection.runAndReadAll(`SELECT column_name, column_type FROM (DESCRIBE ${table})`);
  const columns = reader.getRows().map((row) => ({name: String(row[0]), type: String(row[1])}));
  const texts = columns.filter((column) => column.type === "VARCHAR").map((column) => column.name);
  const choices = new Map<string, Choice>();
  for (let at = 0; at < texts.length; at += BATCH) {
    for (const [name, choice] of await choose(texts.slice(at, at + BATCH), table, connection))
      choices.set(name, choice);
  }
  const parts: string[] = [];
  for (const {name, type} of columns) {
    const column = identifier(name);
    const choice = choices.get(name);
    if (choice) parts.push(`${expression(column, choice)} AS ${column}`);
    else if (type === "DOUBLE" || type === "FLOAT")
      parts.push(`CASE WHEN isfinite(${column}) THEN ${column} END AS ${column}`);
    else parts.push(column);
  }
  await report(columns, choices, table, connection, entries);
  return `SELECT ${parts.join(", ")} FROM ${table}`;
}

const trimmed = (column: string): string => `trim(${column})`;
const marked = (column: string): string =>
  `lower(${trimmed(column)}) IN (${MARKERS.map(literal).join(", ")})`;
const plain = (column: string): string => `regexp_replace(${trimmed(column)}, '[$€£¥,% ]', '', 'g')`;
const MONEY = "^[-+(]?[$€£¥]? ?-?(\\d{1,3}(,\\d{3})+|\\d+)(\\.\\d+)? ?[%€£$]?\\)?$";

function expression(column: string, choice: Choice): string {
  const value = trimmed(column);
  switch (choice.kind) {
    case "text":
      return `CASE WHEN ${value} = '' THEN NULL ELSE ${column} END`;
    case "integer":
      return `TRY_CAST(${value} AS BIGINT)`;
    case "number":
      return `CASE WHEN isfinite(TRY_CAST(${value} AS DOUBLE)) THEN TRY_CAST(${value} AS DOUBLE) END`;
    case "money":
      return `CASE WHEN regexp_matches(${value}, ${literal(MONEY)}) THEN (CASE WHEN ${value} LIKE '(%' THEN -1 ELSE 1 END) * TRY_CAST(regexp_replace(${plain(column)}, '[()]', '', 'g') AS DOUBLE) END`;
    case "boolean":
      return `TRY_CAST(${value} AS BOOLEAN)`;
    case "date":
      return `TRY_CAST(${value} AS DATE)`;
    case "timestamp":
      return `TRY_CAST(${value} AS TIMESTAMP)`;
    case "format": {
      const parsed = `try_strptime(${value}, ${literal(choice.format)})`;
      return hasTime(choice.format) ? parsed : `CAST(${parsed} AS DATE)`;
    }
  }
}

async function choose(
  names: readonly string[],
  table: string,
  connection: DuckDBConnection,
): Promise<Map<string, Choice>> {
  const sample = await count(names, `(SELECT * FROM ${table} LIMIT ${SAMPLE})`, connection, () => true);
  const open = (name: string, of: keyof Counts): boolean => {
    const seen = sample.get(name)!;
    return seen.filled === 0 || seen[of] > 0.5 * (seen.filled - seen.marked);
  };
  const full = await count(names, table, connection, (name, of) => open(name, of));
  const choices = new Map<string, Choice>();
  const rest: string[] = [];
  for (const name of names) {
    const choice = decide(full.get(name)!);
    if (choice) choices.set(name, choice);
    else rest.push(name);
  }
  for (const name of rest)
    choices.set(name, (await chooseFormat(name, full.get(name)!, table, connection)) ?? {kind: "text"});
  return choices;
}

const METRICS: Record<keyof Counts, (column: string) => string> = {
  filled: (column) => `count(*) FILTER (WHERE ${column} IS NOT NULL AND ${trimmed(column)} <> '')`,
  marked: (column) => `count(*) FILTER (WHERE ${marked(column)})`,
  whole: (column) =>
    `count(TRY_CAST(${trimmed(column)} AS BIGINT)) FILTER (WHERE ${trimmed(column)} NOT LIKE '%.%' AND ${trimmed(column)} NOT LIKE '%e%')`,
  real: (column) =>
    `count(TRY_CAST(${trimmed(column)} AS DOUBLE)) FILTER (WHERE NOT ${marked(column)} AND length(${trimmed(column)}) < 40)`,
  leading: (column) => `count(*) FILTER (WHERE regexp_matches(${trimmed(column)}, '^-?0\\d+$|^\\d{19,}$'))`,
  money: (column) => `count(*) FILTER (WHERE regexp_matches(${trimmed(column)}, ${literal(MONEY)}))`,
  dates: (column) => `count(TRY_CAST(${trimmed(column)} AS DATE))`,
  times: (column) => `count(TRY_CAST(${trimmed(column)} AS TIMESTAMP))`,
  flags: (column) => `count(*) FILTER (WHERE lower(${trimmed(column)}) IN ('true', 'false'))`,
  clock: (column) => `count(*) FILTER (WHERE ${column} LIKE '%:%')`,
};

async function count(
  names: readonly string[],
  from: string,
  connection: DuckDBConnection,
  wanted: (name: string, of: keyof Counts) => boolean,
): Promise<Map<string, Counts>> {
  const metrics = Object.keys(METRICS) as (keyof Counts)[];
  const always = new Set<keyof Counts>(["filled", "marked"]);
  const parts = names.flatMap((name) =>
    metrics.map((metric) =>
      always.has(metric) || wanted(name, metric) || (metric === "leading" && wanted(name, "whole"))
        ? METRICS[metric](identifier(name))
        : "0",
    ),
  );
  if (parts.length === 0) return new Map();
  const row = (await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM ${from}`)).getRows()[0] ?? [];
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
  if (leading > 0 && whole >= enough) return {kind: "text"};
  if (real >= enough && leading === 0) return whole >= real ? {kind: "integer"} : {kind: "number"};
  if (times >= enough && clock > 0.5 * values) return {kind: "timestamp"};
  if (dates >= enough) return {kind: "date"};
  if (times >= enough) return {kind: "timestamp"};
  return money >= enough ? {kind: "money"} : undefined;
}

/** The format that most values of a column follow; where day and month could be swapped in all of them, month first. */
async function chooseFormat(
  name: string,
  counts: Counts,
  table: string,
  connection: DuckDBConnection,
): Promise<Choice | undefined> {
  const column = identifier(name);
  const values = counts.filled - counts.marked;
  const parsed = async (from: string, formats: readonly string[]): Promise<number[]> => {
    const parts = formats.map((format) => `count(try_strptime(${trimmed(column)}, ${literal(format)}))`);
    return (
      (
        await connection.runAndReadAll(
          `SELECT ${parts.join(", ")}, count(*) FILTER (WHERE ${column} IS NOT NULL AND NOT ${marked(column)}) FROM ${from}`,
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
  if (likely.length === 0 || values === 0) return undefined;
  const full = await parsed(table, likely);
  const best = likely
    .map((format, index) => ({format, hits: full[index]!}))
    .sort((a, b) => b.hits - a.hits || likely.indexOf(a.format) - likely.indexOf(b.format))[0]!;
  if (best.hits < MOSTLY * values) return undefined;
  const mirror = MIRRORED[best.format];
  const either =
    mirror !== undefined && likely.includes(mirror) && full[likely.indexOf(mirror)]! >= best.hits;
  return {kind: "format", format: best.format, either};
}

async function report(
  columns: readonly {name: string; type: string}[],
  choices: ReadonlyMap<string, Choice>,
  table: string,
  connection: DuckDBConnection,
  entries: ReceiptEntry[],
): Promise<void> {
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
  const typed = columns.filter(
    ({name, type}) =>
      (choices.has(name) && choices.get(name)!.kind !== "text") || type === "DOUBLE" || type === "FLOAT",
  );
  for (let at = 0; at < typed.length; at += BATCH) {
    const batch = typed.slice(at, at + BATCH);
    const lost = batch.map(({name}) => {
      const column = identifier(name);
      const choice = choices.get(name);
      return choice
        ? `count(*) FILTER (WHERE ${trimmed(column)} <> '') - count(${expression(column, choice)})`
        : `count(*) FILTER (WHERE NOT isfinite(${column}))`;
    });
    const row =
      (await connection.runAndReadAll(`SELECT ${lost.join(", ")} FROM ${table}`)).getRows()[0] ?? [];
    for (const [index, {name}] of batch.entries()) {
      const lostCount = Number(row[index]);
      if (lostCount > 0) entries.push(await coerced(name, choices.get(name), lostCount, table, connection));
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
