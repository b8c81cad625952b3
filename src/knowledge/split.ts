import {z} from "zod";
import type {Heading, LoadedDocument, Page} from "./loaders/document.ts";

/** How documents are cut: the most that a passage holds and how much of the one before it repeats. */
export const splitterSchema = z
  .strictObject({
    kind: z.literal("structure").default("structure"),
    /** In `unit`s. */
    size: z.number().int().min(100).max(20_000).default(1200),
    overlap: z.number().int().min(0).max(5_000).default(150),
    /** Tokens are estimated: four characters each. */
    unit: z.enum(["characters", "tokens"]).default("characters"),
  })
  .refine(({size, overlap}) => overlap <= size / 2, "overlap is at most half of size");
export type Splitter = z.infer<typeof splitterSchema>;

/** A passage: `text` is the document's own, from `start` to `end`. */
export interface Passage {
  text: string;
  start: number;
  end: number;
  /** The titles above it, outermost first. */
  headings: string[];
  /** Where the document has pages: the first and the last that it is on. */
  page?: number;
  lastPage?: number;
}

interface Span {
  start: number;
  end: number;
}

const CHARACTERS_A_TOKEN = 4;
/** Sentences are looked for in pieces of this many characters: the finder takes long over more. */
const WINDOW = 20_000;

/**
 * Cuts a document into passages: never over a heading; at paragraphs where they fit, else at sentences, else between words, else
 * (an endless line) at the limit. Every character that is no white space is in a passage.
 */
export function splitDocument(document: LoadedDocument, splitter: Splitter): Passage[] {
  const scale = splitter.unit === "tokens" ? CHARACTERS_A_TOKEN : 1;
  const [size, overlap] = [splitter.size * scale, splitter.overlap * scale];
  const {text, pages} = document;
  return sectionsOf(document).flatMap(({span, headings}) => {
    const units = unitsOf(text, span, size);
    return packed(units, size, overlap).flatMap((one): Passage[] => {
      const {start, end} = trimmed(text, one);
      if (start === end) return [];
      return [{text: text.slice(start, end), start, end, headings, ...pagesOf(pages, start, end)}];
    });
  });
}

/** The stretches between headings, each with the titles above it. A heading that nothing follows goes to the next. */
function sectionsOf({text, headings}: LoadedDocument): {span: Span; headings: string[]}[] {
  const sections: {span: Span; headings: string[]}[] = [];
  let open: Heading[] = [];
  let start = 0;
  const close = (end: number): void => {
    if (text.slice(start, end).trim())
      sections.push({span: {start, end}, headings: open.map(({title}) => title)});
    start = end;
  };
  for (const heading of headings) {
    const bare = open.at(-1);
    const nothingSince = bare !== undefined && !text.slice(bare.end, heading.start).trim();
    // A title directly over its subtitle: one section for both.
    if (!nothingSince) close(heading.start);
    open = [...open.filter(({level}) => level < heading.level), heading];
  }
  close(text.length);
  return sections;
}

/** Paragraphs; those longer than the limit as sentences; those, too, as stretches of words or signs. */
function unitsOf(text: string, span: Span, size: number): Span[] {
  return paragraphs(text, span).flatMap((paragraph) => {
    if (length(paragraph) <= size) return [paragraph];
    return sentences(text, paragraph).flatMap((sentence) =>
      length(sentence) <= size ? [sentence] : cuts(text, sentence, size),
    );
  });
}

function paragraphs(text: string, {start, end}: Span): Span[] {
  const found: Span[] = [];
  for (let at = start; at < end; ) {
    const gap = text.indexOf("\n\n", at);
    const next = gap < 0 || gap >= end ? end : gap + 2;
    found.push({start: at, end: next});
    at = next;
  }
  return found;
}

const segmenter = new Intl.Segmenter("en", {granularity: "sentence"});

function sentences(text: string, span: Span): Span[] {
  const found: Span[] = [];
  for (const window of cuts(text, span, WINDOW))
    for (const {index, segment} of segmenter.segment(text.slice(window.start, window.end)))
      found.push({start: window.start + index, end: window.start + index + segment.length});
  return found;
}

/** Stretches of at most `size`, cut after white space where there is some in their last half, never within a letter. */
function cuts(text: string, {start, end}: Span, size: number): Span[] {
  const found: Span[] = [];
  for (let at = start; at < end; ) {
    let to = Math.min(end, at + size);
    if (to < end) {
      const space = lastSpace(text, at + (size >> 1), to);
      if (space > 0) to = space + 1;
      else if (isHighSurrogate(text.charCodeAt(to - 1)) && to - at > 1) to--;
    }
    found.push({start: at, end: to});
    at = to;
  }
  return found;
}

function lastSpace(text: string, from: number, to: number): number {
  for (let at = to - 1; at >= from; at--) if (/\s/.test(text[at]!)) return at;
  return -1;
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

/** Units side by side until the limit; each passage begins with the last units of the one before it that fit in the overlap. */
function packed(units: readonly Span[], size: number, overlap: number): Span[] {
  const found: Span[] = [];
  let first = 0;
  while (first < units.length) {
    const start = units[first]!.start;
    let last = first;
    while (last + 1 < units.length && units[last + 1]!.end - start <= size) last++;
    found.push({start, end: units[last]!.end});
    if (last + 1 >= units.length) break;
    let next = last + 1;
    const reach = units[next]!;
    while (next - 1 > first && reach.start - units[next - 1]!.start <= overlap) {
      if (reach.end - units[next - 1]!.start > size) break;
      next--;
    }
    first = next;
  }
  return found;
}

function pagesOf(pages: readonly Page[], start: number, end: number): Pick<Passage, "page" | "lastPage"> {
  if (pages.length === 0) return {};
  const on = pages.filter((page) => page.start < end && page.end > start);
  const [first] = on;
  return first ? {page: first.number, lastPage: on.at(-1)!.number} : {};
}

function trimmed(text: string, {start, end}: Span): Span {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return {start: from, end: to};
}

const length = ({start, end}: Span): number => end - start;
