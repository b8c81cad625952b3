import type {Placement} from "../../../planning/reading.ts";
import type {Edge} from "../lattice.ts";
import type {Source} from "../parser.ts";
import type {Scene} from "../scene.ts";
import type {Token} from "../tokens.ts";

/** A request for a chart, word by word, with what was made of each word so far. */
export interface Request {
  words: readonly Token[];
  /** Where a word went; a word without a place is still open. */
  places: (Pick<Placement, "place" | "as"> | undefined)[];
  edges: readonly Edge[][];
  source: Source;
  scene: Scene;
}

/** A stretch of words, half open. */
export interface Stretch {
  from: number;
  to: number;
}

export interface Found extends Stretch {
  text: string;
  /** The named groups of the pattern that took part. */
  groups: Readonly<Record<string, Stretch & {text: string}>>;
}

export const TAKEN = "~";

export function requestOf(scene: Scene, edges: readonly Edge[][]): Request {
  const {tokens: words, columns} = scene;
  return {
    words,
    places: words.map(() => undefined),
    edges,
    source: {tokens: words, edges, columns},
    scene,
  };
}

/** The open words from one place to another, in lower case; a taken word is `~`. */
export function textOf(request: Request, from = 0, to = request.words.length): string {
  return request.words
    .slice(from, to)
    .map((word, at) => (request.places[from + at] ? TAKEN : word.lower))
    .join(" ");
}

/** The first stretch of whole words that a pattern (with the flag d) matches. */
export function find(request: Request, pattern: RegExp, from = 0): Found | undefined {
  const text = textOf(request, from);
  const starts: number[] = [];
  for (let at = 0, word = 0; word < request.words.length - from; word++) {
    starts.push(at);
    at += (request.places[from + word] ? TAKEN : request.words[from + word]!.lower).length + 1;
  }
  const wordAt = (offset: number): number => from + starts.findLastIndex((start) => start <= offset);
  const stretch = (low: number, high: number): Stretch & {text: string} => ({
    from: wordAt(low),
    to: high > low ? wordAt(high - 1) + 1 : wordAt(low),
    text: text.slice(low, high),
  });
  const match = pattern.exec(text);
  if (!match?.indices) return undefined;
  const groups: Record<string, Stretch & {text: string}> = {};
  for (const [name, range] of Object.entries(match.indices.groups ?? {}))
    if (range && range[1] > range[0]) groups[name] = stretch(...trimmed(text, range));
  const whole = trimmed(text, match.indices[0]!);
  return {...stretch(...whole), groups};
}

export function take(request: Request, {from, to}: Stretch, place: Placement["place"], as?: string): void {
  for (let at = from; at < to; at++) request.places[at] ??= as === undefined ? {place} : {place, as};
}

export const isOpen = (request: Request, at: number): boolean =>
  at >= 0 && at < request.words.length && request.places[at] === undefined;

const MARKS = new Set([",", ";", ".", "?", "!", ":", TAKEN]);

/** Whether a clause ends before this word: a mark, a taken word, an end. */
export const isEdge = (request: Request, at: number): boolean =>
  !isOpen(request, at) || MARKS.has(request.words[at]!.lower);

function trimmed(text: string, [low, high]: readonly [number, number]): [number, number] {
  let [from, to] = [low, high];
  while (from < to && text[from] === " ") from++;
  while (to > from && text[to - 1] === " ") to--;
  return [from, to];
}
