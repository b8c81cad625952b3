import type {DocumentText} from "./document_text.ts";
import {headingLevel} from "./heading_lines.ts";

const UNDERLINE = /^(?:={3,}|-{3,}|~{3,})$/;

/** Adds a plain text to a document: paragraphs between empty lines; lines that stand alone and look like headings are. */
export function readText(text: string, into: DocumentText): void {
  for (const block of text.replace(/\r\n?/g, "\n").split(/\n[ \t]*\n/)) {
    const lines = block.split("\n");
    const [first = "", second = ""] = lines;
    if (lines.length > 1 && first.trim() && UNDERLINE.test(second.trim())) {
      into.heading(second.trim().startsWith("=") ? 1 : 2, first);
      into.paragraph(lines.slice(2).join("\n"));
      continue;
    }
    const level = headingLevel(first);
    if (level !== undefined) {
      into.heading(level, first);
      into.paragraph(lines.slice(1).join("\n"));
    } else into.paragraph(block);
  }
}
