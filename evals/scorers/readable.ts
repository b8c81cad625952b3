import {createScorer} from "@mastra/core/evals";
import type {z} from "zod";
import {
  plannerAnswerSchema,
  specialistAnswerSchema,
  writerAnswerSchema,
} from "../../src/agents/hosted/answer_schema.ts";
import {extractJson} from "../../src/agents/hosted/extract_json.ts";
import type {PromptName} from "../../src/agents/hosted/prompts/template.ts";

const SCHEMAS: Readonly<Record<Exclude<PromptName, "reviewer">, z.ZodType>> = {
  planner: plannerAnswerSchema,
  specialist: specialistAnswerSchema,
  writer: writerAnswerSchema,
};

/** What keeps a reply to one of our prompts from being read; undefined where it can be. */
export function unreadable(name: keyof typeof SCHEMAS, reply: string): string | undefined {
  const written = extractJson(reply);
  if (written === undefined) return "there is no JSON object in it";
  const parsed = SCHEMAS[name].safeParse(written);
  if (parsed.success) return undefined;
  const issue = parsed.error.issues[0]!;
  return `${issue.path.join(".") || "answer"}: ${issue.message}`;
}

/**
 * Mastra's scorer of an agent's reply: 1 where it can be read as the prompt asks, 0 with the reason where it cannot. For whoever
 * changes a prompt in the studio.
 */
export function readableScorer(name: keyof typeof SCHEMAS) {
  const of = (output: {content: unknown}[]) => unreadable(name, textOf(output));
  return createScorer({
    id: `readable-${name}`,
    description: `The reply can be read as the ${name}'s prompt asks.`,
    type: "agent",
  })
    .generateScore(({run}) => (of(run.output) === undefined ? 1 : 0))
    .generateReason(({run}) => of(run.output) ?? "It can be read.");
}

/** The text of an agent's messages, whichever way the version of Mastra keeps it. */
function textOf(messages: readonly {content: unknown}[]): string {
  return messages.map(({content}) => textIn(content)).join("\n");
}

function textIn(content: unknown): string {
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map(textIn).join("");
  if (typeof content !== "object" || content === null) return "";
  if ("parts" in content) return textIn(content.parts);
  if ("type" in content && content.type !== "text") return "";
  if ("text" in content) return textIn(content.text);
  return "content" in content ? textIn(content.content) : "";
}
