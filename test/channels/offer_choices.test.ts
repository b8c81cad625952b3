import {expect, test} from "vitest";
import {type OfferedChoice, offer} from "../../src/channels/offer_choices.ts";
import type {Reading} from "../../src/planning/reading.ts";

const choice = (table: string, said: string): OfferedChoice => ({
  reading: {table} as Reading,
  said,
  values: [],
  line: undefined,
});

test("choices that sound alike say of which table they are", () => {
  const alike = "sum(amount) by region";
  const {answer, choices} = offer(
    "Which did you mean?",
    [choice("orders", alike), choice("returns", alike), choice("orders", "count of rows")],
    () => {},
  );
  expect(choices.map(({said}) => said)).toEqual([
    `${alike}, in orders`,
    `${alike}, in returns`,
    "count of rows",
  ]);
  expect(answer).toContain("2. sum(amount) by region, in returns");
});
