import type {Answer} from "./channel.ts";

/** An answer of words alone. */
export function emptyAnswer(text: string): Answer {
  return {answer: text, values: [], choices: [], artifacts: {}, charts: [], evidence: [], timings: {}};
}
