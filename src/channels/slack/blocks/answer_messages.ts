import type {ContextBlock, KnownBlock, MarkdownBlock} from "@slack/types";
import {cutText} from "../../chat/cut_text.ts";
import type {FittedPiece, FittedReply} from "../../chat/fitted.ts";
import type {ReplyChart, ReplyFile} from "../../chat/reply.ts";
import {escapeSlack} from "../slack_text.ts";
import {buttonBlocks, footerBlocks} from "./buttons.ts";
import {chartBlock, type DataVisualizationBlock} from "./chart_block.ts";
import {SLACK_LIMITS} from "./limits.ts";
import {plainText} from "./plain_text.ts";
import {safeMarkdown} from "./safe_markdown.ts";
import {dataTableBlock, tableBlock} from "./table_block.ts";

export type SlackBlock = KnownBlock | DataVisualizationBlock;

/** One message of an answer: at most 50 blocks, and not too long in all. */
export interface SlackMessage {
  blocks: SlackBlock[];
  /** For notifications and screen readers, in Slack's own markup. */
  text: string;
}

/** What is shared as a file, after the messages. */
export interface SlackUpload {
  title: string;
  altText?: string;
  file: () => Promise<ReplyFile>;
}

/** Kinds of blocks that not every workspace takes. */
export type NewerBlock = "data_visualization" | "data_table" | "context_actions" | "table" | "markdown";

export interface AnswerMessages {
  messages: SlackMessage[];
  uploads: SlackUpload[];
}

/** Up to so many rows a table stands there whole; a longer one has pages. */
const ROWS_AT_A_GLANCE = 12;

/**
 * A reply as Slack's messages and files.
 * @param without blocks that the workspace does not take
 */
export function answerMessages(
  reply: FittedReply,
  without: ReadonlySet<NewerBlock> = new Set(),
): AnswerMessages {
  const uploads: SlackUpload[] = [];
  const blocks = reply.pieces.flatMap((piece) => piecesBlocks(piece));
  blocks.push(...footerBlocks(reply.actions, !without.has("context_actions")));
  const text = cutText(escapeSlack(reply.summary || "Tabletalk answered."), SLACK_LIMITS.fallbackText);
  const messages = parted(blocks).map((some) => ({blocks: some, text}));
  return {messages: messages.length > 0 ? messages : [{blocks: [], text}], uploads};

  function piecesBlocks(piece: FittedPiece): SlackBlock[] {
    switch (piece.kind) {
      case "text":
        return [textBlock(piece.markdown)];
      case "note":
        return noteBlocks(piece.markdown);
      case "error":
        return [textBlock(`${piece.markdown}\n\n${piece.next}`)];
      case "table":
        return tableBlocks(piece.table);
      case "chart":
        return chartBlocks(piece.chart);
      case "picture":
        uploads.push({title: piece.title, altText: piece.altText, file: async () => piece.file});
        return [];
      case "file":
        uploads.push({title: piece.title, file: async () => piece.file});
        return [];
      case "choices":
        return buttonBlocks(piece.choices);
      case "suggestions":
        return buttonBlocks(
          piece.questions.map(({question, action}) => ({...action, label: action.label || question})),
        );
    }
  }

  function textBlock(markdown: string): SlackBlock {
    if (!without.has("markdown")) return {type: "markdown", text: safeMarkdown(markdown)};
    const plain = cutText(plainText(markdown) || "…", SLACK_LIMITS.section);
    return {type: "section", text: {type: "plain_text", text: plain, emoji: false}};
  }

  function tableBlocks(table: Extract<FittedPiece, {kind: "table"}>["table"]): SlackBlock[] {
    const title: SlackBlock[] = table.title ? noteBlocks(table.title, false) : [];
    if (without.has("table")) return [...title, textBlock(codeTable(table))];
    const isLong = table.rows.length > ROWS_AT_A_GLANCE && !without.has("data_table");
    return isLong ? [dataTableBlock(table)] : [...title, tableBlock(table)];
  }

  /** The picture comes always: not every client of Slack's draws charts, and only a picture can be passed on. */
  function chartBlocks(chart: ReplyChart): SlackBlock[] {
    uploads.push({title: chart.title, altText: chart.altText, file: chart.png});
    const block = without.has("data_visualization") ? undefined : chartBlock(chart);
    return block ? [block] : [];
  }
}

/** Which of the newer kinds a message has, those that can be spared first. */
export function newerBlocksOf({blocks}: SlackMessage): NewerBlock[] {
  const kinds: NewerBlock[] = ["data_visualization", "data_table", "context_actions", "table", "markdown"];
  return kinds.filter((kind) => blocks.some(({type}) => type === kind));
}

function noteBlocks(markdown: string, isMarkdown = true): ContextBlock[] {
  const text = cutText((isMarkdown ? plainText(markdown) : markdown).trim(), SLACK_LIMITS.context);
  return text === "" ? [] : [{type: "context", elements: [{type: "plain_text", text, emoji: false}]}];
}

function codeTable({
  header,
  rows,
}: {
  header: readonly string[];
  rows: readonly (readonly string[])[];
}): string {
  const line = (row: readonly string[]) => row.map((cell) => cell.replace(/[`\n\r]/g, " ")).join("  ");
  return ["```", line(header), ...rows.map(line), "```"].join("\n");
}

/** Cut into messages that Slack takes: by blocks, by characters, by tables, by charts. */
function parted(blocks: readonly SlackBlock[]): SlackBlock[][] {
  const messages: SlackBlock[][] = [];
  let now: SlackBlock[] = [];
  let used = {characters: 0, tables: 0, charts: 0};
  for (const block of blocks) {
    const more = sizeOf(block);
    const next = {
      characters: used.characters + more.characters,
      tables: used.tables + more.tables,
      charts: used.charts + more.charts,
    };
    const fits =
      now.length < SLACK_LIMITS.blocks &&
      next.characters <= SLACK_LIMITS.message &&
      next.tables <= SLACK_LIMITS.tables &&
      next.charts <= SLACK_LIMITS.charts;
    if (!fits && now.length > 0) {
      messages.push(now);
      now = [];
      used = more;
    } else used = next;
    now.push(block);
  }
  if (now.length > 0) messages.push(now);
  return messages;
}

function sizeOf(block: SlackBlock): {characters: number; tables: number; charts: number} {
  const isTable = block.type === "table" || block.type === "data_table";
  const isMarkdown = (one: SlackBlock): one is MarkdownBlock => one.type === "markdown";
  return {
    // Tables have a limit of their own, and come alone.
    characters: isTable ? 0 : isMarkdown(block) ? block.text.length : JSON.stringify(block).length / 2,
    tables: isTable ? 1 : 0,
    charts: block.type === "data_visualization" ? 1 : 0,
  };
}
