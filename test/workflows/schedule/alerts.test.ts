import {expect, test} from "vitest";
import type {Table} from "../../../src/data/table.ts";
import type {Artifact} from "../../../src/tools/tool.ts";
import {alertSchema, type Seen, seenSchema} from "../../../src/workflows/schedule/alert.ts";
import {judgeAlert} from "../../../src/workflows/schedule/judge_alert.ts";
import {observe} from "../../../src/workflows/schedule/observe.ts";
import {readAlert, sayAlert} from "../../../src/workflows/schedule/read_alert.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-11-22T09:00Z");

function result(table: Table, units: Record<string, string> = {}): Artifact {
  const provenance = {tool: "aggregate", datasets: [], sql: [], notes: [], elapsedMs: 1};
  return {kind: "table", title: "Sales", table, units, truncated: false, provenance};
}

const one = (value: number | null) =>
  result({columns: [{name: "revenue", type: "number"}], rows: [[value]]}, {revenue: "$"});

const byMonth = (values: readonly (readonly [string, number])[]) =>
  result({
    columns: [
      {name: "month", type: "date"},
      {name: "revenue", type: "number"},
    ],
    rows: values.map(([month, value]) => [`${month}-01`, value]),
  });

/** What is told of runs one after the other, each so many hours after the one before. */
function told(words: unknown, results: readonly Artifact[], hours = 24): (string | null)[] {
  const alert = alertSchema.parse(words);
  let seen: Seen = seenSchema.parse({});
  return results.map((artifact, number) => {
    const at = new Date(START + number * hours * HOUR);
    const judged = judgeAlert(alert, observe("s1", artifact, at, {of: alert.of}), seen, {
      id: `run ${number}`,
      at,
    });
    seen = seenSchema.parse(JSON.parse(JSON.stringify(judged.seen)));
    return judged.reason;
  });
}

test("a threshold is told when it begins to hold, and again only after the value was clearly back", () => {
  const when = {kind: "threshold", is: "below", value: 10_000};
  expect(told({when}, [12_000, 9_500, 9_400, 10_050, 9_900, 10_200, 9_000].map(one))).toEqual([
    null,
    "Revenue is $9,500, below $10,000.",
    null,
    // Within one percent of the threshold it is not back yet.
    null,
    null,
    null,
    "Revenue is $9,000, below $10,000.",
  ]);
  // Holding at once is news, too: nobody was told before.
  expect(told({when}, [one(1)])).toEqual(["Revenue is $1, below $10,000."]);
  expect(told({when}, [one(null)])).toEqual([null]);
});

test("what becomes true in the quiet hours is told after them, if it still is", () => {
  const when = {kind: "threshold", is: "above", value: 100};
  const runs = [one(101), one(50), one(102), one(103), one(104)];
  expect(told({when, quietHours: 3}, runs, 1).map(Boolean)).toEqual([true, false, false, true, false]);
});

test("a change is against the period before; the month that is not over does not count", () => {
  const when = {kind: "change", by: 20, unit: "percent", direction: "down"};
  const months = [
    ["2026-08", 100],
    ["2026-09", 110],
    ["2026-10", 82.5],
    ["2026-11", 3],
  ] as const;
  const sentence = "Revenue fell by 25 %: 82.5 in 2026-10-01, after 110 in 2026-09-01.";
  // The next run sees the same month again.
  expect(told({when}, [byMonth(months), byMonth(months)])).toEqual([sentence, null]);
  expect(told({when: {...when, direction: "up"}}, [byMonth(months)])).toEqual([null]);
  expect(told({when: {...when, by: 25.1}}, [byMonth(months)])).toEqual([null]);
});

test("without time in the result a change is against the run before", () => {
  const when = {kind: "change", by: 30, unit: "absolute", direction: "either"};
  expect(told({when}, [100, 120, 155, 120].map(one))).toEqual([
    null,
    null,
    "Revenue rose by $35: $155, after $120 in the run before.",
    "Revenue fell by $35: $120, after $155 in the run before.",
  ]);
});

test("an anomaly of the runs is far by the modified z-score, once there are eight to go by", () => {
  const usual = [100, 102, 98, 101, 99, 103, 97, 100];
  const reasons = told({when: {kind: "anomaly"}}, [...usual.slice(0, 7), 500, ...usual, 104, 130].map(one));
  // The 500 came when only seven runs were known: nobody could say.
  expect(reasons.slice(0, 8)).toEqual(Array.from({length: 8}, () => null));
  expect(reasons.filter(Boolean)).toEqual([
    "Revenue is $130, far from the $100 that is usual in the 17 runs before (modified z 10.12, bound 3.5; Iglewicz and Hoaglin 1993).",
  ]);
});

