import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {createOfflineWriter} from "../../../src/agents/offline/writer.ts";
import {compileReading} from "../../../src/planning/compile.ts";
import {type Reading, readingSchema} from "../../../src/planning/reading.ts";
import {verifyDraft} from "../../../src/planning/verify.ts";
import {ORDERS, openRealData, type RealData} from "../../planning/real_data.ts";

let data: RealData;
beforeAll(async () => {
  data = await openRealData();
}, 60_000);
afterAll(async () => {
  await data?.[Symbol.asyncDispose]();
});

/** A reading run by the real tools on real data, written, and every number bound. */
async function answer(given: Partial<Reading> & Pick<Reading, "intent">, question = "") {
  const reading = readingSchema.parse({table: "orders", ...given});
  const plan = compileReading(reading, data.profile);
  const {artifacts} = await data.run(plan);
  const draft = await createOfflineWriter().write({
    question,
    plan,
    artifacts,
    signal: AbortSignal.timeout(10_000),
  });
  const checked = verifyDraft(draft, artifacts, {reading});
  expect(checked.unbound, draft.text).toEqual([]);
  return draft;
}

const NET = {name: "total net_amount", fn: "sum" as const, of: {column: "net_amount"}};
const AVERAGE = {name: "average net_amount", fn: "avg" as const, of: {column: "net_amount"}};
const REGION = {name: "region", of: {column: "region"}};
const YEAR_2024 = {
  column: "ordered_at",
  from: "2024-01-01",
  to: "2025-01-01",
  anchor: "none",
  partial: false,
  said: "2024",
} as const;
const sum = (of: (order: (typeof ORDERS)[number]) => boolean) =>
  ORDERS.filter(of).reduce((total, order) => total + order.netAmount, 0);

describe("answers over real data", () => {
  it("one number, with the rows behind it", async () => {
    const {text, values} = await answer({intent: "aggregate", measures: [NET]});
    expect(values[0]?.value).toBeCloseTo(
      sum(() => true),
      6,
    );
    expect(text).toMatch(/^Total net_amount: .* \(n = 480\)$/);
  });

  it("rows without a value are said to be left out", async () => {
    const quantity = {name: "average quantity", fn: "avg" as const, of: {column: "quantity"}};
    const {text} = await answer({intent: "aggregate", measures: [quantity]});
    expect(text).toContain("40 rows without quantity left out");
  });

  it("groups, the largest first", async () => {
    const {text, values} = await answer({intent: "aggregate", measures: [NET], groups: [REGION]});
    for (const region of ["East", "West", "North", "South"]) {
      const value = values.find((one) => one.name === region);
      expect(value?.value).toBeCloseTo(
        sum((order) => order.region === region),
        6,
      );
      expect(text).toContain(region);
    }
  });

  it("months tell a trend", async () => {
    const groups = [{name: "month", of: {column: "ordered_at"}, unit: "month" as const}];
    const {text} = await answer({intent: "aggregate", measures: [NET], groups});
    expect(text).toMatch(/^Total net_amount (rose|fell) from January 2023 \(/);
  });

  it("growth from each year to the next", async () => {
    const groups = [{name: "year", of: {column: "ordered_at"}, unit: "year" as const}];
    const {text} = await answer({
      intent: "aggregate",
      measures: [NET],
      groups,
      comparison: {kind: "each_step", unit: "year"},
    });
    expect(text).toMatch(/2024: [\d,.]+ \((up|down) [\d,.]+, [\d.]+ %\)/);
  });

  it("two periods side by side", async () => {
    const {text, values} = await answer(
      {
        intent: "aggregate",
        measures: [NET],
        period: YEAR_2024,
        comparison: {kind: "previous_period"},
        question: "yes_no",
      },
      "Did the total rise in 2024?",
    );
    const [now, before] = ["2024", "2023"].map((year) => sum((order) => order.orderedAt.startsWith(year)));
    expect(values.slice(0, 2).map((one) => Number(one.value).toFixed(4))).toEqual([
      now!.toFixed(4),
      before!.toFixed(4),
    ]);
    expect(text.startsWith(now! > before! ? "Yes. " : "No. ")).toBe(true);
  });

  it("the group at the top, and the row at the top", async () => {
    const order = (by: string) => ({order: [{by, direction: "desc" as const}], limit: 1});
    const which = await answer({
      intent: "which",
      measures: [AVERAGE],
      groups: [REGION],
      ...order("average net_amount"),
    });
    expect(which.text).toMatch(/^\w+ has the highest average net_amount: [\d.]+ \(n = 1\d\d\)\./);
    const row = await answer({
      intent: "which",
      columns: [
        {name: "order_id", of: {column: "order_id"}},
        {name: "net_amount", of: {column: "net_amount"}},
      ],
      ...order("net_amount"),
    });
    const most = ORDERS.reduce((a, b) => (b.netAmount > a.netAmount ? b : a));
    expect(row.values.map((one) => one.value)).toEqual([most.orderId, most.netAmount]);
  });

  it.each<[string, Partial<Reading> & Pick<Reading, "intent">, RegExp]>([
    ["describe", {intent: "describe"}, /^Orders: 480 rows/],
    ["missing", {intent: "missing"}, /^Missing values: quantity 40 \(8.33 %\)/],
    ["duplicates", {intent: "duplicates"}, /^No row occurs more than once\./],
    ["distinct", {intent: "distinct", columns: [REGION]}, /^Region has 4 values:/],
    [
      "distribution",
      {intent: "distribution", columns: [{name: "net_amount", of: {column: "net_amount"}}]},
      /^Net_amount: median /,
    ],
    [
      "correlation",
      {
        intent: "correlation",
        columns: [
          {name: "net_amount", of: {column: "net_amount"}},
          {name: "quantity", of: {column: "quantity"}},
        ],
      },
      /An association, not a cause\.$/,
    ],
    ["all correlations", {intent: "correlation"}, /cause/],
    [
      "compare",
      {
        intent: "compare",
        columns: [{name: "net_amount", of: {column: "net_amount"}}],
        groups: [{name: "status", of: {column: "status"}}],
      },
      /^Average net_amount: .*\nRows: .*\nDifference, Paid - Refunded/,
    ],
    [
      "share",
      {
        intent: "aggregate",
        measures: [NET],
        groups: [REGION],
        windows: [{name: "share of total net_amount", of: "total net_amount", fn: "share"}],
      },
      /^Share of total net_amount is highest for \w+ \(\d/,
    ],
  ])("%s", async (_name, reading, expected) => {
    expect((await answer(reading)).text).toMatch(expected);
  });

  it("nothing matches", async () => {
    const filters = [
      {condition: {op: "=" as const, of: {column: "region"}, value: "Mars"}, said: "region is Mars"},
    ];
    for (const groups of [[], [REGION]]) {
      const {text} = await answer({intent: "aggregate", measures: [AVERAGE], groups, filters});
      expect(text).toBe("No rows match region is Mars.");
    }
  });
});
