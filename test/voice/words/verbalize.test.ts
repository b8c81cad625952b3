import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {asTyped} from "../../../src/voice/words/as_typed.ts";
import {verbalize} from "../../../src/voice/words/verbalize.ts";
import {SPOKEN} from "./spoken_cases.ts";

describe.each(Object.entries(SPOKEN))("%s", (_, cases) => {
  test.each(cases)("%s is said: %s", (written, said) => {
    expect(verbalize(written)).toBe(said);
  });
});

test("there are as many cases as it takes to trust it", () => {
  expect(Object.values(SPOKEN).flat().length).toBeGreaterThan(400);
});

const RUNS = process.env.SWEEPS === "all" ? 400 : 100;

/** Texts of captions, and texts that nobody meant to be said. */
const anyText = fc.oneof(
  fc.string({unit: "binary", maxLength: 60}),
  fc
    .array(
      fc.constantFrom(
        ...Object.values(SPOKEN)
          .flat()
          .map(([written]) => written),
      ),
      {maxLength: 4},
    )
    .map((parts) => parts.join(" ")),
  fc.stringMatching(/^[0-9$€£%.,:/ a-zA-Z()<>_\-+=*#@&]{0,40}$/),
);

test("what is said has no digits and no currency signs, no tags, and is never empty", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const said = verbalize(text);
      expect(said).not.toMatch(/[\p{N}\p{Sc}<>&{}[\]|\\]/u);
      expect(said).not.toMatch(/(?!\u200c|\u200d)[\p{Cc}\p{Cf}\p{Co}]/u);
      expect(said === "").toBe(text === "");
    }),
    {numRuns: RUNS},
  );
});

test("what is words already stays as it is", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const said = verbalize(text);
      expect(verbalize(said)).toBe(said);
    }),
    {numRuns: RUNS},
  );
  const plain = "Sales rose from January to March, and fell in April. Was it the weather? No: nobody knows.";
  expect(verbalize(plain)).toBe(plain);
});

const NOTHING = {terms: []};
const heard = (number: string): string => asTyped(`is ${verbalize(number)}`, NOTHING).replace(/^is /, "");
const read = (text: string): number => {
  const [digits = "", scale = ""] = text.split(" ");
  return Number(digits) * ({million: 1e6, billion: 1e9, trillion: 1e12}[scale] ?? 1);
};

test("the words of a number are that number when they are heard", () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer({min: 0, max: 10_000}), fc.maxSafeNat()), (value) => {
      expect(read(heard(value.toLocaleString("en-US")))).toBe(value);
    }),
    {numRuns: RUNS},
  );
  fc.assert(
    fc.property(fc.integer({min: -999_999, max: 999_999}), fc.integer({min: 1, max: 4}), (value, places) => {
      const shown = (value / 10 ** places).toFixed(places);
      expect(Number(heard(shown))).toBe(Number(shown));
    }),
    {numRuns: RUNS / 2},
  );
});

test("years are heard as they were said", () => {
  for (let year = 1900; year < 2100; year++) expect(heard(String(year))).toBe(String(year));
});

test("ten thousand characters of anything are said or left out, not choked on", () => {
  for (const text of [
    "9".repeat(10_000),
    "<".repeat(10_000),
    "a_".repeat(5_000),
    "1,".repeat(5_000),
    "$".repeat(10_000),
    "<a ".repeat(3_000),
    "(".repeat(10_000),
    "1/".repeat(5_000),
    "a.".repeat(5_000),
    "@a.".repeat(3_000),
    "https://".repeat(1_200),
  ]) {
    const said = verbalize(text);
    expect(said).not.toMatch(/[\p{N}\p{Sc}<>]/u);
    expect(said).not.toBe("");
  }
});
