import {describe, expect, test} from "vitest";
import {scopeOf} from "../../../src/agents/hosted/columns.ts";
import {parseCondition, parseExpression} from "../../../src/agents/hosted/formula.ts";
import {FormulaError} from "../../../src/agents/hosted/formula_tokens.ts";
import {conditionSchema, expressionSchema} from "../../../src/tools/condition.ts";
import {orders} from "./orders_profile.ts";

const scope = scopeOf("orders", [], [orders]);
const amount = {column: "net_amount"};

describe("an expression", () => {
  test.each([
    ["net_amount", amount],
    ["NET_AMOUNT", amount],
    ["Ship Mode", {column: "Ship Mode"}],
    ['"Ship Mode"', {column: "Ship Mode"}],
    ["ship_mode", {column: "Ship Mode"}],
    ["orders.net_amount", amount],
    ["net_amount * quantity", {op: "*", left: amount, right: {column: "quantity"}}],
    [
      "net_amount - 1 * 2",
      {op: "-", left: amount, right: {op: "*", left: {constant: 1}, right: {constant: 2}}},
    ],
    [
      "(net_amount - 1) * -2",
      {op: "*", left: {op: "-", left: amount, right: {constant: 1}}, right: {constant: -2}},
    ],
    ["year(order_date)", {part: "year", of: {column: "order_date"}}],
    [
      "-net_amount ^ 2",
      {op: "*", left: {constant: -1}, right: {op: "^", left: amount, right: {constant: 2}}},
    ],
    ["power(net_amount, 2)", {op: "^", left: amount, right: {constant: 2}}],
    [
      "quantity % 7 * 2",
      {op: "*", left: {op: "%", left: {column: "quantity"}, right: {constant: 7}}, right: {constant: 2}},
    ],
    [
      "round(net_amount, 1)",
      {
        op: "/",
        left: {fn: "round", of: {op: "*", left: amount, right: {constant: 10}}},
        right: {constant: 10},
      },
    ],
    ["ln(abs(net_amount))", {fn: "ln", of: {fn: "abs", of: amount}}],
  ])("%s", (text, expected) => {
    const parsed = parseExpression(text, scope);
    expect(parsed).toEqual(expected);
    expect(expressionSchema.parse(parsed)).toEqual(expected);
  });
});

test("what a formula does not know is told with what does", () => {
  expect(() => parseExpression("coalesce(net_amount, 0)", scope)).toThrow(/there are abs, .* power/);
  expect(() => parseExpression("case when quantity > 1 then 'many' end", scope)).toThrow(
    /label of prepare_data/,
  );
});

test("days of the week have one meaning: where SQL has another, its name is refused", () => {
  const day = {column: "order_date"};
  const beside = {...scope, besideSql: true};
  for (const one of [scope, beside])
    expect(parseExpression("isodow(order_date)", one)).toEqual({part: "weekday", of: day});
  expect(parseExpression("weekday(order_date)", scope)).toEqual({part: "weekday", of: day});
  expect(() => parseExpression("dayofweek(order_date)", scope)).toThrow("write isodow");
  expect(() => parseExpression("weekday(order_date)", beside)).toThrow("write isodow");
  expect(() => parseCondition("WEEKDAY(order_date) = 0", beside)).toThrow("write isodow");
});

test.each([
  ["brackets", `${"(".repeat(20_000)}quantity${")".repeat(20_000)}`],
  ["brackets that stay open", "(".repeat(9_000)],
  ["negations", `${"not ".repeat(4_900)}rush`],
  ["a long sum", `quantity${"+1".repeat(9_000)}`],
  ["signs", `${"-".repeat(9_000)}1`],
])("%s too deep to be read are refused as a formula", (_, text) => {
  expect(() => parseExpression(text, scope)).toThrow(FormulaError);
  expect(() => parseCondition(text, scope)).toThrow(/a formula (is|has) at most/);
});

