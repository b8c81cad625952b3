import {z} from "zod";

/** The kinds of documents that can be read. */
export const documentKindSchema = z.enum(["text", "markdown", "html", "docx", "pdf"]);
export type DocumentKind = z.infer<typeof documentKindSchema>;

/** A heading and where it stands in the document's text, in characters; `level` from 1. */
export interface Heading {
  level: number;
  title: string;
  start: number;
  end: number;
}

/** A page of a document that has pages, from 1, and the characters on it. */
export interface Page {
  number: number;
  start: number;
  end: number;
}

/**
 * A document as text. Paragraphs are parted by empty lines; headings and pages are told by where they stand, so that a passage
 * can be cited. Offsets count UTF-16 units of `text`.
 */
export interface LoadedDocument {
  kind: DocumentKind;
  /** What the document calls itself, where it does. */
  title?: string;
  text: string;
  headings: Heading[];
  /** Empty where the kind has no pages. */
  pages: Page[];
  /** What a person should know of the reading: pages without text, another encoding, what was left out. */
  notes: string[];
}

/** How far a loader is, 0 to 1. */
export type LoadProgress = (share: number) => void;
