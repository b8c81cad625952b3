import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {z} from "zod";
import type {PlannerInput} from "../../src/agents/contracts.ts";
import {checkAnswer} from "../../src/agents/hosted/check_answer.ts";
import {withSecondReading} from "../../src/agents/hosted/second_reading.ts";
import {createOfflinePlanner} from "../../src/agents/offline/planner.ts";
import {writeAnswer} from "../../src/agents/offline/writer.ts";
import {weigh} from "../../src/channels/competing.ts";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Engine} from "../../src/data/engine.ts";
import {executePlan} from "../../src/planning/execute.ts";
import {createRegistry} from "../../src/tools/registry.ts";

/**
 * Gives the hosted planner planted misreadings in place of a model's replies, and prints how many were caught (sent back, refused)
 * or asked about, and how many right readings were. Usage: node evals/misreadings/run.ts [questions.jsonl | second.jsonl | third.jsonl | fourth.jsonl] [--show]
 */
const caseSchema = z.object({
  id: z.string(),
  data: z.array(z.string()),
  question: z.string(),
  planted: z.unknown(),
  kind: z.string(),
});
type Case = z.infer<typeof caseSchema>;

const CAUGHT = 0.99;
const here = fileURLToPath(new URL(".", import.meta.url));
const name = process.argv[2]?.endsWith(".jsonl") ? process.argv[2] : "questions.jsonl";
/** A day after the last day of the data. */
const DAYS: Record<string, string> = {"third.jsonl": "2024-10-01", "fourth.jsonl": "2025-10-01"};
const AS_OF = new Date(`${DAYS[name] ?? "2024-06-15"}T00:00:00Z`);
const show = process.argv.includes("--show");
const cases = readFileSync(join(here, name), "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => caseSchema.parse(JSON.parse(line)));

const registry = createRegistry();
const folder = mkdtempSync(join(tmpdir(), "misreadings-"));
const engine = createEngine({folder});
const byKind = new Map<string, {n: number; flagged: number}>();
try {
  for (const one of cases) {
    const verdict = await verdictOf(one, engine);
    const tally = byKind.get(one.kind) ?? {n: 0, flagged: 0};
    tally.n++;
    if (verdict.flagged) tally.flagged++;
    byKind.set(one.kind, tally);
    const wrong = (one.kind === "control") === verdict.flagged;
    if (show && wrong)
      console.log(`${one.kind} ${one.id}: ${one.question} | ${verdict.why} | ${JSON.stringify(one.planted)}`);
  }
} finally {
  await engine.close();
  rmSync(folder, {recursive: true, force: true});
}
let [n, flagged] = [0, 0];
for (const [kind, tally] of [...byKind].sort()) {
  console.log(
    `${kind.padEnd(28)} ${tally.flagged} of ${tally.n} ${kind === "control" ? "right ones questioned" : "caught or asked about"}`,
  );
  if (kind === "control") continue;
  n += tally.n;
  flagged += tally.flagged;
}
console.log(
  `${name}: ${flagged} of ${n} misreadings caught or asked about (${((100 * flagged) / n).toFixed(1)} %)`,
);
process.exitCode = flagged / n >= CAUGHT ? 0 : 1;

async function verdictOf(one: Case, engine: Engine): Promise<{flagged: boolean; why: string}> {
  const imported = await Promise.all(one.data.map((file) => engine.importFile(resolve(here, file))));
  await using session = await engine.open(imported.flat());
  const signal = new AbortController().signal;
  const profiles = await Promise.all(
    session.datasets.map((dataset) => session.profile(dataset.name, {signal})),
  );
  const input: PlannerInput = {
    question: one.question,
    profiles,
    earlier: [],
    session,
    asOf: AS_OF,
    timeZone: "UTC",
    signal,
  };
  const tables = session.datasets.map((dataset) => dataset.name);
  const reply = {
    text: JSON.stringify(
      "sql" in (one.planted as object) ? one.planted : {readings: [withTable(one.planted, tables)]},
    ),
    ending: "complete" as const,
  };
  const checked = await checkAnswer(reply, input, registry);
  if ("issues" in checked) return {flagged: true, why: checked.issues.join("; ")};
  if (checked.doubts.length > 0) return {flagged: true, why: checked.doubts.join("; ")};
  if (checked.value.kind !== "readings")
    return {flagged: checked.value.kind === "declined", why: checked.value.kind};
  const output = await withSecondReading(checked.value, input, createOfflinePlanner());
  if (output.kind !== "readings") return {flagged: true, why: output.kind};
  const context = {
    session,
    profile: async (table: string) => profiles.find((profile) => profile.table === table)!,
    limits: {timeMs: 10_000, rows: 5_000},
    asOf: input.asOf,
    timeZone: input.timeZone,
  };
  try {
    const weighed = await weigh(
      output.readings,
      profiles,
      async (plan) => ({plan, execution: await executePlan(plan, {registry, context, signal})}),
      async ({plan, execution}) =>
        writeAnswer({question: one.question, plan, artifacts: execution.artifacts}).values,
      output.against,
    );
    const asked = weighed.kind === "choices";
    return {flagged: asked, why: asked ? "asked" : output.against ? "the same number" : "no second reading"};
  } catch (error) {
    return {flagged: true, why: error instanceof Error ? error.message : String(error)};
  }
}

/** The set writes tables as their files are called. */
function withTable(planted: unknown, tables: readonly string[]): unknown {
  const bare = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const {table} = planted as {table?: string};
  const known = tables.find((one) => bare(one) === bare(table ?? ""));
  return known === undefined ? planted : {...(planted as object), table: known};
}
