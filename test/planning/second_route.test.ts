import {beforeAll, describe, expect, test} from "vitest";
import {deriveAgain, type SecondRoute} from "../../src/planning/second_route.ts";
import {MersenneTwister} from "../../src/statistics/random/mersenne_twister.ts";
import {openTables, type Tables} from "../tools/open_tables.ts";

const random = new MersenneTwister(7);
const pick = <Value>(values: readonly Value[]): Value =>
  values[Math.floor(random.uniform() * values.length)]!;
const day = (): string =>
  new Date(Date.UTC(2023, 0, 1) + Math.floor(random.uniform() * 700) * 86_400_000).toISOString().slice(0, 10);
const lines = Array.from({length: 400}, (_, row) =>
  [
    row + 1,
    random.uniform() < 0.05 ? "" : day(),
    `${day()} 1${row % 10}:30:00`,
    pick(["West", "East", "North", ""]),
    pick(["new", "Refunded", "done", "São Paulo"]),
    random.uniform() < 0.1 ? "" : (random.uniform() * 900 - 100).toFixed(2),
    Math.floor(random.uniform() * 4),
    pick(["true", "false", ""]),
  ].join(","),
);

let tables: Tables;
beforeAll(async () => {
  tables = await openTables({
    orders: `id,ordered,shipped,region,status,amount,quantity,paid\n${lines.join("\n")}\n`,
  });
});

async function derive(input: object, change?: (rows: unknown[][]) => void): Promise<SecondRoute> {
  const {context, run} = tables;
  const artifact = structuredClone(await run("aggregate", {table: "orders", ...input}));
  change?.(artifact.table.rows);
  const step = {id: "a", tool: "aggregate", input: {table: "orders", ...input}};
  return deriveAgain(step, artifact, context.session, await context.profile("orders"), context.signal);
}

const of = (column: string) => ({column});
const EXPRESSIONS = [
  of("amount"),
  of("quantity"),
  {op: "*", left: of("amount"), right: of("quantity")},
  {op: "/", left: of("amount"), right: of("quantity")},
  {fn: "abs", of: of("amount")},
  {fn: "sqrt", of: of("amount")},
  {fn: "ln", of: of("amount")},
];
const CONDITIONS = [
  {op: "!=", of: of("status"), value: "Refunded"},
  {op: "not", arg: {op: "=", of: of("region"), value: "West"}},
  {op: "in", of: of("region"), values: ["West", "East"]},
  {op: "not_in", of: of("region"), values: ["West"]},
  {op: "between", of: of("amount"), low: 0, high: 500},
  {op: "is_null", of: of("amount")},
  {op: "range", of: of("ordered"), from: "2023-03-01", to: "2024-03-01"},
  {op: ">=", of: of("shipped"), value: "2023-06-01"},
  {op: "=", of: of("paid"), value: true},
  {op: "contains", of: of("status"), value: "E"},
  {op: "starts_with", of: of("status"), value: "são"},
  {op: "compare_columns", left: of("amount"), comparison: ">", right: of("quantity")},
  {
    op: "or",
    args: [
      {op: "is_null", of: of("region")},
      {op: ">", of: of("quantity"), value: 2},
    ],
  },
  {
    op: "and",
    args: [
      {op: "<", of: of("amount"), value: 300},
      {op: "!=", of: of("quantity"), value: 0},
    ],
  },
];
const GROUPS = [
  {name: "region", of: of("region")},
  {name: "status", of: of("status")},
  {name: "paid", of: of("paid")},
  {name: "quantity", of: of("quantity")},
  {name: "month", of: of("ordered"), unit: "month"},
  {name: "quarter", of: of("shipped"), unit: "quarter"},
  {name: "week", of: of("shipped"), unit: "week"},
  {name: "year", of: of("ordered"), unit: "year"},
  {name: "weekday", of: of("ordered"), part: "weekday"},
  {name: "hour", of: of("shipped"), part: "hour"},
];
const FUNCTIONS = [
  "sum",
  "avg",
  "median",
  "min",
  "max",
  "stddev",
  "variance",
  "count",
  "count_distinct",
  "null_count",
  "null_share",
];

describe("an aggregate that is derived again without SQL", () => {
  const cases = Array.from({length: 60}, (_, at) => {
    const measure = (name: string) => ({
      name,
      fn: pick(FUNCTIONS),
      of: pick(EXPRESSIONS),
      ...(random.uniform() < 0.3 && {where: pick(CONDITIONS)}),
    });
    const rate = {
      name: "rate",
      fn: "sum",
      of: of("amount"),
      where: pick(CONDITIONS),
      over: {fn: "count", of: of("quantity")},
    };
    return {
      at,
      input: {
        measures: [measure("first"), measure("second"), rate, {name: "rows", fn: "count"}],
        groups: [...new Set([pick(GROUPS), pick(GROUPS)])].slice(0, Math.floor(random.uniform() * 3)),
        ...(random.uniform() < 0.7 && {where: pick(CONDITIONS)}),
        ...(random.uniform() < 0.3 && {period: {column: "ordered", from: "2023-05-01", to: "2024-02-01"}}),
      },
    };
  });

  test.each(cases)("gives the same numbers: case $at", async ({input}) => {
    expect(await derive(input)).toMatchObject({kind: "agrees"});
  });

  test("also where order and limit leave only some groups", async () => {
    const input = {
      groups: [{name: "region", of: of("region")}],
      measures: [{name: "sales", fn: "sum", of: of("amount")}],
      order: [{by: "sales", direction: "desc"}],
      limit: 2,
    };
    expect(await derive(input)).toEqual({kind: "agrees", cells: 2});
  });
});

describe("a number that is not what its step says", () => {
  const input = {
    groups: [{name: "region", of: of("region")}],
    measures: [{name: "sales", fn: "sum", of: of("amount")}],
  };

  test("is found", async () => {
    const changed = await derive(input, (rows) => {
      rows[1]![1] = Number(rows[1]![1]) * 1.0001;
    });
    expect(changed).toMatchObject({kind: "differs", row: 1, column: "sales"});
  });

  test("two groups swapped are found", async () => {
    const changed = await derive(input, (rows) => {
      [rows[0]![0], rows[1]![0]] = [rows[1]![0], rows[0]![0]];
    });
    expect(changed).toMatchObject({kind: "differs", row: 0});
  });

  test("a group that is not there is found", async () => {
    const changed = await derive(input, (rows) => {
      rows[0]![0] = "South";
    });
    expect(changed).toMatchObject({kind: "differs", row: 0, column: "region"});
  });
});

describe("what has no second way", () => {
  test.each([
    [{groups: [{name: "bin", of: of("amount"), bins: 4}], measures: [{name: "n", fn: "count"}]}, "a bin"],
    [{measures: [{name: "m", fn: "mode", of: of("quantity")}]}, "a mode"],
    [
      {
        measures: [{name: "n", fn: "count"}],
        where: {op: "compare_to", of: of("amount"), comparison: ">", aggregate: "avg"},
      },
      "compare_to",
    ],
  ])("says so", async (input, why) => {
    expect(await derive(input)).toEqual({kind: "not_taken", why: `${why} is read by SQL alone`});
  });
});
