import {Cron} from "croner";
import type {JobHandler, JobQueue} from "../jobs.ts";
import type {Store} from "../store.ts";
import {jobById, listJobs, putJob, stopJob, takeJob} from "./job_rows.ts";
import {runJob} from "./run_job.ts";
import {
  checkSchedule,
  dropSchedule,
  dueSchedules,
  enabledSchedules,
  keepSchedule,
  scheduleRan,
} from "./schedule_rows.ts";

const LOOK_MS = 1_000;

export interface QueueOptions {
  worker: string;
  leaseMs: number;
  jobsAtOnce: number;
  onTrouble?: (error: unknown) => void;
}

/** The queue of a store in a file: whoever has the file open takes the jobs that are due. */
export function embeddedQueue(store: Store, options: QueueOptions): JobQueue {
  const handlers = new Map<string, JobHandler>();
  const running = new Map<string, {stop: AbortController; ended: Promise<unknown>}>();
  let closing = false;
  let started: Promise<void> | undefined;
  let wake = () => {};
  let woken = false;
  const wakeUp = () => {
    woken = true;
    wake();
  };
  const unhear = store.signals.hear("jobs", wakeUp);

  const take = async () => {
    while (!closing && running.size < options.jobsAtOnce) {
      const job = await takeJob(store, [...handlers.keys()], options.worker, options.leaseMs);
      if (!job) return;
      const stop = new AbortController();
      const ended = runJob(store, job, handlers.get(job.kind)!, {
        ...options,
        stop: stop.signal,
        closing: () => closing,
      })
        .catch((error: unknown) => options.onTrouble?.(error))
        .finally(() => {
          running.delete(job.id);
          wakeUp();
        });
      running.set(job.id, {stop, ended});
    }
  };
  const runSchedules = async () => {
    for (const due of await dueSchedules(store)) {
      const next = nextRun(due);
      // Of several processes one moves it on.
      if (await scheduleRan(store, due, next ?? undefined))
        await putJob(store, due.workspace, {
          kind: due.kind,
          input: due.input,
          key: `schedule ${due.id}`,
          by: "schedule",
        });
    }
  };
  const loop = async () => {
    while (!closing) {
      woken = false;
      try {
        await runSchedules();
        await take();
      } catch (error) {
        options.onTrouble?.(error);
      }
      await new Promise<void>((resolve) => {
        if (woken || closing) return resolve();
        const timer = setTimeout(resolve, LOOK_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };

  return {
    async submit(workspace, job) {
      const {job: kept} = await putJob(store.within(workspace), workspace, job);
      await store.signals.tell("jobs", kept.id);
      return kept;
    },
    job: (workspace, id) => jobById(store, workspace, id),
    jobs: (workspace, filter) => listJobs(store, workspace, filter),
    async stop(workspace, id) {
      const stopped = await stopJob(store, workspace, id);
      await store.signals.tell("jobs", id);
      return stopped;
    },
    handle: (kind, run) => void handlers.set(kind, run),
    async schedule(workspace, schedule) {
      checkSchedule(schedule);
      await keepSchedule(store, workspace, schedule, nextRun(schedule));
    },
    unschedule: (workspace, id) => dropSchedule(store, workspace, id),
    async start() {
      // Those of a restored backup have no time yet.
      for (const {workspace, nextAt, ...schedule} of await enabledSchedules(store))
        if (nextAt === null) await keepSchedule(store, workspace, schedule, nextRun(schedule));
      started ??= loop();
    },
    async close() {
      closing = true;
      unhear();
      wake();
      await started;
      for (const {stop} of running.values()) stop.abort();
      await Promise.all([...running.values()].map(({ended}) => ended));
    },
  };
}

const nextRun = ({cron, timeZone}: {cron: string; timeZone: string}) =>
  new Cron(cron, {timezone: timeZone}).nextRun();
