import {createReadStream} from "node:fs";
import {stat} from "node:fs/promises";
import {basename, join} from "node:path";
import {Readable} from "node:stream";
import {z} from "@hono/zod-openapi";
import {demand} from "../../../access/permissions.ts";
import {TabletalkError} from "../../../errors.ts";
import {lastDoneRun, nodesOf, runById, runsOf, type StoredRun} from "../../../store/runs.ts";
import {workflowCalled} from "../../../store/workflows.ts";
import type {Artifact} from "../../../tools/tool.ts";
import {parameterValueSchema} from "../../../workflows/document.ts";
import {diffRuns} from "../../../workflows/run/diff_runs.ts";
import {workflowResource} from "../../../workflows/versions.ts";
import {mayReadRun} from "../../workflow_runs/datasets_of_run.ts";
import {exportFolderOf} from "../../workflow_runs/exports_of_run.ts";
import {compared, runResult} from "../../workflow_runs/run_result.ts";
import {cancelRun, decideRun, retryRun, settledRun} from "../../workflow_runs/steer_run.ts";
import {folderOf} from "../../workspaces.ts";
import {idSchema} from "../conversation_schemas.ts";
import {cut, keyIn, pageOf, pageQuery} from "../cursor.ts";
import {preferredWait} from "../prefer.ts";
import {type Asked, route} from "../route.ts";
import {nodeSchema, RUN_STATES, runSchema, toldNode, toldRun} from "./run_schemas.ts";

const TAG = "runs";
const byId = z.object({id: idSchema});
const byNode = z.object({id: idSchema, node: z.string().min(1).max(40)});

const wholeRunSchema = runSchema.extend({
  text: z.string(),
  values: z.array(z.unknown()),
  nodes: z.array(nodeSchema),
  table: z.unknown().optional(),
  chart: z.unknown().optional(),
  report: z.string().optional(),
  question: z.string().optional().openapi({description: "What a person is asked"}),
});

