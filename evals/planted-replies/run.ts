import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {z} from "zod";
import {type Cell, type ColumnType, cellSchema} from "../../src/data/table.ts";
import {verifyDraft} from "../../src/planning/verify.ts";
import type {Artifact} from "../../src/tools/tool.ts";

/**
 * Verifies every right reply and every planted one, and prints how many planted errors were caught and how many right replies
 * were refused, by kind. Usage: node evals/planted-replies/run.ts [questions.jsonl] [--show]
 */
const pairSchema = z.object({
  id: z.string(),
  sql: z.string(),
  result: z.object({columns: z.array(z.string()), rows: z.array(z.array(cellSchema))}),
  reply: z.string(),
  planted: z.string(),
  kind: z.string(),
});
type Pair = z.infer<typeof pairSchema>;

/** The bars: of planted errors caught, and of right replies refused. */
const CAUGHT = 0.99;
const REFUSED = 0.01;

const name = process.argv[2]?.endsWith(".jsonl") ? process.argv[2] : "questions.jsonl";
const show = process.argv.includes("--show");
const path = fileURLToPath(new URL(name, import.meta.url));
if (!existsSync(path)) throw new Error(`There is no ${path}.`);
const pairs = readFileSync(path, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => pairSchema.parse(JSON.parse(line)));

const byKind = new Map<string, {n: number; caught: number; refused: number}>();
for (const pair of pairs) {
  const artifacts = new Map([["answer", artifactOf(pair)]]);
  const right = verifyDraft({text: pair.reply, values: []}, artifacts);
  const planted = verifyDraft({text: pair.planted, values: []}, artifacts);
  const tally = byKind.get(pair.kind) ?? {n: 0, caught: 0, refused: 0};
  tally.n++;
  if (planted.unboundAt.length > 0) tally.caught++;
  if (right.unboundAt.length > 0) tally.refused++;
  byKind.set(pair.kind, tally);
  if (!show) continue;
  if (planted.unboundAt.length === 0) console.log(`missed   ${pair.id} (${pair.kind}): ${pair.planted}`);
  for (const {text, why} of right.unboundAt)
    console.log(`refused  ${pair.id} (${pair.kind}) "${text}" (${why}): ${pair.reply}`);
}
const total = {n: 0, caught: 0, refused: 0};
for (const [kind, {n, caught, refused}] of [...byKind].sort()) {
  console.log(`${kind.padEnd(28)} ${caught} of ${n} caught, ${refused} right ones refused`);
  total.n += n;
  total.caught += caught;
  total.refused += refused;
}
console.log(
  `${name}: ${total.caught} of ${total.n} planted errors caught (${percent(total.caught)}), ${total.refused} right replies refused (${percent(total.refused)})`,
);
process.exitCode = total.caught / total.n >= CAUGHT && total.refused / total.n <= REFUSED ? 0 : 1;

function percent(count: number): string {
  return `${((100 * count) / total.n).toFixed(1)} %`;
}

function artifactOf({sql, result}: Pair): Artifact {
  const columns = result.columns.map((column, at) => ({
    name: column,
    type: typeOf(result.rows.map((row) => row[at] ?? null)),
  }));
  return {
    kind: "table",
    title: "result",
    table: {columns, rows: result.rows},
    units: {},
    truncated: false,
    provenance: {tool: "run_sql", datasets: [], sql: [sql], notes: [], elapsedMs: 0},
  };
}

function typeOf(cells: readonly Cell[]): ColumnType {
  const known = cells.filter((cell) => cell !== null);
  if (known.every((cell) => typeof cell === "number"))
    return known.every((cell) => Number.isInteger(cell)) ? "integer" : "number";
  if (known.every((cell) => typeof cell === "boolean")) return "boolean";
  return known.every((cell) => typeof cell === "string" && /^\d{4}-\d\d-\d\d/.test(cell)) ? "date" : "text";
}
