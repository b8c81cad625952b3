import type {Reading} from "../../planning/reading.ts";
import type {PlannerOutput} from "../contracts.ts";
import {tokenize} from "./tokens.ts";

/**
 * What was planned of a question in plain words, for the question as it was typed: "custs" has its place where "customers",
 * for which it stands, has one.
 */
export function placedAsTyped(planned: PlannerOutput, typed: string, plain: string): PlannerOutput {
  const known = new Set(tokenize(plain).map(({lower}) => lower));
  const written = tokenize(typed)
    .filter(({lower, kind}) => kind === "word" && !known.has(lower))
    .map(({text, start, end}) => ({text, start, end, place: "intent" as const, as: "written out"}))
    .flatMap((one) => [one, {...one, text: one.text.replace(/['’]/g, "")}])
    .filter(
      (one, at, all) => all.findIndex(({text, start}) => text === one.text && start === one.start) === at,
    );
  const isRephrased = wordsOf(plain) !== wordsOf(typed);
  const placed = ({plainly: _, ...reading}: Reading): Reading => ({
    ...reading,
    ...(isRephrased && {plainly: plain}),
    placements: [...reading.placements, ...written],
  });
  if (planned.kind === "readings") return {...planned, readings: planned.readings.map(placed)};
  if (planned.kind !== "plan" || !planned.plan.reading) return planned;
  return {...planned, plan: {...planned.plan, reading: placed(planned.plan.reading)}};
}

const wordsOf = (text: string): string =>
  tokenize(text)
    .filter(({kind}) => kind !== "mark")
    .map(({lower}) => lower)
    .join(" ");
