import {describe, expect, test} from "vitest";
import {droppedWords} from "../../../src/agents/hosted/check_question.ts";

const answer = (rest: object) => ({readings: [{intent: "aggregate", table: "t", ...rest}]});

describe("nothing is dropped where", () => {
  test.each([
    ["the top 5 states", {limit: 5}],
    ["orders over $1,000", {filters: ["amount > 1000"]}],
    ["orders over 5k", {filters: ["amount > 5000"]}],
    ["a discount above 10%", {filters: ["discount > 0.1"]}],
    ["the best 10 %", {having: ["rank > 0.9"]}],
    ["sales in 2019", {period: {from: "2019-01-01", through: "2019-12-31"}}],
    ["movies of the 1990s", {filters: ["year between 1990 and 1999"]}],
    ["sales of the last 30 days", {period: {from: "2019-01-01", through: "2019-01-30"}}],
    ["sales without refunds", {filters: ["status != 'Refunded'"]}],
    ["customers who did not churn", {filters: ["churned = false"]}],
    ["not more than 3 doors", {filters: ["doors <= 3"]}],
    ["average of DT4 in Q3", {measures: [{fn: "avg", of: "DT4"}]}],
    ["everything about col 7", {columns: ["col 7"]}],
    ["3. What is the mean price? Use the formula, not a guess. Round to 2 decimals. @mean[x]", {}],
    ["Find the sd, as sqrt(sum for i = 1 to n (x - m)^2 / n). @sd[x] where x is between 0 and 1", {}],
    ["Find r at a level of 0.05. Report r. @r[x]", {assumptions: ["0.05"]}],
    ["Find r. 1. Use Pearson. 2. Do not count missing values. @r[x]", {}],
  ])("%s", (question, rest) => {
    expect(droppedWords(question, answer(rest), ["col 7", "DT4"])).toEqual([]);
  });
});

describe("what an answer left out is found", () => {
  test.each([
    ["the top 5 states", {}, ["5"]],
    ["orders over 100 since 2019", {filters: ["amount > 100"]}, ["2019"]],
    ["sales without refunds over 100", {filters: ["amount > 100"]}, ["without"]],
    ["Find the mean without refunds. Round to 2 decimals. @mean[x]", {}, ["without"]],
    ["Count the orders above 100. Use the count, not the sum. @n[x]", {}, ["100"]],
    ["everyone but not men", {filters: ["age > 3"]}, ["not"]],
  ])("%s", (question, rest, dropped) => {
    expect(droppedWords(question, answer(rest), [])).toEqual(dropped);
  });
});
