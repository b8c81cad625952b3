import {readFileSync} from "node:fs";
import {
  type AgentTemplate,
  agentTemplateSchema,
  checkAgent,
  checkRoom,
  templateOf,
} from "../agents/hosted/agent_template.ts";
import {SPECIALISTS} from "../agents/hosted/specialists.ts";
import {registryNow} from "../channels/open_plugins.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {ownProviders} from "../models/registry_store.ts";
import type {Store} from "../store/store.ts";
import {saveTemplate, templatesOf} from "../store/templates.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, WORKSPACE} from "./runtime.ts";

export interface AgentFlags extends CommonFlags {
  does?: string;
  /** A text, or `@FILE`. */
  instructions?: string;
  /** Names with commas between. */
  tools?: string;
  model?: string;
}

/** An agent as it is listed: where it comes from, its version where it is the workspace's. */
interface Listed extends AgentTemplate {
  name: string;
  from: "tabletalk" | "workspace";
  version: number | null;
}

/** `tabletalk agents list`: the specialists that a question can be given to, ours and the workspace's. */
export async function listAgents(flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const all = await listed(await runtime.store());
  if (flags.json) return print(JSON.stringify(all, undefined, 2));
  for (const {name, does, from, version, model} of all) {
    const where = from === "workspace" ? `  [yours, version ${version}${model ? `, ${model}` : ""}]` : "";
    print(`@${name.padEnd(16)} ${does}${where}`);
  }
}

/** `tabletalk agents show NAME`: what it is told, and which tools it has. */
export async function showAgent(name: string, flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const found = await agentNamed(await runtime.store(), name);
  if (flags.json) return print(JSON.stringify(found, undefined, 2));
  const where = found.from === "workspace" ? `yours, version ${found.version}` : "comes with Tabletalk";
  print(`@${found.name} (${where})\ndoes: ${found.does}\ntools: ${found.tools.join(", ")}`);
  if (found.model) print(`model: ${found.model}`);
  print(`\n${found.instructions}`);
}

/** `tabletalk agents set NAME`: adds an agent, or changes what is given of one; the rest stays as it is. */
export async function setAgent(name: string, flags: AgentFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig({...flags, model: undefined}));
  const store = await runtime.store();
  const all = await listed(store);
  const before = all.find((one) => one.name === name);
  const given = {
    ...(flags.does !== undefined && {does: flags.does}),
    ...(flags.instructions !== undefined && {instructions: textOf(flags.instructions)}),
    ...(flags.tools !== undefined && {tools: flags.tools.split(",").map((tool) => tool.trim())}),
    ...(flags.model !== undefined && flags.model !== "" && {model: flags.model}),
  };
  const kept = before ? agentTemplateSchema.strip().parse(before) : {};
  const own = await ownProviders(store, WORKSPACE);
  const agent = checkAgent(name, {...kept, ...given}, await registryNow(runtime.plugins), own);
  if (flags.model === "") delete agent.model;
  checkRoom(
    name,
    all.filter(({from}) => from === "workspace").map((one) => one.name),
  );
  const version = await saveTemplate(store, WORKSPACE, {
    kind: "agent",
    name,
    content: agent,
    changedBy: "person",
  });
  print(`@${name} is kept as version ${version}. Ask it: @${name} …`);
}

/** `tabletalk agents remove NAME`: one of the workspace's; an agent of ours that it replaced is back then. */
export async function removeAgent(name: string, flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const store = await runtime.store();
  const found = await agentNamed(store, name);
  if (found.from === "tabletalk") {
    throw new TabletalkError(
      "bad_use",
      `@${name} comes with Tabletalk and cannot be removed.`,
      `Put another in its place: tabletalk agents set ${name} --instructions …`,
    );
  }
  await saveTemplate(store, WORKSPACE, {kind: "agent", name, changedBy: "person"});
  const ours = SPECIALISTS.some((one) => one.name === name);
  print(ours ? `@${name} is again the one that comes with Tabletalk.` : `@${name} is removed.`);
}

async function listed(store: Pick<Store, "db">): Promise<Listed[]> {
  const own = (await templatesOf(store, WORKSPACE, "agent")).map(({name, content, version}): Listed => {
    const parsed = agentTemplateSchema.safeParse(content);
    const unread = {does: "(cannot be read; set it anew)", instructions: "", tools: []};
    return {name, ...(parsed.success ? parsed.data : unread), from: "workspace", version};
  });
  const ours = SPECIALISTS.filter((one) => !own.some(({name}) => name === one.name)).map(
    (one): Listed => ({name: one.name, ...templateOf(one), from: "tabletalk", version: null}),
  );
  return [...ours, ...own];
}

async function agentNamed(store: Pick<Store, "db">, name: string): Promise<Listed> {
  const all = await listed(store);
  const found = all.find((one) => one.name === name.replace(/^@/, ""));
  if (found) return found;
  throw new TabletalkError(
    "bad_use",
    `There is no agent @${name}.`,
    `There are: ${all.map((one) => `@${one.name}`).join(", ")}.`,
  );
}

/** A text, or with an @ before it the file that holds it. @throws TabletalkError bad_file */
export function textOf(given: string): string {
  if (!given.startsWith("@")) return given;
  try {
    return readFileSync(given.slice(1), "utf8");
  } catch (error) {
    throw new TabletalkError(
      "bad_file",
      `${given.slice(1)} cannot be read.`,
      "Give the path of a text file.",
      {
        cause: error,
      },
    );
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
