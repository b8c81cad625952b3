import type {Vocabulary} from "../../vocabulary.ts";
import type {PocketsphinxPlace} from "./find_pocketsphinx.ts";

/** What the thread is started with. */
export interface ListenBeginning {
  place: PocketsphinxPlace;
  vocabulary: Vocabulary;
}

/** What the thread is told. Sound is 16 kHz, one channel; an utterance is one stretch of speech. */
export type ListenTask =
  | {kind: "start"; utterance: number}
  | {kind: "sound"; utterance: number; samples: Int16Array}
  /** It is quiet: what was said is worked out already, in case it was all. */
  | {kind: "pause"; utterance: number}
  /** It was not. */
  | {kind: "resume"; utterance: number}
  | {kind: "end"; utterance: number}
  /** Nobody waits for it any more. */
  | {kind: "drop"; utterance: number}
  | {kind: "vocabulary"; id: number; vocabulary: Vocabulary}
  | {kind: "close"};

/** What was heard of an utterance. */
export interface Heard {
  text: string;
  /** How likely a word of it is right, 0 to 1: the share of the paths considered that agree, spread over the words. */
  sureness: number;
}

export type ListenReply =
  | {kind: "ready"}
  | {kind: "interim"; utterance: number; text: string}
  | ({kind: "final"; utterance: number} & Heard)
  | {kind: "updated"; id: number}
  | {kind: "failed"; id?: number; error: {code: string; message: string; next: string}};
