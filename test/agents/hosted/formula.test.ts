import {describe, expect, test} from "vitest";
import {scopeOf} from "../../../src/agents/hosted/columns.ts";
import {parseCondition, parseExpression} from "../../../src/agents/hosted/formula.ts";
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
    ["ln(abs(net_amount))", {fn: "ln", of: {fn: "abs", of: amount}}],
  ])("%s", (text, expected) => {
    const parsed = parseExpression(text, scope);
    expect(parsed).toEqual(expected);
    expect(expressionSchema.parse(parsed)).toEqual(expected);
  });
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
