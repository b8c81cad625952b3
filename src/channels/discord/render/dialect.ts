import {Lexer, type Token, type Tokens} from "marked";
import {codeTable} from "./code_table.ts";
import {codeBlock, codeSpan, escapeDiscord} from "./escape.ts";

/**
 * CommonMark as Discord's own Markdown: no tables (a block of code instead), headings of three levels, no rules or HTML.
 * Links stay where they lead to a page of ours; any other is shown as text that leads nowhere.
 */
export function toDiscord(markdown: string, ownPage?: string): string {
  const tokens = new Lexer({gfm: true}).lex(markdown);
  return blocks(tokens, hostOf(ownPage)).trim();
}

function blocks(tokens: readonly Token[], own: string | undefined): string {
  return tokens
    .map((token) => block(token, own))
    .filter((text) => text !== "")
    .join("\n\n")
    .replace(/\n{3,}/g, "\n\n");
}

function block(token: Token, own: string | undefined): string {
  switch (token.type) {
    case "heading": {
      const said = inline(token.tokens ?? [], own).replace(/\n/g, " ");
      if (said === "") return "";
      return token.depth <= 3 ? `${"#".repeat(token.depth)} ${said}` : `**${said}**`;
    }
    case "code":
      return codeBlock(token.text, token.lang ?? "");
    case "blockquote":
      return indent(blocks(token.tokens ?? [], own), "> ");
    case "list":
      return list(token as Tokens.List, own);
    case "table":
      return table(token as Tokens.Table);
    case "html":
      return escapeDiscord(token.text.trim());
    case "hr":
    case "space":
    case "def":
      return "";
    default:
      return inline(childrenOf(token) ?? [token], own);
  }
}

function list(token: Tokens.List, own: string | undefined): string {
  const first = typeof token.start === "number" ? token.start : 1;
  return token.items
    .map((item, at) => {
      const mark = token.ordered ? `${first + at}. ` : "- ";
      const said = blocks(
        item.tokens.filter(({type}) => type !== "checkbox"),
        own,
      ).replace(/\n\n/g, "\n");
      const box = item.task ? (item.checked ? "☑ " : "☐ ") : "";
      return mark + indent(box + said, "  ").trimStart();
    })
    .join("\n");
}

function table(token: Tokens.Table): string {
  const right = token.align.map((side) => side === "right");
  const header = token.header.map((cell) => plain(cell.tokens));
  const rows = token.rows.map((row) => row.map((cell) => plain(cell.tokens)));
  return codeTable({header, rows, right, rowsInAll: rows.length});
}

function inline(tokens: readonly Token[], own: string | undefined): string {
  return tokens.map((token) => span(token, own)).join("");
}

function span(token: Token, own: string | undefined): string {
  const within = () => inline(childrenOf(token) ?? [], own);
  switch (token.type) {
    case "strong":
      return wrapped(within(), "**");
    case "em":
      return wrapped(within(), "*");
    case "del":
      return wrapped(within(), "~~");
    case "codespan":
      return codeSpan(decoded(token.text));
    case "br":
      return "\n";
    case "image":
      return escapeDiscord(decoded(token.text));
    case "escape":
      return `\\${token.text}`;
    case "link":
      return link(token as Tokens.Link, own);
    case "text":
      return childrenOf(token) ? within() : escapeDiscord(decoded(token.text));
    default:
      return escapeDiscord(decoded("text" in token ? String(token.text) : token.raw));
  }
}

function link(token: Tokens.Link, own: string | undefined): string {
  const said = inline(token.tokens, own);
  if (own !== undefined && hostOf(token.href) === own && said !== "" && !/[)\s]/.test(token.href))
    return `[${said}](${token.href})`;
  const to = escapeDiscord(token.href);
  return plain(token.tokens) === token.href || said === "" ? to : `${said} (${to})`;
}

/** Without any formatting: what a code block shows. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      const children = childrenOf(token);
      if (children) return plain(children);
      if (token.type === "br") return " ";
      return decoded("text" in token ? String(token.text) : token.raw);
    })
    .join("");
}

function childrenOf(token: Token): readonly Token[] | undefined {
  return "tokens" in token ? token.tokens : undefined;
}

function wrapped(text: string, mark: string): string {
  const trimmed = text.trim();
  return trimmed === "" ? text : text.replace(trimmed, () => mark + trimmed + mark);
}

function indent(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" && by.trim() === "" ? line : by + line))
    .join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Marked leaves entities as they are written. */
function decoded(text: string): string {
  return text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function hostOf(page: string | undefined): string | undefined {
  if (page === undefined || !URL.canParse(page)) return undefined;
  const {protocol, host} = new URL(page);
  return protocol === "https:" || protocol === "http:" ? host : undefined;
}
