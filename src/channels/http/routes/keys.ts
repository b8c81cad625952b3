import {z} from "@hono/zod-openapi";
import {createKey, dropKey, listKeys, newKeySchema} from "../../../access/keys.ts";
import {ROLES} from "../../../access/role.ts";
import {idSchema} from "../conversation_schemas.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {route} from "../route.ts";

const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.string()),
    person: z.string().nullable(),
    role: z.enum(ROLES),
    createdBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    lastUsedAt: z.string().nullable(),
  })
  .openapi("Key");

export const keyRoutes = [
  route({
    method: "get",
    path: "/v1/keys",
    tag: "people",
    summary: "API keys: yours, and all of the workspace for an owner",
    action: "keys.read",
    query: pageQuery,
    answer: pageOf(keySchema),
    async handle({parts, principal, query}) {
      return {json: slice(await listKeys(parts.access, principal), query)};
    },
  }),
  route({
    method: "post",
    path: "/v1/keys",
    tag: "people",
    summary: "Make an API key; it is shown this once",
    action: "keys.write",
    isSecret: true,
    body: newKeySchema,
    status: 201,
    answer: z.object({id: z.string(), key: z.string(), prefix: z.string(), expiresAt: z.string()}),
    async handle({parts, principal, body}) {
      return {json: await createKey(parts.access, principal, body)};
    },
  }),
  route({
    method: "delete",
    path: "/v1/keys/{id}",
    tag: "people",
    summary: "Revoke a key: it is worth nothing from now on",
    action: "keys.write",
    params: z.object({id: idSchema}),
    async handle({parts, principal, params}) {
      await dropKey(parts.access, principal, params.id);
      return {};
    },
  }),
];
