import fc from "fast-check";
import {expect, test} from "vitest";
import type {LoadedDocument} from "../../src/knowledge/loaders/document.ts";
import {openDocument} from "../../src/knowledge/loaders/document_text.ts";
import {splitDocument, splitterSchema} from "../../src/knowledge/split.ts";

const word = fc.oneof(
  fc.stringMatching(/^[a-zé]{1,12}$/),
  fc.constantFrom("end.", "Really?", "3.5", "😀😀", "総売上。", "a".repeat(400)),
);
const block = fc.oneof(
  fc.record({heading: fc.integer({min: 1, max: 4}), text: fc.stringMatching(/^[A-Z][a-z]{1,20}$/)}),
  fc.record({text: fc.array(word, {minLength: 1, maxLength: 120}).map((words) => words.join(" "))}),
  fc.record({page: fc.constant(true)}),
);
const documents: fc.Arbitrary<LoadedDocument> = fc.array(block, {maxLength: 25}).map((blocks) => {
  const into = openDocument("pdf");
  let page = 0;
  for (const one of blocks) {
    if ("page" in one) into.page(++page);
    else if ("heading" in one) into.heading(one.heading, one.text);
    else into.paragraph(one.text);
  }
  return into.done();
});
const splitters = fc
  .record({size: fc.integer({min: 100, max: 900}), share: fc.integer({min: 0, max: 50})})
  .map(({size, share}) => splitterSchema.parse({size, overlap: Math.floor((size * share) / 100)}));

test("passages are stretches of the text, none longer than the limit, all in order, with nothing between them but white space", () => {
  fc.assert(
    fc.property(documents, splitters, (document, splitter) => {
      let covered = 0;
      let last = -1;
      for (const {text, start, end} of splitDocument(document, splitter)) {
        expect(document.text.slice(start, end)).toBe(text);
        expect(text.trim()).toBe(text);
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(splitter.size);
        expect(start).toBeGreaterThan(last);
        expect(document.text.slice(covered, Math.max(covered, start)).trim()).toBe("");
        expect(text.isWellFormed()).toBe(true);
        last = start;
        covered = Math.max(covered, end);
      }
      expect(document.text.slice(covered).trim()).toBe("");
    }),
    {numRuns: 1_000},
  );
});

test("a passage never goes over a heading that text follows, and tells the titles above it", () => {
  const into = openDocument("markdown");
  into.heading(1, "Handbook");
  into.heading(2, "Leave");
  into.paragraph("Thirty days a year.");
  into.heading(2, "Travel");
  into.heading(3, "Trains");
  into.paragraph("Second class.");
  into.heading(1, "Appendix");
  into.paragraph("Forms.");
  const passages = splitDocument(into.done(), splitterSchema.parse({}));
  expect(passages.map(({text, headings}) => [headings.join(" > "), text])).toEqual([
    ["Handbook > Leave", "Handbook\n\nLeave\n\nThirty days a year."],
    ["Handbook > Travel > Trains", "Travel\n\nTrains\n\nSecond class."],
    ["Appendix", "Appendix\n\nForms."],
  ]);
});

test("a passage begins with the end of the one before it, in whole paragraphs or sentences", () => {
  const into = openDocument("text");
  const said = Array.from({length: 12}, (_, at) => `Sentence number ${at + 1} is here to be read.`);
  into.paragraph(said.join(" "));
  const passages = splitDocument(into.done(), splitterSchema.parse({size: 160, overlap: 60}));
  expect(passages[0]!.text).toBe(said.slice(0, 4).join(" "));
  expect(passages[1]!.text.startsWith(said[3]!)).toBe(true);
  expect(passages.at(-1)!.text.endsWith(said[11]!)).toBe(true);
});

test("sizes in tokens are four characters each", () => {
  const into = openDocument("text");
  into.paragraph("word ".repeat(500));
  const passages = splitDocument(into.done(), splitterSchema.parse({size: 100, overlap: 0, unit: "tokens"}));
  expect(Math.max(...passages.map(({text}) => text.length))).toBeGreaterThan(390);
  expect(Math.max(...passages.map(({text}) => text.length))).toBeLessThanOrEqual(400);
});

test("an overlap of more than half a passage is refused", () => {
  expect(splitterSchema.safeParse({size: 200, overlap: 150}).success).toBe(false);
});
