import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {z} from "zod";
import {createOfflinePlanner} from "../../src/agents/offline/planner.ts";
import {writeAnswer} from "../../src/agents/offline/writer.ts";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Dataset} from "../../src/data/dataset.ts";
import {TabletalkError} from "../../src/errors.ts";
import {answerOn} from "../../src/planning/carry/answer_on.ts";
import {compileReading} from "../../src/planning/compile.ts";
import type {Plan} from "../../src/planning/plan.ts";
import {createRegistry} from "../../src/tools/registry.ts";

/**
 * Eight questions saved on the first week, answered on every later week's file: prints how many answers were right, stopped, or
 * silently of another meaning. Usage: node evals/weekly/run.ts [expected.json | second.json] [--show]
 */
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const valueSchema = z.array(z.object({name: z.string(), value: z.number()}));
const expectedSchema = z.object({
  expect: z.enum(["answer", "stop", "answer_or_stop"]),
  values: valueSchema.optional(),
  alsoIfSaid: z.array(valueSchema).optional(),
});
const weeksSchema = z.record(z.string(), z.record(z.string(), z.union([z.string(), expectedSchema])));

const name = process.argv[2]?.endsWith(".json") ? process.argv[2] : "expected.json";
const show = process.argv.includes("--show");
const weeks = weeksSchema.parse(JSON.parse(readFileSync(here(name), "utf8")));
const questions = readFileSync(here("questions.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => z.object({id: z.string(), question: z.string()}).parse(JSON.parse(line)));

const folder = mkdtempSync(join(tmpdir(), "weekly-"));
const engine = createEngine({folder});
const signal = new AbortController().signal;
const asOf = new Date("2025-01-06T00:00:00Z");
const tally = {right: 0, stopped: 0, needless: 0, silent: 0};
try {
  const [first] = await engine.importFile(here("files/week-01/orders.csv"), {name: "orders"});
  const plans = new Map<string, Plan>();
  for (const {id, question} of questions) plans.set(id, await planOf(question, first!));
  for (const [week, expected] of Object.entries(weeks)) {
    const imported = await engine
      .importFile(here(`files/${week}/orders.csv`), {name: "orders"})
      .catch((error: unknown) => (error instanceof TabletalkError ? error : Promise.reject(error)));
    for (const {id} of questions) {
      const wanted = expected[id];
      if (!wanted || typeof wanted === "string") continue;
      const said =
        imported instanceof TabletalkError
          ? {kind: "stopped" as const, why: [imported.message]}
          : imported.length > 1
            ? {kind: "stopped" as const, why: [`the file holds ${imported.length} tables`]}
            : await answerOn(plans.get(id)!, first!, imported[0]!, {
                engine,
                registry: createRegistry(),
                write: async (plan, artifacts) => writeAnswer({question: "", plan, artifacts}),
                asOf,
                timeZone: "UTC",
                signal,
              });
      const verdict = verdictOf(wanted, said);
      tally[verdict]++;
      if (show && (verdict === "silent" || verdict === "needless"))
        console.log(
          `${verdict} ${week} ${id} (${String(expected.changed)}): ${said.kind === "stopped" ? said.why.join("; ") : `${said.text} [${said.said.join("; ")}]`} | wanted ${wanted.expect} ${JSON.stringify(wanted.values ?? "")}`,
        );
    }
  }
} finally {
  await engine.close();
  rmSync(folder, {recursive: true, force: true});
}
console.log(
  `${name}: ${tally.right} right, ${tally.stopped} rightly stopped, ${tally.needless} stopped without need, ${tally.silent} silent changes of meaning`,
);
process.exitCode = tally.silent > 0 ? 1 : 0;

async function planOf(question: string, dataset: Dataset): Promise<Plan> {
  await using session = await engine.open([dataset]);
  const profiles = [await session.profile("orders")];
  const output = await createOfflinePlanner().plan({
    question,
    profiles,
    earlier: [],
    session,
    asOf,
    timeZone: "UTC",
    signal,
  });
  if (output.kind === "plan") return output.plan;
  if (output.kind === "readings") return compileReading(output.readings[0]!, profiles[0]!);
  throw new Error(`${question}: ${output.reason}`);
}

function verdictOf(
  wanted: z.infer<typeof expectedSchema>,
  said: Awaited<ReturnType<typeof answerOn>>,
): keyof typeof tally {
  if (said.kind === "stopped") return wanted.expect === "answer" ? "needless" : "stopped";
  const cells = [...said.execution.artifacts.values()].flatMap(({table}) => table.rows);
  const holds = (values: z.infer<typeof valueSchema>): boolean =>
    values.every(({name: label, value}) =>
      cells.some(
        (row) =>
          row.some((cell) => typeof cell === "number" && Math.abs(cell - value) <= 0.01) &&
          (values.length === 1 || row.some((cell) => String(cell) === label)),
      ),
    );
  if (wanted.expect !== "stop" && wanted.values && holds(wanted.values)) return "right";
  // README: a number where the meaning cannot be kept is a silent change only "with no word".
  const isSaid = said.said.length > 0 && (wanted.expect === "stop" || (wanted.alsoIfSaid ?? []).some(holds));
  return isSaid ? "right" : "silent";
}
