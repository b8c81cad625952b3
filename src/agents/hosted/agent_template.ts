import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {parseModelList} from "../../models/name.ts";
import type {Provider} from "../../models/providers.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import {nearestNames} from "../../tools/nearest.ts";
import {SPECIALISTS, type Specialist} from "./specialists.ts";

/** Agents that are no specialists, and so cannot be replaced or mentioned. */
const RESERVED = ["planner", "writer", "reviewer", "mender", "offline"];
const MOST_AGENTS = 20;

/** An agent as a workspace writes it. A tool is named whole, or with one of its methods: `run_statistics.anova`. */
export const agentTemplateSchema = z.strictObject({
  /** For the planner, who delegates to it. */
  does: z.string().trim().min(3).max(200),
  instructions: z.string().trim().min(10).max(4000),
  tools: z.array(z.string()).min(1).max(100),
  /** A model or a list of them; absent: those of the specialists. */
  model: z.string().optional(),
});
export type AgentTemplate = z.infer<typeof agentTemplateSchema>;

/**
 * Holds an agent of a workspace against what there is. `own`: the workspace's own providers of models.
 * @throws TabletalkError bad_use naming what is wrong: its name, a tool or method that is not there, a text too long, a model
 */
export function checkAgent(
  name: string,
  written: unknown,
  tools: ToolLookup,
  own: Readonly<Record<string, Provider>> = {},
): AgentTemplate {
  if (!/^[a-z][a-z0-9_]{1,29}$/.test(name)) {
    throw bad(
      `"${name}" cannot be an agent's name.`,
      "Take 2 to 30 lower-case letters, digits or _, beginning with a letter.",
    );
  }
  if (RESERVED.includes(name)) {
    throw bad(
      `${name} is no specialist, and cannot be replaced by an agent.`,
      `Change its prompt (tabletalk prompts set ${name === "mender" || name === "offline" ? "planner" : name} FILE), or take another name.`,
    );
  }
  const parsed = agentTemplateSchema.safeParse(written);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw bad(
      `The agent ${name} cannot be used: ${issue.path.join(".") || "its fields"}: ${issue.message}.`,
      "It has: does (3 to 200 characters), instructions (10 to 4,000), tools (1 to 100), and perhaps model.",
    );
  }
  for (const tool of parsed.data.tools) checkToolName(tool, tools);
  if (parsed.data.model !== undefined) {
    const models = parseModelList(parsed.data.model, own);
    if (models.some((one) => one.provider === "offline"))
      throw bad(`The agent ${name} cannot be offline.`, "Name a hosted model, or none.");
  }
  return parsed.data;
}

/** @throws TabletalkError bad_use where a workspace has as many agents as it may */
export function checkRoom(name: string, known: readonly string[]): void {
  if (known.includes(name) || known.length < MOST_AGENTS) return;
  throw bad(
    `There are ${known.length} agents of your own; ${MOST_AGENTS} can be kept, as the planner reads of each of them.`,
    "Remove one that is not needed.",
  );
}

function checkToolName(named: string, tools: ToolLookup): void {
  const [name = "", method, ...rest] = named.split(".");
  const tool = tools.get(name);
  if (!tool || rest.length > 0) {
    const near = nearestNames(name, tools.names());
    throw bad(
      `There is no tool "${named}"${near.length > 0 ? `; nearest: ${near.join(", ")}` : ""}.`,
      `The tools are: ${tools.names().join(", ")}.`,
    );
  }
  if (method === undefined) return;
  const methods = (tool.methods ?? []).map((one) => one.name);
  if (methods.includes(method)) return;
  const near = nearestNames(method, methods);
  throw bad(
    `${name} has no method "${method}"${near.length > 0 ? `; nearest: ${near.join(", ")}` : ""}.`,
    methods.length > 0 ? `Its methods are: ${methods.join(", ")}.` : `Name ${name} alone.`,
  );
}

/** An agent of a workspace as the specialist that it is. */
export function specialistOf(
  name: string,
  {does, instructions, tools, model}: AgentTemplate,
  version: number,
): Specialist {
  const byTool = new Map<string, string[] | undefined>();
  for (const one of tools) {
    const [tool = "", method] = one.split(".");
    const known = byTool.get(tool);
    if (method === undefined) byTool.set(tool, undefined);
    else if (!byTool.has(tool)) byTool.set(tool, [method]);
    else known?.push(method);
  }
  return {
    name,
    does,
    text: instructions,
    tools: [...byTool].map(([tool, methods]) => (methods ? {tool, methods} : {tool})),
    version: `${name}@workspace.${version}`,
    ...(model !== undefined && {model}),
  };
}

/** The template of a specialist that comes with Tabletalk: what an override starts from. */
export function templateOf({does, text, tools}: Specialist): AgentTemplate {
  return {
    does,
    instructions: text,
    tools: tools.flatMap(({tool, methods}) => methods?.map((method) => `${tool}.${method}`) ?? [tool]),
  };
}

/** Ours, each replaced by the workspace's of that name, and its others after them. */
export function withOwnAgents(own: readonly Specialist[]): Specialist[] {
  const replaced = SPECIALISTS.map((one) => own.find(({name}) => name === one.name) ?? one);
  return [...replaced, ...own.filter(({name}) => !SPECIALISTS.some((one) => one.name === name))];
}

const bad = (message: string, next: string) => new TabletalkError("bad_use", message, next);
