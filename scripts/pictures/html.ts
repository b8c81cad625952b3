import {marked} from "marked";

/** Text as HTML shows it. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Markdown as a chat shows it: raw HTML stays text, a line's end is a line's end. */
export function markdownHtml(markdown: string): string {
  const withoutHtml = markdown
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll("<", "&lt;")))
    .join("");
  return marked.parse(withoutHtml, {async: false, breaks: true, gfm: true});
}

/** A picture inside the page. */
export function inlinePng(content: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(content).toString("base64")}`;
}

/** `14:02` for the message of that number. */
export function timeOf(number: number): string {
  return `14:${String(2 + number).padStart(2, "0")}`;
}

/** A round or square picture of somebody: the first letter of their name. */
export function avatar(name: string, colour: string): string {
  return `<div class="avatar" style="background:${colour}">${escaped(name.slice(0, 1).toUpperCase())}</div>`;
}
