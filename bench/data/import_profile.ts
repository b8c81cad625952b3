import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {createEngine} from "../../src/data/create_engine.ts";
import {wideCsv} from "./wide_csv.ts";

/**
 * Import and profile of a CSV beside DuckDB's own read_csv of it, and what a warm query and a cold open cost.
 * Usage: node bench/data/import_profile.ts [rows, default 100000] [runs, default 3]
 */
const rows = Number(process.argv[2] ?? 100_000);
const runs = Number(process.argv[3] ?? 3);
const scratch = mkdtempSync(join(tmpdir(), "bench-data-"));
const file = join(scratch, "orders.csv");
const text = wideCsv(rows);
writeFileSync(file, text);

const timed = async <Value>(work: () => Promise<Value>): Promise<[number, Value]> => {
  const from = performance.now();
  const value = await work();
  return [performance.now() - from, value];
};
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const found: Record<string, number[]> = {};
const note = (what: string, ms: number): void => {
  found[what] = [...(found[what] ?? []), ms];
};

for (let run = 0; run < runs; run++) {
  const instance = await DuckDBInstance.create(join(scratch, `bare${run}.duckdb`), {threads: "2"});
  const bare = await instance.connect();
  note("DuckDB read_csv", (await timed(() => bare.run(`CREATE TABLE data AS FROM read_csv('${file}')`)))[0]);
  bare.closeSync();
  instance.closeSync();

  await using engine = createEngine({folder: join(scratch, `engine${run}`)});
  const [imported, datasets] = await timed(() => engine.importFile(file));
  const [opened, session] = await timed(() => engine.open(datasets));
  const [profiled] = await timed(() => session.profile("orders"));
  note("import, with a cold child", imported);
  note("open after an import", opened);
  note("profile", profiled);
  note("import + open + profile", imported + opened + profiled);
  const sql = "SELECT region, sum(revenue) FROM orders GROUP BY region ORDER BY region";
  const overhead: number[] = [];
  const inside: number[] = [];
  const constant: number[] = [];
  for (let turn = 0; turn < 60; turn++) {
    const [ms, result] = await timed(() => session.query(sql));
    overhead.push(ms - result.elapsedMs);
    inside.push(result.elapsedMs);
    constant.push((await timed(() => session.query("SELECT 1")))[0]);
  }
  note("warm group-by in DuckDB", median(inside));
  note("warm group-by, all else", median(overhead));
  note("warm SELECT 1", median(constant));
  note("import of the same bytes", (await timed(() => engine.importFile(file)))[0]);
  await session.close();
  await using later = createEngine({folder: join(scratch, `engine${run}`)});
  const [cold, again] = await timed(() => later.open(datasets));
  note("cold open", cold);
  note("kept profile", (await timed(() => again.profile("orders")))[0]);
}
rmSync(scratch, {recursive: true, force: true});

console.log(`${rows} rows x 20 columns, ${(text.length / 2 ** 20).toFixed(1)} MiB, ${runs} runs`);
console.table(
  Object.entries(found).map(([what, ms]) => ({
    what,
    "median ms": Number(median(ms).toFixed(1)),
    "best ms": Number(Math.min(...ms).toFixed(1)),
  })),
);
