import type {DocumentText} from "./document_text.ts";
import {readHtml} from "./html.ts";
import {readText} from "./text.ts";

/** A longer line is no Markdown that anybody wrote, and its grammar takes too long over it. */
const LONGEST_LINE = 50_000;

/** Adds a Markdown text to a document. What stands before the first heading between lines of `---` is its front matter. */
export async function readMarkdown(markdown: string, into: DocumentText): Promise<string | undefined> {
  const front = /^\s*---\n([\s\S]*?)\n---\n/.exec(markdown);
  const body = front ? markdown.slice(front[0].length) : markdown;
  const named = front && /^title:\s*["']?(.+?)["']?\s*$/m.exec(front[1]!)?.[1];
  if (hasEndlessLine(body)) {
    into.note("It has a line of more than 50,000 characters; read as plain text.");
    readText(body, into);
    return named ?? undefined;
  }
  const {marked} = await import("marked");
  const html = await marked.parse(body, {gfm: true, async: true});
  const title = await readHtml(html, into);
  return named ?? title;
}

function hasEndlessLine(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    if ((end < 0 ? text.length : end) - at > LONGEST_LINE) return true;
    if (end < 0) return false;
    at = end + 1;
  }
  return false;
}
