import {describe, expect, it} from "vitest";
import {teachingOf} from "../../../../src/agents/offline/talk/teaching.ts";

const taught = (text: string) => {
  const found = teachingOf(text);
  return found?.kind === "teach" ? [found.term, found.meaning, found.always] : found?.kind;
};

describe("what is said about words", () => {
  it.each([
    ["remember that active customer means status is active", "active customer", "status is active"],
    ["net means without refunds", "net", "without refunds"],
    ["when I say big I mean over 10k", "big", "over 10k"],
    ["by bulk we mean qty above 20", "bulk", "qty above 20"],
    ["From now on a key account is one on the Business plan", "key account", "on the Business plan"],
    ["define heavy as kg over 10", "heavy", "kg over 10"],
    ["remember: vip = spend over 500", "vip", "spend over 500"],
    ["a wet day is one with rain over 10, remember that", "wet day", "with rain over 10"],
    ["no, remember that net is without refunds", "net", "without refunds"],
    ["let's call orders over 10k 'big'", "big", "orders over 10k"],
  ])("%s", (text, term, meaning) => {
    expect(taught(text)).toEqual([term, meaning, false]);
  });

  it("“always” and “not the column” put a meaning before a column of that name", () => {
    expect(taught("net always means without refunds")).toEqual(["net", "without refunds", true]);
    expect(taught("net means without refunds, not the column")).toEqual(["net", "without refunds", true]);
  });

  it.each([
    ["remember that", "keep change"],
    ["please remember this from now on", "keep change"],
    ["forget active customer", "forget"],
    ["forget everything", "forget all"],
    ["undo that", "undo"],
    ["what do you remember?", "list"],
    ["show me the definitions", "list"],
  ])("%s", (text, kind) => {
    expect(taught(text)).toBe(kind);
  });

  it.each([
    "what does net mean?",
    "sales by region",
    "price means by region",
    "how do the means differ between groups",
    "what is the mean of sales",
    "how many customers are active",
    "",
  ])("no teaching: %s", (text) => {
    expect(teachingOf(text)).toBeUndefined();
  });
});
