import {afterAll, describe, expect, test} from "vitest";
import {talkOver} from "./conversation_over.ts";

// Not in the order of its key: the file's own order is what is shown.
const orders = [
  "order_id,region,amount",
  ...Array.from(
    {length: 40},
    (_, at) => `${1000 + ((at * 7) % 40)},${at % 2 ? "North" : "South"},${10 + at}`,
  ),
].join("\n");
const talk = talkOver({"orders.csv": orders});
const two = talkOver({"orders.csv": orders, "shops.csv": "shop,town\nA,Ulm\nB,Bonn\nC,Trier"});
afterAll(async () => {
  for (const one of [talk, two]) await one.end();
});

const rowsOf = (answer: Awaited<ReturnType<typeof talk.say>>) => answer.artifacts.answer?.table.rows ?? [];

describe("rows as they stand in the file", () => {
  test.each([
    ["show the first 10 rows", 10],
    ["first five rows please", 5],
    ["list 5 orders", 5],
    ["show me some rows", 10],
    ["show me the data", 10],
    ["show the first row", 1],
    ["top 3 rows", 3],
    ["show all orders", 40],
    ["can you show me the first 7 rows of the file?", 7],
  ])("%s", async (question, count) => {
    const answer = await talk.say(question);
    expect(answer.plan?.reading).toMatchObject({intent: "rows", order: []});
    const rows = rowsOf(answer);
    expect(rows).toHaveLength(count);
    expect(rows.slice(0, 3)).toEqual(
      [
        [1000, "South", 10],
        [1007, "North", 11],
        [1014, "South", 12],
      ].slice(0, count),
    );
  });

  test("also after an answer about something else", async () => {
    await talk.say("total amount by region");
    const answer = await talk.say("show the first 4 rows");
    expect(rowsOf(answer)).toHaveLength(4);
    expect(answer.answer).toMatch(/^The first 4 rows:/);
  });

  test("of the table that is named, or whose rows are called so", async () => {
    expect((await two.say("show the first 2 rows of shops")).plan?.reading?.table).toBe("shops");
    expect((await two.say("list 3 orders")).plan?.reading?.table).toBe("orders");
  });

  test("are not what is asked where something is ranked, counted or measured", async () => {
    for (const question of [
      "top 5 orders by amount",
      "total amount of the first 10 rows",
      "how many rows",
      "show me 0 rows",
      "show the data by region",
    ]) {
      const {plan} = await talk.say(question);
      expect(plan?.reading?.intent === "rows" && plan.reading.order.length === 0, question).toBe(false);
    }
  });
});
