import type {DuckDBConnection} from "@duckdb/node-api";
import {hasPattern, likelyPattern, PATTERNS} from "../../patterns.ts";
import {type ColumnProfile, TOP_VALUES} from "../../profile.ts";
import type {TextFacts} from "../../profile_details.ts";
import {BATCH, identifier, literal} from "./sql.ts";

export interface Texts {
  text: TextFacts;
  /** Some of the different values: all of them where they are few. */
  sample: string[];
}

const SAMPLE = 1000;
const EXAMPLES = 3;
/** Texts longer than this on average are prose: spelling variants of those say nothing. */
const PROSE = 60;
/** What counts as a space at an end: `\u00a0` comes from web pages. */
const SPACES = " \t\n\r\u00a0";

/** Lengths, spaces, spelling variants and patterns of text columns. */
export async function textDetails(
  connection: DuckDBConnection,
  from: string,
  columns: readonly ColumnProfile[],
  rows: number,
): Promise<Map<string, Texts>> {
  const found = new Map<string, Texts>();
  const texts = columns.filter((column) => column.type === "text" && column.distinct > 0);
  for (const column of texts) if (column.distinct <= TOP_VALUES) found.set(column.name, fromTop(column));
  const large = texts.filter((column) => column.distinct > TOP_VALUES);
  for (let at = 0; at < large.length; at += BATCH) {
    for (const [name, facts] of await fromTable(connection, from, large.slice(at, at + BATCH), rows))
      found.set(name, facts);
  }
  return found;
}

const trimmed = (text: string): string => text.replace(/^[ \t\n\r\u00a0]+|[ \t\n\r\u00a0]+$/g, "");

/** Few values: their counts tell all, without the table. */
function fromTop(column: ColumnProfile): Texts {
  const values = column.top.map(({value, count}) => ({text: String(value), count}));
  const rows = values.reduce((sum, one) => sum + one.count, 0);
  const sum = (of: (one: {text: string; count: number}) => number): number =>
    values.reduce((total, one) => total + of(one), 0);
  const lengths = values.map(({text}) => [...text].length);
  const spellings = new Map<string, {text: string; count: number}[]>();
  for (const one of values) {
    const key = trimmed(one.text).toLowerCase();
    if (key !== "") spellings.set(key, [...(spellings.get(key) ?? []), one]);
  }
  const several = [...spellings.values()].filter((group) => group.length > 1);
  const sample = values.map(({text}) => text);
  const name = likelyPattern(sample);
  const others = name ? values.filter(({text}) => trimmed(text) !== "" && !hasPattern(name, text)) : [];
  const misfits = others.reduce((total, one) => total + one.count, 0);
  const blank = sum(({text, count}) => (trimmed(text) === "" ? count : 0));
  return {
    sample,
    text: {
      lengths: {
        min: Math.min(...lengths),
        mean: sum(({text, count}) => [...text].length * count) / rows,
        max: Math.max(...lengths),
      },
      blank,
      untrimmed: sum(({text, count}) => (trimmed(text) !== text && trimmed(text) !== "" ? count : 0)),
      variants: {
        groups: several.length,
        rows: several.flatMap((group) => group.slice(1)).reduce((total, one) => total + one.count, 0),
        examples: several.slice(0, EXAMPLES).map((group) => group.slice(0, 4).map(({text}) => text)),
      },
      ...(name && {
        pattern: {
          name,
          share: 1 - misfits / Math.max(1, rows - blank),
          others: others.slice(0, EXAMPLES).map(({text}) => text),
          misfits,
        },
      }),
    },
  };
}

