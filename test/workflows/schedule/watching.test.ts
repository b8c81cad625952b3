import {expect, test} from "vitest";
import type {Column, Table} from "../../../src/data/table.ts";
import type {Artifact} from "../../../src/tools/tool.ts";
import {alertSchema, type Seen, seenSchema} from "../../../src/workflows/schedule/alert.ts";
import {judgeAlert} from "../../../src/workflows/schedule/judge_alert.ts";
import {type ObserveOptions, observe} from "../../../src/workflows/schedule/observe.ts";
import {wallClock} from "../../../src/workflows/schedule/whole_periods.ts";

function result(columns: Record<string, Column["type"]>, rows: Table["rows"], more = {}): Artifact {
  const provenance = {tool: "aggregate", datasets: [], sql: [], notes: [], elapsedMs: 1};
  const table = {columns: Object.entries(columns).map(([name, type]) => ({name, type})), rows};
  return {kind: "table", title: "Sales", table, units: {}, truncated: false, provenance, ...more};
}

/** What is told of results, each at its time. */
function told(words: unknown, runs: readonly (readonly [string, Artifact])[], options: ObserveOptions = {}) {
  const alert = alertSchema.parse(words);
  let seen: Seen = seenSchema.parse({});
  return runs.map(([time, artifact]) => {
    const at = new Date(time);
    const judged = judgeAlert(alert, observe("s1", artifact, at, {of: alert.of, ...options}), seen, {
      ...{id: time, at},
    });
    seen = seenSchema.parse(JSON.parse(JSON.stringify(judged.seen)));
    return judged.reason;
  });
}

const AT = "2026-07-01T09:00:00Z";
const BELOW_50 = {when: {kind: "threshold", is: "below", value: 50}};

test("what a result is grouped by is not watched: identifiers, parts of the calendar, what the workflow names", () => {
  const stores = result({store_id: "integer", revenue: "number"}, [
    [7, 500],
    [8, 30],
  ]);
  expect(told(BELOW_50, [[AT, stores]])).toEqual(["Revenue of 8 is 30, below 50."]);
  const years = result({year: "integer", revenue: "number"}, [
    [2024, 5],
    [2025, 3],
  ]);
  // Of years the last that is over.
  expect(told(BELOW_50, [[AT, years]])).toEqual(["Revenue is 3, below 50."]);
  const aisles = result({aisle: "integer", revenue: "number"}, [
    [7, 500],
    [9, 600],
  ]);
  expect(told(BELOW_50, [[AT, aisles]], {groups: ["aisle"]})).toEqual([null]);
  // A count of things is a number like any other.
  const counted = result({unique_customer_ids: "integer", orders_per_day: "number"}, [[12, 3]]);
  expect(told(BELOW_50, [[AT, counted]])).toEqual(["Unique customer ids is 12, below 50."]);
});

test("each row is judged by itself, and told once", () => {
  const regions = (...rows: [string, number][]) => result({region: "text", revenue: "number"}, rows);
  expect(
    told({...BELOW_50, of: "revenue", quietHours: 0}, [
      ["2026-07-01T09:00:00Z", regions(["North", 500], ["South", 3])],
      ["2026-07-02T09:00:00Z", regions(["South", 4], ["North", 500])],
      ["2026-07-03T09:00:00Z", regions(["North", 20], ["South", 3], ["East", 10])],
      ["2026-07-04T09:00:00Z", regions(["North", 20], ["South", 300])],
      ["2026-07-05T09:00:00Z", regions(["North", 20], ["South", 3])],
    ]),
  ).toEqual([
    "Revenue of South is 3, below 50.",
    null,
    "Revenue of North is 20, below 50. Revenue of East is 10, below 50.",
    null,
    "Revenue of South is 3, below 50.",
  ]);
});

test("of groups over time each has its own course", () => {
  const months = result({month: "date", region: "text", revenue: "number"}, [
    ["2026-05-01", "North", 100],
    ["2026-05-01", "South", 100],
    ["2026-06-01", "North", 101],
    ["2026-06-01", "South", 60],
  ]);
  const drop = {when: {kind: "change", by: 20, unit: "percent", direction: "down"}};
  expect(told(drop, [[AT, months]])).toEqual([
    "Revenue of South fell by 40 %: 60 in 2026-06-01, after 100 in 2026-05-01.",
  ]);
});

