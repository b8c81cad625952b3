import {describe, expect, it} from "vitest";
import {followUp} from "../../../src/agents/offline/follow_up_words.ts";
import {emptyReading} from "../../../src/agents/offline/scene.ts";
import type {Reading} from "../../../src/planning/reading.ts";

const byYear: Reading = {
  ...emptyReading("sales"),
  measures: [{name: "total amount", fn: "sum", of: {column: "amount"}}],
  groups: [{name: "year", of: {column: "sold"}, unit: "year"}],
  period: {
    column: "sold",
    from: "2024-06-01",
    to: "2024-07-01",
    anchor: "none",
    partial: false,
    said: "June 2024",
  },
  placements: [],
  score: 1,
};
const words = (question: string): string => followUp(question, byYear).words;

describe("the words of a follow-up", () => {
  it.each([
    ["can i have that as a count instead", "count"],
    ["now by month not year", "now by month"],
    ["same thing weekly", "weekly"],
    ["i meant the average", "average"],
    ["use the median", "median"],
    ["great thanks, and by region?", "by region?"],
    ["just the west", "just the west"],
    ["total by region not product", "total by region not product"],
  ])("%s: %s", (question, core) => expect(words(question)).toBe(core));

  it.each([
    ["put Hull next to it", "and Hull"],
    ["compare that to york", "and york"],
    ["add the driver", "and driver"],
    ["split that by month", "by month"],
  ])("%s: comes beside what was there", (question, core) =>
    expect(followUp(question, byYear)).toMatchObject({words: core, adds: true, surely: true}),
  );

  it.each([
    ["and the month before?", {unit: "month", by: -1}],
    ["ok n what about the year after", {unit: "year", by: 1}],
    ["same period last year", {unit: "year", by: -1}],
    ["previous quarter", {unit: "quarter", by: -1}],
  ])("%s moves the period", (question, moved) => expect(followUp(question, byYear).moved).toEqual(moved));

  it("sets the period against another", () => {
    expect(followUp("is that up on may and by how much", byYear)).toMatchObject({
      words: "for may",
      against: true,
    });
    expect(followUp("how does that compare to the month before", byYear)).toMatchObject({
      moved: {unit: "month", by: -1},
      against: true,
    });
  });

  it("leaves a question of its own alone", () => {
    for (const question of ["what is the average amount by region", "how many in the year before last"])
      expect(followUp(question, byYear)).toMatchObject({words: question, surely: false, adds: false});
  });
});
