import {z} from "@hono/zod-openapi";
import {declareSource} from "../../../knowledge/sync.ts";
import {removeSource, type StoredSource, sourceById, sourcesOf} from "../../../store/knowledge_sources.ts";
import {ownerOf} from "../conversation_access.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {SYNC_JOB, sourceSetting} from "../knowledge_jobs.ts";
import {route} from "../route.ts";
import {jobSchema} from "./jobs.ts";
import {missing, place, submitted} from "./knowledge.ts";

const TAG = "knowledge";
const byId = z.object({id: idSchema});

const sourceSchema = z
  .object({
    id: z.string(),
    collection: z.string(),
    kind: z.enum(["folder", "url"]),
    location: z.string(),
    cron: z.string().optional(),
    state: z.enum(["new", "running", "ready", "failed"]),
    error: z.string().optional(),
    createdBy: z.string(),
    createdAt: z.string(),
    syncedAt: z.string().optional(),
  })
  .openapi("Source");

export const sourceRoutes = [
  route({
    method: "get",
    path: "/v1/sources",
    tag: TAG,
    summary: "Where documents come from by themselves",
    action: "knowledge.read",
    query: pageQuery,
    answer: pageOf(sourceSchema),
    async handle({principal, workspace, query}) {
      const page = slice(await sourcesOf(workspace.store, principal.workspace), query);
      return {json: {...page, items: page.items.map(toldSource)}};
    },
  }),
  route({
    method: "post",
    path: "/v1/sources",
    tag: TAG,
    summary: "Declare the address of a document, perhaps with a schedule",
    action: "knowledge.write",
    body: z.strictObject({
      collection: z.string().min(1).max(200),
      location: z.url({protocol: /^https?$/}).max(2000),
      cron: z.string().min(1).max(100).optional().openapi({example: "0 6 * * *"}),
    }),
    status: 201,
    answer: sourceSchema,
    async handle({parts, principal, workspace, body}) {
      const {collection, location, cron} = body;
      const id = await declareSource(sourceSetting(parts.service, principal.workspace), {
        collection,
        location,
        ...(cron !== undefined && {cron}),
        createdBy: ownerOf(principal),
      });
      const made = await sourceById(workspace.store, principal.workspace, id);
      if (!made) throw missing("source");
      return {json: toldSource(made)};
    },
  }),
  route({
    method: "post",
    path: "/v1/sources/{id}/sync",
    tag: TAG,
    summary: "Bring a collection up to date with a source",
    action: "knowledge.write",
    params: byId,
    status: 202,
    also: [200],
    answer: jobSchema,
    timeMs: 0,
    async handle(asked) {
      const {principal, workspace, params} = asked;
      if (!(await sourceById(workspace.store, principal.workspace, params.id))) throw missing("source");
      return submitted(asked, SYNC_JOB, {source: params.id}, params.id);
    },
  }),
  route({
    method: "delete",
    path: "/v1/sources/{id}",
    tag: TAG,
    summary: "Remove a source; its documents stay",
    action: "knowledge.write",
    params: byId,
    async handle({principal, workspace, params}) {
      if (!(await removeSource(workspace.store, principal.workspace, params.id))) throw missing("source");
      return {};
    },
  }),
];

function toldSource({found: _, ...source}: StoredSource): z.infer<typeof sourceSchema> {
  return {...source, location: place(source.location)};
}
