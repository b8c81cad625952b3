import {encode} from "gpt-tokenizer";
import {encode as encodeOld} from "gpt-tokenizer/encoding/cl100k_base";
import {describe, expect, it} from "vitest";
import {tokenBound, withinTokens} from "../../src/mcp/token_bound.ts";

const TEXTS = [
  "Average Body Mass (g) is highest for Gentoo (5,076 g) and lowest for Adelie (3,701 g).",
  'SELECT (date_trunc(\'month\', "Order Date"))::DATE AS "month", sum("Net £") FROM "orders" GROUP BY 1',
  "recipe 528344820151 · conversation 01a200ae8767000000002a374163c4e8082e",
  "Umsätze für März: größer als 1.234,50 €, Straße, Äpfel, naïve café",
  "売上は東京で最も高く、大阪で最も低いです。",
  "Продажи выросли на 12,5 % в марте",
  "🐧🐧🐧 👩‍👩‍👧‍👦 ✅",
  "xqzvkjwpfg bcdfghjklm SO-20419 a9f3b2c1 {}[]<>|\\/~`^",
  "\n\n  - one\n  - two\n\t\tthree    four",
];

describe("the number of tokens of a text", () => {
  it.each(TEXTS)("is never thought too small: %s", (text) => {
    expect(tokenBound(text)).toBeGreaterThanOrEqual(encode(text).length);
    expect(tokenBound(text)).toBeGreaterThanOrEqual(encodeOld(text).length);
  });

  it("is near the truth for what answers are made of", () => {
    const [words = ""] = TEXTS;
    expect(tokenBound(words)).toBeLessThanOrEqual(1.5 * encode(words).length);
  });

  it("is what a text is cut to, at the end of a line", () => {
    const lines = Array.from({length: 100}, (_, at) => `line ${at}: the total is ${at * 1000}`);
    const cut = withinTokens(lines.join("\n"), 100, "(cut)");
    expect(encode(cut).length).toBeLessThanOrEqual(100);
    expect(cut).toMatch(/^line 0: .*\nline \d+: the total is \d+\n\(cut\)$/s);
    expect(withinTokens("short", 100)).toBe("short");
  });

  it("cuts a line without an end, and one without words", () => {
    for (const endless of ["word ".repeat(1_000), "x".repeat(5_000), "🐧".repeat(1_000)])
      expect(encode(withinTokens(endless, 50)).length).toBeLessThanOrEqual(50);
  });
});
