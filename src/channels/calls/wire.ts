/**
 * What passes through the room of a call beside sound: the agent sends it, the page (and any other program in the room) reads it.
 * Captions and typed questions are LiveKit's own streams, so that its ready-made interfaces work too.
 */
export const TOPIC = {
  /** LiveKit's: what each side says, as it is said. Text, with `lk.transcription_final` and `lk.segment_id`. */
  captions: "lk.transcription",
  /** LiveKit's: a typed question. Text. */
  typed: "lk.chat",
  /**
   * A `CallResult`, as JSON text, with the attribute `turn`: sent before its answer is spoken. Sent again for the same turn, it
   * takes the place of the one before: where a chart could not be drawn, and to whoever joins late (with `earlier`).
   */
  result: "tabletalk.result",
  /** A chart as PNG bytes; attributes as in `ChartAttributes`. */
  chart: "tabletalk.chart",
  /** The same chart's spec and table as JSON text `{spec, table}`; the same attributes. */
  chartSpec: "tabletalk.chart-spec",
} as const;

/** Attributes of the streams of a chart. */
export interface ChartAttributes {
  /** The turn that it is of. */
  turn: string;
  step: string;
  title: string;
  alt: string;
}

/** What a page's buttons call on the agent's participant. Payloads and answers are JSON. */
export const RPC = {
  /** `{turn, number}` -> `{}`: takes a choice of a result, by its number from 0. */
  choose: "tabletalk.choose",
  /** `{}` -> `{}`: stops what is said and what is worked on. */
  stop: "tabletalk.stop",
  /** `{}` -> `{}`: says the last answer again. */
  again: "tabletalk.again",
  /** `{turn}` -> `{}`: posts the answer of a turn to the channel that the call was started from. */
  send: "tabletalk.send",
  /** `{}` -> `CallState`; the results so far come as streams after it, to whoever asked alone: what a call answers is 15 KB at most. */
  state: "tabletalk.state",
} as const;

/** What became of a question, for the screen: exact where what is spoken is rounded. */
export interface CallResult {
  turn: string;
  state: "answered" | "choices" | "declined" | "failed" | "aborted";
  question: string;
  /** How the question was read. */
  reading?: string;
  /** What is said aloud, with digits: "Sales were about $4.2 million". */
  caption: string;
  /** The whole answer in words, exact. */
  answer: string;
  choices: readonly {number: number; said: string}[];
  table?: {
    title: string;
    columns: readonly {name: string; type: string; unit?: string}[];
    rows: readonly (readonly (string | number | boolean | null)[])[];
    truncated: boolean;
  };
  /** `problem`: why there is no picture. */
  charts: readonly {step: string; title: string; alt: string; problem?: string}[];
  /** The statements that were run. */
  sql: readonly string[];
  recipe?: string;
  confidence?: string;
  /** What to do next, of what failed or was declined. */
  next?: string;
}

/** How the agent is. */
export interface CallState {
  state: "listening" | "working" | "speaking";
  /** Where answers are posted too: "#sales in Slack". */
  postedTo?: string;
  /** How many results there are so far. */
  results: number;
}
