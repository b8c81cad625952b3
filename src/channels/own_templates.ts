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
 * The agents and prompts of a workspace, held once more against the tools that there are now.
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
    agents: agents.map(({name, content, version}) =>
      stillUsable(`agents remove ${name}`, () =>
        specialistOf(name, checkAgent(name, content, tools, own), version),
      ),
    ),
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
