import {cutText} from "../../chat/cut_text.ts";
import type {FittedPiece, FittedReply} from "../../chat/fitted.ts";
import type {ReplyFile} from "../../chat/reply.ts";
import {buttonRows, pickRows, type Row} from "./buttons.ts";
import {codeTable} from "./code_table.ts";
import {toDiscord} from "./dialect.ts";
import {escapeDiscord} from "./escape.ts";

/** A piece of an answer in Discord's own terms; both layouts are made of these. */
export type Part =
  | {kind: "text"; text: string; isError?: boolean}
  | {kind: "picture"; file: NamedFile; altText: string}
  | {kind: "file"; file: NamedFile}
  | {kind: "row"; row: Row};

/** A file with the name that Discord keeps as it is, so that `attachment://name` finds it. */
export interface NamedFile {
  name: string;
  mediaType: string;
  content: Uint8Array;
}

export interface PieceOptions {
  /** Shown above it all: what was asked, where the platform does not show it. */
  above?: string;
  /** Small print under it all. */
  below?: string;
  ownPage?: string;
}

const LONGEST_TEXT = 3_800;

/** A reply's pieces in order, then its buttons. */
export function partsOf(reply: FittedReply, options: PieceOptions): Part[] {
  const names = new Set<string>();
  const {above, below, ownPage} = options;
  const parts: Part[] = [
    ...(above ? textParts(above) : []),
    ...reply.pieces.flatMap((piece) => pieceParts(piece, names, ownPage)),
    ...(below ? textParts(small(below)) : []),
    ...buttonRows(reply.actions).map((row): Part => ({kind: "row", row})),
  ];
  return parts.length > 0 ? parts : textParts(escapeDiscord(reply.summary) || "Done.");
}

function pieceParts(piece: FittedPiece, names: Set<string>, ownPage: string | undefined): Part[] {
  switch (piece.kind) {
    case "text":
      return textParts(toDiscord(piece.markdown, ownPage));
    case "note":
      return textParts(small(toDiscord(piece.markdown, ownPage)));
    case "error":
      return textParts(`**${toDiscord(piece.markdown, ownPage)}**\n${toDiscord(piece.next, ownPage)}`).map(
        (part) => ({...part, isError: true}),
      );
    case "table": {
      return textParts(`**${escapeDiscord(piece.table.title)}**\n${codeTable(piece.table)}`);
    }
    case "picture":
      return [{kind: "picture", file: named(piece.file, names), altText: cutText(piece.altText, 1_000)}];
    case "file":
      return [{kind: "file", file: named(piece.file, names)}];
    case "choices":
    case "suggestions":
      return pickRows(piece).map((row) => ({kind: "row", row}));
    case "chart":
      // Discord draws none: the ladder gives pictures. Its text stands for one that comes all the same.
      return textParts(escapeDiscord(piece.chart.altText));
  }
}

function textParts(text: string): Extract<Part, {kind: "text"}>[] {
  return cutByLines(text, LONGEST_TEXT).map((one) => ({kind: "text", text: one}));
}

/** Discord's small print is a mark on each line; inside a block of code it would be shown. */
function small(text: string): string {
  let isCode = false;
  return text
    .split("\n")
    .map((line) => {
      const isFence = line.startsWith("```");
      if (isFence) isCode = !isCode;
      return isCode || isFence || line.trim() === "" ? line : `-# ${line.replace(/^(#{1,3}|[-*]) /, "")}`;
    })
    .join("\n");
}

/** What grew too long by its escapes is cut between lines; a fence that is cut is closed and opened again. */
export function cutByLines(text: string, most: number): string[] {
  if (text.trim() === "") return [];
  if (text.length <= most) return [text];
  const room = most - 16;
  const cut: string[] = [];
  let now = "";
  let fence = "";
  for (const whole of text.split("\n"))
    for (const line of shortLines(whole, room - 20)) {
      if (now !== "" && now.length + line.length + 1 > room) {
        cut.push(fence ? `${now}\n\`\`\`` : now);
        now = fence;
      }
      now = now === "" ? line : `${now}\n${line}`;
      if (line.startsWith("```")) fence = fence ? "" : line;
    }
  if (now.trim() !== "") cut.push(now);
  return cut;
}

function shortLines(line: string, most: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > most) {
    const space = rest.lastIndexOf(" ", most);
    let at = space > most / 2 ? space : most;
    // Neither between the halves of a letter nor between a backslash and what it escapes.
    while (at > 0 && /[\ud800-\udbff\\]/.test(rest[at - 1]!)) at -= 1;
    // Of nothing else than these: of backslashes, of which each second is escaped by the one before.
    if (at === 0) at = most - (most % 2);
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

/** Discord changes names with other letters, and its `attachment://` would lead nowhere. */
function named(file: ReplyFile, taken: Set<string>): NamedFile {
  const plain = file.name.normalize("NFKD").replace(/[^A-Za-z0-9._-]+/g, "_");
  const dot = plain.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ""];
  const base = stem.replace(/^[._]+/, "").slice(0, 80) || "file";
  let name = base + ending.slice(0, 12);
  for (let count = 2; taken.has(name); count += 1) name = `${base}-${count}${ending.slice(0, 12)}`;
  taken.add(name);
  return {name, mediaType: file.mediaType, content: file.content};
}