test("an anomaly of a series is told for its last whole period, once", () => {
  const months = Array.from({length: 22}, (_, at) => {
    const month = `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
    return [month, at === 21 ? 400 : 100 + ((at * 7) % 5)] as const;
  });
  const reasons = told({when: {kind: "anomaly"}}, [byMonth(months), byMonth(months)]);
  expect(reasons[0]).toMatch(/^Revenue in 2026-10-01 is 400, outside the .* Iglewicz and Hoaglin 1993\)\.$/);
  expect(reasons[1]).toBeNull();
  expect(told({when: {kind: "anomaly"}}, [byMonth(months.slice(0, 21))])).toEqual([null]);
});

test("what differs is said: which rows, what they were", () => {
  const regions = (rows: (string | number)[][]) =>
    result({
      columns: [
        {name: "region", type: "text"},
        {name: "orders", type: "integer"},
      ],
      rows,
    });
  const first = regions([
    ["North", 5],
    ["South", 7],
  ]);
  const runs = [
    first,
    regions([
      ["South", 7],
      ["North", 5],
    ]),
    regions([
      ["North", 6],
      ["East", 1],
    ]),
  ];
  expect(told({when: {kind: "differs"}}, runs)).toEqual([
    null,
    // The same rows in another order are the same.
    null,
    "3 rows of the result differ from the run before: North: orders 6, was 5; East is new; South is gone.",
  ]);
});

test("a run that is judged again after a crash comes to the same", () => {
  const alert = alertSchema.parse({when: {kind: "threshold", is: "below", value: 10}});
  const at = new Date(START);
  const first = judgeAlert(alert, observe("s1", one(5), at), seenSchema.parse({}), {id: "r", at});
  expect(judgeAlert(alert, observe("s1", one(5), at), first.seen, {id: "r", at})).toEqual(first);
});

test("a value is watched by its name, and one that is not there is an error that names what is", () => {
  const table: Table = {
    columns: [
      {name: "total_revenue", type: "number"},
      {name: "orders", type: "integer"},
    ],
    rows: [[5, 2]],
  };
  expect(observe("s1", result(table), new Date(), {of: "Orders"}).groups[0]?.value.value).toBe(2);
  expect(observe("s1", result(table), new Date(), {of: "revenue"}).groups[0]?.value).toMatchObject({
    value: 5,
    evidence: {step: "s1", row: 0, column: "total_revenue"},
  });
  expect(() => observe("s1", result(table), new Date(), {of: "profit"})).toThrow("no number called profit");
});

test.each([
  ["tell me when revenue falls below 10k", "revenue", {kind: "threshold", is: "below", value: 10_000}],
  ["alert us if orders exceed 1,500", "orders", {kind: "threshold", is: "above", value: 1_500}],
  [
    "let me know when the sales drop under $2.5 million",
    "sales",
    {kind: "threshold", is: "below", value: 2_500_000},
  ],
  ["tell me when the margin is below 20%", "margin", {kind: "threshold", is: "below", value: 0.2}],
  ["warn me when it reaches 100", "", {kind: "threshold", is: "at_least", value: 100}],
  [
    "tell me if revenue drops by more than 20%",
    "revenue",
    {kind: "change", by: 20, unit: "percent", direction: "down"},
  ],
  [
    "notify us when orders change by 50",
    "orders",
    {kind: "change", by: 50, unit: "absolute", direction: "either"},
  ],
  ["tell me when this differs", "", {kind: "differs"}],
  ["tell me when this changes", "", {kind: "differs"}],
  ["alert me when revenue is unusual", "revenue", {kind: "anomaly"}],
  ["tell me when revenue shows an anomaly", "revenue", {kind: "anomaly"}],
  ["tell me when revenue looks bad", undefined, undefined],
])("%s", (text, what, when) => {
  const found = readAlert(text);
  expect(found?.what).toBe(what);
  expect(found?.alert.when).toEqual(when);
});

test.each([
  "tell me when sales were highest",
  "tell me which region changed",
  "show sales below 100",
  "alert rate by month",
  "tell me when the amount was above 50",
  "tell me when sales dropped below 100",
  "tell me if orders were under 10",
  "let me know when revenue had been over 2 million",
  "tell me when the price exceeded 50",
  "tell me when customers changed plan",
])("%s is a question", (text) => expect(readAlert(text)).toBeUndefined());

test("what keeps an alert from being told too often is said", () => {
  expect(
    sayAlert(alertSchema.parse({of: "revenue", when: {kind: "threshold", is: "below", value: 10_000}}), "$"),
  ).toBe(
    "told once when revenue falls below $10,000 and told again only after it was back by $100, at most once in 6 hours",
  );
});
