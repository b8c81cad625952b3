import {expect, test} from "vitest";
import type {ColumnProfile, TableProfile} from "../../src/data/profile.ts";
import {doubtsOf} from "../../src/planning/doubts.ts";
import {otherPlan} from "../../src/planning/other_plans.ts";
import type {Plan} from "../../src/planning/plan.ts";
import {type Reading, readingSchema} from "../../src/planning/reading.ts";
import {unsureOf} from "../../src/planning/unsure.ts";

const bakery: TableProfile = {
  table: "bakery_orders",
  rows: 1000,
  duplicateRows: 40,
  keys: ["line_ref"],
  columns: [
    column("line_ref", "identifier", 1000),
    column("order_no", "category", 400),
    column("baker", "category", 12),
    column("baked_on", "date", 300),
    column("gross_takings", "measure", 800),
    column("net_takings", "measure", 800),
    column("loaves", "measure", 90),
  ],
};
const count = {name: "count", fn: "count" as const};
const byBaker = [{name: "baker", of: {column: "baker"}}];

test("an answer whose every word has its place is given, whatever the data lack", () => {
  const counted = reading({measures: [count], groups: byBaker});
  expect(unsure("how many lines by baker", counted)).toEqual([]);
  expect(doubts("how many lines by baker", counted)).toContain("repeats");
});

test("a word that the reading says nothing of is offered with", () => {
  expect(
    unsure("how many lines by baker on sourdough", reading({measures: [count], groups: byBaker})),
  ).toEqual(["words"]);
});

test("rows counted where another thing repeats in them are offered beside the different ones", () => {
  const counted = reading({
    measures: [count],
    placements: [{text: "how many", start: 0, end: 8, place: "measure"}],
  });
  const plan = planOf(counted);
  const [doubt] = unsureOf(doubtsOf(parts("how many orders", plan)), plan);
  expect(doubt).toMatchObject({kind: "grain", others: [{kind: "distinct", of: "order_no"}]});
  expect(otherPlan(plan, doubt!.others![0]!, [bakery])?.reading?.measures[0]).toMatchObject({
    fn: "count_distinct",
    of: {column: "order_no"},
  });
});

test("another column that fits the words as well takes the place of the one that was taken", () => {
  const net = planOf(
    reading({measures: [{name: "total net_takings", fn: "sum", of: {column: "net_takings"}}]}),
  );
  const [doubt] = unsureOf(doubtsOf(parts("total takings", net)), net);
  expect(doubt).toMatchObject({kind: "rival"});
  const gross = otherPlan(net, doubt!.others![0]!, [bakery]);
  expect(gross?.steps[0]?.input).toEqual({
    measures: [{name: "total gross_takings", fn: "sum", of: {column: "gross_takings"}}],
  });
});

test("an average of groups of one row each, or rows where a figure was asked for, are offered", () => {
  const perLine = reading({
    measures: [{name: "a", fn: "avg", of: {column: "loaves"}}],
    groups: [{name: "line_ref", of: {column: "line_ref"}}],
  });
  expect(unsure("average loaves per line ref", perLine)).toEqual(["grain"]);
  const rows = reading({intent: "rows", columns: [{name: "loaves", of: {column: "loaves"}}]});
  expect(unsure("total loaves", rows)).toEqual(["shape"]);
  expect(unsure("list the loaves", rows)).toEqual([]);
});

test("a follow-up that leans on nothing, or drops the rows of the answer before, is offered", () => {
  const loaves = {name: "loaves", fn: "sum" as const, of: {column: "loaves"}};
  const ofAnna = reading({
    measures: [loaves],
    filters: [{condition: {op: "=", of: {column: "baker"}, value: "Anna"}, said: "baker is Anna"}],
  });
  const all = reading({measures: [loaves]});
  expect(unsure("and their loaves in total", all)).toContain("leaning");
  expect(unsure("and their loaves", all, ofAnna)).toEqual(["leaning"]);
  expect(unsure("and their loaves", ofAnna, ofAnna)).toEqual([]);
});

test("two digits behind a month are a day or a year", () => {
  const day = reading({
    measures: [count],
    period: {column: "baked_on", anchor: "none", partial: false, said: "9 May 2024"},
  });
  expect(unsure("how many lines may 09", day)).toEqual([]);
  expect(unsure("how many lines may 23", day)).toEqual(["date"]);
});

test("instructions step by step are never offered", () => {
  const steps = planOf(reading({intent: "procedure", operations: []}));
  expect(unsureOf(doubtsOf(parts("standardise the crumbs", steps)), steps)).toEqual([]);
});

function unsure(question: string, of: Reading, before?: Reading): string[] {
  const plan = planOf(of);
  return [...new Set(unsureOf(doubtsOf(parts(question, plan, before)), plan).map(({kind}) => kind))];
}

function doubts(question: string, of: Reading): string[] {
  return doubtsOf(parts(question, planOf(of))).map(({kind}) => kind);
}

function parts(question: string, plan: Plan, before?: Reading) {
  return {
    question,
    plan,
    artifacts: new Map(),
    profiles: [bakery],
    ...(before && {before, isFollowUp: true}),
  };
}

function planOf(of: Reading): Plan {
  const steps = [{id: "answer", tool: "aggregate", input: {measures: of.measures}}];
  return {reading: of, steps, headline: "answer"};
}

function reading(change: Partial<Reading>): Reading {
  return readingSchema.parse({intent: "aggregate", table: "bakery_orders", score: 0.9, ...change});
}

function column(name: string, role: ColumnProfile["role"], distinct: number): ColumnProfile {
  const [type, min, max] =
    role === "measure"
      ? (["number", 0, 900] as const)
      : role === "date"
        ? (["date", "2021-01-01", "2024-12-31"] as const)
        : (["text", null, null] as const);
  return {
    name,
    type,
    role,
    ...(role === "measure" && {additivity: "additive" as const}),
    nulls: 0,
    distinct,
    min,
    max,
    top: [],
  };
}
