import type {SourceOrigin} from "../data/source_origin.ts";
import type {Table} from "../data/table.ts";
import type {ErrorCode} from "../errors.ts";
import type {Citation} from "../knowledge/answer_question.ts";
import type {Confidence} from "../planning/confidence.ts";
import type {BoundNumber, Evidence, Value} from "../planning/evidence.ts";
import type {Plan} from "../planning/plan.ts";
import type {Reading} from "../planning/reading.ts";
import type {SecondRoute} from "../planning/second_route.ts";
import type {ReportFileFormat} from "../reports/formats.ts";
import type {Artifact} from "../tools/tool.ts";

/** What came in from a platform, keyed so that a redelivery does nothing. */
export interface InboundMessage {
  platform: string;
  installation: string;
  conversation: string;
  thread?: string;
  actor: string;
  messageId: string;
  text: string;
  files: {path: string; name: string}[];
}

/** A chart as made: the picture where a browser is there, and always the spec and its table. */
export interface RenderedChart {
  step: string;
  title: string;
  /** States the finding for whoever cannot see the picture. */
  altText: string;
  paths: {png?: string; svg?: string; pdf?: string; html?: string};
  /** What a reader must be told of the picture: faults that could not be mended, letters without a font. */
  warnings?: string[];
}

/** A reading that competes with another, with what it would answer. */
export interface Choice {
  reading: Reading;
  /** The plan that was run for it: picked, it is run again as it is. */
  plan?: Plan;
  said: string;
  values: Value[];
  /** Picked, these steps of its plan are agreed to (by `stepDigest`): they do something outside. */
  confirms?: string[];
}

/** A finished turn. What `--json` prints, what channels render, what is stored. */
export interface Answer {
  answer: string;
  reading?: string;
  values: Value[];
  choices: Choice[];
  artifacts: Record<string, Artifact>;
  charts: RenderedChart[];
  plan?: Plan;
  /** What was done about a taught word, so that it can be undone: its meaning before and after, null where it had none. */
  taught?: {term: string; before: string | null; after: string | null}[];
  /** What was asked about forgetting, or done. */
  forgetting?: {what: "conversation" | "mine"; by: string; done: boolean};
  /** The question as it was taken: of a part of a message, or of a message that completes the one before. */
  question?: string;
  /** The answers to the several questions of one message, in order. */
  parts?: Answer[];
  /** What became of the files that came with the message. */
  imported?: ImportedFile[];
  /** Pages that were made: reports, dashboards, analyses, by their id in the store. Shown as a link, a picture, a file. */
  reports?: MadeReport[];
  /** Where the data was published, with its licence: told in the last lines of the answer. */
  sources?: SourceOrigin[];
  /** Questions that could be asked next. */
  suggestions?: string[];
  /** The recipe's id, for `tabletalk replay`. */
  recipe?: string;
  evidence: BoundNumber[];
  /** Where the quotes of documents in the reply are from: `[1]` is the first. */
  citations?: Citation[];
  declined?: {reason: string; suggestions: string[]; unplaced: string[]};
  /** Whether the headline's numbers came out the same by a second way; absent where nothing was computed. */
  derivation?: SecondRoute;
  /** How far the answer can be relied on, and why; absent where nothing was computed. */
  confidence?: Confidence;
  timings: Record<string, number>;
}

/** A page that was made, and as what it was asked for; left out: as a page. */
export interface MadeReport {
  id: string;
  kind: "report" | "dashboard" | "analysis";
  title: string;
  format?: ReportFileFormat;
}

/** A file of a message: what was read of it, or why it was not. */
export interface ImportedFile {
  name: string;
  datasets: {name: string; rows: number; columns: number; notes: string[]; doubts: string[]}[];
  error?: {code: ErrorCode; message: string; next: string};
}

/** What happens while a turn runs, as it happens. */
export type TurnEvent =
  | {type: "status"; text: string}
  | {
      type: "step";
      id: string;
      tool: string;
      state: "started" | "running" | "done" | "failed" | "skipped";
      /** Of a started step: what it is for, in a few words. */
      purpose?: string;
      elapsedMs?: number;
      message?: string;
      /** Of a running step: how far it is, 0 to 1, and what it is doing. */
      share?: number;
      doing?: string;
    }
  | {type: "text"; text: string}
  | {type: "table"; step: string; title: string; table: Table; truncated: boolean}
  | {type: "chart"; chart: RenderedChart}
  | {type: "file"; path: string; name: string; mediaType: string}
  | {type: "choices"; question: string; choices: Choice[]}
  | {type: "answer"; answer: Answer}
  | {type: "error"; code: ErrorCode; message: string; next: string};

/** What a platform can show; the renderer falls back from native to code block to file. */
export interface ChannelCapabilities {
  nativeTable: boolean;
  nativeChart: boolean;
  image: boolean;
  buttons: boolean;
  files: boolean;
  maxTextLength: number;
  /** What else there is room for; left out: anything. */
  limits?: ChannelLimits;
}

/** How much of each thing a platform takes. */
export interface ChannelLimits {
  /** Of a native table. */
  table?: {rows: number; columns: number; characters: number};
  /** Of a native chart; kinds as chart specs name them. */
  chart?: {kinds: readonly string[]; points: number; series: number; label: number};
  /** Characters in a line of a code block before it wraps on a phone. */
  codeWidth?: number;
  /** Buttons in one reply, and characters on one. */
  buttons?: {count: number; label: number};
  /** Bytes of one file, and files in one reply. */
  files?: {bytes: number; count: number};
}

/** What joins a platform to a conversation. */
export interface Channel {
  readonly platform: string;
  readonly capabilities: ChannelCapabilities;
  /** Renders one event of one turn. Called in order. */
  render(message: InboundMessage, event: TurnEvent): Promise<void>;
}

export type {Evidence};
