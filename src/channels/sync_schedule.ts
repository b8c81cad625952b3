import {dueSources} from "../knowledge/schedule.ts";
import {SYNC_JOB} from "./http/knowledge_jobs.ts";
import type {Service} from "./service.ts";

const LOOK_MS = 60_000;

/** Looks every minute for sources of documents whose time has come. Every worker may: of several jobs for one source there is one. */
export function syncOnSchedule(
  service: Pick<Service, "store" | "jobs" | "config">,
  onTrouble: (text: string) => void,
): () => void {
  const look = () =>
    submitDue(service, new Date()).catch((error: unknown) =>
      onTrouble(`Schedules of sources: ${error instanceof Error ? error.message : String(error)}`),
    );
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Submits a job for each source that is due. Returns how many there were. */
export async function submitDue(
  {store, jobs, config}: Pick<Service, "store" | "jobs" | "config">,
  now: Date,
): Promise<number> {
  const due = await dueSources(store, now, config.timeZone);
  for (const {id, workspace, createdBy} of due)
    await jobs.submit(workspace, {kind: SYNC_JOB, input: {source: id}, key: id, by: createdBy});
  return due.length;
}
