import type {Token, Tokens} from "marked";
import {LEAST, less, type Room} from "./split_room.ts";

/** What begins a block where it begins a line; in the middle of a paragraph it was text. */
const BLOCK_START =
  /^(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|-#|\d{1,9}(?=[.)](?:\s|$))|`{3}|~{3}|=+\s*$|(?:[-*_] *){3,}$|\[(?=[^\]]*\]:)|<(?=[!/?a-z])|\|)/i;

interface Atom {
  text: string;
  /** Where a line may be broken. */
  isSpace: boolean;
  token: Token;
}

/** A paragraph's text in pieces: between words where it can be, else between marks, else inside of one, which is closed and opened again. */
export function cutInline(tokens: readonly Token[], room: Room): string[] {
  // One more for the backslash of what would begin a block.
  const inside: Room = {...room, most: room.most - 1};
  const pieces: string[] = [];
  let current = "";
  const flush = () => {
    const text = current.trim();
    if (text !== "") pieces.push(pieces.length === 0 ? text : guarded(text));
    current = "";
  };
  const add = (text: string): boolean => {
    if (inside.size((current + text).trim()) > inside.most) return false;
    current += text;
    return true;
  };
  for (const word of wordsOf(tokens)) {
    const text = word.map((atom) => atom.text).join("");
    if (add(text)) continue;
    if (inside.size(text.trim()) <= inside.most) {
      flush();
      add(text.trimStart());
      continue;
    }
    for (const atom of word) {
      if (add(atom.text)) continue;
      flush();
      if (add(atom.text.trimStart())) continue;
      const all = cutAtom(atom.token, atom.text, inside);
      for (const piece of all.slice(0, -1)) {
        current = piece;
        flush();
      }
      current = all.at(-1) ?? "";
    }
  }
  flush();
  return pieces;
}

/** Text in pieces between letters as a reader sees them; one that is over the limit alone is cut between code points. */
export function cutText(text: string, room: Room): string[] {
  const pieces: string[] = [];
  let current = "";
  let size = 0;
  const add = (part: string, most: number) => {
    const more = room.size(part);
    if (size + more > most && current !== "") {
      pieces.push(current);
      current = "";
      size = 0;
    }
    current += part;
    size += more;
  };
  for (const {segment} of new Intl.Segmenter().segment(text)) {
    if (room.size(segment) <= room.most) add(segment, room.most);
    else for (const point of segment) add(point, room.most);
  }
  if (current !== "") pieces.push(current);
  return pieces;
}

/** The atoms of a paragraph, those between which a line may not be broken together. */
function wordsOf(tokens: readonly Token[]): Atom[][] {
  const words: Atom[][] = [[]];
  for (const token of tokens) {
    const parts = token.type === "text" && !hasInside(token) ? token.raw.split(/(\s+)/) : [token.raw];
    for (const text of parts) {
      if (text === "") continue;
      const isSpace = token.type === "br" || text.trim() === "";
      words.at(-1)?.push({text, isSpace, token});
      if (isSpace) words.push([]);
    }
  }
  return words.filter((word) => word.length > 0);
}

function cutAtom(token: Token, text: string, room: Room): string[] {
  switch (token.type) {
    case "strong":
    case "em":
    case "del":
    case "link":
    case "image":
      return cutMarked(token, room);
    case "codespan":
      return cutCodespan(token as Tokens.Codespan, room);
    case "text":
      return hasInside(token) ? cutInline(token.tokens ?? [], room) : cutText(text, room);
    default:
      return cutText(text, room);
  }
}

/** Emphasis or a link, each piece of it marked as the whole was. */
function cutMarked(token: Token, room: Room): string[] {
  const tokens = hasInside(token) ? (token.tokens ?? []) : [];
  const inner = tokens.map(({raw}) => raw).join("");
  const at = inner === "" ? -1 : token.raw.indexOf(inner);
  const open = token.raw.slice(0, at);
  const close = token.raw.slice(at + inner.length);
  const inside = less(room, open + close);
  if (at <= 0 || close === "" || inside.most < LEAST) return cutText(token.raw, room);
  return cutInline(tokens, inside).map((piece) => open + piece + close);
}

function cutCodespan({raw}: Tokens.Codespan, room: Room): string[] {
  const ticks = /^`+/.exec(raw)?.[0] ?? "`";
  const inside = less(room, `${ticks}  ${ticks}`);
  if (inside.most < LEAST) return cutText(raw, room);
  return cutText(raw.slice(ticks.length, -ticks.length).trim(), inside).map((piece) =>
    /^`|`$/.test(piece) ? `${ticks} ${piece} ${ticks}` : ticks + piece + ticks,
  );
}

function hasInside(token: Token): token is Token & {tokens: Token[]} {
  return "tokens" in token && Array.isArray(token.tokens);
}

function guarded(text: string): string {
  const found = BLOCK_START.exec(text)?.[0];
  if (found === undefined) return text;
  return /^\d/.test(found) ? `${found}\\${text.slice(found.length)}` : `\\${text}`;
}
