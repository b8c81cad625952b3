import {Mastra} from "@mastra/core";
import {Agent} from "@mastra/core/agent";
import {readableScorer} from "../evals/scorers/readable.ts";
import type {PromptName} from "../src/agents/hosted/prompts/template.ts";
import {catalogOf} from "../src/agents/hosted/specialists.ts";
import {studioTemplates} from "./templates.ts";
import {languageModel} from "../src/models/language_model.ts";
import {resolveRoles} from "../src/models/roles.ts";
import {createRegistry} from "../src/tools/registry.ts";

/**
 * The hosted agents with their prompts, for Mastra's own studio: `npm run studio`. The models are those of the roles
 * (TABLETALK_MODEL and so on); the prompts and agents those of the workspace in TABLETALK_HOME, where it has its own. Each reply
 * is scored by whether it can be read. A prompt is tried here; what is kept is set by `tabletalk prompts set`, or becomes a new
 * version in src/agents/hosted/prompts/.
 */
const roles = resolveRoles({}, process.env);
const tools = createRegistry();
const {prompts, specialists} = await studioTemplates(tools);

const agent = async (role: PromptName, id: string, instructions: string): Promise<Agent> => {
  const [model] = roles[role].models;
  if (!model) throw new Error(`Name a model for the ${role}: TABLETALK_MODEL=provider/name npm run studio`);
  const scored = role === "reviewer" ? {} : {scorers: {readable: {scorer: readableScorer(role)}}};
  return new Agent({id, name: id, instructions, model: await languageModel(model), ...scored});
};

const offered = specialists.map(({name, does}) => `- ${name}: ${does}`).join("\n");
const experts = specialists.map(async (one) => [
  one.name,
  await agent(
    "specialist",
    one.name,
    `${prompts.specialist.text}\n\n${one.text}\n\nTools:\n${catalogOf(one, tools)}`,
  ),
]);

export const mastra = new Mastra({
  agents: {
    planner: await agent("planner", "planner", `${prompts.planner.text}\n\nSpecialists:\n${offered}`),
    reviewer: await agent("reviewer", "reviewer", prompts.reviewer.text),
    writer: await agent("writer", "writer", prompts.writer.text),
    ...(Object.fromEntries(await Promise.all(experts)) as Record<string, Agent>),
  },
});
