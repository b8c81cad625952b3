import {expect, test} from "vitest";
import {emptyAnswer} from "../../src/channels/answer.ts";
import {harmless, harmlessAnswer, harmlessEvent} from "../../src/channels/harmless.ts";

test.each([
  ["\u001b[2J\u001b[31mAcme 5", "\ufffd[2J\ufffd[31mAcme 5"],
  ["total \u202e 5", "total \ufffd 5"],
  ["A\u200bcme", "A\ufffdcme"],
  ["![total](http://evil.example/p.png) 5", "![total]❨http://evil.example/p.png) 5"],
  ["[x](javascript:alert(1))", "[x]❨javascript:alert(1))"],
  ["[x][y]\n[y]: http://evil.example/?q=1", "[x][y]\n[y]∶ http://evil.example/?q=1"],
  ["A\u{e0069}cme", "A\ufffd\ufffdcme"],
  ["Ac\u200dme", "Ac\ufffdme"],
  ["A\u{e0101}cme", "A\ufffd\ufffdcme"],
  ["soft\u00adhyphen", "soft\ufffdhyphen"],
  ["<img src=x onerror=alert(1)> 5", "‹img src=x onerror=alert(1)> 5"],
  ["<script>go()</script>", "‹script>go()‹/script>"],
  ["@everyone total <!channel> <@U012>", "＠everyone total ‹!channel> ‹@U012>"],
])("%j", (text, shown) => {
  expect(harmless(text)).toBe(shown);
  expect(harmless(text)).toHaveLength(text.length);
});

test.each([
  "line\nline\ttab",
  "Müller 👩‍👩‍👧 (5)",
  "شركة 12",
  "array[1](2)",
  "price [$] (net)",
  "a < b and c > d",
  "me@example.com",
  "x <5",
])("%s stays as it is", (text) => {
  expect(harmless(text)).toBe(text);
});

test("every text of an answer that a channel prints is harmless; artifacts stay what they are", () => {
  const bad = "A\u202ecme";
  const good = "A\ufffdcme";
  const shown = harmlessAnswer({
    ...emptyAnswer(bad),
    reading: bad,
    choices: [{reading: {kind: "describe"} as never, said: bad, values: []}],
    charts: [{step: "s1", title: bad, altText: bad, paths: {}, warnings: [bad]}],
    declined: {reason: bad, suggestions: [bad], unplaced: [bad]},
    parts: [emptyAnswer(bad)],
  });
  expect(shown).toMatchObject({
    answer: good,
    reading: good,
    choices: [{said: good}],
    charts: [{title: good, altText: good, warnings: [good]}],
    declined: {reason: good, suggestions: [good], unplaced: [good]},
    parts: [{answer: good}],
  });
  expect(harmlessEvent({type: "choices", question: bad, choices: shown.choices})).toMatchObject({
    question: good,
  });
  expect(harmlessEvent({type: "status", text: bad})).toEqual({type: "status", text: good});
});
