import {z} from "@hono/zod-openapi";
import {TabletalkError} from "../../../errors.ts";
import {planSchema} from "../../../planning/plan.ts";
import {recipeById} from "../../../store/recipes.ts";
import {artifactsOf, type StoredTurn} from "../../../store/turns.ts";
import {toCsv} from "../../export_rows.ts";
import {turnFor} from "../conversation_access.ts";
import {idSchema, toldTurn, turnSummarySchema} from "../conversation_schemas.ts";
import {chartFormatSchema, chartOf, drawnChart} from "../drawn_chart.ts";
import {preferredWait} from "../prefer.ts";
import {REPLAY_JOB} from "../replay_job.ts";
import {type Asked, route} from "../route.ts";
import {artifactSchema, provenanceSchema, storedArtifact, toldArtifact} from "../told.ts";
import {jobSchema, toldJob, waitForJob} from "./jobs.ts";

const TAG = "conversations";
const byId = z.object({id: idSchema});
const stepSchema = z
  .string()
  .regex(/^[\w.-]{1,60}$/)
  .openapi({example: "s1"});
const byStep = z.object({id: idSchema, step: stepSchema});

const turnSchema = turnSummarySchema
  .extend({
    conversation: z.string(),
    artifacts: z.array(
      z.object({
        step: z.string(),
        kind: z.string(),
        title: z.string(),
        rows: z.int(),
        chart: z
          .string()
          .optional()
          .openapi({description: "Where its picture is; .svg, .html and .json too"}),
      }),
    ),
  })
  .openapi("Turn");