test.each([
  ["brackets", `${"(".repeat(300)}quantity${")".repeat(300)} > 1`],
  ["negations", `${"not ".repeat(300)}rush`],
  ["a sum", `quantity${" + 1".repeat(300)} > 1`],
])("%s as deep as they may be are read", (_, text) => {
  const condition = parseCondition(text, scope);
  expect(conditionSchema.parse(condition)).toEqual(condition);
});

test("a word of a condition stays one where a column has its name", () => {
  const named = (name: string) => ({profile: {...orders.columns[0]!, name}, table: "t", shown: name});
  const layers = {table: "t", columns: ["IS", "In", "Not", "x"].map(named)};
  const x = {column: "x"};
  expect(parseCondition("x is not null", layers)).toEqual({op: "is_not_null", of: x});
  expect(parseCondition("x not in (1, 2) and is > 3", layers)).toEqual({
    op: "and",
    args: [
      {op: "not_in", of: x, values: [1, 2]},
      {op: ">", of: {column: "IS"}, value: 3},
    ],
  });
  expect(parseCondition("(IS + In) is null", layers)).toMatchObject({op: "is_null"});
});

describe("a condition", () => {
  const status = {column: "status"};
  test.each([
    ["status != 'Refunded'", {op: "!=", of: status, value: "Refunded"}],
    ["status <> 'It''s'", {op: "!=", of: status, value: "It's"}],
    ["Ship Mode = 'Air'", {op: "=", of: {column: "Ship Mode"}, value: "Air"}],
    ["100 < net_amount", {op: ">", of: amount, value: 100}],
    ["status in ('Paid', 'Open')", {op: "in", of: status, values: ["Paid", "Open"]}],
    ["status not in ('Paid')", {op: "not_in", of: status, values: ["Paid"]}],
    ["net_amount between 1 and 2.5", {op: "between", of: amount, low: 1, high: 2.5}],
    ["order_date >= date '2024-01-01'", {op: ">=", of: {column: "order_date"}, value: "2024-01-01"}],
    ["net_amount is not null", {op: "is_not_null", of: amount}],
    ["status like '%fund%'", {op: "contains", of: status, value: "fund"}],
    ["status not like 'Ref%'", {op: "not", arg: {op: "starts_with", of: status, value: "Ref"}}],
    ["rush", {op: "=", of: {column: "rush"}, value: true}],
    ["not rush", {op: "not", arg: {op: "=", of: {column: "rush"}, value: true}}],
    [
      "net_amount > avg(net_amount)",
      {op: "compare_to", of: amount, comparison: ">", aggregate: "avg", over: "all"},
    ],
    [
      "net_amount < quantity",
      {op: "compare_columns", left: amount, comparison: "<", right: {column: "quantity"}},
    ],
    [
      "(status = 'Paid' or rush) and (net_amount + 1) > 5",
      {
        op: "and",
        args: [
          {
            op: "or",
            args: [
              {op: "=", of: status, value: "Paid"},
              {op: "=", of: {column: "rush"}, value: true},
            ],
          },
          {op: ">", of: {op: "+", left: amount, right: {constant: 1}}, value: 5},
        ],
      },
    ],
  ])("%s", (text, expected) => {
    const parsed = parseCondition(text, scope);
    expect(parsed).toEqual(expected);
    expect(conditionSchema.parse(parsed)).toEqual(expected);
  });

  test.each([
    ["regoin = 'West'", /no column "regoin"; nearest: "Region"/],
    ["Ship Modus = 'Air'", /no column "Ship Modus"; nearest: "Ship Mode"/],
    ["net_amount > avg(quantity)", /its own avg/],
    ["1 = 1", /no column/],
    ["status =", /too early/],
    ["status = 'Paid' drop table", /did not expect "drop"/],
    ["sleep(10) > 1", /no function sleep/],
    ["status = $$x$$", /cannot read/],
  ])("%s is refused with a reason", (text, reason) => {
    expect(() => parseCondition(text, scope)).toThrow(reason);
  });
});
