import {expect, test} from "vitest";
import {harmless} from "../../src/channels/harmless.ts";

test.each([
  ["\u001b[2J\u001b[31mAcme 5", "\ufffd[2J\ufffd[31mAcme 5"],
  ["total \u202e 5", "total \ufffd 5"],
  ["A\u200bcme", "A\ufffdcme"],
  ["![total](http://evil.example/p.png) 5", "![total]❨http://evil.example/p.png) 5"],
  ["[x](javascript:alert(1))", "[x]❨javascript:alert(1))"],
])("%j", (text, shown) => {
  expect(harmless(text)).toBe(shown);
  expect(harmless(text)).toHaveLength(text.length);
});

test.each(["line\nline\ttab", "Müller 👩‍👩‍👧 (5)", "شركة 12", "array[1](2)", "price [$] (net)"])(
  "%s stays as it is",
  (text) => {
    expect(harmless(text)).toBe(text);
  },
);
