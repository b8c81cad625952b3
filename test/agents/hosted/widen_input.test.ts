import {expect, test} from "vitest";
import {scopeOf} from "../../../src/agents/hosted/columns.ts";
import {FormulaError} from "../../../src/agents/hosted/formula_tokens.ts";
import {widenInput} from "../../../src/agents/hosted/widen_input.ts";
import {prepareDataTool} from "../../../src/tools/prepare_data.ts";
import {runStatisticsTool} from "../../../src/tools/run_statistics.ts";
import {orders} from "./orders_profile.ts";

const scope = scopeOf("orders", [], [orders]);
const prepared = (method: string, fields: object) =>
  widenInput(prepareDataTool, {method, table: "orders", ...fields}, scope);
const amount = {column: "net_amount"};

test("a formula has its name after `as`, before `=`, or is called what it says", () => {
  const double = {op: "*", left: amount, right: {constant: 2}};
  const {columns} = prepared("derive", {
    columns: [
      "net_amount * 2 as twice",
      "twice = net_amount * 2",
      'net_amount * 2 as "two times"',
      "net_amount * 2",
    ],
  });
  expect(columns).toEqual(
    ["twice", "twice", "two times", "net_amount * 2"].map((name) => ({name, of: double})),
  );
  expect(() => prepared("derive", {columns: ["net_amount ?? 2 as x"]})).toThrow(FormulaError);
});

test("a measure is written as in SQL, by the usual names of its function", () => {
  const {measures} = prepared("group", {
    groups: ["status"],
    measures: [
      "sum(net_amount) as revenue",
      "count(*)",
      "count(distinct status)",
      {fn: "mean", of: "net_amount"},
    ],
  });
  expect(measures).toEqual([
    {name: "revenue", fn: "sum", of: amount},
    {name: "rows", fn: "count"},
    {name: "count_distinct of status", fn: "count_distinct", of: {column: "status"}},
    {name: "avg of net_amount", fn: "avg", of: amount},
  ]);
});

test("a chosen figure is written as a call, or by its usual names", () => {
  const input = {method: "figures", table: "orders"};
  const figures = [
    "mean(net_amount)",
    "std(net_amount) as spread",
    "count(*)",
    {figure: "skew", of: "quantity"},
  ];
  expect(widenInput(runStatisticsTool, {...input, figures}, scope).figures).toEqual([
    {figure: "mean", of: amount},
    {name: "spread", figure: "sd", of: amount},
    {figure: "rows"},
    {figure: "skewness", of: {column: "quantity"}},
  ]);
});

test("a field may be written in the singular or plural", () => {
  const input = widenInput(
    runStatisticsTool,
    {method: "describe", table: "orders", column: "net_amount", by: "status"},
    scope,
  );
  expect(input).toMatchObject({columns: [{of: amount}], groups: [{of: {column: "status"}}]});
  const {column, group} = widenInput(
    runStatisticsTool,
    {method: "group_test", table: "orders", column: ["net_amount"], groups: ["status"]},
    scope,
  );
  expect([column, group]).toMatchObject([{of: amount}, {of: {column: "status"}}]);
  const two = {method: "box", table: "orders", column: "net_amount", columns: ["quantity"]};
  expect(widenInput(runStatisticsTool, two, scope)).toHaveProperty("columns");
});

test("a field that is given twice, by two names, is refused: neither value is lost", () => {
  const described = (fields: object) =>
    widenInput(runStatisticsTool, {method: "describe", table: "orders", ...fields}, scope);
  expect(() => described({filter: "quantity > 1", condition: "net_amount > 5"})).toThrow(
    "where is given twice, as filter and condition",
  );
  const where = {op: ">", of: amount, value: 5};
  expect(described({filter: null, condition: "net_amount > 5"})).toMatchObject({where});
  expect(described({where: null, condition: "net_amount > 5"})).toMatchObject({where});
});

test("what is in full already stays", () => {
  const full = {method: "describe", table: "orders", columns: [{name: "x", of: amount}]};
  expect(widenInput(runStatisticsTool, full, scope)).toEqual(full);
});