test.each([
  ["a month of 30 days", ["2026-05-01", "2026-06-01"], "2026-07-01T00:00:00Z"],
  ["February", ["2026-01-01", "2026-02-01"], "2026-03-01T06:00:00Z"],
  ["a quarter of 90 days", ["2025-10-01", "2026-01-01"], "2026-04-01T00:00:00Z"],
  ["a year of 365 days", ["2024-01-01", "2025-01-01"], "2026-01-01T00:00:00Z"],
  ["a week", ["2026-06-15", "2026-06-22"], "2026-06-29T00:00:00Z"],
])("%s is over when the next begins, and not before", (_, [before, last], end) => {
  const points = result({period: "date", revenue: "number"}, [
    [before!, 100],
    [last!, 10],
  ]);
  const watches = (at: Date) => observe("s1", points, at).groups[0]?.value.value;
  expect(watches(new Date(end))).toBe(10);
  expect(watches(new Date(Date.parse(end.slice(0, 10)) - 1))).toBe(100);
});

test("a period is over by the clock of the schedule", () => {
  // In Tokyo July has begun.
  expect(wallClock(new Date("2026-06-30T21:00:00Z"), "Asia/Tokyo").toISOString()).toBe(
    "2026-07-01T06:00:00.000Z",
  );
});

const one = (value: number) => result({x: "number"}, [[value]]);

test("what differs or changes in the quiet hours is told after them", () => {
  const runs = [
    ["2026-07-01T09:00:00Z", one(100)],
    ["2026-07-01T10:00:00Z", one(110)],
    ["2026-07-01T12:00:00Z", one(50)],
    ["2026-07-01T13:00:00Z", one(50)],
    ["2026-07-01T20:00:00Z", one(50)],
    ["2026-07-02T20:00:00Z", one(50)],
  ] as const;
  expect(told({when: {kind: "differs"}}, runs)).toEqual([
    null,
    expect.stringContaining("x 110, was 100"),
    null,
    null,
    "1 row of the result differs from what there was in the run of 2026-07-01 10:00 UTC: x 50, was 110.",
    null,
  ]);
  expect(told({when: {kind: "change", by: 5, unit: "percent", direction: "either"}}, runs)).toEqual([
    null,
    "X rose by 10 %: 110, after 100 in the run before.",
    null,
    null,
    "X fell by 54.5 %: 50, after 110 in the run of 2026-07-01 10:00 UTC.",
    null,
  ]);
  // What went back before they ended is no news.
  const back = runs.map(
    ([at, {table}], number) => [at, number === 4 ? one(110) : one(Number(table.rows[0]![0]))] as const,
  );
  expect(told({when: {kind: "differs"}}, back.slice(0, 5)).at(-1)).toBeNull();
});

test("of a result whose first rows alone are here the whole counts, and what cannot be known is said", () => {
  const cut = (whole?: {rows: number; digest: string}) =>
    result({x: "number"}, [[1]], {truncated: true, ...(whole && {whole})});
  const differs = {when: {kind: "differs"}, quietHours: 0};
  expect(
    told(
      differs,
      [
        ["1", cut({rows: 9_000, digest: "a"})],
        ["2", cut({rows: 9_000, digest: "a"})],
        ["3", cut({rows: 9_001, digest: "b"})],
      ].map(([day, artifact]) => [`2026-07-0${day}T00:00:00Z`, artifact as Artifact] as const),
    ),
  ).toEqual([null, null, "The result differs from the run before: it has 9,001 rows."]);
  expect(
    told(differs, [
      ["2026-07-01T00:00:00Z", cut()],
      ["2026-07-02T00:00:00Z", cut()],
    ]),
  ).toEqual([
    null,
    "Whether the result differs from the run before cannot be known: a part of its rows alone was kept.",
  ]);
  expect(told(BELOW_50, [[AT, cut({rows: 9_000, digest: "a"})]])[0]).toMatch(
    /below 50\. The first 1 of 9,000 rows alone are watched\.$/,
  );
});
