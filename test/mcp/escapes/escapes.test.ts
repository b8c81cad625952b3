import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {everyNth} from "../../sweep.ts";
import {type RunningServer, startMcp, type Told} from "../running.ts";
import {type Outcome, readAttempts} from "./attempts.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-escapes-"));
const out = join(folder, "out");
const secret = join(folder, "secret.csv");
const link = join(folder, "link.csv");
const WORD = "open-sesame-7391";
mkdirSync(out);
writeFileSync(secret, `word\n${WORD}\n`);
symlinkSync(secret, link);
writeFileSync(join(folder, "people.csv"), "name,age\nAnn,31\nBo,42\n");
const home = join(folder, "home");
const attempts = readAttempts({out, secret, link, home});

/** What may not stand in an answer unless the attempt itself said it. */
const PLACES = [folder, home, process.cwd(), process.env.HOME ?? "/root", WORD, "root:x:", "PATH="];
/** One statement of an attempt may take this long: a bomb is stopped soon. */
const QUERY_MS = "1500";
/** A SELECT that stands for a table is stored first, which has a time of its own. */
const CALL_MS = "5000";

let server: RunningServer;
beforeAll(async () => {
  server = await startMcp({
    files: [join(folder, "people.csv")],
    home,
    environment: {
      TABLETALK_QUERY_MS: QUERY_MS,
      TABLETALK_MCP_CALL_MS: CALL_MS,
      TABLETALK_MEMORY_MB: "1024",
    },
  });
  await server.call("list_tables");
}, 60_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, {recursive: true, force: true, maxRetries: 5});
});

const WORDS: readonly [Outcome, RegExp][] = [
  ["refused", /^This SQL was not run: /],
  ["stopped", /longer than|more memory|ran past/],
];

function outcomeOf({isError, text}: Told): Outcome {
  if (!isError) return "harmless";
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? "mistake";
}

/** Nothing came out, nothing was written, nothing is set otherwise, and the next question is answered. */
async function holds(sql: string, told: Told): Promise<void> {
  for (const place of PLACES) if (!sql.includes(place)) expect(told.text).not.toContain(place);
  expect(told.text).not.toMatch(/^Something broke|Report this/);
  expect(readdirSync(out)).toEqual([]);
  const next = await server.call("run_sql", {sql: "SELECT count(*) AS n, sum(age) AS s FROM people"});
  expect(next.structured?.rows, next.text).toEqual([[2, 73]]);
}

describe("a SELECT over stdio stays inside the tables", () => {
  it("knows at least 150 ways out", () => {
    expect(attempts.length).toBeGreaterThanOrEqual(150);
    expect(new Set(attempts.map(({tries, sql}) => `${tries} ${sql}`)).size).toBe(attempts.length);
  });

  it.each(attempts)("run_sql: $tries", {timeout: 60_000}, async ({sql, outcomes, rows}) => {
    const told = await server.call("run_sql", {sql});
    expect(outcomes, told.text.slice(0, 300)).toContain(outcomeOf(told));
    if (told.isError) expect(told.text.length).toBeGreaterThan(20);
    else if (rows !== undefined) expect(told.structured.rows).toHaveLength(rows);
    await holds(sql, told);
  });

  // The same stands for a table where another tool takes one; what is no SELECT is the name of a table that is not there.
  it.each(everyNth(attempts, 6))(
    "run_statistics, prepare_data: $tries",
    {timeout: 60_000},
    async ({sql, outcomes}) => {
      for (const [tool, method] of [
        ["run_statistics", "missing"],
        ["prepare_data", "select"],
      ] as const) {
        const told = await server.call(tool, {method, table: sql});
        if (!outcomes.includes("harmless")) expect(told.isError, told.text.slice(0, 300)).toBe(true);
        await holds(sql, told);
      }
    },
  );

  it("left the tables' files as they were, and no process behind", async () => {
    const before = hashesOf(home);
    await server.call("run_sql", {sql: "SELECT * FROM people"});
    expect(hashesOf(home)).toEqual(before);
    const children = execFileSync("ps", ["--ppid", String(server.pid), "-o", "pid="], {encoding: "utf8"});
    // One that is warm over the table, and one or two that were asked last and are being let go.
    expect(children.trim().split("\n").length).toBeLessThanOrEqual(8);
  });
});

function hashesOf(root: string): string[] {
  const files = readdirSync(root, {recursive: true, encoding: "utf8"}).filter((name) =>
    name.endsWith(".duckdb"),
  );
  return files.sort().map(
    (name) =>
      `${name} ${createHash("sha256")
        .update(readFileSync(join(root, name)))
        .digest("hex")}`,
  );
}
