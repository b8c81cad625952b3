import {expect, test} from "vitest";
import type {TableProfile} from "../../src/data/profile.ts";
import {confidenceOf, sayConfidence} from "../../src/planning/confidence.ts";
import {type Reading, readingSchema} from "../../src/planning/reading.ts";
import {unaccountedWords} from "../../src/planning/words_accounted.ts";
import type {Artifact} from "../../src/tools/tool.ts";

const profile: TableProfile = {
  table: "orders",
  rows: 1000,
  duplicateRows: 0,
  keys: [],
  columns: [
    column("net_amount", "measure", 0),
    column("discount", "measure", 400),
    column("max_temperature", "measure", 0),
    column("min_temperature", "measure", 0),
    column("region", "category", 0),
  ],
};
const totalByRegion = reading({
  measures: [{name: "total", fn: "sum", of: {column: "net_amount"}}],
  groups: [{name: "region", of: {column: "region"}}],
});

test("is high where every word has its place and two ways agree", () => {
  const {level, reasons} = judge("total net amount by region", totalByRegion);
  expect(level).toBe("high");
  expect(reasons).toContain("computed twice with the same result");
});

test("falls with each word that the reading says nothing of", () => {
  expect(judge("total net amount of wholesalers by region", totalByRegion).level).toBe("medium");
  const low = judge("total net amount of refurbished bicycles by region", totalByRegion);
  expect(low).toMatchObject({level: "low"});
  expect(low.reasons[0]).toBe("the reading says nothing of “refurbished”, “bicycles”");
});

test("falls where another column fits the words as well", () => {
  const ofMinimum = reading({measures: [{name: "t", fn: "avg", of: {column: "min_temperature"}}]});
  expect(judge("average temperature", ofMinimum).reasons[0]).toBe(
    "max_temperature fits the words as well as min_temperature",
  );
  expect(judge("average min temperature", ofMinimum).level).toBe("high");
});

test("falls where an average was asked for and none is taken", () => {
  const counted = reading({measures: [{name: "n", fn: "count"}]});
  expect(judge("average number of orders", counted)).toMatchObject({level: "medium"});
});

test("falls with what is missing, repeated or cut", () => {
  const discounts = reading({measures: [{name: "d", fn: "sum", of: {column: "discount"}}]});
  expect(judge("total discount", discounts).reasons[0]).toBe("40 % of discount is missing");
  expect(judge("total net amount by region", totalByRegion, {...profile, duplicateRows: 50}).level).toBe(
    "medium",
  );
});

test("is one line for the terminal", () => {
  expect(sayConfidence({level: "low", reasons: ["a", "b", "c"]})).toBe("Confidence: low · a · b");
});

test("slips, forms and short forms of words are accounted for", () => {
  const said = "Read as: sum(revenue) by customer region, status is Refunded";
  expect(unaccountedWords("revnue by custmer regions, refunds only", said)).toEqual([]);
  expect(unaccountedWords("revenue by warehouse", said)).toEqual(["warehouse"]);
});

function judge(question: string, of: Reading, over: TableProfile = profile) {
  const plan = {reading: of, steps: [{id: "answer", tool: "aggregate", input: {}}], headline: "answer"};
  return confidenceOf({
    question,
    plan,
    artifacts: new Map([["answer", answer]]),
    profiles: [over],
    derivation: {kind: "agrees", cells: 2},
  });
}

function reading(parts: Partial<Reading>): Reading {
  return readingSchema.parse({intent: "aggregate", table: "orders", score: 0.9, ...parts});
}

function column(name: string, role: "measure" | "category", nulls: number): TableProfile["columns"][number] {
  return {
    name,
    type: role === "measure" ? "number" : "text",
    role,
    ...(role === "measure" && {additivity: "additive" as const}),
    nulls,
    distinct: 100,
    min: null,
    max: null,
    top: [],
  };
}

const answer: Artifact = {
  kind: "table",
  title: "Total by region",
  table: {
    columns: [
      {name: "region", type: "text"},
      {name: "total", type: "number"},
    ],
    rows: [
      ["East", 5],
      ["West", 3],
    ],
  },
  units: {},
  truncated: false,
  provenance: {tool: "aggregate", datasets: [], sql: [], notes: [], elapsedMs: 1},
};
