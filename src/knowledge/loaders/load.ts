import {extname} from "node:path";
import {TabletalkError} from "../../errors.ts";
import {decodeBytes} from "./decode_bytes.ts";
import type {DocumentKind, LoadedDocument, LoadProgress} from "./document.ts";
import {openDocument} from "./document_text.ts";

const BY_ENDING: Readonly<Record<string, DocumentKind>> = {
  ".pdf": "pdf",
  ".docx": "docx",
  ".md": "markdown",
  ".markdown": "markdown",
  ".mdx": "markdown",
  ".html": "html",
  ".htm": "html",
  ".xhtml": "html",
  ".txt": "text",
  ".text": "text",
  ".rst": "text",
  ".log": "text",
  ".adoc": "text",
};

/** The endings of files that are documents. */
export const DOCUMENT_ENDINGS: readonly string[] = Object.keys(BY_ENDING);

/**
 * Which kind a file is: by its first bytes, else by its name's ending, else by its type as a server told it.
 * @throws TabletalkError bad_file where it is no document that can be read
 */
export function documentKind(name: string, head: Buffer, mediaType = ""): DocumentKind {
  const start = head.subarray(0, 1024).toString("latin1");
  if (start.includes("%PDF-")) return "pdf";
  const ending = BY_ENDING[extname(name).toLowerCase()];
  if (start.startsWith("PK\u0003\u0004") || start.startsWith("\u00d0\u00cf\u0011\u00e0")) {
    if (ending === "docx" || /wordprocessingml/.test(mediaType)) return "docx";
    throw unknownKind(name);
  }
  if (ending) return ending;
  if (/text\/html|xhtml/i.test(mediaType) || /^\s*(?:<!doctype html|<html)/i.test(start)) return "html";
  if (/markdown/i.test(mediaType)) return "markdown";
  if (/application\/pdf/i.test(mediaType)) return "pdf";
  if (/^text\//i.test(mediaType)) return "text";
  throw unknownKind(name);
}

function unknownKind(name: string): TabletalkError {
  return new TabletalkError(
    "bad_file",
    `${name} is no document that can be read.`,
    "Documents are PDF, Word (.docx), Markdown, HTML and plain text (.txt).",
  );
}

/**
 * Reads a document: its text with headings and pages. Work for a process of its own, since files may be made to do harm.
 * @throws TabletalkError bad_file
 */
export async function loadBytes(
  bytes: Buffer,
  kind: DocumentKind,
  progress: LoadProgress,
): Promise<LoadedDocument> {
  const into = openDocument(kind);
  const title = await read(bytes, kind, into, progress);
  const document = into.done(title);
  if (!/[\p{L}\p{N}]/u.test(document.text))
    throw new TabletalkError("bad_file", "The document has no text.", "Check that the right file was given.");
  return document;
}

async function read(
  bytes: Buffer,
  kind: DocumentKind,
  into: ReturnType<typeof openDocument>,
  progress: LoadProgress,
): Promise<string | undefined> {
  if (bytes.length === 0)
    throw new TabletalkError("bad_file", "The document is empty.", "Check that the file was saved.");
  if (kind === "pdf") return (await import("./pdf.ts")).readPdf(bytes, into, progress);
  if (kind === "docx") return (await import("./docx.ts")).readDocx(bytes, into);
  const {text, note} = kind === "html" ? await decodeHtml(bytes) : await decodeBytes(bytes);
  if (note) into.note(note);
  if (kind === "markdown") return (await import("./markdown.ts")).readMarkdown(text, into);
  if (kind === "html") return (await import("./html.ts")).readHtml(text, into);
  if (looksBinary(text))
    throw new TabletalkError(
      "bad_file",
      "The file is no text.",
      "Give a PDF, DOCX, Markdown, HTML or text file.",
    );
  (await import("./text.ts")).readText(text, into);
  return undefined;
}

/** HTML says in its head how it is encoded, which counts where it is not UTF-8. */
async function decodeHtml(bytes: Buffer): Promise<{text: string; note?: string}> {
  const {isUtf8} = await import("node:buffer");
  const told = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(
    bytes.subarray(0, 4096).toString("latin1"),
  )?.[1];
  if (told && !isUtf8(bytes)) {
    const {decodeAs} = await import("./decode_bytes.ts");
    return {text: await decodeAs(told, bytes)};
  }
  return decodeBytes(bytes);
}

/** Text has hardly any control characters. */
function looksBinary(text: string): boolean {
  const head = text.slice(0, 100_000);
  const odd = head.replace(/[\t\n\v\f\r]/g, "").match(/\p{Cc}|\ufffd/gu)?.length ?? 0;
  return odd > Math.max(8, head.length * 0.05);
}
