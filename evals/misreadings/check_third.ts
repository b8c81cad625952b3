import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {slimReadingSchema} from "../../src/agents/hosted/answer_schema.ts";
import {widenReading} from "../../src/agents/hosted/widen_reading.ts";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Session} from "../../src/data/engine.ts";
import type {TableProfile} from "../../src/data/profile.ts";
import {compileReading} from "../../src/planning/compile.ts";
import {executePlan} from "../../src/planning/execute.ts";
import {createRegistry} from "../../src/tools/registry.ts";

/**
 * Runs both readings of every case of third.jsonl or fourth.jsonl: a misreading must give other numbers than the right one (or
 * multiply rows, which the tools refuse), a control the same.
 * Usage: node evals/misreadings/check_third.ts [third.jsonl | fourth.jsonl]
 */
interface Case {
  id: string;
  data: string[];
  question: string;
  right: unknown;
  planted: unknown;
  kind: string;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const cases = readFileSync(join(here, process.argv[2] ?? "third.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Case);
const registry = createRegistry();
const folder = mkdtempSync(join(tmpdir(), "misreadings-"));
const engine = createEngine({folder});
let faults = 0;
try {
  for (const one of cases) {
    const imported = await Promise.all(one.data.map((file) => engine.importFile(resolve(here, file))));
    await using session = await engine.open(imported.flat());
    const signal = new AbortController().signal;
    const profiles = await Promise.all(session.datasets.map(({name}) => session.profile(name, {signal})));
    const right = await numbersOf(one.right, profiles, session);
    const planted = await numbersOf(one.planted, profiles, session);
    const apart =
      one.kind === "swapped_direction" || typeof right === "string" || typeof planted === "string";
    if (!apart) for (const list of [right, planted]) list.sort((a, b) => a - b);
    const fault =
      typeof right === "string"
        ? right
        : right.length === 0
          ? "right is empty"
          : typeof planted === "string"
            ? one.kind === "fan_out"
              ? undefined
              : planted
            : same(right, planted, one.kind === "control") === (one.kind === "control")
              ? undefined
              : `${one.kind}: ${right.slice(0, 6)} and ${planted.slice(0, 6)}`;
    if (fault === undefined) continue;
    faults++;
    console.log(one.id, one.question, fault);
  }
} finally {
  await engine.close();
  rmSync(folder, {recursive: true, force: true});
}
console.log(`${cases.length} cases, ${faults} faults`);
process.exitCode = faults > 0 ? 1 : 0;

async function numbersOf(
  slim: unknown,
  profiles: readonly TableProfile[],
  session: Session,
): Promise<number[] | string> {
  if ("sql" in (slim as object)) {
    const {rows} = await session.query((slim as {sql: {query: string}}).sql.query);
    return rows.flat().filter((cell): cell is number => typeof cell === "number");
  }
  const widened = widenReading(slimReadingSchema.parse(slim), profiles, "");
  if ("issues" in widened) return widened.issues.join("; ");
  const {reading} = widened;
  const profile = profiles.find(({table}) => table === reading.table)!;
  const context = {
    session,
    profile: async (table: string) => profiles.find((one) => one.table === table)!,
    limits: {timeMs: 10_000, rows: 5_000},
    asOf: new Date("2025-10-01T00:00:00Z"),
    timeZone: "UTC",
  };
  const plan = compileReading(reading, profile);
  const {artifacts, steps} = await executePlan(plan, {
    registry,
    context,
    signal: new AbortController().signal,
  });
  const made = artifacts.get(plan.headline);
  if (!made) return String(steps.find((step) => step.error)?.error);
  const kept = made.table.columns.map(({name}) => !/^n(?:_|$)/.test(name));
  return made.table.rows
    .flatMap((row) => row.filter((_, at) => kept[at]))
    .filter((cell): cell is number => typeof cell === "number" && Number.isFinite(cell));
}

/** The same numbers; of a control it is enough that each list holds the other's. */
function same(left: readonly number[], right: readonly number[], loose: boolean): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
  const among = (few: readonly number[], many: readonly number[]) =>
    few.every((a) => many.some((b) => near(a, b)));
  if (loose) return among(left, right) || among(right, left);
  return left.length === right.length && left.every((a, at) => near(a, right[at]!));
}
