import {TabletalkError} from "../errors.ts";

const START_JOB = "Use start_job with the same tool and arguments, then get_job.";

/**
 * Runs a call no longer than hosts wait for one.
 * @throws TabletalkError time_limit, which says what to do instead: to start it as a job
 */
export async function withinCall<T>(
  {
    tool,
    timeMs,
    signal,
    next = START_JOB,
  }: {tool: string; timeMs: number; signal: AbortSignal; next?: string},
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const {promise, reject} = Promise.withResolvers<never>();
  promise.catch(() => {});
  const timer = setTimeout(() => {
    late.abort();
    reject(
      new TabletalkError("time_limit", `${tool} takes longer than ${Math.round(timeMs / 1000)} s.`, next),
    );
  }, timeMs);
  try {
    return await Promise.race([run(AbortSignal.any([signal, late.signal])), promise]);
  } catch (error) {
    if (late.signal.aborted && !signal.aborted) return await promise;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
