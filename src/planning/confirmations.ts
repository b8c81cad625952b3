import {createHash} from "node:crypto";
import {TabletalkError} from "../errors.ts";
import type {Tool} from "../tools/tool.ts";
import type {Plan, Step} from "./plan.ts";
import type {ToolLookup} from "./validate.ts";

/** A step that a person has to agree to: what it would do, and what to hand over with their word. */
export interface Confirmation {
  step: string;
  question: string;
  digest: string;
}

/** What a person's word is for: this tool with this very input. */
export function stepDigest({tool, input}: Pick<Step, "tool" | "input">): string {
  const sorted = JSON.stringify([tool, input], (_, one: unknown) =>
    one !== null && typeof one === "object" && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
  return createHash("sha256").update(sorted).digest("hex");
}

/** The steps of a plan that a person has to agree to, in order. */
export function confirmationsOf(plan: Plan, tools: ToolLookup): Confirmation[] {
  return plan.steps.flatMap((step) => {
    const tool = tools.get(step.tool);
    const question = tool && questionOf(step, tool);
    return question === undefined ? [] : [{step: step.id, question, digest: stepDigest(step)}];
  });
}

/**
 * Takes the word that a step needs out of those that were given: it is good for one run.
 * @throws TabletalkError refused where the step needs one and has none
 */
export function takeConfirmation(step: Step, tool: Tool, confirmed: Set<string> | undefined): void {
  const question = questionOf(step, tool);
  if (question === undefined || confirmed?.delete(stepDigest(step))) return;
  throw new TabletalkError(
    "refused",
    `Step "${step.id}" does something that nobody agreed to: ${question}`,
    "Ask for it in a conversation, and agree when you are asked.",
  );
}

function questionOf({input}: Step, tool: Tool): string | undefined {
  if (!tool.confirm) return undefined;
  const parsed = tool.input.safeParse(input);
  return parsed.success ? tool.confirm(parsed.data) : undefined;
}
