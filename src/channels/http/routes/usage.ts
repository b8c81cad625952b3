import {z} from "@hono/zod-openapi";
import {changeLimits, limitSettingsSchema, limitsOf, usedToday} from "../../../access/limits.ts";
import {changePolicy, mcpPolicySchema, policyOf} from "../../../access/mcp_policy.ts";
import {allow} from "../../../access/permissions.ts";
import {accessSettings, accessSettingsSchema, changeAccessSettings} from "../../../access/settings.ts";
import {sentRecordsOf, type UsageBy, usageOf} from "../../../store/usage.ts";
import {workspaceCounts} from "../../../store/workspace_counts.ts";
import {ownerOf} from "../conversation_access.ts";
import {idSchema} from "../conversation_schemas.ts";
import {cut, keyIn, pageOf, pageQuery} from "../cursor.ts";
import {named} from "../named_schema.ts";
import {HttpRefusal} from "../problem.ts";
import {route} from "../route.ts";

const TAG = "usage";
const BY = ["day", "role", "model", "person", "turn"] as const satisfies readonly UsageBy[];
const day = z.iso.date().optional();

const sumSchema = z
  .object({
    by: z.record(z.string(), z.string().nullable()),
    calls: z.number(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    cost: z.number().openapi({description: "US dollars, of calls whose price is known"}),
    unpricedCalls: z.number(),
  })
  .openapi("Usage");

const sentSchema = z
  .looseObject({id: z.string(), role: z.string(), model: z.string(), address: z.string(), at: z.string()})
  .openapi("SentRecord");

const countsSchema = z.record(z.string(), z.number());
const usedSchema = z.object({used: countsSchema, limits: z.record(z.string(), z.number())});

export const usageRoutes = [
  route({
    method: "get",
    path: "/v1/usage",
    tag: TAG,
    summary: "Tokens and cost of models, added up: yours, and all of the workspace for an owner",
    action: "usage.read",
    query: z.object({
      since: day,
      until: day,
      by: z
        .string()
        .max(60)
        .default("day")
        .openapi({description: `Several with commas: ${BY.join(", ")}`}),
      own: z.enum(["true", "false"]).default("false").openapi({description: "Only yours, as an owner too"}),
    }),
    answer: z.object({items: z.array(sumSchema)}),
    async handle({principal, workspace, query}) {
      const by = query.by.split(",").map((one) => one.trim());
      const known = BY.filter((one) => by.includes(one));
      if (known.length !== by.length)
        throw new HttpRefusal(400, "Usage is not kept by that.", `There are: ${BY.join(", ")}.`);
      const all = allow(principal, "usage.read_all") && query.own === "false";
      const items = await usageOf(workspace.store, principal.workspace, {
        ...(query.since !== undefined && {since: new Date(query.since)}),
        ...(query.until !== undefined && {until: new Date(query.until)}),
        by: known,
        ...(!all && {person: ownerOf(principal)}),
      });
      return {
        json: {items: items.map((one) => ({...one, by: {...one.by} as Record<string, string | null>}))},
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/usage/today",
    tag: TAG,
    summary: "What is used today, and how much is allowed",
    action: "usage.read",
    answer: z.object({own: usedSchema, workspace: usedSchema.optional(), resetsAt: z.string()}),
    async handle({parts, principal}) {
      const {own, workspace, resetsAt} = await usedToday(parts.access, principal);
      const told = (one: typeof own) => ({
        used: {...one.used},
        limits: {...one.limits} as Record<string, number>,
      });
      return {json: {own: told(own), ...(workspace && {workspace: told(workspace)}), resetsAt}};
    },
  }),
  route({
    method: "get",
    path: "/v1/sent-records",
    tag: TAG,
    summary: "What left the machine: to whom, which columns and aggregates, when. Newest first",
    action: "usage.read",
    query: pageQuery.extend({turn: idSchema.optional(), since: day}),
    answer: pageOf(sentSchema),
    async handle({principal, workspace, query}) {
      const [before] = keyIn(z.tuple([idSchema]), query.cursor) ?? [];
      const found = await sentRecordsOf(workspace.store, principal.workspace, {
        limit: query.limit + 1,
        ...(before !== undefined && {before}),
        ...(query.turn !== undefined && {turn: query.turn}),
        ...(query.since !== undefined && {since: new Date(query.since)}),
        ...(!allow(principal, "usage.read_all") && {person: ownerOf(principal)}),
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
  route({
    method: "get",
    path: "/v1/limits",
    tag: TAG,
    summary: "The limits of the workspace",
    action: "workspace.read",
    answer: named(limitSettingsSchema, "Limits"),
    handle: async ({parts, principal}) => ({json: await limitsOf(parts.access, principal.workspace)}),
  }),
  route({
    method: "put",
    path: "/v1/limits",
    tag: TAG,
    summary: "Set the limits anew: of each person, of all together, of some people",
    action: "workspace.write",
    body: limitSettingsSchema,
    answer: limitSettingsSchema,
    handle: async ({parts, principal, body}) => ({json: await changeLimits(parts.access, principal, body)}),
  }),
  route({
    method: "get",
    path: "/v1/mcp-policy",
    tag: "workspace",
    summary: "What assistants over MCP may see",
    action: "workspace.read",
    answer: named(mcpPolicySchema, "McpPolicy"),
    handle: async ({parts, principal}) => ({json: await policyOf(parts.access.store, principal.workspace)}),
  }),
  route({
    method: "put",
    path: "/v1/mcp-policy",
    tag: "workspace",
    summary:
      "Set what assistants over MCP may see: every SELECT's rows (on), groups (aggregates), or no SQL (off)",
    action: "workspace.write",
    body: mcpPolicySchema,
    answer: mcpPolicySchema,
    handle: async ({parts, principal, body}) => ({json: await changePolicy(parts.access, principal, body)}),
  }),
  route({
    method: "get",
    path: "/v1/settings",
    tag: "workspace",
    summary: "Who may come in, and what may be shared",
    action: "workspace.read",
    answer: named(accessSettingsSchema, "Settings"),
    handle: async ({parts, principal}) => ({json: await accessSettings(parts.access, principal.workspace)}),
  }),
  route({
    method: "patch",
    path: "/v1/settings",
    tag: "workspace",
    summary: "Change what is given",
    action: "workspace.write",
    body: z.strictObject({
      platformRole: z.enum(["analyst", "viewer", "none"]).optional(),
      platformAdmins: z.enum(["owner", "owner_of_own", "member"]).optional(),
      strangers: z.enum(["viewer", "none"]).optional(),
      publicLinks: z.boolean().optional(),
    }),
    answer: accessSettingsSchema,
    async handle({parts, principal, body}) {
      const {platformRole, platformAdmins, strangers, publicLinks} = body;
      return {
        json: await changeAccessSettings(parts.access, principal, {
          ...(platformRole !== undefined && {platformRole}),
          ...(platformAdmins !== undefined && {platformAdmins}),
          ...(strangers !== undefined && {strangers}),
          ...(publicLinks !== undefined && {publicLinks}),
        }),
      };
    },
  }),
  route({
    method: "get",
    path: "/v1/statistics",
    tag: "workspace",
    summary: "How much there is: people, datasets, conversations, answers by how they ended, opinions",
    action: "workspace.read",
    answer: z
      .object({
        members: z.int(),
        datasets: z.int(),
        rows: z.number(),
        documents: z.int(),
        conversations: z.int(),
        messages: z.int(),
        waiting: z.int().openapi({description: "Messages that are not answered yet"}),
        turns: z.record(z.string(), z.int()),
        feedback: z.record(z.string(), z.int()),
        bytes: z.number(),
      })
      .openapi("Statistics"),
    handle: async ({principal, workspace}) => ({
      json: await workspaceCounts(workspace.store, principal.workspace),
    }),
  }),
];
