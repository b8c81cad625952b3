import {readFileSync} from "node:fs";

/** What may come of an attempt; where several may, they are parted by |. */
export type Outcome = "refused" | "mistake" | "harmless" | "stopped";

/** One try to get out of the tables. */
export interface Attempt {
  /** What it tries. */
  tries: string;
  sql: string;
  /** Which answers are safe. */
  outcomes: Outcome[];
  /** A harmless one's rows: it read nothing but what it was given. */
  rows?: number;
}

/** Statements that are too long to be written down. */
const BIG: Readonly<Record<string, () => string>> = {
  brackets: () => `SELECT ${"(".repeat(10_000)}1${")".repeat(10_000)}`,
  "open brackets": () => `SELECT ${"(".repeat(10_000)}`,
  subqueries: () => `${"SELECT * FROM (".repeat(10_000)}SELECT 1${")".repeat(10_000)}`,
  nots: () => `SELECT ${"NOT ".repeat(10_000)}true`,
  sum: () => `SELECT ${Array(50_000).fill("1").join("+")}`,
  cases: () => `SELECT ${"CASE WHEN true THEN ".repeat(5_000)}1${" END".repeat(5_000)}`,
  columns: () => `SELECT ${Array(99_990).fill("1").join(",")}`,
  values: () => `SELECT ${JSON.stringify([...Array(30_000).keys()])}`,
  unions: () => Array(10_000).fill("SELECT 1").join(" UNION "),
  text: () => `SELECT '${"x".repeat(1_000_000)}'`,
  ctes: () =>
    `WITH ${[...Array(5_000).keys()].map((at) => `c${at} AS (SELECT 1 AS a)`).join(", ")} SELECT * FROM c0`,
  doubling: () =>
    `WITH c0 AS (SELECT 1 AS a)${[...Array(40).keys()].map((at) => `, c${at + 1} AS (SELECT x.a FROM c${at} x, c${at} y)`).join("")} SELECT count(*) FROM c40`,
  joins: () => `SELECT count(*) FROM ${[...Array(60).keys()].map((at) => `people p${at}`).join(", ")}`,
};

/**
 * The corpus, with the places of this run put in.
 * @param places `{out}`: a folder that nothing may be written to; `{secret}`: a file that nobody may read; `{link}`: a link to it
 */
export function readAttempts(places: Readonly<Record<string, string>>): Attempt[] {
  const lines = readFileSync(new URL("./attempts.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => {
    const {tries, sql, outcome, rows, big} = JSON.parse(line) as {
      tries: string;
      sql: string;
      outcome: string;
      rows?: number;
      big?: string;
    };
    const written = big === undefined ? sql : BIG[big]!();
    return {
      tries,
      sql: written.replace(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole),
      outcomes: outcome.split("|") as Outcome[],
      ...(rows !== undefined && {rows}),
    };
  });
}
