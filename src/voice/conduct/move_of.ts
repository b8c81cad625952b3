import {choiceTaken} from "./choice_taken.ts";
import type {Move, Situation} from "./move.ts";
import {bare, commandOf, isBackchannel, isGoingOn, plainWords} from "./phrases.ts";
import {isSenseless} from "./sense.ts";

/** Below this, what was heard is not acted on as a question. */
const UNSURE = 0.3;
/** Longer than this no utterance is looked at word by word. */
const LONGEST = 2000;

/** That what was asked back is meant. */
const YES =
  /^(?:(?:yes|yeah|yep|yup|ya|sure|right|correct|exactly|please|i did|i do|of course|indeed)(?:\s+|$))+$/;

/** What is said before a question to get the floor. */
const FLOOR =
  /^\s*(?:(?:hey|hi|hello|ok|okay|alright|stop|wait|hold on|hang on|no wait|sorry|excuse me|hey tabletalk|tabletalk|thanks|thank you|great|cool)(?:\s*[,.!;:-]+\s*|\s+(?=(?:what|how|which|who|when|where|why|show|give|tell|list|compare|plot|draw|chart|is|are|does|do|did|can|could|i want|i need|let's|now)\b)))+/i;

/**
 * What someone wants with what they said. Commands are whole utterances ("stop", "say that again"); a question that merely holds such
 * words ("stop times by route") is a question.
 */
export function moveOf(text: string, situation: Situation): Move {
  const said = plainWords(text.slice(0, LONGEST));
  if (said === "") return {kind: "nothing"};
  const {choices, state, hasAnswer, confidence = 1, language, isHeld, isTyped, known, doubted} = situation;
  const isBusy = state !== "listening";
  const isUnsure = confidence < UNSURE;
  const unclear: Move = {kind: isBusy ? "nothing" : "unclear"};
  if (isHeld && isGoingOn(said)) return {kind: "goOn"};
  const taken = choiceTaken(bare(said), choices, said) ?? choiceTaken(said, choices);
  const command = commandOf(said);
  if (command?.kind === "again") return hasAnswer ? command : {kind: "unclear"};
  if (doubted && !isBusy && YES.test(said)) return {kind: doubted};
  if (isUnsure && (command?.kind === "goodbye" || command?.kind === "send"))
    return isBusy ? unclear : doubted === command.kind ? command : {kind: "unclear", maybe: command.kind};
  if (command && !(command.kind === "courtesy" && isBusy)) return command;
  if (command) return {kind: "nothing"};
  if (typeof taken === "number" && !isUnsure) return {kind: "choose", number: taken};
  if (state === "speaking" && /^(?:no|nope)$/.test(said)) return {kind: "stop"};
  if (!isTyped && isBackchannel(said)) return taken === "unclear" ? {kind: "unclear"} : {kind: "nothing"};
  if (taken !== undefined || isUnsure || (!isTyped && isSenseless(said, {language, known}))) return unclear;
  const question = text.replace(FLOOR, "").trim();
  return {kind: "ask", question: question === "" ? text.trim() : question};
}
