import {TabletalkError} from "../../errors.ts";
import {planSchema} from "../../planning/plan.ts";
import {earlierTurns} from "../../store/turns.ts";
import {harmless} from "../harmless.ts";
import {readScheduleRequest} from "./read_schedule_request.ts";
import type {RequestScene} from "./request.ts";

/** How many messages are looked back through: greetings and requests stand between an answer and what is made of it. */
const TURNS_BACK = 12;
const ENDS = ["answered", "choices", "declined", "failed", "aborted"] as const;
/** "Save the last answer", "post the previous result": says which of the answers is meant. */
const NAMES_ANSWER =
  /\b(?:last|latest|previous|earlier|above) (?:answer|result|one|question|analysis)\b|\b(?:answer|result|question|one) (?:above|before)\b/i;
/** What makes something of an answer: it may fail, and "this" is still the answer before it. */
const MAKES =
  /^\W*(?:(?:please|ok|okay|now|and|then|can you|could you)[, ]+)*(?:(?:save|keep|remember|store|export|download) (?:this|that|it|the)\b|(?:make|create|build|write|give)\b.*\b(?:report|dashboard|page|pdf)\b)/i;
const LONGEST_SAID = 120;

/**
 * "This" is the answer of the last message: where that had none, an older one is not taken for it without being named.
 * @throws TabletalkError bad_use which message had no answer, and which answer could be meant
 */
export async function demandAnswered(
  {store, workspace, conversation, message, earlier, setting}: RequestScene,
  what: {doing: string; say: string},
): Promise<void> {
  if (NAMES_ANSWER.test(message.text)) return;
  const turns = await earlierTurns(store, workspace, conversation, TURNS_BACK, ENDS);
  const last = turns.findLast(
    ({state, plan, question}) =>
      (state === "answered" && planSchema.safeParse(plan).success) ||
      (state !== "answered" && !makes(question, setting)),
  );
  if (!last || last.state === "answered") return;
  const before = earlier.at(-1)?.question;
  throw new TabletalkError(
    "bad_use",
    `“${said(last.question)}” had no answer, so there is nothing of it to ${what.doing}.`,
    before === undefined
      ? "Ask something first; when the answer is right, say it again."
      : `The last answer is of “${said(before)}”: say "${what.say}" for that one.`,
  );
}

function makes(text: string, {timeZone, asOf: now}: RequestScene["setting"]): boolean {
  const schedule = readScheduleRequest(text, {timeZone, now});
  return MAKES.test(text) || (schedule !== undefined && !(schedule.kind === "make" && schedule.what));
}

const said = (text: string) =>
  harmless(text.length > LONGEST_SAID ? `${text.slice(0, LONGEST_SAID - 1)}…` : text);
