import {checkAgent, specialistOf} from "../agents/hosted/agent_template.ts";
import type {OwnTemplates} from "../agents/hosted/agents.ts";
import {checkPrompt, promptNamed, workspacePrompt} from "../agents/hosted/prompts/check_prompt.ts";
import type {PromptName, Template} from "../agents/hosted/prompts/template.ts";
import {TabletalkError} from "../errors.ts";
import {ownProviders} from "../models/registry_store.ts";
import type {ToolLookup} from "../planning/validate.ts";
import type {Store} from "../store/store.ts";
import {templatesOf} from "../store/templates.ts";

/**
 * The agents and prompts of a workspace, held once more against the tools that there are now. An agent is without the tools
 * that a plugin or a server took away, and not there while it has no other.
 * @throws TabletalkError bad_use where one of them can no longer be used
 */
export async function ownTemplates(
  store: Pick<Store, "db">,
  workspace: string,
  tools: ToolLookup,
): Promise<OwnTemplates> {
  const [agents, prompts, own] = await Promise.all([
    templatesOf(store, workspace, "agent"),
    templatesOf(store, workspace, "prompt"),
    ownProviders(store, workspace),
  ]);
  return {
    agents: agents.flatMap(({name, content, version}) => {
      const here = withToolsHere(content, tools);
      if (here === undefined) return [];
      return [
        stillUsable(`agents remove ${name}`, () =>
          specialistOf(name, checkAgent(name, here, tools, own), version),
        ),
      ];
    }),
    prompts: Object.fromEntries(
      prompts.map(({name, content, version}): [PromptName, Template] =>
        stillUsable(`prompts remove ${name}`, () => {
          const known = promptNamed(name);
          return [known, workspacePrompt(known, checkPrompt(known, String(content)), version)];
        }),
      ),
    ),
  };
}

/** An agent's template with those of its tools that there are now; undefined where that is none of them. */
function withToolsHere(content: unknown, tools: ToolLookup): unknown {
  const named = (content as {tools?: unknown} | null)?.tools;
  if (!Array.isArray(named)) return content;
  const here = named.filter((one) => isHere(String(one), tools));
  return named.length > 0 && here.length === 0 ? undefined : {...(content as object), tools: here};
}

function isHere(named: string, tools: ToolLookup): boolean {
  const [name = "", method] = named.split(".");
  const tool = tools.get(name);
  return (
    tool !== undefined && (method === undefined || (tool.methods ?? []).some((one) => one.name === method))
  );
}

function stillUsable<T>(remove: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TabletalkError)) throw error;
    throw new TabletalkError(error.code, error.message, `${error.next} Or: tabletalk ${remove}`, {
      cause: error,
    });
  }
}
