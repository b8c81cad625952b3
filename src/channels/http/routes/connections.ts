import {z} from "@hono/zod-openapi";
import {
  addConnection,
  changeConnection,
  connectionSchema,
  forgetConnection,
  listConnections,
} from "../../../access/connections.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {route} from "../route.ts";

const TAG = "connections";
const byId = z.object({id: idSchema});

const shownSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    person: z.string().nullable().openapi({description: "Whose credentials; null: everybody's"}),
    shown: z.string().openapi({description: "The address without its password"}),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .openapi("Connection");

export const connectionRoutes = [
  route({
    method: "get",
    path: "/v1/connections",
    tag: TAG,
    summary: "The databases that you may import from",
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
    summary: "Keep a database's address, sealed",
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
