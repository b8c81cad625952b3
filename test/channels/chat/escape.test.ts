import fc from "fast-check";
import {lexer, type Token} from "marked";
import {describe, expect, it} from "vitest";
import {
  codeFence,
  escapeLines,
  escapeMarkdown,
  isolate,
  plainLine,
} from "../../../src/channels/chat/escape.ts";

/** What a person sees of a text: without what is not seen. */
const seen = (text: string) => text.replace(/[\u2060\u2068\u2069]/g, "");

const HOSTILE = [
  "**bold** _it_ ~~gone~~ `code`",
  "# heading",
  "> quote",
  "- list",
  "1. list",
  "2) list",
  "-# small",
  "===",
  "[text](https://evil.example/a)",
  "![pic](https://evil.example/a.png)",
  "<https://evil.example|click>",
  "<b>html</b>",
  "<!-- comment -->",
  "&lt;script&gt; &amp;",
  "@everyone @here",
  "<!channel> <!here|x> <@U123> <@!99> <#C1> <@&7> <t:1:R> <:smile:1> </ask:1>",
  "https://evil.example/path?x=1 www.evil.example evil.example me@evil.example",
  ":tada: ||spoiler||",
  "```\nfence",
  "| a | b |\n|---|---|",
  "\u202eevil\u202c \u2066x",
  "a\nb\r\nc\td",
  "C:\\path\\*",
];

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.constantFrom(..."\\`*_[]()<>~|&#+-=!.:@$\"'/ \n12ab"),
      fc.string({unit: "grapheme", maxLength: 8}),
    ),
    {maxLength: 12},
  )
  .map((parts) => parts.join(""));

/** The kinds of tokens in a text that no person wrote as Markdown. */
function kinds(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => [
    token.type,
    ...("tokens" in token && token.tokens ? kinds(token.tokens) : []),
  ]);
}

describe("what comes from data", () => {
  it.each(HOSTILE)("is shown as it is: %j", (text) => {
    const escaped = escapeMarkdown(text);
    expect(new Set(kinds(lexer(escaped)))).toSatisfy((found: Set<string>) =>
      [...found].every((kind) => ["paragraph", "text", "escape"].includes(kind)),
    );
  });

  it("never becomes Markdown, and never loses a letter", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tokens = lexer(escapeMarkdown(text));
        const found = kinds(tokens).filter(
          (kind) => !["paragraph", "text", "escape", "space"].includes(kind),
        );
        expect(found).toEqual([]);
        const shown = leaves(tokens);
        expect(seen(shown).replace(/\s+/g, " ").trim()).toBe(
          seen(plainLine(text)).replace(/\s+/g, " ").trim(),
        );
      }),
      {numRuns: 500},
    );
  });

  it("calls nobody, not even where a backslash means nothing", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const shown of [escapeMarkdown(text), plainLine(text), escapeLines(text)]) {
          const bare = shown.replaceAll("\\", "");
          expect(bare).not.toMatch(/@(?:everyone|here|channel|\w)|<[@#!:/]|<[a-z]/i);
          expect(bare).not.toMatch(/:\/\/|\w\.(?:example|com)\b|:tada:/);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
          expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000-\u0009\u000b-\u001f]/);
        }
      }),
      {numRuns: 500},
    );
  });

  it.each(["<\\b", "<\\\\!channel>", ":\\//evil.example", "evil.\\com", ":ta\\da:"])(
    "is not misled by backslashes of its own: %j",
    (text) => {
      const bare = escapeMarkdown(text).replaceAll("\\", "");
      expect(bare).not.toMatch(/<[!b]|:\/\/|evil\.[ce]|:tada:/);
    },
  );

  it("keeps its lines where it is a text of lines", () => {
    expect(escapeLines("1. one\n2. *two*\r\n    # three")).toBe("1\\. one\n2\\. \\*two\\*\n\\# three");
  });

  it("leaves ordinary text alone", () => {
    expect(escapeMarkdown("Median of amount is $1,234.50 (n = 12), up 3.1 % since May 2024.")).toBe(
      "Median of amount is $1,234.50 (n = 12), up 3.1 % since May 2024.",
    );
    expect(escapeMarkdown("orders.csv: 10,000 rows < 5 > 3")).toBe("orders.csv: 10,000 rows \\< 5 > 3");
  });

  it("cannot leave a code block", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tokens = lexer(codeFence(text, "sql"));
        expect(tokens.filter(({type}) => type !== "space").map(({type}) => type)).toEqual(["code"]);
      }),
    );
  });
});

describe("names from right to left, and pictures", () => {
  it("are set apart from the number beside them", () => {
    expect(isolate("القاهرة")).toBe("\u2068القاهرة\u2069");
    expect(isolate("🍕 pizza")).toBe("\u2068🍕 pizza\u2069");
    expect(isolate("Cairo")).toBe("Cairo");
  });
});

function leaves(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if ("tokens" in token && token.tokens && token.tokens.length > 0) return leaves(token.tokens);
      return "text" in token ? String(token.text) : token.raw;
    })
    .join("");
}
