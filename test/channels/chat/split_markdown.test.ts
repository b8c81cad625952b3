import fc from "fast-check";
import {lexer, type Token} from "marked";
import {describe, expect, it} from "vitest";
import {splitMarkdown} from "../../../src/channels/chat/split_markdown.ts";

const SIZES = {
  characters: (text: string) => [...text].length,
  utf16: (text: string) => text.length,
  bytes: (text: string) => Buffer.byteLength(text),
};

const word = fc.constantFrom(
  ..."amount region median the 12.5 1,234 and of 👨‍👩‍👧‍👦 é 東京 مرحبا 🇩🇪 order_id # 1. - > = a|b 5)".split(
    " ",
  ),
);
const words = fc.array(word, {minLength: 1, maxLength: 30}).map((all) => all.join(" "));
/** What emphasis and links hold: nothing that is a sign itself. */
const plain = fc
  .array(fc.constantFrom("amount", "region", "12.5", "👨‍👩‍👧‍👦", "東京", "é"), {minLength: 1, maxLength: 12})
  .map((all) => all.join(" "));
const inline = fc.oneof(
  words.map((text) => text.replaceAll("|", "\\|").replace(/^([#>=-]|\d+[.)])/, "\\$1")),
  plain.map((text) => `**${text}**`),
  plain.map((text) => `_${text}_`),
  plain.map((text) => `\`${text}\``),
  plain.map((text) => `[${text}](https://tabletalk.example/x)`),
);
const paragraph = fc.array(inline, {minLength: 1, maxLength: 8}).map((all) => all.join(" "));
const fence = fc
  .tuple(fc.constantFrom("", "sql", "text"), fc.array(words, {minLength: 1, maxLength: 15}))
  .map(([info, lines]) => `\`\`\`${info}\n${lines.join("\n")}\n\`\`\``);
const cell = fc.constantFrom("a", "12", "東京", "👨‍👩‍👧‍👦", "**b**", "long cell of words");
const table = fc
  .array(fc.tuple(cell, cell), {minLength: 1, maxLength: 30})
  .map((rows) => `| HEADER | n |\n|---|--:|\n${rows.map(([a, b]) => `| ${a} | ${b} |`).join("\n")}`);
const list = fc
  .array(paragraph, {minLength: 1, maxLength: 6})
  .map((items) => items.map((item, at) => `${at + 1}. ${item}`).join("\n"));
const quote = paragraph.map((text) => `> ${text}`);
const heading = plain.map((text) => `## ${text}`);
const markdown = fc
  .array(fc.oneof(paragraph, fence, table, list, quote, heading), {minLength: 1, maxLength: 6})
  .map((blocks) => blocks.join("\n\n"));

/** The words that a reader sees, in their order; a repeated header counts once. */
function seen(pieces: readonly string[]): string {
  return pieces
    .map((piece) => leaves(lexer(piece)))
    .join(" ")
    .replaceAll(/\s+/g, "")
    .replaceAll("HEADERn", "");
}

function leaves(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === "table")
        return [token.header, ...token.rows]
          .map((row) => row.map((one: {tokens: Token[]}) => leaves(one.tokens)).join(" "))
          .join(" ");
      if (token.type === "list") return token.items.map((item: Token) => leaves([item])).join(" ");
      if ("tokens" in token && token.tokens && token.tokens.length > 0) return leaves(token.tokens);
      if (token.type === "space" || token.type === "br") return " ";
      return "text" in token ? `${token.text} ` : "";
    })
    .join("");
}

describe("Markdown in pieces", () => {
  it("is one piece where it fits", () => {
    expect(splitMarkdown("**Hello**\n\nworld", {most: 100})).toEqual(["**Hello**\n\nworld"]);
    expect(splitMarkdown(" \n ", {most: 100})).toEqual([]);
  });

  it("is cut between paragraphs first", () => {
    expect(splitMarkdown("One two three.\n\nFour five six.\n\nSeven.", {most: 26})).toEqual([
      "One two three.",
      "Four five six.\n\nSeven.",
    ]);
  });

  it("closes a code block and opens it again with its language", () => {
    const pieces = splitMarkdown("```sql\nSELECT first_column\nFROM a\nWHERE second_column\n```", {most: 44});
    expect(pieces).toEqual(["```sql\nSELECT first_column\nFROM a\n```", "```sql\nWHERE second_column\n```"]);
  });

  it("repeats the header of a table", () => {
    const pieces = splitMarkdown("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |", {most: 42});
    expect(pieces).toEqual(["| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", "| a | b |\n|---|---|\n| 5 | 6 |"]);
  });

  it("keeps bold bold on both sides of a cut, and links links", () => {
    const pieces = splitMarkdown(
      "**one two three four five six** [a link of several words and more words to come](https://x.example)",
      {most: 60},
    );
    expect(pieces).toEqual([
      "**one two three four five six**",
      "[a link of several words and more](https://x.example)",
      "[words to come](https://x.example)",
    ]);
  });

  it("makes no list or heading of words that come to begin a line", () => {
    expect(splitMarkdown("The total of all is 5. It is # one - really", {most: 21})).toEqual([
      "The total of all is",
      "5\\. It is # one -",
      "really",
    ]);
  });

  it.each(["characters", "utf16", "bytes"] as const)(
    "is within the limit, whole in its letters and fences, and lossless, in %s",
    (unit) => {
      fc.assert(
        fc.property(markdown, fc.integer({min: 110, max: 500}), (text, most) => {
          const pieces = splitMarkdown(text, {most, unit});
          for (const piece of pieces) {
            expect(SIZES[unit](piece)).toBeLessThanOrEqual(most);
            expect(piece.match(/^(?:> |\d+\. )*```/gm)?.length ?? 0).toSatisfy((n: number) => n % 2 === 0);
            expect(piece.isWellFormed()).toBe(true);
            expect(piece).not.toMatch(/^\u200d|\u200d$/);
            expect(piece.split("👨").length).toBe(piece.split("👨‍👩‍👧‍👦").length);
          }
          expect(seen(pieces)).toBe(seen([text]));
        }),
        {numRuns: 300},
      );
    },
  );

  it("keeps to the limit for whatever text", () => {
    fc.assert(
      fc.property(
        fc.string({unit: "binary", maxLength: 600}),
        fc.integer({min: 1, max: 60}),
        (text, most) => {
          for (const piece of splitMarkdown(text, {most, unit: "characters"}))
            expect(SIZES.characters(piece)).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});
