import {expect, test} from "vitest";
import {datasetsNamed, plainly, wordingOf} from "../../../src/workspace/memory/asked.ts";

test("the same question is the same whatever its capitals, gaps and closing points", () => {
  const asked = plainly("total amount per shop");
  for (const other of ["Total  amount per shop?", " total amount, per shop ... ", "TOTAL AMOUNT PER SHOP!"])
    expect(plainly(other)).toBe(asked);
  for (const other of ["total amount per shop > 5", "amount per shop", "total amount per shops"])
    expect(plainly(other)).not.toBe(asked);
  expect(plainly("growth over 2.5%?")).toBe("growth over 2.5%");
  expect(plainly("?!...")).toBe("");
  expect(plainly(`${".".repeat(500_000)}a${"-".repeat(500_000)}`)).toContain("a");
});

test("wordings of the same telling words are alike in whatever order", () => {
  expect(wordingOf("the amount per shop")).toBe(wordingOf("shop amounts"));
  expect(wordingOf("the amount per city")).not.toBe(wordingOf("shop amounts"));
});

test("every dataset that a plan may read is named, in SQL too, and rather one too many", () => {
  const plan = (input: Record<string, unknown>) => ({
    steps: [{id: "a", tool: "run_sql", input}],
    headline: "a",
  });
  const known = ["orders", "order", "Our Costs", "salaries"];
  expect(datasetsNamed(plan({table: "orders"}), known)).toEqual(["orders"]);
  expect(datasetsNamed(plan({sql: 'SELECT * FROM ORDERS JOIN "our costs" USING (id)'}), known)).toEqual([
    "orders",
    "Our Costs",
  ]);
  expect(datasetsNamed(plan({sql: "SELECT salaries FROM orders"}), known)).toEqual(["orders", "salaries"]);
});
