import {z} from "@hono/zod-openapi";
import type {Principal} from "../../../access/principal.ts";
import {TabletalkError} from "../../../errors.ts";
import type {Job} from "../../../store/jobs.ts";
import {hasEnded, isOwnJob, mayReadJob} from "../../whose_job.ts";
import {idSchema} from "../conversation_schemas.ts";
import {cut, keyIn, pageOf, pageQuery} from "../cursor.ts";
import {preferredWait} from "../prefer.ts";
import {type Asked, route} from "../route.ts";

const TAG = "jobs";
const byId = z.object({id: idSchema});
const STATES = ["waiting", "taken", "done", "failed", "aborted"] as const;

export const jobSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: z.enum(STATES),
    progress: z.object({doing: z.string(), share: z.number().optional()}).optional(),
    result: z.unknown().optional(),
    error: z.object({code: z.string(), message: z.string(), next: z.string()}).optional(),
    attempts: z.int(),
    createdBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().optional(),
  })
  .openapi("Job");

export const jobRoutes = [
  route({
    method: "get",
    path: "/v1/jobs",
    tag: TAG,
    summary: "Your jobs, newest first; all of the workspace for an owner",
    action: "jobs.read",
    query: pageQuery.extend({kind: z.string().min(1).max(100).optional(), state: z.enum(STATES).optional()}),
    answer: pageOf(jobSchema),
    async handle({parts, principal, query}) {
      const [before] = keyIn(z.tuple([idSchema]), query.cursor) ?? [];
      const found: Job[] = [];
      let from = before;
      // Others' jobs are passed over, so that a page may take several readings.
      for (let read = 0; read < 10 && found.length <= query.limit; read += 1) {
        const some = await parts.service.jobs.jobs(principal.workspace, {
          ...(query.kind !== undefined && {kind: query.kind}),
          ...(query.state !== undefined && {state: query.state}),
          ...(from !== undefined && {before: from}),
          limit: query.limit + 1,
        });
        found.push(...some.filter((job) => mayReadJob(principal, job)));
        from = some.at(-1)?.id;
        if (some.length <= query.limit) break;
      }
      return {
        json: cut(
          found,
          query.limit,
          ({id}) => [id],
          (job) => toldTo(principal, job),
        ),
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/jobs/{id}",
    tag: TAG,
    summary: "How far a job is, and what it came to",
    description: "With `Prefer: wait` (seconds) it waits for the end.",
    action: "jobs.read",
    params: byId,
    answer: jobSchema,
    timeMs: 0,
    async handle(asked) {
      const job = await jobFor(asked, asked.params.id);
      const wait = preferredWait(asked.c.req.header("prefer"));
      const told = typeof wait === "number" ? await waitForJob(asked, job, wait) : job;
      return {json: toldTo(asked.principal, told)};
    },
  }),
  route({
    method: "post",
    path: "/v1/jobs/{id}/stop",
    tag: TAG,
    summary: "Stop a job",
    action: "jobs.read",
    params: byId,
    answer: z.object({stopped: z.boolean().openapi({description: "False: it has ended already"})}),
    async handle(asked) {
      const {id} = await jobFor(asked, asked.params.id);
      return {json: {stopped: await asked.parts.service.jobs.stop(asked.principal.workspace, id)}};
    },
  }),
];

/** A job of whoever asks; an owner may look at all. @throws TabletalkError not_found */
async function jobFor({parts, principal}: Pick<Asked, "parts" | "principal">, id: string): Promise<Job> {
  const job = await parts.service.jobs.job(principal.workspace, id);
  if (job && mayReadJob(principal, job)) return job;
  throw new TabletalkError("not_found", "There is no such job.", "Check its id; jobs are kept for a while.");
}

/** Waits until a job has ended, for some seconds at most. */
export async function waitForJob(
  {parts, principal, signal}: Pick<Asked, "parts" | "principal" | "signal">,
  job: Job,
  seconds: number,
): Promise<Job> {
  const until = Date.now() + seconds * 1000;
  let found = job;
  for (
    let pause = 50;
    !hasEnded(found) && !signal.aborted && Date.now() < until;
    pause = Math.min(1000, pause * 2)
  ) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, until - Date.now())));
    found = (await parts.service.jobs.job(principal.workspace, job.id)) ?? found;
  }
  return found;
}

/** An owner sees that another's job runs and how it ended; what it says may be of data that is the other's alone. */
function toldTo(principal: Principal, job: Job): z.infer<typeof jobSchema> {
  const told = toldJob(job);
  if (isOwnJob(principal, job) || job.createdBy === "schedule") return told;
  const {result: _result, progress, error, ...rest} = told;
  return {
    ...rest,
    ...(progress?.share !== undefined && {progress: {doing: "Working", share: progress.share}}),
    ...(error && {
      error: {code: error.code, message: "It failed.", next: "Whoever began it is told why."},
    }),
  };
}

/** What a job came to is told; what it was asked with may hold what is for its worker alone. */
export function toldJob(job: Job): z.infer<typeof jobSchema> {
  const {id, kind, state, progress, result, error, attempts, createdBy, createdAt, finishedAt} = job;
  return {
    id,
    kind,
    state,
    ...(progress && {progress}),
    ...(result !== undefined && {result}),
    ...(error && {error}),
    attempts,
    createdBy,
    createdAt,
    ...(finishedAt !== undefined && {finishedAt}),
  };
}
