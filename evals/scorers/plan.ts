import type {Answer} from "../../src/channels/channel.ts";

/** The share of the plan's steps that ran and made their artifact. */
export function scorePlan(answer: Answer): number | undefined {
  const steps = answer.plan?.steps ?? [];
  if (steps.length === 0) return undefined;
  return steps.filter((step) => answer.artifacts[step.id] !== undefined).length / steps.length;
}
