import type {Writer} from "../agents/contracts.ts";
import type {TableProfile} from "../data/profile.ts";
import type {Plan} from "../planning/plan.ts";
import type {Reading} from "../planning/reading.ts";
import {sayReading} from "../planning/say_reading.ts";
import {emptyAnswer} from "./answer.ts";
import type {Answer, Choice, TurnEvent} from "./channel.ts";
import type {Candidate} from "./competing.ts";
import {draftAndVerify} from "./drafting.ts";
import {harmless} from "./harmless.ts";

/** What choices are written with. */
export interface ChoiceScene {
  writer: Writer;
  question: string;
  profiles: readonly TableProfile[];
  signal: AbortSignal;
}

/** A choice, and the first line of what it would answer. */
export interface OfferedChoice extends Choice {
  line: string | undefined;
}

/** A reading that was run, as a choice that carries its number. */
export async function choiceOf(
  {reading, plan, execution}: Candidate,
  {writer, question, profiles, signal}: ChoiceScene,
): Promise<OfferedChoice> {
  const written = await draftAndVerify(writer, {question, plan, artifacts: execution.artifacts, signal});
  return {
    reading,
    plan,
    said: saidOf(reading, profiles).replace(/^Read as: /, ""),
    values: written.values,
    line: firstLine(written.text),
  };
}

/** The first line with a figure; where it only heads a list, with what stands next. */
function firstLine(text: string): string | undefined {
  const [first, second] = text.split("\n");
  return first?.trim().endsWith(":") && second ? `${first} ${second.replace(/^\s*[-•]\s*/, "")}` : first;
}

/** The reply that asks which was meant; its choices are picked by their numbers. Those that sound alike say of which table they are. */
export function offer(
  question: string,
  offered: readonly OfferedChoice[],
  emit: (event: TurnEvent) => void,
): Answer {
  const told = offered.map((one) => {
    const like = offered.filter(({said}) => said === one.said);
    const isOfOther = like.some(({reading}) => reading.table !== one.reading.table);
    return isOfOther ? {...one, said: `${one.said}, in ${one.reading.table}`} : one;
  });
  const choices = told.map(({line: _, ...choice}) => choice);
  const lines = told.map(({said, line}, at) => `  ${at + 1}. ${said}${line ? `\n     ${line}` : ""}`);
  emit({type: "choices", question, choices});
  return {...emptyAnswer(harmless([question, ...lines].join("\n"))), choices};
}

export function saidOf(reading: Reading, profiles: readonly TableProfile[]): string {
  return sayReading(
    reading,
    profiles.find((profile) => profile.table === reading.table),
  );
}

/** A plan as a candidate, where it says how the question was read. */
export function candidateOf(ran: {plan: Plan; execution: Candidate["execution"]}): Candidate | undefined {
  return ran.plan.reading && {reading: ran.plan.reading, ...ran};
}
