import {Mastra} from "@mastra/core";
import {Agent} from "@mastra/core/agent";
import {plannerV2} from "../src/agents/hosted/prompts/planner_v2.ts";
import {reviewerV1} from "../src/agents/hosted/prompts/reviewer_v1.ts";
import {specialistV1} from "../src/agents/hosted/prompts/specialist_v1.ts";
import {writerV2} from "../src/agents/hosted/prompts/writer_v2.ts";
import {catalogOf, SPECIALISTS} from "../src/agents/hosted/specialists.ts";
import {languageModel} from "../src/models/language_model.ts";
import {type Role, resolveRoles} from "../src/models/roles.ts";
import {createRegistry} from "../src/tools/registry.ts";

/**
 * The hosted agents with their prompts, for Mastra's own studio: `npm run studio`. The models are those of the roles
 * (TABLETALK_MODEL and so on). A prompt is tried here; what is kept becomes a new version in src/agents/hosted/prompts/.
 */
const roles = resolveRoles({}, process.env);
const tools = createRegistry();

const agent = async (role: Role, id: string, instructions: string): Promise<Agent> => {
  const [model] = roles[role].models;
  if (!model) throw new Error(`Name a model for the ${role}: TABLETALK_MODEL=provider/name npm run studio`);
  return new Agent({id, name: id, instructions, model: await languageModel(model)});
};

const specialists = SPECIALISTS.map(async (one) => [
  one.name,
  await agent(
    "specialist",
    one.name,
    `${specialistV1.text}\n\n${one.text}\n\nTools:\n${catalogOf(one, tools)}`,
  ),
]);

export const mastra = new Mastra({
  agents: {
    planner: await agent("planner", "planner", plannerV2.text),
    reviewer: await agent("reviewer", "reviewer", reviewerV1.text),
    writer: await agent("writer", "writer", writerV2.text),
    ...(Object.fromEntries(await Promise.all(specialists)) as Record<string, Agent>),
  },
});
