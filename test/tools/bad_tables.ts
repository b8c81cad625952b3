import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {afterAll} from "vitest";
import {openTables, type Tables} from "./open_tables.ts";

/** What the columns of a bad table are called: the same roles in each. */
export interface Names {
  /** Numbers. */
  x: string;
  y: string;
  z: string;
  /** Labels, of two values where nothing is wrong. */
  g: string;
  h: string;
  /** 1 or 0. */
  flag: string;
  /** A day a row. */
  d: string;
}
const PLAIN: Names = {x: "x", y: "y", z: "z", g: "g", h: "h", flag: "flag", d: "d"};
const STRANGE: Names = {
  x: '💰 "x"',
  y: "עמודה",
  z: "a,b: c",
  g: "it's; DROP TABLE t--",
  h: "{{h}}",
  flag: "%flag_",
  d: "d'day",
};

interface Row {
  x?: unknown;
  y?: unknown;
  z?: unknown;
  g?: unknown;
  h?: unknown;
  flag?: unknown;
  d?: unknown;
}

const day = (row: number): string =>
  new Date(Date.UTC(2023, 0, 1) + row * 86_400_000).toISOString().slice(0, 10);
/** Uneven but ordered by no column: no row is like another. */
const wobble = (row: number): number => ((row * 37) % 41) + 0.25 * ((row * 11) % 7);

/** A row with nothing wrong. */
const good = (row: number): Required<Row> => ({
  x: 10 + wobble(row),
  y: 100 + 3 * wobble(row) + ((row * 17) % 13),
  z: ((row * 29) % 31) / 2,
  g: (row * 7) % 3 === 0 ? "a" : "b",
  h: (row * 5) % 4 < 2 ? "u" : "v",
  flag: (row * 13) % 5 < 2 ? 1 : 0,
  d: day(row),
});

const cell = (value: unknown): string =>
  value === null || value === undefined ? "" : `"${String(value).replaceAll('"', '""')}"`;

function csv(rows: number, change: (row: number) => Row = () => ({}), names = PLAIN): string {
  const keys = Object.keys(PLAIN) as (keyof Names)[];
  const lines = [keys.map((key) => cell(names[key])).join(",")];
  for (let row = 0; row < rows; row++) {
    const own = {...good(row), ...change(row)};
    lines.push(keys.map((key) => cell(own[key])).join(","));
  }
  return `${lines.join("\n")}\n`;
}

function wide(): string {
  const more = Array.from({length: 40}, (_, at) => `w${at}`);
  const [head, ...lines] = csv(24).trim().split("\n");
  return `${[
    `${head},${more.join(",")}`,
    ...lines.map((line, row) => `${line},${more.map((_, at) => (row * (at + 3) * 7) % 23).join(",")}`),
  ].join("\n")}\n`;
}

const gone: Row = {x: null, y: null, z: null, g: null, h: null, flag: null, d: null};

/** Tables that something is wrong with, by what it is. */
const TABLES: Record<string, string> = {
  plain: csv(60),
  constant: csv(60, () => ({x: 5, y: 7, z: 0, g: "a", h: "u", flag: 1, d: day(0)})),
  no_rows: csv(0),
  one_row: csv(1),
  two_rows: csv(2),
  all_missing: csv(60, () => gone),
  half_missing: csv(60, (row) => ({
    ...(row % 2 && {x: null, g: null}),
    ...(row % 3 && {y: null, h: null, flag: null}),
    ...(row % 5 && {z: null, d: null}),
  })),
  lonely_class: csv(60, (row) => ({
    g: row === 31 ? "z" : "a",
    h: row === 8 ? "w" : "v",
    flag: row === 4 ? 1 : 0,
  })),
  separated: csv(60, (row) => ({
    x: row + ((row * 7) % 3) / 10,
    flag: row < 30 ? 0 : 1,
    g: row < 30 ? "a" : "b",
    h: row < 30 ? "u" : "v",
  })),
  collinear: csv(60, (row) => ({y: 3 + 2 * (good(row).x as number), z: -4 * (good(row).x as number)})),
  wide: wide(),
  dates_as_text: csv(60, (row) => ({
    d: `Day ${row} of ${2023 + (row % 2)}`,
    g: `${(row % 28) + 1}.${(row % 12) + 1}.2023`,
  })),
  strange_names: csv(60, () => ({}), STRANGE),
  formulas: csv(60, (row) => ({
    g: row % 2 ? "=1+1" : "@SUM(A1)",
    h: row % 3 ? "+cmd|' /C calc'!A0" : "-2+3",
  })),
};
const MANY = csv(10_000, (row) => ({
  g: `g${(row * 7919) % 10_000}`,
  h: `h${(row * 104_729) % 10_000}`,
  d: day(row % 3_000),
}));

/** Numbers that no CSV file holds as such, as SQL: x, y and z by row. */
const DOUBLES: Record<string, (row: number) => [x: unknown, y: unknown, z: unknown]> = {
  infinite: (row) => [
    row === 3 ? "'inf'" : row === 14 ? "'-inf'" : row === 25 ? "'nan'" : good(row).x,
    row === 40 ? "'inf'" : good(row).y,
    row % 2 ? "'nan'" : good(row).z,
  ],
  huge: (row) => [1e15 + ((row * 7) % 13), 2 ** 53 + 2 * ((row * 3) % 5), 1e9 + 1e-4 * wobble(row)],
  extreme: (row) => [(row % 2 ? 1 : -1) * 1.7e308, 1e-300 * (1 + wobble(row)), row % 2 ? 5e-324 : 0],
};

export const BAD_TABLES = [...Object.keys(TABLES), ...Object.keys(DOUBLES), "many_categories"] as const;

export const namesIn = (table: string): Names => (table === "strange_names" ? STRANGE : PLAIN);

/** All of them, in one session. */
export async function openBadTables(): Promise<Tables> {
  const folder = await mkdtemp(join(tmpdir(), "bad-tables-"));
  afterAll(() => rm(folder, {recursive: true, force: true}));
  const connection = await (await DuckDBInstance.create()).connect();
  const files: Record<string, string> = {};
  for (const [table, doubles] of Object.entries(DOUBLES)) {
    const values = Array.from({length: 60}, (_, row) => {
      const {g, h, flag, d} = good(row);
      const numbers = doubles(row).map((value) => `${String(value)}::DOUBLE`);
      return `(${numbers.join(", ")}, '${g}', '${h}', ${flag}, DATE '${d}')`;
    });
    const path = join(folder, `${table}.parquet`);
    const select = `SELECT * FROM (VALUES ${values.join(",")}) t(x, y, z, g, h, flag, d)`;
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
    files[table] = path;
  }
  connection.closeSync();
  return openTables({...TABLES, many_categories: MANY}, {}, files);
}
