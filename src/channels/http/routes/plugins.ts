import {z} from "@hono/zod-openapi";
import {disablePlugin, enabledPlugins, enablePlugin} from "../../../plugins/enabling.ts";
import {pluginSettings} from "../../../plugins/present.ts";
import {
  addServer,
  allowTools,
  forgetServer,
  offeredBy,
  type ServersScene,
  setServerEnabled,
  toldServers,
} from "../../../plugins/servers/workspace_servers.ts";
import {openPlugins} from "../../../plugins/workspace_tools.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {type Asked, route} from "../route.ts";

const TAG = "plugins";
const serverName = z.string().min(1).max(40).openapi({example: "crm"});
const byName = z.object({name: serverName});

const pluginSchema = z
  .object({name: z.string(), version: z.string(), description: z.string(), enabled: z.boolean()})
  .openapi("Plugin");

const serverSchema = z
  .object({
    name: z.string(),
    url: z.string(),
    headers: z.boolean().openapi({description: "Headers are kept for it; they are never shown"}),
    isEnabled: z.boolean(),
    limits: z.object({timeMs: z.int(), resultBytes: z.int(), callsPerTurn: z.int()}),
    tools: z.array(
      z.object({
        name: z.string(),
        calledAs: z.string(),
        description: z.string(),
        readOnly: z.boolean(),
        ask: z.boolean(),
      }),
    ),
  })
  .openapi("Server");

const limitsSchema = z
  .object({
    timeMs: z.int().min(100).max(110_000),
    resultBytes: z.int().min(1_000).max(50_000_000),
    callsPerTurn: z.int().min(1).max(40),
  })
  .partial();

/** What an operator installed, and other servers of tools: what a workspace has of them. */
export const pluginRoutes = [
  route({
    method: "get",
    path: "/v1/plugins",
    tag: TAG,
    summary: "The plugins that the operator installed, and which of them are enabled here",
    action: "plugins.read",
    query: pageQuery,
    answer: pageOf(pluginSchema),
    async handle(asked) {
      const [{plugins}, enabled] = await Promise.all([
        installedFor(asked).installed(),
        enabledPlugins(asked.workspace.store, asked.workspace.id),
      ]);
      const all = plugins.map(({name, version, description}) => ({
        name,
        version,
        description,
        enabled: enabled.includes(name),
      }));
      return {json: slice(all, asked.query)};
    },
  }),
  route({
    method: "put",
    path: "/v1/plugins",
    tag: TAG,
    summary: "Enable or disable a plugin here; disabled, its steps that run are stopped",
    action: "plugins.write",
    body: z.strictObject({name: z.string().min(1).max(214), enabled: z.boolean()}),
    async handle(asked) {
      const {workspace, principal, body} = asked;
      if (!body.enabled) await disablePlugin(workspace.store, principal, body.name);
      else {
        const {name} = await installedFor(asked).check(workspace.id, body.name);
        await enablePlugin(workspace.store, principal, name);
      }
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/servers",
    tag: TAG,
    summary: "Other MCP servers, and which of their tools are allowed",
    action: "plugins.read",
    query: pageQuery,
    answer: pageOf(serverSchema),
    async handle({workspace, principal, query}) {
      return {json: slice(await toldServers({store: workspace.store}, principal), query)};
    },
  }),
  route({
    method: "put",
    path: "/v1/servers/{name}",
    tag: TAG,
    summary: "Add a server, or change its address, headers and limits",
    description:
      "Nothing of it can be called before it is allowed; at another address, before it is allowed again.",
    action: "plugins.write",
    params: byName,
    body: z.strictObject({
      url: z.string().min(1).max(2_000).openapi({description: "https://…, or operator:NAME"}),
      headers: z.record(z.string(), z.string()).optional(),
      limits: limitsSchema.optional(),
    }),
    async handle(asked) {
      const {url, headers, limits} = asked.body;
      const server = {name: asked.params.name, url, ...(headers && {headers}), ...(limits && {limits})};
      await addServer(sceneOf(asked), asked.principal, server);
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/servers/{name}/offers",
    tag: TAG,
    summary: "Ask a server which tools it has",
    action: "plugins.write",
    params: byName,
    answer: z.object({
      version: z.string(),
      tools: z.array(
        z.object({
          name: z.string(),
          description: z.string(),
          inputSchema: z.unknown(),
          readOnly: z.boolean(),
          refused: z.string().optional().openapi({description: "Why it cannot be taken"}),
        }),
      ),
    }),
    async handle(asked) {
      const {version, tools} = await offeredBy(
        sceneOf(asked),
        asked.principal,
        asked.params.name,
        asked.signal,
      );
      return {json: {version, tools: tools.map(({digest: _, ...tool}) => tool)}};
    },
  }),
  route({
    method: "put",
    path: "/v1/servers/{name}/tools",
    tag: TAG,
    summary: "Allow these tools of a server, as it describes them now, and no others",
    action: "plugins.write",
    params: byName,
    body: z.strictObject({
      tools: z.array(z.strictObject({name: z.string().min(1).max(128), ask: z.boolean().optional()})).max(40),
    }),
    async handle(asked) {
      const tools = asked.body.tools.map(({name, ask}) => ({name, ...(ask !== undefined && {ask})}));
      await allowTools(sceneOf(asked), asked.principal, asked.params.name, tools, asked.signal);
      return {};
    },
  }),
  route({
    method: "patch",
    path: "/v1/servers/{name}",
    tag: TAG,
    summary: "Enable or disable a server; disabled, its calls that run are stopped",
    action: "plugins.write",
    params: byName,
    body: z.strictObject({enabled: z.boolean()}),
    async handle(asked) {
      await setServerEnabled(sceneOf(asked), asked.principal, asked.params.name, asked.body.enabled);
      return {};
    },
  }),
  route({
    method: "delete",
    path: "/v1/servers/{name}",
    tag: TAG,
    summary: "Forget a server, with its key and what was allowed",
    action: "plugins.write",
    params: byName,
    async handle(asked) {
      await forgetServer(sceneOf(asked), asked.principal, asked.params.name);
      return {};
    },
  }),
];

type Here = Pick<Asked, "parts" | "workspace">;

function installedFor({parts, workspace}: Here) {
  const places = {home: parts.service.config.home, ...pluginSettings()};
  return openPlugins({places, store: async () => workspace.store});
}

function sceneOf({parts, workspace}: Here): ServersScene {
  const {secrets} = parts.access;
  const {reach} = pluginSettings();
  return {store: workspace.store, secrets: async () => secrets, reach, home: parts.service.config.home};
}
