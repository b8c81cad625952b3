import type {ReplyAction, ReplyChart, ReplyFile, ReplyTable} from "./reply.ts";

/**
 * A reply brought down to what a platform has room for (`ladder.ts`): an adapter prints its pieces one to one, in order. Of
 * what did not fit, something smaller is here instead, and a note says so.
 */
export interface FittedReply {
  /** One plain line, without Markdown: notifications, screen readers. */
  summary: string;
  pieces: readonly FittedPiece[];
  /** Buttons under it all; those that there was no room for are left away. Without buttons: none. */
  actions: readonly ReplyAction[];
}

/** Every `markdown` is at most `maxTextLength` long (UTF-16 units) and stands on its own: no fence, table or emphasis is cut. */
export type FittedPiece =
  | {kind: "text"; markdown: string}
  /** Small print. */
  | {kind: "note"; markdown: string}
  /** In a box or colour of its own where the platform has one. Both are plain text in escaped Markdown. */
  | {kind: "error"; markdown: string; next: string}
  /** A native table, within the platform's limits. What was cut is told in the note that follows, the whole is the file. */
  | {kind: "table"; table: FittedTable}
  /** A native chart, within the limits. A platform that refuses it after all: `chart.png()`. */
  | {kind: "chart"; chart: ReplyChart}
  /** A picture with its text for whoever cannot see it (plain text). */
  | {kind: "picture"; file: ReplyFile; title: string; altText: string}
  | {kind: "file"; file: ReplyFile; title: string}
  /** Buttons, one a choice, whose labels fit; the numbers that they say are in the text before. */
  | {kind: "choices"; choices: readonly ReplyAction[]}
  /** Buttons, one a question. The label is cut to the platform's limit, `question` is the whole (plain text). */
  | {kind: "suggestions"; questions: readonly {question: string; action: ReplyAction}[]};

/** Plain text in its cells, as in `ReplyTable`. */
export type FittedTable = Omit<ReplyTable, "kind" | "csv">;
