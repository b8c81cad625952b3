import {TabletalkError} from "../../errors.ts";
import type {Job, JobHandler} from "../jobs.ts";
import type {Store} from "../store.ts";
import {endJob, holdJob, putBackJob} from "./job_rows.ts";

/** A job that failed for a reason that may pass, or whose worker died, is begun so often. */
const MOST_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 2_000;
/** Progress is written at most so often. */
const PROGRESS_MS = 250;

/** Reasons that another attempt does not change. */
const FINAL = new Set([
  "bad_use",
  "bad_file",
  "no_data",
  "bad_plan",
  "bad_query",
  "bad_recipe",
  "bad_chart",
  "unknown_table",
  "unknown_column",
  "unknown_value",
  "time_limit",
  "memory_limit",
  "limit_reached",
  "refused",
  "unauthorized",
  "forbidden",
  "not_found",
  "conflict",
]);

/**
 * Runs a taken job under its lease and ends it: done with its result, failed with its error, aborted. One that failed for a
 * reason that may pass is put back. Returns when it is to run again, where it is.
 */
export async function runJob(
  store: Store,
  job: Job & {stopAsked: boolean},
  run: JobHandler,
  options: {worker: string; leaseMs: number; stop: AbortSignal; closing: () => boolean},
): Promise<Date | undefined> {
  const {worker, leaseMs} = options;
  // What is said of a job is said on connections of its workspace: its run uses the same ones.
  const own = store.within(job.workspace);
  const stop = new AbortController();
  let lost = false;
  let told: Job["progress"];
  let soon: NodeJS.Timeout | undefined;
  const hold = async () => {
    const held = await holdJob(own, job, worker, leaseMs, told).catch(() => undefined);
    if (held?.lost) lost = true;
    if (held?.lost || held?.stop) stop.abort(stopped());
  };
  const beat = setInterval(hold, leaseMs / 3);
  if (job.stopAsked) stop.abort(stopped());
  const signal = AbortSignal.any([stop.signal, options.stop]);
  try {
    if (job.attempts > MOST_ATTEMPTS) throw gaveUp();
    const result = await run(job, {
      signal,
      progress(doing, share) {
        told = {doing, ...(share !== undefined && {share})};
        // Of a job that ends at once nobody sees it.
        soon ??= setTimeout(() => {
          soon = undefined;
          void hold();
        }, PROGRESS_MS);
      },
    });
    await endJob(own, job, worker, {state: "done", result: result ?? null});
  } catch (thrown) {
    if (lost) return undefined;
    if (options.closing()) {
      await putBackJob(own, job, worker, new Date()).catch(() => {});
      return new Date();
    }
    const error = asError(thrown);
    if (stop.signal.aborted || error.code === "aborted") {
      await endJob(own, job, worker, {state: "aborted", error});
      return undefined;
    }
    if (!FINAL.has(error.code) && job.attempts < MOST_ATTEMPTS) {
      const again = new Date(
        Date.now() + FIRST_PAUSE_MS * 2 ** (job.attempts - 1) * (0.75 + Math.random() / 2),
      );
      await putBackJob(own, job, worker, again);
      return again;
    }
    await endJob(own, job, worker, {state: "failed", error});
  } finally {
    clearInterval(beat);
    clearTimeout(soon);
  }
  return undefined;
}

function asError(thrown: unknown): NonNullable<Job["error"]> {
  if (thrown instanceof TabletalkError)
    return {code: thrown.code, message: thrown.message, next: thrown.next};
  if (thrown instanceof Error && thrown.name === "AbortError") return asError(stopped());
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: "internal",
    message: `The job broke: ${message}`,
    next: "Try it again; report it if it stays so.",
  };
}

function stopped(): TabletalkError {
  return new TabletalkError("aborted", "Stopped.", "Start it again when you like.");
}

function gaveUp(): TabletalkError {
  return new TabletalkError(
    "bad_use",
    `The job was begun ${MOST_ATTEMPTS} times and never came to its end.`,
    "Try it with less, or report it.",
  );
}
