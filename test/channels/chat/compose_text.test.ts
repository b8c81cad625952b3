import fc from "fast-check";
import {lexer, type Token} from "marked";
import {describe, expect, it} from "vitest";
import {importedParts} from "../../../src/channels/chat/compose_imported.ts";
import {answerMarkdown, askedBack} from "../../../src/channels/chat/compose_text.ts";
import type {BoundNumber} from "../../../src/planning/evidence.ts";

/** The numbers of a text, bound to cells of the step `answer`. */
function bound(text: string, step = "answer"): BoundNumber[] {
  return [...text.matchAll(/\$?\d[\d,.]*\d|\d/g)].map((found, row) => ({
    text: found[0],
    start: found.index,
    end: found.index + found[0].length,
    evidence: [{step, row, column: "amount"}],
  }));
}

function kinds(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => [
    token.type,
    ...("tokens" in token && token.tokens ? kinds(token.tokens) : []),
  ]);
}

describe("an answer's text", () => {
  it("has its numbers bold where they stand free", () => {
    const text = "Total is $1,234.50 (up 12 from a5b and 3%): 7";
    expect(answerMarkdown(text, bound(text))).toBe(
      "Total is **$1,234.50** (up **12** from a5b and 3%): **7**",
    );
  });

  it("leaves out what only repeats the table that is shown", () => {
    const text = "North is highest (42).\nNorth 42 · South 41\nNot counted: 3 totals rows";
    expect(answerMarkdown(text, bound(text), {shown: "answer"})).toBe(
      "North is highest (**42**).\nNot counted: **3** totals rows",
    );
    expect(answerMarkdown(text, bound(text), {shown: "other"})).toContain("South **41**");
    expect(answerMarkdown(text, bound(text))).toContain("South **41**");
  });

  it("keeps its lists", () => {
    expect(answerMarkdown("Orders: 4 rows\n- order_id: from 1 to 4\n  - a*b", [])).toBe(
      "Orders: 4 rows\n- order\\_id: from 1 to 4\n- a\\*b",
    );
  });

  it("sets names from right to left apart from their numbers", () => {
    const text = "القاهرة 10 · تونس 20";
    expect(answerMarkdown(text, bound(text))).toBe("\u2068القاهرة\u2069 **10** · \u2068تونس\u2069 **20**");
  });

  it("is never more than bold numbers and lists, whatever names it has", () => {
    const name = fc.oneof(
      fc.constantFrom("**x", "_y_", "`z", "[a](https://b.example)", "<b>", "# h", "|", "\\", "~~"),
      fc.string({unit: "grapheme", maxLength: 6}),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.nat(9999)), {minLength: 1, maxLength: 6}), (cells) => {
        const text = cells.map(([label, value]) => `${label} is ${value}`).join(" · ");
        const numbers = bound(text);
        const tokens = lexer(answerMarkdown(text, numbers));
        expect(
          kinds(tokens).filter(
            (kind) => !["paragraph", "text", "escape", "strong", "space", "list", "list_item"].includes(kind),
          ),
        ).toEqual([]);
        const strong = JSON.stringify(tokens).match(/"type":"strong","raw":"[^"]*"/g) ?? [];
        for (const one of strong) expect(one).toMatch(/"raw":"\*\*[$\d.,\u2060]+\*\*"/);
      }),
    );
  });
});

describe("an answer that asks back", () => {
  it("is its question, and what each choice would answer", () => {
    const text =
      "Which did you mean?\n  1. total amount\n     Total: 40\n  2. average amount\n     Average: 4";
    expect(askedBack(text)).toEqual({
      question: "Which did you mean?",
      said: ["total amount: Total: 40", "average amount: Average: 4"],
    });
  });
});

describe("files of a message", () => {
  it("are told in plain words, doubts first, whatever they are called", () => {
    const [part] = importedParts([
      {
        name: "**orders**.csv",
        datasets: [
          {
            name: "orders",
            rows: 10_000,
            columns: 9,
            notes: ["2 empty rows were dropped"],
            doubts: ["05/06 may be May or June"],
          },
        ],
      },
      {
        name: "x.exe",
        datasets: [],
        error: {code: "bad_file", message: "This is no table.", next: "Send a CSV."},
      },
    ]);
    expect(part).toEqual({
      kind: "text",
      markdown: [
        "**\\*\\*orders\\*\\*.csv**: 10,000 rows, 9 columns.",
        "- Please check: 05/06 may be May or June",
        "- 2 empty rows were dropped",
        "",
        "**x.\u2060exe** was not read: This is no table. Send a CSV.",
      ].join("\n"),
    });
  });
});
