import type {TableProfile} from "../data/profile.ts";
import {compileReading} from "./compile.ts";
import type {Other} from "./doubt.ts";
import type {Plan} from "./plan.ts";
import type {Reading} from "./reading.ts";

/** A plan with one thing taken otherwise; undefined where it cannot be. */
export function otherPlan(plan: Plan, other: Other, profiles: readonly TableProfile[]): Plan | undefined {
  if (other.kind === "column") return replaced(plan, other.from, other.to) as Plan;
  const {reading} = plan;
  const profile = profiles.find((one) => one.table === reading?.table);
  const [measure, ...rest] = reading?.measures ?? [];
  if (!reading || !profile || !measure || isPlannedByHand(reading)) return undefined;
  const name = `distinct ${other.of}`;
  const order = reading.order.map((one) => (one.by === measure.name ? {...one, by: name} : one));
  const measures = [{...measure, name, fn: "count_distinct" as const, of: {column: other.of}}, ...rest];
  return compileReading({...reading, measures, order, assumptions: []}, profile);
}

/** A kind of question with a plan of its own, beside a reading that only says it: its words stand for nothing by name. */
export const isPlannedByHand = ({placements, intent, measures}: Reading): boolean =>
  placements.every(({as}) => as === undefined || as === "written out") &&
  !(intent === "aggregate" && placements.length > 0 && measures.every(isOfRows));

const isOfRows = ({fn, of, where, over}: Reading["measures"][number]): boolean =>
  fn === "count" && !of && !where && !over;

/** A name in place of another in all that a plan says: alone, or as words of a longer text. */
function replaced(value: unknown, from: string, to: string): unknown {
  if (typeof value === "string") return value === from ? to : value.replace(asWords(from), () => to);
  if (Array.isArray(value)) return value.map((one) => replaced(one, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, from, to)]));
}

const asWords = (name: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}_])`, "gu");
