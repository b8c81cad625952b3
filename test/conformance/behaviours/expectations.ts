import assert from "node:assert/strict";
import {type Driver, type Perceived, type Place, wordsOf} from "../driver.ts";

/** Starts a behaviour's conversation with a file and a question about it. */
export function askOf(
  driver: Driver,
  place: Place,
  file: {name: string; content: string | Uint8Array},
  question: string,
): Promise<Perceived> {
  return driver.ask(question, {conversation: place.conversation, files: [file]});
}

/** Something in the answer that a person reads matches. */
export function reads(perceived: Perceived, wanted: RegExp): void {
  const words = wordsOf(perceived);
  assert.match(words, wanted);
}

/** Nothing that a person reads matches. */
export function readsNot(perceived: Perceived, unwanted: RegExp): void {
  assert.doesNotMatch(wordsOf(perceived), unwanted);
}

/** An amount as it is shown: `$1,475.50`, in cents. */
export function centsIn(cell: string): number {
  return Math.round(Number(cell.replace(/[^\d.-]/g, "")) * 100);
}

/** It is told so that a person can go on: in words, short, with nothing of this machine in it. */
export function readsAsHelp(perceived: Perceived): void {
  const words = wordsOf(perceived);
  assert.ok(words.trim().length > 0, "nothing is told");
  assert.ok(words.length < 3000, `${words.length} characters is no short reply`);
  assert.doesNotMatch(words, /\bat .+\.(ts|js):\d+|\/tmp\/|node_modules|undefined|\[object /);
}
