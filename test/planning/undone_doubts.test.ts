import {expect, test} from "vitest";
import {type Reading, readingSchema} from "../../src/planning/reading.ts";
import {undoneDoubts} from "../../src/planning/undone_doubts.ts";

const fare = {name: "average fare", fn: "avg" as const, of: {column: "fare"}};
const placements = [{text: "fare", start: 0, end: 4, place: "measure" as const, as: "fare"}];

function said(question: string, reading: Partial<Reading>): string[] {
  const whole = readingSchema.parse({
    intent: "aggregate",
    table: "ferries",
    placements,
    score: 1,
    ...reading,
  });
  return undoneDoubts(question, whole).map(({says}) => says);
}

test("groups of “each” that the reading has not", () => {
  expect(said("average fare of each harbour", {measures: [fare]})).toEqual([
    "“each” asks for groups, and there are none",
  ]);
  const byHarbour = {measures: [fare], groups: [{name: "harbour", of: {column: "harbour"}}]};
  expect(said("average fare of each harbour", byHarbour)).toEqual([]);
  expect(said("average fare", {measures: [fare]})).toEqual([]);
});

test("“best” by a column that no word names", () => {
  const best = {
    intent: "which" as const,
    columns: [
      {name: "boat", of: {column: "boat"}},
      {name: "tonnage", of: {column: "tonnage"}},
    ],
    order: [{by: "tonnage", direction: "desc" as const}],
  };
  expect(said("best boat of 1980", best)).toEqual(["no word says that best is by tonnage"]);
  expect(said("best tonnage of 1980", best)).toEqual([]);
});

test("a length of time in another unit than its column", () => {
  const longer = {
    measures: [{name: "count", fn: "count" as const}],
    filters: [
      {condition: {op: ">" as const, of: {column: "crossing_min"}, value: 3}, said: "crossing_min > 3"},
    ],
  };
  expect(said("crossings longer than three hours", longer)).toEqual([
    "crossing_min is in minutes, and the question says hours",
  ]);
  expect(said("crossings longer than 3 minutes", longer)).toEqual([]);
});
