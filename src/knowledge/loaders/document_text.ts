import {TabletalkError} from "../../errors.ts";
import type {DocumentKind, Heading, LoadedDocument, Page} from "./document.ts";

/** The most text that one document may have: some 5,000 dense pages. */
export const MOST_CHARACTERS = 20_000_000;
const LONGEST_HEADING = 200;

/** Collects a document's text, piece by piece, and where its headings and pages stand. */
export interface DocumentText {
  heading(level: number, title: string): void;
  paragraph(text: string): void;
  /** A page begins. */
  page(number: number): void;
  note(text: string): void;
  /** Whether nothing was said yet. */
  readonly empty: boolean;
  done(title?: string): LoadedDocument;
}

/** Opens an empty document. @throws TabletalkError bad_file (from `paragraph`) when it grows past the most that is read */
export function openDocument(kind: DocumentKind): DocumentText {
  const parts: string[] = [];
  const headings: Heading[] = [];
  const pages: Page[] = [];
  const notes: string[] = [];
  let at = 0;
  const add = (text: string): {start: number; end: number} | undefined => {
    const clean = cleanText(text);
    if (!clean) return undefined;
    if (at + clean.length > MOST_CHARACTERS)
      throw new TabletalkError(
        "bad_file",
        `The document has more than ${MOST_CHARACTERS / 1e6} million characters.`,
        "Split it into smaller documents.",
      );
    if (parts.length > 0) at += 2;
    const start = at;
    parts.push(clean);
    at += clean.length;
    return {start, end: at};
  };
  const closePage = (): void => {
    const last = pages.at(-1);
    if (last) last.end = at;
  };
  return {
    heading(level, title) {
      const line = title.replace(/\s+/g, " ").trim();
      const place = add(line);
      if (place && line.length <= LONGEST_HEADING) headings.push({level, title: cleanText(line), ...place});
    },
    paragraph: (text) => void add(text),
    page(number) {
      closePage();
      pages.push({number, start: parts.length > 0 ? at + 2 : at, end: at});
    },
    note: (text) => void notes.push(text),
    get empty() {
      return parts.length === 0;
    },
    done(title) {
      closePage();
      const known = title && cleanText(title.replace(/\s+/g, " ")).slice(0, LONGEST_HEADING);
      const text = parts.join("\n\n");
      const inText = pages.map((page) => ({...page, start: Math.min(page.start, page.end)}));
      return {kind, ...(known && {title: known}), text, headings, pages: inText, notes};
    },
  };
}

/**
 * Text as it is kept: composed letters, plain spaces, line feeds; without control characters, and without signs that show
 * nothing or turn the order of letters around, which can hide words from a reader.
 */
export function cleanText(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\f\v]/g, " ")
    .replace(
      /[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\u{e0000}-\u{e007f}]/gu,
      (sign) => (sign === "\n" ? sign : ""),
    )
    .toWellFormed()
    .replace(/ {2,}/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
