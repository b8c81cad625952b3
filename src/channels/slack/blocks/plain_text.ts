import {marked, type Token} from "marked";

/** What a person reads of Markdown, without its marks: for Slack's blocks that know no Markdown. */
export function plainText(markdown: string): string {
  return marked
    .lexer(markdown)
    .map((token) => textOf(token))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function textOf(token: Token): string {
  if (token.type === "space") return "";
  if (token.type === "br") return "\n";
  if (token.type === "list") {
    const items: Token[] = token.items;
    return items.map((item, index) => `${token.ordered ? `${index + 1}.` : "-"} ${textOf(item)}`).join("\n");
  }
  if ("tokens" in token && token.tokens && token.tokens.length > 0) return token.tokens.map(textOf).join("");
  if (token.type === "html") return token.raw.trim();
  return unescaped("text" in token && typeof token.text === "string" ? token.text : token.raw);
}

const ENTITIES: Readonly<Record<string, string>> = {amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'"};

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
