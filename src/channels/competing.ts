import type {TableProfile} from "../data/profile.ts";
import type {Cell} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {compileReading} from "../planning/compile.ts";
import type {Value} from "../planning/evidence.ts";
import type {Execution} from "../planning/execute.ts";
import type {Plan} from "../planning/plan.ts";
import type {Reading} from "../planning/reading.ts";

/** How many readings of one question are run. */
const MOST = 4;

/** A reading that was run. */
export interface Candidate {
  reading: Reading;
  plan: Plan;
  execution: Execution;
}

/** What running the readings of a question came to. */
export type Weighed = ({kind: "one"} & Candidate) | {kind: "choices"; candidates: Candidate[]};

/**
 * Runs the best readings side by side (at most 4). Where all give the same result, the best is the answer; where they
 * differ, the different ones are choices. A reading that cannot be run drops out while another can. `against` are a second
 * reader's readings: where none of them gives the result of the first reader's, all are choices.
 * @throws the first failure when none could be run; the abort
 */
export async function weigh(
  readings: readonly Reading[],
  profiles: readonly TableProfile[],
  run: (plan: Plan) => Promise<{plan: Plan; execution: Execution}>,
  valuesOf: (candidate: Candidate) => Promise<readonly Value[]>,
  against: readonly Reading[] = [],
): Promise<Weighed> {
  const weighed = await weighAlone(readings, profiles, run, valuesOf);
  if (weighed.kind !== "one" || against.length === 0) return weighed;
  const other = await weighAlone(against, profiles, run, valuesOf).catch((error: unknown) => {
    if (isAbort(error)) throw error;
    return undefined;
  });
  if (!other) return weighed;
  const others = other.kind === "one" ? [other] : other.candidates;
  if (others.some((one) => agree(weighed, one))) return weighed;
  return {kind: "choices", candidates: [weighed, ...others].slice(0, MOST)};
}

async function weighAlone(
  readings: readonly Reading[],
  profiles: readonly TableProfile[],
  run: (plan: Plan) => Promise<{plan: Plan; execution: Execution}>,
  valuesOf: (candidate: Candidate) => Promise<readonly Value[]>,
): Promise<Weighed> {
  const best = [...readings].sort((a, b) => b.score - a.score).slice(0, MOST);
  const settled = await Promise.allSettled(
    best.map(async (reading): Promise<Candidate> => {
      const profile = profiles.find((one) => one.table === reading.table);
      if (!profile) {
        throw new TabletalkError(
          "unknown_table",
          `There is no table ${reading.table}.`,
          "Name one that is loaded.",
        );
      }
      const ran = await run(compileReading(reading, profile));
      if (!ran.execution.artifacts.has(ran.plan.headline)) {
        throw ran.execution.steps.find((step) => step.error)?.error;
      }
      return {reading, ...ran};
    }),
  );
  const stopped = settled.find((one) => one.status === "rejected" && isAbort(one.reason));
  if (stopped?.status === "rejected") throw stopped.reason;
  const candidates = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  if (candidates.length === 0) {
    const failed = settled.find((one) => one.status === "rejected");
    throw (
      failed?.reason ??
      new TabletalkError("bad_plan", "The question has no reading.", "Ask it in other words.")
    );
  }
  const results = await Promise.all(
    candidates.map(async (one) => (candidates.length > 1 ? resultKey(one, await valuesOf(one)) : "")),
  );
  const different = candidates.filter(
    (one, at) =>
      results.indexOf(results[at] ?? "") === at &&
      !candidates
        .slice(0, at)
        .some((before) => isAggregate(before) && isAggregate(one) && agree(before, one)),
  );
  const [only] = different;
  return only && different.length === 1 ? {kind: "one", ...only} : {kind: "choices", candidates: different};
}

/**
 * Two results are the same when what they say is: the headline values where the answer is one thing, else every cell.
 * Names of columns may differ.
 */
function resultKey({reading, plan, execution}: Candidate, values: readonly Value[]): string {
  const single = reading.intent === "which" || reading.groups.length === 0;
  if (single && values.length > 0 && reading.intent !== "rows")
    return cellsKey([values.map((one) => one.value)]);
  return cellsKey(execution.artifacts.get(plan.headline)?.table.rows ?? []);
}

function cellsKey(rows: readonly (readonly Cell[])[]): string {
  const plain = (cell: Cell) => (typeof cell === "number" ? Number(cell.toPrecision(12)) : cell);
  return rows.map((row) => JSON.stringify(row.map(plain))).join("\n");
}

const isAggregate = ({reading}: Candidate): boolean =>
  reading.intent === "aggregate" && reading.measures.length === 1 && reading.windows.length === 0;

/** Two readers' results: as many rows, and the cells of one among those of the other, in whatever order. */
function agree(one: Candidate, other: Candidate): boolean {
  const first = one.reading.intent === "which" || other.reading.intent === "which";
  const rowsOf = ({plan, execution}: Candidate) => {
    const {columns = [], rows = []} = execution.artifacts.get(plan.headline)?.table ?? {};
    const kept = rows.map((row) => row.filter((_, at) => !/^n(_|$)/.test(columns[at]!.name)));
    return first ? kept.slice(0, 1) : kept;
  };
  const [left, right] = [rowsOf(one), rowsOf(other)];
  if (left.length !== right.length) return false;
  const rows = one.reading.measures.length === 0 || other.reading.measures.length === 0;
  // Counts beside a measure and other columns of a row are no other number; a running total beside its sum is.
  return rows ? isAmong(left, right) || isAmong(right, left) : isAmong(left, right) && isAmong(right, left);
}

function isAmong(few: readonly (readonly Cell[])[], many: readonly (readonly Cell[])[]): boolean {
  const plain = (cell: Cell) => JSON.stringify(typeof cell === "number" ? Number(cell.toPrecision(9)) : cell);
  const left = new Map<string, number>();
  for (const cell of many.flat()) left.set(plain(cell), (left.get(plain(cell)) ?? 0) + 1);
  return few.flat().every((cell) => {
    const count = left.get(plain(cell)) ?? 0;
    left.set(plain(cell), count - 1);
    return count > 0;
  });
}

function isAbort(reason: unknown): boolean {
  return reason instanceof TabletalkError
    ? reason.code === "aborted"
    : (reason as Error)?.name === "AbortError";
}
