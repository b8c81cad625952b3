import {sql} from "kysely";
import {PgBoss} from "pg-boss";
import type {JobHandler, JobQueue} from "../jobs.ts";
import type {Store} from "../store.ts";
import type {QueueOptions} from "./embedded.ts";
import {dueJobs, jobById, listJobs, putJob, stopJob, takeJob} from "./job_rows.ts";
import {runJob} from "./run_job.ts";
import {checkSchedule, dropSchedule, enabledSchedules, hasSchedule, keepSchedule} from "./schedule_rows.ts";

const JOBS = "jobs";
const SCHEDULES = "schedules";
/** Jobs that are due for so long and were not taken have lost their message: it is sent again. */
const LOST_MS = 10_000;
/** How often a worker that does nothing looks by itself: no notification comes when the time of a later job has come. */
const IDLE_LOOK_S = 5;

interface Scheduled {
  workspace: string;
  id: string;
  kind: string;
  input: unknown;
}

/**
 * The queue of a store on Postgres, by pg-boss: it brings jobs to workers, at their time, and runs the clock of schedules on
 * one worker of all. What a job is and how it ends stands in our own row, so that a message that comes twice does nothing.
 */
export async function bossQueue(store: Store, url: string, options: QueueOptions): Promise<JobQueue> {
  const {rows} = await sql<{name: string}>`SELECT current_schema() AS name`.execute(store.db);
  const schema = rows[0]?.name ?? "public";
  const boss = new PgBoss({
    connectionString: url,
    // Stores of one database, each in a schema, have queues of their own.
    schema: schema === "public" ? "pgboss" : `${schema}_jobs`.slice(0, 50),
    application_name: "tabletalk jobs",
    max: 3,
    useListenNotify: true,
    cronWorkerIntervalSeconds: 5,
    cronMonitorIntervalSeconds: 10,
  });
  boss.on("error", (error) => options.onTrouble?.(error));
  const handlers = new Map<string, JobHandler>();
  const running = new Map<string, {stop: AbortController; ended: Promise<unknown>}>();
  let closing = false;
  let sweeper: NodeJS.Timeout | undefined;

  const send = async (workspace: string, id: string, startAfter?: Date) => {
    await boss.send(JOBS, {workspace, id}, {...(startAfter && {startAfter}), retryLimit: 0});
  };
  // A message says that a job is due; which one is next is the rows' to say, so that every workspace has its turn.
  const run = async () => {
    const job = await takeJob(store, [...handlers.keys()], options.worker, options.leaseMs);
    if (!job) return;
    const stop = new AbortController();
    const ended = runJob(store, job, handlers.get(job.kind)!, {
      ...options,
      stop: stop.signal,
      closing: () => closing,
    });
    running.set(job.id, {stop, ended});
    try {
      const again = await ended;
      if (again) await send(job.workspace, job.id, again);
    } finally {
      running.delete(job.id);
    }
  };
  const sweep = async () => {
    // While every hand is full the messages are not lost, only not taken yet.
    if (running.size >= options.jobsAtOnce) return;
    for (const {workspace, id} of await dueJobs(store, new Date(Date.now() - LOST_MS)))
      await send(workspace, id);
  };
  const ready = boss.start().then(async () => {
    await boss.createQueue(JOBS, {notify: true, retryLimit: 0});
    await boss.createQueue(SCHEDULES, {notify: true, retryLimit: 2});
  });
  ready.catch(() => {});

  return {
    async submit(workspace, job) {
      const {job: kept, isNew} = await putJob(store.within(workspace), workspace, job);
      await ready;
      if (isNew) await send(workspace, kept.id, job.runAt);
      return kept;
    },
    job: (workspace, id) => jobById(store, workspace, id),
    jobs: (workspace, filter) => listJobs(store, workspace, filter),
    stop: (workspace, id) => stopJob(store, workspace, id),
    handle: (kind, handler) => void handlers.set(kind, handler),
    async schedule(workspace, schedule) {
      checkSchedule(schedule);
      await ready;
      const {id, kind, input, cron, timeZone} = schedule;
      await keepSchedule(store, workspace, schedule, null);
      const data: Scheduled = {workspace, id, kind, input};
      await boss.schedule(SCHEDULES, cron, data, {tz: timeZone, key: keyOf(workspace, id)});
    },
    async unschedule(workspace, id) {
      await ready;
      await dropSchedule(store, workspace, id);
      await boss.unschedule(SCHEDULES, keyOf(workspace, id));
    },
    async start() {
      await ready;
      // Those of a restored backup are not known to pg-boss yet.
      for (const {workspace, id, kind, input, cron, timeZone} of await enabledSchedules(store))
        await boss.schedule(
          SCHEDULES,
          cron,
          {workspace, id, kind, input},
          {tz: timeZone, key: keyOf(workspace, id)},
        );
      for (let number = 0; number < options.jobsAtOnce; number++) {
        const hand = await boss.work<{workspace: string; id: string}>(
          JOBS,
          {pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: IDLE_LOOK_S, batchSize: 1},
          async ([message]) => {
            if (!message) return;
            try {
              await run();
              // What waits behind it was notified of while it ran: without this it would wait for the next look.
              boss.notifyWorker(hand);
            } catch (error) {
              options.onTrouble?.(error);
            }
          },
        );
      }
      await boss.work<Scheduled>(SCHEDULES, {pollingIntervalSeconds: 2}, async ([message]) => {
        if (!message) return;
        const {workspace, id, kind, input} = message.data;
        // A workspace that was taken away left its clock behind.
        if (!(await hasSchedule(store, workspace, id)))
          return void (await boss.unschedule(SCHEDULES, keyOf(workspace, id)));
        const {job, isNew} = await putJob(store, workspace, {
          kind,
          input,
          key: `schedule ${id}`,
          by: "schedule",
        });
        if (isNew) await send(workspace, job.id);
      });
      await sweep();
      sweeper = setInterval(
        () => void sweep().catch((error: unknown) => options.onTrouble?.(error)),
        LOST_MS,
      );
    },
    async close() {
      closing = true;
      clearInterval(sweeper);
      for (const {stop} of running.values()) stop.abort();
      await Promise.allSettled([...running.values()].map(({ended}) => ended));
      await ready.catch(() => {});
      await boss.stop({graceful: true, timeout: 5_000}).catch(() => {});
    },
  };
}

/** pg-boss takes letters, digits and a few signs. */
function keyOf(workspace: string, id: string): string {
  return Buffer.from(JSON.stringify([workspace, id])).toString("base64url");
}
