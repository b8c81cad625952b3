import {withOwnAgents} from "../src/agents/hosted/agent_template.ts";
import type {Templates} from "../src/agents/hosted/planner.ts";
import {PROMPTS} from "../src/agents/hosted/prompts/current.ts";
import {ownTemplates} from "../src/channels/own_templates.ts";
import {createRuntime, WORKSPACE} from "../src/commands/runtime.ts";
import {loadConfig} from "../src/config.ts";
import type {ToolLookup} from "../src/planning/validate.ts";

/** The prompts and specialists in use: ours, and what the workspace has in their place. */
export async function studioTemplates(tools: ToolLookup): Promise<Templates> {
  await using runtime = createRuntime(loadConfig());
  const own = await ownTemplates(await runtime.store(), WORKSPACE, tools);
  return {prompts: {...PROMPTS, ...own.prompts}, specialists: withOwnAgents(own.agents ?? [])};
}
