import type {Plan} from "../../planning/plan.ts";
import {sayReading} from "../../planning/say_reading.ts";
import {tame} from "./fence.ts";

/** A question and how it was answered, in two lines: its reading, its query, or its tools; never its results. */
export function sayPlan(question: string, plan: Plan, room: {question: number; plan: number}): string {
  const query = plan.steps.find((step) => step.id === plan.headline)?.input.sql;
  const read = plan.reading
    ? sayReading(plan.reading)
    : typeof query === "string"
      ? `SQL: ${query}`
      : plan.steps.map((step) => step.tool).join(", ");
  return `Q: ${tame(question, room.question)}\n${tame(read, room.plan)}`;
}
