import {describe, expect, it} from "vitest";
import {findNumbers, parseNumber} from "../../../src/agents/offline/number_words.ts";

describe("parseNumber", () => {
  it.each<[string, number | undefined]>([
    ["five", 5],
    ["twenty-one", 21],
    ["twenty one", 21],
    ["a hundred", 100],
    ["two hundred and five", 205],
    ["three thousand four hundred and twelve", 3412],
    ["1,000", 1000],
    ["1.5k", 1500],
    ["2m", 2_000_000],
    ["3bn", 3_000_000_000],
    ["2 million", 2_000_000],
    ["2.5 million", 2_500_000],
    ["one million", 1_000_000],
    ["$3,500.50", 3500.5],
    ["€ 20", 20],
    ["20 dollars", 20],
    ["10%", 10],
    ["10 percent", 10],
    ["-5", -5],
    [".5", 0.5],
    ["half", 0.5],
    ["half a million", 500_000],
    ["a dozen", 12],
    ["zero", 0],
    ["many", undefined],
    ["five apples", undefined],
    ["five and six", undefined],
    ["", undefined],
  ])("%s is %s", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
});

describe("findNumbers", () => {
  it("finds each number with its span and unit", () => {
    const text = "orders over $2,500 by at least twenty-one customers in 10% of stores";
    const found = findNumbers(text);
    expect(found.map((one) => [text.slice(one.start, one.end), one.value, one.unit])).toEqual([
      ["$2,500", 2500, "$"],
      ["twenty-one", 21, undefined],
      ["10%", 10, "%"],
    ]);
  });

  it("keeps numbers side by side apart", () => {
    expect(findNumbers("between five and ten").map((one) => one.value)).toEqual([5, 10]);
    expect(findNumbers("three, four or five").map((one) => one.value)).toEqual([3, 4, 5]);
    expect(findNumbers("5-10").map((one) => one.value)).toEqual([5, 10]);
  });

  it("marks words that are often no count", () => {
    expect(findNumbers("which one is it").map((one) => one.loose)).toEqual([true]);
    expect(findNumbers("half of them").map((one) => one.loose)).toEqual([true]);
  });
});
