import {z} from "@hono/zod-openapi";
import {countQuestion} from "../../../access/limits.ts";
import {TabletalkError} from "../../../errors.ts";
import {
  addSuite,
  changeSuite,
  removeSuite,
  resultsOf,
  type StoredSuite,
  suiteById,
  suitesOf,
} from "../../../store/evaluations.ts";
import {namesFor} from "../../dataset_access.ts";
import {ownerOf} from "../conversation_access.ts";
import {idSchema, nameSchema} from "../conversation_schemas.ts";
import {cut, keyIn, pageOf, pageQuery, slice} from "../cursor.ts";
import {EVALUATION_JOB, suiteContentSchema} from "../evaluation_job.ts";
import {preferredWait} from "../prefer.ts";
import {type Asked, route} from "../route.ts";
import {jobSchema, toldJob, waitForJob} from "./jobs.ts";

const TAG = "evaluations";
const byId = z.object({id: idSchema});

const suiteSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    content: z
      .unknown()
      .openapi({description: "Datasets, and cases: a question and what its answer must be like"}),
    createdBy: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("Suite");

const resultSchema = z
  .object({
    id: z.string(),
    suite: z.string(),
    state: z.string(),
    content: z.unknown(),
    startedBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .openapi("EvaluationResult");

export const evaluationRoutes = [
  route({
    method: "get",
    path: "/v1/evaluations",
    tag: TAG,
    summary: "Suites of questions with what their answers must be like",
    action: "evaluations.read",
    query: pageQuery,
    answer: pageOf(suiteSchema),
    async handle({principal, workspace, query}) {
      const all = await suitesOf(workspace.store, principal.workspace);
      return {
        json: slice(
          all.map((one) => ({...one})),
          query,
        ),
      };
    },
  }),
  route({
    method: "post",
    path: "/v1/evaluations",
    tag: TAG,
    summary: "Keep a suite",
    action: "evaluations.write",
    body: z.strictObject({name: nameSchema, content: suiteContentSchema}),
    status: 201,
    answer: suiteSchema,
    async handle({principal, workspace, body}) {
      const made = await addSuite(workspace.store, principal.workspace, {
        ...body,
        createdBy: ownerOf(principal),
      });
      if (!made) throw taken(body.name);
      return {json: {...made}, headers: {Location: `/v1/evaluations/${made.id}`}};
    },
  }),
  route({
    method: "get",
    path: "/v1/evaluations/{id}",
    tag: TAG,
    summary: "One suite",
    action: "evaluations.read",
    params: byId,
    answer: suiteSchema,
    handle: async (asked) => ({json: {...(await suiteFor(asked))}}),
  }),
  route({
    method: "put",
    path: "/v1/evaluations/{id}",
    tag: TAG,
    summary: "Change a suite's name or questions",
    action: "evaluations.write",
    params: byId,
    body: z.strictObject({name: nameSchema.optional(), content: suiteContentSchema.optional()}),
    answer: suiteSchema,
    async handle(asked) {
      const {id} = await suiteFor(asked);
      const {name, content} = asked.body;
      const changed = await changeSuite(asked.workspace.store, asked.principal.workspace, id, {
        ...(name !== undefined && {name}),
        ...(content !== undefined && {content}),
      });
      if (!changed) throw taken(name ?? "");
      return {json: {...(await suiteFor(asked))}};
    },
  }),
  route({
    method: "delete",
    path: "/v1/evaluations/{id}",
    tag: TAG,
    summary: "Remove a suite with its results",
    action: "evaluations.write",
    params: byId,
    async handle(asked) {
      const {id} = await suiteFor(asked);
      await removeSuite(asked.workspace.store, asked.principal.workspace, id);
      return {};
    },
  }),
  route({
    method: "post",
    path: "/v1/evaluations/{id}/runs",
    tag: TAG,
    summary: "Ask every question of a suite, as a job",
    action: "evaluations.write",
    params: byId,
    status: 202,
    also: [200],
    answer: jobSchema,
    timeMs: 0,
    async handle(asked) {
      const {parts, principal, c} = asked;
      const suite = await suiteFor(asked);
      const {cases} = suiteContentSchema.parse(suite.content);
      await countQuestion(parts.access, principal, new Date(), cases.length);
      const input = {
        suite: suite.id,
        owner: ownerOf(principal),
        actor: principal.actor,
        datasets: await namesFor(asked, undefined),
      };
      const job = await parts.service.jobs.submit(principal.workspace, {
        kind: EVALUATION_JOB,
        input,
        key: `${principal.actor} ${suite.id}`,
        by: principal.actor,
      });
      const wait = preferredWait(c.req.header("prefer"));
      const told = typeof wait === "number" ? await waitForJob(asked, job, wait) : job;
      return {
        json: toldJob(told),
        status: told.state === "done" ? 200 : 202,
        headers: {Location: `/v1/jobs/${job.id}`},
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/evaluations/{id}/results",
    tag: TAG,
    summary: "How a suite went, the last time first",
    action: "evaluations.read",
    params: byId,
    query: pageQuery,
    answer: pageOf(resultSchema),
    async handle(asked) {
      const {principal, workspace, query} = asked;
      const {id: suite} = await suiteFor(asked);
      const [before] = keyIn(z.tuple([idSchema]), query.cursor) ?? [];
      const found = await resultsOf(workspace.store, principal.workspace, {
        suite,
        before,
        limit: query.limit + 1,
      });
      return {
        json: cut(
          found,
          query.limit,
          ({id}) => [id],
          (one) => ({...one}),
        ),
      };
    },
  }),
];

async function suiteFor({
  principal,
  workspace,
  params,
}: Pick<Asked<{id: string}>, "principal" | "workspace" | "params">): Promise<StoredSuite> {
  const found = await suiteById(workspace.store, principal.workspace, params.id);
  if (found) return found;
  throw new TabletalkError("not_found", "There is no such suite.", "List the evaluations.");
}

function taken(name: string): TabletalkError {
  return new TabletalkError("conflict", `There is a suite ${name} already.`, "Take another name.");
}
