import assert from "node:assert/strict";
import {bigCsv, ORDERS_CSV} from "../data.ts";
import type {Behaviour} from "../driver.ts";
import {askOf, reads, readsNot} from "./expectations.ts";

const orders = {name: "orders.csv", content: ORDERS_CSV};

/** Each message is answered once, in order, whatever happens in between. */
export const delivery: readonly Behaviour[] = [
  {
    name: "a message that is brought eight times is answered once",
    needs: ["redelivery"],
    async check(driver, place) {
      await askOf(driver, place, orders, "how many orders are there?");
      const answers = await driver.redeliver("what is the total amount?", 8, {
        conversation: place.conversation,
      });
      assert.equal(answers.length, 1);
      reads(answers[0] ?? assert.fail("no answer"), /280,743/);
    },
  },
  {
    name: "two messages at once are answered in order",
    needs: ["two at once"],
    async check(driver, place) {
      await askOf(driver, place, orders, "how many orders are there?");
      const both = await driver.together(["what is the total amount?", "what is the average weight?"], {
        conversation: place.conversation,
      });
      assert.equal(both.length, 2);
      reads(both[0] ?? assert.fail("no first answer"), /280,743/);
      reads(both[1] ?? assert.fail("no second answer"), /kg/);
    },
  },
  {
    name: "Stop ends an answer, and the conversation goes on",
    needs: ["stop"],
    async check(driver, place) {
      const big = {name: "big.csv", content: bigCsv()};
      const told = await driver.stopped("what is the total amount?", {
        conversation: place.conversation,
        files: [big],
      });
      reads(told, /stopped/i);
      readsNot(told, /\$\d/);
      const answer = await askOf(driver, place, orders, "how many orders are there?");
      reads(answer, /\b600\b/);
    },
  },
  {
    name: "a restart in between loses nothing",
    needs: ["restart"],
    async check(driver, place) {
      await askOf(driver, place, orders, "total amount by region");
      await driver.restart();
      const paid = await driver.ask("only paid", {conversation: place.conversation});
      reads(paid, /North/);
      reads(paid, /46,059\.91/);
    },
  },
];
