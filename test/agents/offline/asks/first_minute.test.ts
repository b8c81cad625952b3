import {afterAll, expect, test} from "vitest";
import {talkOver, valueCalled} from "./conversation_over.ts";
import {ordersFile} from "./orders_file.ts";

const talk = talkOver({"orders.csv": ordersFile()});
afterAll(() => talk.end());

const SALES = "sales by regoin last month no refunds";

test("a hurried question: slips mended, the last full month, refunds left out, and all of it said", async () => {
  const answer = await talk.say(SALES);
  expect(answer.reading).toContain("sum(net_amount) by region, 1-31 May 2024 (last full month in the data)");
  expect(answer.reading).toContain("status is not Refunded");
  expect(valueCalled(answer, "North")).toBeCloseTo(6076.8, 6);
  expect(valueCalled(answer, "West")).toBeCloseTo(3654, 6);
});

test("why down: the change against the month before, where it lies, and that this is not why", async () => {
  const answer = await talk.say(SALES, "why down");
  expect(valueCalled(answer, "total net_amount change")).toBeCloseTo(-3402, 6);
  expect(answer.answer).toContain("West: down 2,502");
  expect(answer.answer).toContain("That is where, not why.");
});

test("finance says: the small change that gives their number, set beside ours", async () => {
  const answer = await talk.say(SALES, "finance says 16.4k");
  expect(answer.answer).toBe(
    "With status Refunded it is 16,406: 5 rows, 760.5 apart. As read before: 15,646.",
  );
});