export const turnRoutes = [
  route({
    method: "get",
    path: "/v1/turns/{id}",
    tag: TAG,
    summary: "An answer, and what it was made from",
    action: "conversations.read",
    params: byId,
    answer: turnSchema,
    async handle(asked) {
      const turn = await turnFor(asked, asked.params.id, "conversations.read");
      const artifacts = await stored(asked, turn.id);
      return {
        json: {
          ...toldTurn(summaryOf(turn)),
          conversation: turn.conversation,
          artifacts: artifacts.map(({step, artifact}) => ({
            step,
            kind: artifact.kind,
            title: artifact.title,
            rows: artifact.table.rows.length,
            ...(chartOf(artifact) && {chart: `/v1/turns/${turn.id}/charts/${step}.png`}),
          })),
        },
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/turns/{id}/how",
    tag: TAG,
    summary: "How it was computed: the reading, the plan, the SQL of each step, what left the machine",
    action: "conversations.read",
    params: byId,
    answer: z
      .object({
        question: z.string(),
        reading: z.unknown(),
        plan: z.unknown(),
        steps: z.array(provenanceSchema.extend({step: z.string(), purpose: z.string().optional()})),
        confidence: z.unknown(),
        timings: z.record(z.string(), z.number()),
        tokens: z.unknown(),
        sent: z.unknown(),
      })
      .openapi("How"),
    async handle(asked) {
      const turn = await turnFor(asked, asked.params.id, "conversations.read");
      const plan = planSchema.safeParse(turn.plan).data;
      const artifacts = await stored(asked, turn.id);
      return {
        json: {
          question: turn.question,
          reading: turn.reading ?? null,
          plan: turn.plan ?? null,
          steps: artifacts.map(({step, artifact}) => {
            const purpose = plan?.steps.find(({id}) => id === step)?.purpose;
            return {
              ...toldArtifact(step, artifact).provenance,
              step,
              ...(purpose !== undefined && {purpose}),
            };
          }),
          confidence: turn.confidence ?? null,
          timings: turn.timings ?? {},
          tokens: turn.tokens ?? null,
          sent: turn.sent ?? null,
        },
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/turns/{id}/artifacts/{step}",
    tag: TAG,
    summary: "The result of one step",
    action: "conversations.read",
    params: byStep,
    answer: artifactSchema,
    async handle(asked) {
      const {step, artifact} = await artifactFor(asked, asked.params.id, asked.params.step);
      return {json: toldArtifact(step, artifact)};
    },
  }),
  route({
    method: "get",
    path: "/v1/turns/{id}/artifacts/{step}/rows",
    tag: TAG,
    summary: "The rows of one step's table as CSV",
    action: "conversations.read",
    params: byStep,
    gives: ["text/csv"],
    async handle(asked) {
      const {step, artifact} = await artifactFor(asked, asked.params.id, asked.params.step);
      return new Response(toCsv(artifact.table), {
        headers: {
          "Content-Type": "text/csv; charset=utf-8",
          "Content-Disposition": `attachment; filename="${step}.csv"`,
          "Cache-Control": "private, no-cache",
        },
      });
    },
  }),
  route({
    method: "get",
    path: "/v1/turns/{id}/charts/{file}",
    tag: "charts",
    summary: "The chart of a step: `s1.png`, `s1.svg`, `s1.html` or `s1.json`",
    action: "conversations.read",
    params: z.object({
      id: idSchema,
      file: z
        .string()
        .regex(/^[\w.-]{1,60}\.(png|svg|html|json)$/)
        .openapi({example: "s1.png"}),
    }),
    query: z.object({
      width: z.coerce.number().int().min(200).max(2000).optional(),
      height: z.coerce.number().int().min(150).max(2000).optional(),
      theme: z.enum(["light", "dark"]).optional(),
    }),
    gives: ["image/png", "image/svg+xml", "text/html", "application/json"],
    timeMs: 60_000,
    async handle(asked) {
      const {parts, params, query, signal, c} = asked;
      const {theme, width, height} = query;
      const at = params.file.lastIndexOf(".");
      const format = chartFormatSchema.parse(params.file.slice(at + 1));
      const {artifact} = await artifactFor(asked, params.id, params.file.slice(0, at));
      const chart = chartOf(artifact);
      if (!chart)
        throw new TabletalkError("not_found", "This step made no chart.", "See the turn's artifacts.");
      const themed = theme === undefined ? chart : {...chart, spec: {...chart.spec, theme}};
      const known = c.req.header("if-none-match");
      return drawnChart(parts.charts, themed, {format, width, height, signal, known});
    },
  }),
  route({
    method: "get",
    path: "/v1/turns/{id}/recipe",
    tag: TAG,
    summary: "The recipe of an answer: enough to compute it again",
    action: "conversations.read",
    params: byId,
    answer: z.looseObject({id: z.string()}).openapi("Recipe"),
    async handle(asked) {
      const {recipe} = await turnFor(asked, asked.params.id, "conversations.read");
      if (recipe === undefined) throw noRecipe();
      const {datasets, ...rest} = z
        .looseObject({
          id: z.string(),
          datasets: z.array(z.object({name: z.string(), hash: z.string()})).default([]),
        })
        .parse(await recipeById(asked.workspace.store, asked.principal.workspace, recipe));
      return {json: {...rest, datasets}};
    },
  }),
  route({
    method: "post",
    path: "/v1/turns/{id}/replay",
    tag: TAG,
    summary: "Compute an answer again on the very versions of its data, and compare",
    description: "202 with a job; with `Prefer: wait` (seconds) it waits for its end.",
    action: "ask",
    params: byId,
    status: 202,
    also: [200],
    answer: jobSchema,
    timeMs: 0,
    async handle(asked) {
      const {parts, principal, params, c} = asked;
      const {recipe} = await turnFor(asked, params.id, "conversations.read");
      if (recipe === undefined) throw noRecipe();
      const job = await parts.service.jobs.submit(principal.workspace, {
        kind: REPLAY_JOB,
        input: {recipe},
        key: `${principal.actor} ${recipe}`,
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
];

async function stored({principal, workspace}: Pick<Asked, "principal" | "workspace">, turn: string) {
  const all = await artifactsOf(workspace.store, principal.workspace, turn);
  return all.map((one) => ({step: one.step, artifact: storedArtifact(one)}));
}

async function artifactFor(asked: Pick<Asked, "principal" | "workspace">, id: string, step: string) {
  const turn = await turnFor(asked, id, "conversations.read");
  const found = (await stored(asked, turn.id)).find((one) => one.step === step);
  if (found) return found;
  throw new TabletalkError("not_found", "This answer has no such step.", "See the turn's artifacts.");
}

function summaryOf(turn: StoredTurn) {
  const {id, question, state, answer, summary, recipe, confidence, createdAt} = turn;
  return {
    id,
    question,
    state,
    answer,
    summary: summary ?? null,
    recipe: recipe ?? null,
    confidence,
    createdAt,
  };
}

function noRecipe(): TabletalkError {
  return new TabletalkError("not_found", "Nothing was computed for this answer.", "Ask a question of data.");
}
