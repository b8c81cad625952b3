import {lexer, type Token, type Tokens} from "marked";
import {cutInline, cutText} from "./split_inline.ts";
import {LEAST, less, type Room} from "./split_room.ts";

export interface SplitOptions {
  /** How long a piece may be. */
  most: number;
  /** What is counted: code points, UTF-16 units (the default, never fewer than code points) or bytes of UTF-8. */
  unit?: "characters" | "utf16" | "bytes";
}

/**
 * Markdown in pieces that each stand on their own and are within the limit. It is cut between blocks, then between rows, items and
 * lines, then between words. A code block that is cut is closed and opened again with its language, a table repeats its header,
 * emphasis and links are closed and opened; letters as a reader sees them stay whole (unless one alone is over the limit).
 */
export function splitMarkdown(markdown: string, {most, unit = "utf16"}: SplitOptions): string[] {
  const room: Room = {most, size: SIZES[unit]};
  if (markdown.trim() === "") return [];
  if (room.size(markdown) <= most) return [markdown];
  return cutBlocks(lexer(markdown), room).flatMap((piece) =>
    room.size(piece) <= most ? [piece] : cutText(piece, room),
  );
}

const SIZES = {
  characters: (text: string) => {
    let count = 0;
    for (const _ of text) count += 1;
    return count;
  },
  utf16: (text: string) => text.length,
  bytes: (text: string) => Buffer.byteLength(text),
};

/** Puts parts together as long as they fit; `cut` cuts one that is too long by itself, and `goesOn` lets others join its last piece. */
function packed<T>(
  parts: readonly T[],
  textOf: (part: T) => string,
  cut: (part: T, room: Room) => string[],
  room: Room,
  goesOn = true,
): string[] {
  const pieces: string[] = [];
  let current = "";
  for (const part of parts) {
    const text = textOf(part);
    if (room.size((current + text).trimEnd()) <= room.most) {
      current += text;
      continue;
    }
    if (current.trim() !== "") pieces.push(trimmed(current));
    const bare = trimmed(text);
    if (room.size(bare) <= room.most) {
      current = text.replace(/^\n+/, "");
      continue;
    }
    const all = cut(part, room);
    const last = goesOn ? (all.pop() ?? "") : "";
    pieces.push(...all);
    current = last === "" ? "" : last + (/\n*$/.exec(text)?.[0] ?? "");
  }
  if (current.trim() !== "") pieces.push(trimmed(current));
  return pieces.filter((piece) => piece.trim() !== "");
}

function cutBlocks(tokens: readonly Token[], room: Room): string[] {
  return packed(tokens, ({raw}) => raw, cutBlock, room);
}

function cutBlock(given: Token, room: Room): string[] {
  const token = given as Exclude<typeof given, Tokens.Generic> | Tokens.Generic;
  switch (token.type) {
    case "code":
      return cutCode(token as Tokens.Code, room);
    case "table":
      return cutTable(token as Tokens.Table, room);
    case "list":
      // After the rest of an item, which is a paragraph now, the next would begin no list.
      return packed((token as Tokens.List).items, ({raw}) => raw, cutItem, room, false);
    case "blockquote":
      return cutQuote(token as Tokens.Blockquote, room);
    case "heading": {
      const sign = `${"#".repeat((token as Tokens.Heading).depth)} `;
      return cutInline(token.tokens ?? [], less(room, sign)).map((piece) => sign + piece);
    }
    case "paragraph":
    case "text":
      return cutInline(token.tokens ?? [token], room);
    default:
      return cutText(token.raw, room);
  }
}

function cutCode({raw, text, codeBlockStyle}: Tokens.Code, room: Room): string[] {
  const [, fence = "```", info = ""] = /^ {0,3}(`{3,}|~{3,})([^\n]*)/.exec(codeBlockStyle ? "" : raw) ?? [];
  const open = `${fence}${info.trimEnd()}\n`;
  const close = `\n${fence}`;
  const inside = less(room, open + close);
  if (inside.most < LEAST) return cutText(text, room);
  const pieces: string[][] = [[]];
  let size = 0;
  for (const line of text.split("\n")) {
    const parts = inside.size(line) <= inside.most ? [line] : cutText(line, inside);
    for (const part of parts) {
      const needed = inside.size(part) + 1;
      if (size + needed > inside.most + 1) {
        pieces.push([]);
        size = 0;
      }
      pieces.at(-1)?.push(part);
      size += needed;
    }
  }
  return pieces
    .filter((lines) => lines.some((line) => line.trim() !== ""))
    .map((lines) => open + lines.join("\n") + close);
}

function cutTable({raw, rows}: Tokens.Table, room: Room): string[] {
  const [header = "", line = "", ...lines] = raw.trimEnd().split("\n");
  const head = `${header}\n${line}\n`;
  const inside = less(room, head);
  const pieces: string[] = [];
  let body = "";
  const flush = () => {
    if (body !== "") pieces.push(head + body.trimEnd());
    body = "";
  };
  for (const [at, row] of lines.entries()) {
    if (inside.size(body + row) > inside.most) flush();
    if (inside.size(row) <= inside.most) {
      body += `${row}\n`;
      continue;
    }
    // A row that fits under no header stands alone, as text.
    const space: Token = {type: "text", raw: " ", text: " "};
    pieces.push(...cutInline(rows[at]?.flatMap(({tokens}) => [...tokens, space]) ?? [], room));
  }
  flush();
  return pieces;
}

function cutItem(item: Tokens.ListItem, room: Room): string[] {
  const sign = /^ *(?:[-+*]|\d{1,9}[.)]) */.exec(item.raw)?.[0] ?? "- ";
  const [first = "", ...rest] = cutBlocks(item.tokens, less(room, sign));
  return [sign + first, ...rest];
}

function cutQuote({tokens}: Tokens.Blockquote, room: Room): string[] {
  const inside: Room = {
    most: room.most - 2,
    size: (text) => room.size(text) + 2 * (text.split("\n").length - 1),
  };
  return cutBlocks(tokens, inside).map((piece) => piece.replace(/^/gm, "> "));
}

function trimmed(text: string): string {
  return text.replace(/^\n+/, "").trimEnd();
}
