import {cutText} from "../../chat/cut_text.ts";

/**
 * Plain text in Discord's Markdown: nothing in it formats, links, or names anybody. Discord takes a backslash before any
 * punctuation, also in addresses, which it links by itself otherwise.
 */
export function escapeDiscord(text: string): string {
  return text
    .replace(/[\\*_~`|<[\]]/g, "\\$&")
    .replace(/:\/\//g, "\\://")
    .replace(/@(?=everyone|here)/gi, "@\u200b")
    .replace(/^([^\S\n]*)(#{1,3}\s|-#|>|[-+]\s)/gm, "$1\\$2")
    .replace(/^([^\S\n]*\d+)([.)]\s)/gm, "$1\\$2");
}

/** A block of code that its text cannot end. */
export function codeBlock(text: string, language = ""): string {
  const safe = text.replace(/```/g, "`\u200b`\u200b`").replace(/\n+$/, "");
  return `\`\`\`${/^[a-z]{1,12}$/i.test(language) ? language : ""}\n${safe}\n\`\`\``;
}

/** Code within a line. */
export function codeSpan(text: string): string {
  const flat = text.replace(/\s*\n\s*/g, " ");
  if (!flat.includes("`")) return `\`${flat}\``;
  return `\`\` ${flat.replace(/``+/g, (run) => run.split("").join("\u200b"))} \`\``;
}

/** One line of what a person said, quoted above the answer to it. */
export function quoteLine(text: string, most = 300): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return `> ${escapeDiscord(cutText(flat, most))}`;
}
