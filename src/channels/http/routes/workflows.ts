import {z} from "@hono/zod-openapi";
import type {TabletalkError} from "../../../errors.ts";
import {parameterValueSchema} from "../../../workflows/document.ts";
import {nodeKinds} from "../../../workflows/node_kinds.ts";
import {documentProblems, readWorkflow, workflowOf} from "../../../workflows/read_workflow.ts";
import {checkWorkflow} from "../../../workflows/validate.ts";
import {
  historyOf,
  keepWorkflow,
  listWorkflows,
  openWorkflow,
  publishVersion,
  removeWorkflow,
  rollBack,
  type SeenWorkflow,
  shareWith,
} from "../../../workflows/versions.ts";
import {tablesSeen} from "../../workflow_runs/datasets_of_run.ts";
import {clearExportsOf} from "../../workflow_runs/exports_of_run.ts";
import {startRun} from "../../workflow_runs/start_run.ts";
import {folderOf} from "../../workspaces.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {type Asked, route} from "../route.ts";
import {runSchema, toldRun} from "./run_schemas.ts";

const TAG = "workflows";
const byId = z.object({id: idSchema.openapi({description: "A workflow's id or name"})});
const visibilitySchema = z.enum(["workspace", "project", "private"]);

const documentSchema = z
  .union([z.record(z.string(), z.unknown()), z.string().max(500_000)])
  .openapi({description: "A workflow as JSON, or as a text of YAML or JSON"});

const workflowSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    version: z.int(),
    published: z.int().optional().openapi({description: "The version that runs where none is named"}),
    title: z.string(),
    description: z.string().optional(),
    visibility: visibilitySchema,
    owner: z.string().optional(),
    project: z.string().optional(),
    changedBy: z.string(),
    createdAt: z.string(),
    document: z.unknown().optional(),
  })
  .openapi("Workflow");

const problemSchema = z.object({
  node: z.string().optional(),
  field: z.string().optional(),
  parameter: z.string().optional(),
  message: z.string(),
  next: z.string(),
});

const publicationSchema = z.object({
  number: z.int(),
  version: z.int(),
  publishedBy: z.string(),
  publishedAt: z.string(),
});

const parametersSchema = z.record(z.string().min(1).max(60), parameterValueSchema);

