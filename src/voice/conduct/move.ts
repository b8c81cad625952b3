/** What someone in a call wants with what they said (or typed, or pressed). */
export type Move =
  /** A question for the analyst, written as one would type it. */
  | {kind: "ask"; question: string}
  /** One of the choices that were offered, by its number from 0. */
  | {kind: "choose"; number: number}
  | {kind: "again"}
  | {kind: "slower"}
  | {kind: "faster"}
  /** "Send it to the channel" */
  | {kind: "send"}
  /** Be quiet; what is worked on ends too. */
  | {kind: "stop"}
  /** Hold on: be quiet, and wait. */
  | {kind: "wait"}
  /** After "hold on": what was held back is said now. */
  | {kind: "goOn"}
  | {kind: "goodbye"}
  /** "Thanks", "hello": a word back and nothing computed. */
  | {kind: "courtesy"; reply: string}
  /** "Mhm", a cough, noise taken for words: nothing is done, and speech goes on. */
  | {kind: "nothing"}
  /** Words that make no sense as a question: it is asked what was meant. `maybe`: this, but it is not sure enough. */
  | {kind: "unclear"; maybe?: Doubted};

/** What is done only when it is sure that it was said: it cannot be taken back. */
export type Doubted = "goodbye" | "send";

/** What a move is judged by, beside the words. */
export interface Situation {
  /** Choices that were offered last and not yet taken, as they were said. */
  choices: readonly string[];
  /** Whether the agent was speaking or working when it was said. */
  state: "listening" | "working" | "speaking";
  /** Whether there is an answer that could be said again. */
  hasAnswer: boolean;
  /** How sure the recognizer is, 0 to 1; absent where it does not tell. */
  confidence?: number;
  /** What the call speaks, `en` where it is left out: words of another language are then no question. */
  language?: string;
  /** What was asked back last, as it was not sure: saying it again, or "yes", says that it was meant. */
  doubted?: Doubted | undefined;
  /** Whether somebody asked to wait and nothing was said since: "go on" is then no question. */
  isHeld?: boolean;
  /** Whether it was typed: what is typed is never noise. */
  isTyped?: boolean;
  /** Whether a word, in small letters, is of the data's names and values: it is then no noise and no word of another language. */
  known?: (word: string) => boolean;
}