async function fromTable(
  connection: DuckDBConnection,
  from: string,
  columns: readonly ColumnProfile[],
  rows: number,
): Promise<Map<string, Texts>> {
  const ends = literal(SPACES);
  const prose = (column: ColumnProfile): boolean =>
    column.top.reduce((sum, {value}) => sum + String(value).length, 0) > PROSE * column.top.length;
  const parts = columns.flatMap((column) => {
    const value = identifier(column.name);
    const bare = `trim(${value}, ${ends})`;
    const every = Math.max(1, Math.floor(column.distinct / SAMPLE));
    return [
      `min(length(${value}))`,
      `avg(length(${value}))`,
      `max(length(${value}))`,
      `sum((${bare} = '')::INTEGER)`,
      `sum((${bare} <> ${value} AND ${bare} <> '')::INTEGER)`,
      prose(column) ? "NULL" : `count(DISTINCT lower(${bare}))`,
      `list(DISTINCT ${value}) FILTER (hash(${value}) % ${every} = 0)`,
    ];
  });
  const reader = await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM ${from}`);
  const row = reader.getRowsJson()[0] ?? [];
  const found = new Map<string, Texts>();
  const patterned: {column: ColumnProfile; pattern: (typeof PATTERNS)[number]}[] = [];
  for (const [index, column] of columns.entries()) {
    const cell = (offset: number): unknown => row[index * 7 + offset];
    const sample = ((cell(6) ?? []) as unknown[]).map(String).sort();
    const seen = sample.length > 0 ? sample : column.top.map(({value}) => String(value));
    const folded = cell(5) === null ? column.distinct : Number(cell(5));
    found.set(column.name, {
      sample: seen,
      text: {
        lengths: {min: Number(cell(0)), mean: Number(cell(1)), max: Number(cell(2))},
        blank: Number(cell(3)),
        untrimmed: Number(cell(4)),
        variants:
          folded < column.distinct
            ? await variantsOf(connection, from, column.name)
            : {groups: 0, rows: 0, examples: []},
      },
    });
    const name = likelyPattern(seen);
    if (name) patterned.push({column, pattern: PATTERNS.find((one) => one.name === name)!});
  }
  if (patterned.length > 0) await countMisfits(connection, from, patterned, found, rows);
  return found;
}

async function variantsOf(
  connection: DuckDBConnection,
  from: string,
  name: string,
): Promise<TextFacts["variants"]> {
  const value = identifier(name);
  const reader = await connection.runAndReadAll(
    `SELECT count(*) OVER (), sum(sum(n) - max(n)) OVER (), list(v ORDER BY n DESC, v)[1:4]
     FROM (SELECT ${value} AS v, count(*) AS n FROM ${from} WHERE ${value} IS NOT NULL GROUP BY 1)
     GROUP BY lower(trim(v, ${literal(SPACES)})) HAVING count(*) > 1 AND lower(trim(any_value(v), ${literal(SPACES)})) <> ''
     ORDER BY sum(n) DESC, min(v) LIMIT ${EXAMPLES}`,
  );
  const rows = reader.getRowsJson();
  return {
    groups: Number(rows[0]?.[0] ?? 0),
    rows: Number(rows[0]?.[1] ?? 0),
    examples: rows.map((row) => (row[2] as unknown[]).map(String)),
  };
}

async function countMisfits(
  connection: DuckDBConnection,
  from: string,
  patterned: readonly {column: ColumnProfile; pattern: (typeof PATTERNS)[number]}[],
  found: ReadonlyMap<string, Texts>,
  rows: number,
): Promise<void> {
  const parts = patterned.flatMap(({column, pattern}) => {
    const value = identifier(column.name);
    const bare = `trim(${value}, ${literal(SPACES)})`;
    const other = `${bare} <> '' AND NOT regexp_full_match(${bare}, ${literal(pattern.source)})`;
    return [`count(*) FILTER (${other})`, `min(left(${value}, 60), 20) FILTER (${other})`];
  });
  const reader = await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM ${from}`);
  const row = reader.getRowsJson()[0] ?? [];
  for (const [index, {column, pattern}] of patterned.entries()) {
    const {text} = found.get(column.name)!;
    const misfits = Number(row[index * 2]);
    const filled = rows - column.nulls - text.blank;
    const others = ((row[index * 2 + 1] ?? []) as unknown[]).map(String);
    text.pattern = {
      name: pattern.name,
      share: filled > 0 ? 1 - misfits / filled : 1,
      others: [...new Set(others)].slice(0, EXAMPLES),
      misfits,
    };
  }
}
