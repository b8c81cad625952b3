import {z} from "@hono/zod-openapi";
import {
  addConnection,
  allowWriting,
  changeConnection,
  connectionSchema,
  forgetConnection,
  listConnections,
  openConnection,
} from "../../../access/connections.ts";
import {CONNECTION_JOB, connectionImport} from "../../import_connection.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {route} from "../route.ts";
import {jobSchema, toldJob} from "./jobs.ts";

const TAG = "connections";
const byId = z.object({id: idSchema});

const shownSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    person: z.string().nullable().openapi({description: "Whose credentials; null: everybody's"}),
    shown: z.string().openapi({description: "The address without its password"}),
    writable: z.boolean().openapi({description: "Whether runs of workflows may write to it"}),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .openapi("Connection");

export const connectionRoutes = [
  route({
    method: "get",
    path: "/v1/connections",
    tag: TAG,
    summary: "The databases and web services that you may use",
    action: "connections.read",
    query: pageQuery,
    answer: pageOf(shownSchema),
    async handle({parts, principal, query}) {
      return {json: slice(await listConnections(parts.access, principal), query)};
    },
  }),
  route({
    method: "post",
    path: "/v1/connections",
    tag: TAG,
    summary: "Keep the address of a database or a web service, sealed",
    action: "connections.write",
    body: connectionSchema,
    status: 201,
    answer: shownSchema,
    async handle({parts, principal, body}) {
      return {json: await addConnection(parts.access, principal, body)};
    },
  }),
  route({
    method: "put",
    path: "/v1/connections/{id}/url",
    tag: TAG,
    summary: "Put another address in its place",
    action: "connections.write",
    params: byId,
    body: z.strictObject({url: z.string().min(1).max(2000)}),
    async handle({parts, principal, params, body}) {
      await changeConnection(parts.access, principal, params.id, body.url);
      return {};
    },
  }),
  route({
    method: "put",
    path: "/v1/connections/{id}/writable",
    tag: TAG,
    summary: "Let runs of workflows write to it, or not",
    action: "connections.write",
    params: byId,
    body: z.strictObject({writable: z.boolean()}),
    async handle({parts, principal, params, body}) {
      await allowWriting(parts.access, principal, params.id, body.writable);
      return {};
    },
  }),
  route({
    method: "post",
    path: "/v1/connections/{id}/import",
    tag: TAG,
    summary: "Import tables over a connection, by a job",
    description:
      "What comes over your own connection is private to you: an answer never shows more than its asker may read.",
    action: "datasets.write",
    params: byId,
    body: z.strictObject({
      tables: z
        .array(
          z
            .string()
            .min(1)
            .max(200)
            .regex(/^[^,]+$/),
        )
        .min(1)
        .max(100)
        .optional()
        .openapi({
          description: "Only these; left out: every table and view of the schema",
        }),
    }),
    status: 202,
    answer: jobSchema,
    async handle({parts, principal, params, body}) {
      const {connection} = await openConnection(parts.access, principal, params.id);
      const job = await parts.service.jobs.submit(principal.workspace, {
        kind: CONNECTION_JOB,
        input: connectionImport(principal, {connection: connection.id, tables: body.tables}),
        by: principal.actor,
      });
      return {json: toldJob(job), headers: {Location: `/v1/jobs/${job.id}`}};
    },
  }),
  route({
    method: "delete",
    path: "/v1/connections/{id}",
    tag: TAG,
    summary: "Forget a connection; what was imported stays",
    action: "connections.write",
    params: byId,
    async handle({parts, principal, params}) {
      await forgetConnection(parts.access, principal, params.id);
      return {};
    },
  }),
];