export const runRoutes = [
  route({
    method: "get",
    path: "/v1/runs",
    tag: TAG,
    summary: "Runs of workflows, newest first",
    action: "workflows.read",
    query: pageQuery.extend({
      workflow: idSchema.optional(),
      schedule: idSchema.optional(),
      state: z.enum(RUN_STATES).optional(),
    }),
    answer: pageOf(runSchema),
    async handle({principal, workspace, query}) {
      const [before] = keyIn(z.tuple([idSchema]), query.cursor) ?? [];
      const {store} = workspace;
      const called = query.workflow && (await workflowCalled(store, workspace.id, query.workflow));
      const found: StoredRun[] = [];
      let from = before;
      for (let read = 0; read < 10 && found.length <= query.limit; read += 1) {
        const some = await runsOf(store, workspace.id, {
          ...(query.workflow !== undefined && {workflow: called ? called.id : query.workflow}),
          ...(query.schedule !== undefined && {schedule: query.schedule}),
          ...(query.state !== undefined && {state: query.state}),
          ...(from !== undefined && {before: from}),
          limit: query.limit + 1,
        });
        for (const run of some) if (await maySee({principal, workspace}, run)) found.push(run);
        from = some.at(-1)?.id;
        if (some.length <= query.limit) break;
      }
      return {json: cut(found, query.limit, ({id}) => [id], toldRun)};
    },
  }),
  route({
    method: "get",
    path: "/v1/runs/{id}",
    tag: TAG,
    summary: "How far a run is, node by node, and what it came to",
    description: "With `Prefer: wait` (seconds) it waits for its end, or for a person's decision.",
    action: "workflows.read",
    params: byId,
    answer: wholeRunSchema,
    timeMs: 0,
    async handle(asked) {
      const run = await runFor(asked);
      const wait = preferredWait(asked.c.req.header("prefer"));
      return {json: await toldWhole(asked, typeof wait === "number" ? await waited(asked, run, wait) : run)};
    },
  }),
  route({
    method: "get",
    path: "/v1/runs/{id}/nodes/{node}",
    tag: TAG,
    summary: "What a node gave: its table, chart and how it was computed",
    action: "workflows.read",
    params: byNode,
    answer: z.unknown(),
    async handle(asked) {
      const {file, made, fitted: _fitted, ...artifact} = await artifactFor(asked, asked.params.node);
      return {
        json: {
          ...artifact,
          ...(file && {file: {name: artifact.title, mediaType: file.mediaType}}),
          ...(made && {rows: made.version.rows}),
        },
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/runs/{id}/nodes/{node}/file",
    tag: TAG,
    summary: "The file that a node of this run wrote",
    action: "workflows.read",
    params: byNode,
    gives: ["application/octet-stream"],
    timeMs: 0,
    async handle(asked) {
      const {parts, workspace, params} = asked;
      const {file, title} = await artifactFor(asked, params.node);
      const run = await runFor(asked);
      const folder = exportFolderOf(folderOf(parts.service.config.home, workspace.id), run);
      // What another run wrote is not this one's to give, wherever an artifact says that it is.
      const path = join(folder, params.node, basename(title));
      const found = file && (await stat(path).catch(() => undefined));
      if (!file || !found?.isFile())
        throw new TabletalkError(
          "not_found",
          "There is no such file here: those of older runs are cleared.",
          "Run the workflow again.",
        );
      const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
      return new Response(body, {
        headers: {
          "Content-Type": file.mediaType,
          "Content-Length": String(found.size),
          "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(title)}`,
          "X-Content-Type-Options": "nosniff",
        },
      });
    },
  }),
  route({
    method: "get",
    path: "/v1/runs/{id}/diff",
    tag: TAG,
    summary: "What changed against the last finished run of the workflow, or another",
    action: "workflows.read",
    params: byId,
    query: z.object({with: idSchema.optional(), tolerance: z.coerce.number().min(0).max(1).optional()}),
    answer: z.unknown(),
    async handle(asked) {
      const {workspace, query} = asked;
      const run = await runFor(asked);
      const other =
        query.with === undefined
          ? await lastDoneRun(workspace.store, workspace.id, run.workflow, run.id)
          : await runFor({...asked, params: {id: query.with}});
      if (!other || !(await maySee(asked, other)))
        throw new TabletalkError(
          "not_found",
          "There is no finished run before this one.",
          "Run it once more.",
        );
      if (other.workflow !== run.workflow)
        throw new TabletalkError("bad_use", "Those are runs of two workflows.", "Compare runs of one.");
      const [before, after] = await Promise.all(
        [other, run].map((one) => compared(workspace.store, workspace.id, one)),
      );
      return {
        json: diffRuns(before!, after!, query.tolerance === undefined ? {} : {tolerance: query.tolerance}),
      };
    },
  }),
  route({
    method: "post",
    path: "/v1/runs/{id}/cancel",
    tag: TAG,
    summary: "Stop a run; what is done stays",
    action: "workflows.write",
    params: byId,
    answer: z.object({cancelled: z.boolean().openapi({description: "False: it has ended already"})}),
    async handle(asked) {
      const run = await runToChange(asked);
      return {json: {cancelled: await cancelRun(asked.parts.service, asked.workspace.id, run)}};
    },
  }),
  ...(["retry", "resume"] as const).map((word) =>
    route({
      method: "post",
      path: `/v1/runs/{id}/${word}`,
      tag: TAG,
      summary:
        word === "retry"
          ? "Let a failed run go on from the node that failed"
          : "Let a cancelled run go on from where it was",
      action: "workflows.write",
      params: byId,
      status: 202,
      answer: runSchema,
      async handle(asked) {
        const run = await runToChange(asked);
        return {json: toldRun(await retryRun(asked.parts.service, asked.workspace.id, run))};
      },
    }),
  ),
  route({
    method: "post",
    path: "/v1/runs/{id}/decision",
    tag: TAG,
    summary: "Approve or reject what a run waits for, perhaps with changes to later nodes",
    action: "workflows.write",
    params: byId,
    body: z.strictObject({
      approved: z.boolean(),
      note: z.string().max(2_000).optional(),
      changes: z.record(z.string().max(40), z.record(z.string(), z.unknown())).optional(),
      parameters: z.record(z.string().max(60), parameterValueSchema).optional(),
    }),
    status: 202,
    answer: runSchema,
    async handle(asked) {
      const run = await runToChange(asked);
      return {json: toldRun(await decideRun(asked.parts.service, asked.principal, run, asked.body))};
    },
  }),
];

type ForRun = Pick<Asked<{id: string}>, "parts" | "principal" | "workspace" | "params">;

/** A run that whoever asks may look at. @throws TabletalkError not_found */
async function runFor({parts, principal, workspace, params}: ForRun): Promise<StoredRun> {
  const run = await runById(workspace.store, workspace.id, params.id);
  if (run && (await maySee({principal, workspace}, run))) return settledRun(parts.service, workspace.id, run);
  throw new TabletalkError("not_found", "There is no such run.", "Check its id.");
}

async function runToChange(asked: ForRun): Promise<StoredRun> {
  const run = await runFor(asked);
  const {workspace, principal} = asked;
  const workflow = await workflowCalled(workspace.store, workspace.id, run.workflow);
  demand(principal, "workflows.write", workflow && workflowResource(workspace.id, workflow));
  return run;
}

async function maySee({principal, workspace}: Pick<Asked, "principal" | "workspace">, run: StoredRun) {
  const workflow = await workflowCalled(workspace.store, workspace.id, run.workflow);
  if (!workflow) return false;
  return mayReadRun(workspace.store, principal, run, workflowResource(workspace.id, workflow));
}

async function artifactFor(asked: ForRun, node: string): Promise<Artifact> {
  const run = await runFor(asked);
  const found = (await nodesOf(asked.workspace.store, asked.workspace.id, run.id)).find(
    (one) => one.node === node,
  );
  if (found?.state === "done" && found.artifact) return found.artifact as Artifact;
  throw new TabletalkError("not_found", `The node ${node} gave nothing.`, "Look at the run's nodes.");
}

async function waited(
  asked: ForRun & Pick<Asked, "signal">,
  run: StoredRun,
  seconds: number,
): Promise<StoredRun> {
  const until = Date.now() + seconds * 1000;
  let found = run;
  const goesOn = ({state, waitsFor}: StoredRun) =>
    (state === "waiting" && waitsFor === undefined) || state === "running";
  for (
    let pause = 50;
    goesOn(found) && !asked.signal.aborted && Date.now() < until;
    pause = Math.min(1000, pause * 2)
  ) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, until - Date.now())));
    found = await runFor(asked);
  }
  return found;
}

async function toldWhole(
  {workspace}: Pick<Asked, "workspace">,
  run: StoredRun,
): Promise<z.infer<typeof wholeRunSchema>> {
  const {store, id} = workspace;
  const [nodes, result] = await Promise.all([nodesOf(store, id, run.id), runResult(store, id, run)]);
  const {text, values, table, chart, report, waitsFor} = result;
  return {
    ...toldRun(run),
    text,
    values,
    nodes: nodes.map(toldNode),
    ...(table && {table}),
    ...(chart && {chart}),
    ...(report !== undefined && {report}),
    ...(waitsFor && {question: waitsFor.question}),
  };
}