export const workflowRoutes = [
  route({
    method: "get",
    path: "/v1/workflows",
    tag: TAG,
    summary: "The workflows that you may see, by name",
    action: "workflows.read",
    query: pageQuery,
    answer: pageOf(workflowSchema),
    async handle({principal, workspace, query}) {
      const page = slice(await listWorkflows(workspace.store, principal), query);
      return {json: {...page, items: page.items.map((one) => told(one))}};
    },
  }),
  route({
    method: "post",
    path: "/v1/workflows",
    tag: TAG,
    summary: "Keep a workflow, or a new version of the one of its name",
    description: "It is checked first; with problems it is refused, and each is told with its node.",
    action: "workflows.write",
    body: z.strictObject({
      document: documentSchema,
      before: z.int().min(0).optional().openapi({description: "The version that was changed; 0: it is new"}),
      visibility: visibilitySchema.optional(),
      project: idSchema.optional(),
      publish: z.boolean().default(false),
    }),
    status: 201,
    also: [200],
    answer: workflowSchema,
    async handle(asked) {
      const {principal, workspace, body} = asked;
      const {before, visibility, project, publish} = body;
      const document = await checkedDocument(asked, body.document);
      const {id, version, isNew} = await keepWorkflow(workspace.store, principal, document, {
        ...(before !== undefined && {before}),
        ...(visibility && {visibility}),
        ...(project !== undefined && {project}),
      });
      if (publish) await publishVersion(workspace.store, principal, id, version);
      const kept = await openWorkflow(workspace.store, principal, id);
      return {json: told(kept, true), status: isNew ? 201 : 200, headers: {Location: `/v1/workflows/${id}`}};
    },
  }),
  route({
    method: "post",
    path: "/v1/workflows/validate",
    tag: TAG,
    summary: "Everything that is wrong with a workflow, without keeping or running it",
    action: "workflows.read",
    body: z.strictObject({document: documentSchema, parameters: parametersSchema.optional()}),
    answer: z.object({
      valid: z.boolean(),
      problems: z.array(problemSchema),
      warnings: z.array(problemSchema),
    }),
    async handle(asked) {
      const {document: given, parameters} = asked.body;
      const shape = typeof given === "string" ? [] : documentProblems(given);
      if (shape.length > 0) return {json: {valid: false, problems: shape, warnings: []}};
      const document = typeof given === "string" ? await readWorkflow(given) : workflowOf(given);
      const {problems, warnings} = checkWorkflow(document, await sceneOf(asked), parameters);
      return {json: {valid: problems.length === 0, problems, warnings}};
    },
  }),
  route({
    method: "get",
    path: "/v1/workflow-kinds",
    tag: TAG,
    summary: "The kinds of nodes, with what each takes",
    action: "workflows.read",
    answer: z.object({
      items: z.array(z.object({kind: z.string(), description: z.string(), input: z.unknown()})),
    }),
    async handle() {
      const items = [...nodeKinds().values()].map(({kind, description, input}) => ({
        kind,
        description,
        input: z.toJSONSchema(input, {io: "input", unrepresentable: "any"}),
      }));
      return {json: {items}};
    },
  }),
  route({
    method: "get",
    path: "/v1/workflows/{id}",
    tag: TAG,
    summary: "A workflow with its document",
    action: "workflows.read",
    params: byId,
    query: z.object({
      version: z
        .union([z.coerce.number().int().min(1), z.enum(["published", "newest"])])
        .optional()
        .openapi({description: "Default: the newest"}),
    }),
    answer: workflowSchema,
    async handle({principal, workspace, params, query}) {
      return {json: told(await openWorkflow(workspace.store, principal, params.id, query.version), true)};
    },
  }),
  route({
    method: "get",
    path: "/v1/workflows/{id}/versions",
    tag: TAG,
    summary: "Its versions, and which were published when",
    action: "workflows.read",
    params: byId,
    answer: z.object({
      versions: z.array(z.object({version: z.int(), changedBy: z.string(), createdAt: z.string()})),
      publications: z.array(publicationSchema),
    }),
    async handle({principal, workspace, params}) {
      return {json: await historyOf(workspace.store, principal, params.id)};
    },
  }),
  route({
    method: "post",
    path: "/v1/workflows/{id}/publish",
    tag: TAG,
    summary: "Make a version the one that runs where none is named",
    action: "workflows.write",
    params: byId,
    body: z.strictObject({version: z.int().min(1).optional().openapi({description: "Default: the newest"})}),
    answer: publicationSchema,
    async handle({principal, workspace, params, body}) {
      return {json: await publishVersion(workspace.store, principal, params.id, body.version)};
    },
  }),
  route({
    method: "post",
    path: "/v1/workflows/{id}/rollback",
    tag: TAG,
    summary: "Publish again what was published before",
    action: "workflows.write",
    params: byId,
    answer: publicationSchema,
    async handle({principal, workspace, params}) {
      return {json: await rollBack(workspace.store, principal, params.id)};
    },
  }),
  route({
    method: "put",
    path: "/v1/workflows/{id}/visibility",
    tag: TAG,
    summary: "Say who may see it",
    action: "workflows.write",
    params: byId,
    body: z.strictObject({visibility: visibilitySchema, project: idSchema.optional()}),
    async handle({principal, workspace, params, body}) {
      await shareWith(workspace.store, principal, params.id, body.visibility, body.project);
      return {};
    },
  }),
  route({
    method: "delete",
    path: "/v1/workflows/{id}",
    tag: TAG,
    summary: "Take a workflow away, with its runs and schedules",
    action: "workflows.write",
    params: byId,
    async handle({parts, principal, workspace, params}) {
      const id = await removeWorkflow(workspace.store, principal, params.id);
      await clearExportsOf(folderOf(parts.service.config.home, workspace.id), id);
      return {};
    },
  }),
  route({
    method: "post",
    path: "/v1/workflows/{id}/runs",
    tag: TAG,
    summary: "Run it",
    description: "Everything is checked before: what is wrong is told at once, by node and parameter.",
    action: "workflows.write",
    params: byId,
    body: z.strictObject({parameters: parametersSchema.default({}), version: z.int().min(1).optional()}),
    status: 202,
    answer: runSchema,
    async handle({parts, principal, params, body}) {
      const {run} = await startRun(parts.service, {
        workflow: params.id,
        parameters: body.parameters,
        principal,
        ...(body.version !== undefined && {version: body.version}),
      });
      return {json: toldRun(run), headers: {Location: `/v1/runs/${run.id}`}};
    },
  }),
];

async function checkedDocument(asked: Pick<Asked, "parts" | "principal" | "workspace">, given: unknown) {
  const document = typeof given === "string" ? await readWorkflow(given) : workflowOf(given);
  const {problems} = checkWorkflow(document, await sceneOf(asked));
  if (problems.length === 0) return document;
  const {problemsError} = await import("../../../workflows/problem.ts");
  throw problemsError(problems) satisfies TabletalkError;
}

async function sceneOf({parts, principal, workspace}: Pick<Asked, "parts" | "principal" | "workspace">) {
  return {
    registry: await workspace.registry(),
    tables: await tablesSeen(workspace.store, principal),
    kinds: nodeKinds(),
    asOf: new Date(),
    timeZone: parts.service.config.timeZone,
  };
}

function told(workflow: SeenWorkflow, whole = false): z.infer<typeof workflowSchema> {
  const {document, ...rest} = workflow;
  const {title, description} = document;
  return {...rest, title, ...(description !== undefined && {description}), ...(whole && {document})};
}
