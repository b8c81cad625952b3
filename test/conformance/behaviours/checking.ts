import assert from "node:assert/strict";
import {ORDERS_CSV} from "../data.ts";
import {type Behaviour, wordsOf} from "../driver.ts";
import {askOf} from "./expectations.ts";

const orders = {name: "orders.csv", content: ORDERS_CSV};

/** An answer can be checked and judged. */
export const checking: readonly Behaviour[] = [
  {
    name: "How shows the SQL and the recipe",
    needs: ["how"],
    async check(driver, place) {
      await askOf(driver, place, orders, "total amount by region");
      const how = await driver.how({conversation: place.conversation});
      assert.match(how.text, /SELECT/i);
      assert.match(how.text, /amount_usd/);
      assert.match(how.recipe, /^[0-9a-f]{12}$/);
    },
  },
  {
    name: "the recipe computes the same again",
    needs: ["how"],
    async check(driver, place) {
      const answer = await askOf(driver, place, orders, "total amount by region");
      const {recipe} = await driver.how({conversation: place.conversation});
      const again = await driver.replay(recipe, {conversation: place.conversation});
      assert.equal(again.same, true);
      assert.match(again.text, /115,177\.20/);
      assert.match(wordsOf(answer), /115,177\.20/);
    },
  },
  {
    name: "an opinion is kept",
    needs: ["feedback"],
    async check(driver, place) {
      await askOf(driver, place, orders, "total amount by region");
      assert.deepEqual(await driver.opinion("up", {conversation: place.conversation}), ["up"]);
    },
  },
];
