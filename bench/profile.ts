import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createEngine} from "../src/data/create_engine.ts";
import {wideCsv} from "./data/wide_csv.ts";

/**
 * What the two depths of a profile cost: "planner", that a question waits for, and what "full" adds.
 * Usage: node bench/profile.ts [rows, default 100000] [runs, default 5]
 */
const rows = Number(process.argv[2] ?? 100_000);
const runs = Number(process.argv[3] ?? 5);
const scratch = mkdtempSync(join(tmpdir(), "bench-profile-"));
const found: Record<string, number[]> = {};

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await work();
  found[what] = [...(found[what] ?? []), performance.now() - from];
}

const files: [string, string][] = [
  ["orders", wideCsv(rows)],
  ["wide", wideTable(1000, 500)],
];
for (const [name, text] of files) writeFileSync(join(scratch, `${name}.csv`), text);
for (let run = 0; run < runs; run++) {
  await using engine = createEngine({folder: join(scratch, `engine${run}`)});
  for (const [name] of files) {
    const session = await engine.open(await engine.importFile(join(scratch, `${name}.csv`)));
    await session.query("SELECT 1");
    await timed(`${name}: planner`, () => session.profile(name));
    await timed(`${name}: what full adds`, () => session.profile(name, {depth: "full"}));
    await session.close();
  }
}
rmSync(scratch, {recursive: true, force: true});

console.log(`orders: ${rows} rows x 20 columns; wide: 1000 rows x 500 columns; ${runs} runs`);
console.table(
  Object.entries(found).map(([what, ms]) => ({
    what,
    "median ms": Math.round(ms.toSorted((a, b) => a - b)[ms.length >> 1]!),
    "best ms": Math.round(Math.min(...ms)),
  })),
);

function wideTable(height: number, width: number): string {
  const line = (cell: (column: number) => string | number): string =>
    Array.from({length: width}, (_, at) => cell(at)).join(",");
  const lines = [line((at) => `c${at}`)];
  for (let row = 0; row < height; row++)
    lines.push(
      line((at) => (at % 5 === 0 ? `k${(row * at) % 17}` : ((row * 7919 + at * 104729) % 1000) / 8)),
    );
  return `${lines.join("\n")}\n`;
}
