import type {ChartSpec} from "../../charts/spec.ts";
import type {Table} from "../../data/table.ts";

/** An answer as it is to be shown, on no platform yet. Made of what is stored alone, so that it is the same after a crash. */
export interface ReplyDocument {
  /** One plain line, without Markdown: notifications, screen readers. */
  summary: string;
  parts: readonly ReplyPart[];
  /** Buttons under it, in order; what a platform has no room for is left away from the end. */
  actions: readonly ReplyAction[];
}

/** Markdown is CommonMark with tables of GitHub's kind; what came from data or from people is escaped in it already. */
export type ReplyPart =
  | {kind: "text"; markdown: string}
  /** Small print: how the question was read, how sure the answer is, what was left out. */
  | {kind: "note"; markdown: string}
  | ReplyTable
  | ReplyChart
  | {kind: "file"; file: ReplyFile; title: string}
  /** A picture that is there already; a platform without pictures says its words. */
  | {kind: "picture"; file: ReplyFile; title: string; altText: string}
  /** Readings that compete. Pressing one is the same as saying its number. */
  | {kind: "choices"; question: string; choices: readonly {said: string; action: ReplyAction}[]}
  /** Questions that can be asked next, each by pressing it. */
  | {kind: "suggestions"; questions: readonly {question: string; action: ReplyAction}[]}
  | {kind: "error"; message: string; next: string};

export interface ReplyTable {
  kind: "table";
  title: string;
  /** Formatted as a person reads them: plain text, one a cell, "" for a missing value. */
  header: readonly string[];
  rows: readonly (readonly string[])[];
  /** Which columns stand at the right: numbers. */
  right: readonly boolean[];
  /** How many rows there are in all. */
  rowsInAll: number;
  /** The whole of it, made when it is needed. */
  csv: () => Promise<ReplyFile>;
}

export interface ReplyChart {
  kind: "chart";
  title: string;
  /** States the finding for whoever cannot see the picture. */
  altText: string;
  /** For a platform that draws charts by itself. */
  spec: ChartSpec;
  table: Table;
  /** Draws it. @throws TabletalkError no_browser, bad_chart, time_limit */
  png: () => Promise<ReplyFile>;
}

export interface ReplyFile {
  name: string;
  mediaType: string;
  content: Uint8Array;
}

/** A button. Its id says all that pressing it means: `how:<turn>`. At most 90 characters of [A-Za-z0-9:_-]. */
export interface ReplyAction {
  id: string;
  label: string;
  /** `up` and `down` are an opinion: where a platform has buttons of its own for that, they are used. */
  kind: "button" | "up" | "down" | "stop";
}

/** What is going on, while an answer is made. */
export interface ProgressView {
  /** One short line: "Reading orders.csv". */
  status: string;
  steps: readonly {id: string; title: string; state: "running" | "done" | "failed"; detail?: string}[];
  /** Stops the turn. */
  stop: ReplyAction;
}

/** Fields that a person fills in: a modal. Submitted, `id` and the values by field come back. */
export interface ReplyForm {
  /** Like an action's id: `fix:<turn>`. */
  id: string;
  title: string;
  intro: string;
  submit: string;
  fields: readonly ReplyField[];
}

/** `options` are at most 100; a field with a `value` shows it. */
export type ReplyField = {id: string; label: string; hint?: string; isOptional: boolean} & (
  | {kind: "text"; value?: string; isLong?: boolean}
  | {kind: "select"; value?: string; options: readonly {value: string; label: string}[]}
  | {kind: "select_many"; values: readonly string[]; options: readonly {value: string; label: string}[]}
);
