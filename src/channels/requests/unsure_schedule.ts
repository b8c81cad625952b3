import {readTimes} from "../../workflows/schedule/read_times.ts";
import type {Answer, TurnEvent} from "../channel.ts";
import type {RequestScene, RunRequest} from "./request.ts";
import {isClock} from "./schedule_verb.ts";

/** Words that are taught, or ask of what was: their times belong to them. */
const OWN_TIMES = /\b(?:means?|define|called?|is|are|was|were|did|does|forget|remember|until|till)\b/i;

/** A question with a time of day at which it could be answered again and again, and no word that says so. */
export function readUnsureSchedule(
  text: string,
  setting: {timeZone: string; now: Date},
): {question: string; phrase: string} | undefined {
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (line.length > 300 || OWN_TIMES.test(line)) return undefined;
  const times = readTimes(line, setting);
  if (!times || !("times" in times)) return undefined;
  const phrase = line.slice(times.start, times.end);
  const question = `${line.slice(0, times.start).trimEnd()} ${line.slice(times.end).trimStart()}`.trim();
  return isClock(phrase) && /\p{L}{2}/u.test(question) ? {question, phrase} : undefined;
}

/**
 * "Revenue every Monday at 9": answered as the question that it may be; where it is none of the data, without its times. Either
 * way nothing is scheduled, and how that is said is offered.
 */
export function answerUnsure(
  {message, parts, setting}: RequestScene,
  {question, phrase}: {question: string; phrase: string},
): RunRequest {
  return async (emit: (event: TurnEvent) => void): Promise<Answer> => {
    const {runTurn} = await import("../turn.ts");
    const ask = (asked: string) =>
      runTurn(parts, {...setting, question: asked}, (event) => {
        if (event.type !== "answer" && event.type !== "choices") emit(event);
      });
    const whole = await ask(message.text);
    const offer = `post this ${phrase}`;
    const offered = (answer: Answer): Answer => ({
      ...answer,
      suggestions: [offer, ...(answer.suggestions ?? [])],
    });
    if (!whole.declined) return whole.choices.length > 0 ? whole : offered(whole);
    const without = await ask(question);
    if (without.declined || without.choices.length > 0) return whole;
    const note = `Nothing is scheduled; to have it ${phrase}, say: ${offer}`;
    return {...offered(without), question, answer: `${without.answer}\n(${note})`};
  };
}
