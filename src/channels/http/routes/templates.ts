import {z} from "@hono/zod-openapi";
import {TabletalkError} from "../../../errors.ts";
import {saveTemplate, templateHistory, templatesOf} from "../../../store/templates.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {type Asked, route} from "../route.ts";

const TAG = "agents and prompts";
const byName = z.object({name: z.string().min(1).max(40)});
const agentBody = z.strictObject({
  does: z.string().trim().min(3).max(200),
  instructions: z.string().trim().min(10).max(4000),
  tools: z.array(z.string().min(1).max(100)).min(1).max(100),
  model: z.string().min(1).max(500).optional(),
});

const agentSchema = agentBody
  .extend({
    name: z.string(),
    from: z.enum(["tabletalk", "workspace"]),
    version: z.int().nullable(),
    tools: z.array(z.string()),
  })
  .openapi("Agent");

const promptSchema = z
  .object({
    name: z.string(),
    version: z.string(),
    text: z.string(),
    from: z.enum(["tabletalk", "workspace"]),
  })
  .openapi("Prompt");

const versionSchema = z.object({
  version: z.int(),
  changedBy: z.string(),
  createdAt: z.string(),
  removed: z.boolean(),
});

export const templateRoutes = [
  route({
    method: "get",
    path: "/v1/agents",
    tag: TAG,
    summary: "The agents that questions are given to: ours, and those of the workspace",
    action: "templates.read",
    query: pageQuery,
    answer: pageOf(agentSchema),
    handle: async (asked) => ({json: slice(await agentsIn(asked), asked.query)}),
  }),
  route({
    method: "put",
    path: "/v1/agents/{name}",
    tag: TAG,
    summary: "Add an agent, or put another in its place",
    action: "templates.write",
    params: byName,
    body: agentBody,
    answer: agentSchema,
    async handle(asked) {
      const {principal, workspace, params, body} = asked;
      const [{checkAgent, checkRoom}, {ownProviders}] = await Promise.all([
        import("../../../agents/hosted/agent_template.ts"),
        import("../../../models/registry_store.ts"),
      ]);
      const own = await templatesOf(workspace.store, principal.workspace, "agent");
      const providers = await ownProviders(workspace.store, principal.workspace);
      const content = checkAgent(params.name, body, await workspace.registry(), providers);
      checkRoom(
        params.name,
        own.map(({name}) => name),
      );
      const {workspace: id, actor} = principal;
      await saveTemplate(workspace.store, id, {kind: "agent", name: params.name, content, changedBy: actor});
      const kept = (await agentsIn(asked)).find(({name}) => name === params.name);
      if (!kept) throw missing("agent");
      return {json: kept};
    },
  }),
  route({
    method: "delete",
    path: "/v1/agents/{name}",
    tag: TAG,
    summary: "Remove an agent of the workspace; one of ours that it replaced is back",
    action: "templates.write",
    params: byName,
    async handle({principal, workspace, params}) {
      const own = await templatesOf(workspace.store, principal.workspace, "agent");
      if (!own.some(({name}) => name === params.name)) throw missing("agent of the workspace");
      const gone = {kind: "agent" as const, name: params.name, changedBy: principal.actor};
      await saveTemplate(workspace.store, principal.workspace, gone);
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/agents/{name}/versions",
    tag: TAG,
    summary: "The versions that an agent of the workspace has had",
    action: "templates.read",
    params: byName,
    query: pageQuery,
    answer: pageOf(versionSchema),
    handle: async (asked) => ({json: slice(await versionsOf(asked, "agent"), asked.query)}),
  }),
  route({
    method: "get",
    path: "/v1/prompts",
    tag: TAG,
    summary: "The prompts of the planner, the writer and the others",
    action: "templates.read",
    query: pageQuery,
    answer: pageOf(promptSchema),
    async handle(asked) {
      const {PROMPT_NAMES} = await import("../../../agents/hosted/prompts/check_prompt.ts");
      return {json: slice(await Promise.all(PROMPT_NAMES.map((name) => promptIn(asked, name))), asked.query)};
    },
  }),
  route({
    method: "put",
    path: "/v1/prompts/{name}",
    tag: TAG,
    summary: "Put a prompt of the workspace in the place of ours",
    action: "templates.write",
    params: byName,
    body: z.strictObject({text: z.string().min(1).max(16_000)}),
    answer: promptSchema,
    async handle(asked) {
      const {principal, workspace, params, body} = asked;
      const {checkPrompt, promptNamed} = await import("../../../agents/hosted/prompts/check_prompt.ts");
      const name = promptNamed(params.name);
      const kept = {
        kind: "prompt" as const,
        name,
        content: checkPrompt(name, body.text),
        changedBy: principal.actor,
      };
      await saveTemplate(workspace.store, principal.workspace, kept);
      return {json: await promptIn(asked, name)};
    },
  }),
  route({
    method: "delete",
    path: "/v1/prompts/{name}",
    tag: TAG,
    summary: "Back to the prompt that comes with Tabletalk",
    action: "templates.write",
    params: byName,
    async handle({principal, workspace, params}) {
      const own = await templatesOf(workspace.store, principal.workspace, "prompt");
      if (!own.some(({name}) => name === params.name)) throw missing("prompt of the workspace");
      const gone = {kind: "prompt" as const, name: params.name, changedBy: principal.actor};
      await saveTemplate(workspace.store, principal.workspace, gone);
      return {};
    },
  }),
  route({
    method: "get",
    path: "/v1/prompts/{name}/versions",
    tag: TAG,
    summary: "The versions that a prompt of the workspace has had",
    action: "templates.read",
    params: byName,
    query: pageQuery,
    answer: pageOf(versionSchema),
    handle: async (asked) => ({json: slice(await versionsOf(asked, "prompt"), asked.query)}),
  }),
];

type From = Pick<Asked, "principal" | "workspace">;

async function agentsIn({principal, workspace}: From): Promise<z.infer<typeof agentSchema>[]> {
  const [{agentTemplateSchema, templateOf}, {SPECIALISTS}] = await Promise.all([
    import("../../../agents/hosted/agent_template.ts"),
    import("../../../agents/hosted/specialists.ts"),
  ]);
  const stored = await templatesOf(workspace.store, principal.workspace, "agent");
  const own = stored.map(({name, content, version}) => {
    const parsed = agentTemplateSchema.safeParse(content);
    const unread = {does: "(cannot be read; set it anew)", instructions: "(cannot be read)", tools: []};
    return {name, ...(parsed.success ? parsed.data : unread), from: "workspace" as const, version};
  });
  const ours = SPECIALISTS.filter((one) => !own.some(({name}) => name === one.name)).map((one) => ({
    name: one.name,
    ...templateOf(one),
    from: "tabletalk" as const,
    version: null,
  }));
  return [...ours, ...own];
}

async function promptIn({principal, workspace}: From, name: string): Promise<z.infer<typeof promptSchema>> {
  const [{promptNamed, workspacePrompt}, {PROMPTS}] = await Promise.all([
    import("../../../agents/hosted/prompts/check_prompt.ts"),
    import("../../../agents/hosted/prompts/current.ts"),
  ]);
  const known = promptNamed(name);
  const own = (await templatesOf(workspace.store, principal.workspace, "prompt")).find(
    (one) => one.name === known,
  );
  const {version, text} = own ? workspacePrompt(known, String(own.content), own.version) : PROMPTS[known];
  return {name: known, version, text, from: own ? "workspace" : "tabletalk"};
}

async function versionsOf(
  {principal, workspace, params}: From & {params: {name: string}},
  kind: "agent" | "prompt",
): Promise<z.infer<typeof versionSchema>[]> {
  const all = await templateHistory(workspace.store, principal.workspace, kind, params.name);
  return all.map(({version, changedBy, createdAt, content}) => ({
    version,
    changedBy,
    createdAt,
    removed: content === undefined,
  }));
}

function missing(what: string): TabletalkError {
  return new TabletalkError("not_found", `There is no such ${what}.`, "List them to see what there is.");
}
