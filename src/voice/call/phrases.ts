import {TabletalkError} from "../../errors.ts";
import type {Doubted} from "../conduct/move.ts";

/** What the analyst says of its own accord. Captions: a voice says them in words. */
export const PHRASES = {
  hereAgain: "I am here again.",
  stillThere: "Are you still there? You can ask a question, or say goodbye.",
  silentGoodbye: "I will hang up now. Goodbye.",
  goodbye: "Goodbye.",
  stopped: "Stopped.",
  waiting: "Take your time.",
  notCaught: "I did not catch that.",
  typeInstead: "I still did not catch that. You can type your question on the page instead.",
  nothingToRepeat: "There is no answer to repeat yet.",
  slower: "I will speak more slowly.",
  faster: "I will speak faster.",
  nothingToSend: "There is no answer to send yet.",
  noChannel: "This call was not started from a channel, so there is nowhere to send it.",
  sent: "I posted it.",
  sentBefore: "It is posted already.",
  noSuchChoice: "There is no such choice.",
  listening: "I am listening.",
  stillWorking: "I am still working on it.",
  tooMany: "That is more than I can take in a minute. Please wait a little, and ask again.",
} as const;

/** What is asked back before something is done that cannot be taken back. */
export const MEANT: Readonly<Record<Doubted, string>> = {
  goodbye: "Did you say goodbye? Say it again to end the call.",
  send: "Should I send it? Say it again, and I will.",
};

/** "Hello, this is the analyst. You can ask about orders and weather." */
export function greeting(tables: readonly string[]): string {
  const hello = "Hello, this is the analyst.";
  if (tables.length === 0) return `${hello} There is no data to ask about yet.`;
  const shown = tables.slice(0, 3);
  const rest = tables.length > shown.length ? ["more"] : [];
  const [last, ...before] = [...shown, ...rest].toReversed();
  const named = before.length === 0 ? last : `${before.toReversed().join(", ")} and ${last}`;
  return `${hello} You can ask about ${named}.`;
}

/** To one of several: "Goodbye, Ann. The call goes on for the others." */
export function goodbyeTo(name: string): string {
  const [first = ""] = /^[\p{L}\p{M}'-]{1,30}/u.exec(name.trim()) ?? [];
  return `Goodbye${first && `, ${first}`}. The call goes on for the others.`;
}

/** What went wrong, in one sentence with what to do. */
export function failure(error: {message: string; next: string}): string {
  const what = error.message.trim().replace(/[.!?]+$/, "");
  const next = error.next.trim().replace(/[.!?]*$/, ".");
  return `${what}; ${/^[A-Z][a-z]/.test(next) ? next.charAt(0).toLowerCase() + next.slice(1) : next}`;
}

/** As of `failure`, for whatever was thrown. What is no error of ours is not told to people. */
export function failureOf(thrown: unknown): string {
  return thrown instanceof TabletalkError
    ? failure(thrown)
    : failure({message: "Something broke while I worked on it", next: "Ask again."});
}
