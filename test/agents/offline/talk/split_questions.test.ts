import {describe, expect, it} from "vitest";
import {cutQuestions} from "../../../../src/agents/offline/talk/split_questions.ts";

describe("a message cut into questions", () => {
  it.each([
    [
      "how many customers and what's the average order, and chart sales by month",
      ["how many customers", "what's the average order", "chart sales by month"],
    ],
    [
      "how many movies? what is the average running time?",
      ["how many movies", "what is the average running time?"],
    ],
    ["total sales by region; which store is best", ["total sales by region", "which store is best"]],
    ["list the stores\nshow sales by month", ["list the stores", "show sales by month"]],
  ])("%s", (message, parts) => {
    expect(cutQuestions(message)?.parts).toEqual(parts);
  });

  it.each([
    "sales and profit by region",
    "average, median and max of price",
    "show sales by region and plot it",
    "how many customers are there and how many of them are active",
    "compare north and south",
    "what share of sales is West",
    "is it e.g. 3.5 on average",
    "",
  ])("one question: %s", (message) => {
    expect(cutQuestions(message)).toBeUndefined();
  });
});
