import assert from "node:assert/strict";
import {ORDERS, ORDERS_CSV, PLACES_CSV, totalOf} from "../data.ts";
import {type Behaviour, wordsOf} from "../driver.ts";
import {askOf, reads, readsAsHelp, readsNot} from "./expectations.ts";

const orders = {name: "orders.csv", content: ORDERS_CSV};
const places = {name: "places.csv", content: PLACES_CSV};

/** What was said before counts; what is unclear is asked back; what cannot be answered is told. */
export const conversation: readonly Behaviour[] = [
  {
    name: "a follow-up goes on from the answer before it",
    async check(driver, place) {
      await askOf(driver, place, orders, "total amount by region");
      const paid = await driver.ask("only paid", {conversation: place.conversation});
      const north = ORDERS.filter(({region, status}) => region === "North" && status === "paid");
      reads(paid, new RegExp(totalOf(north).toLocaleString("en").replace(".", "\\.")));
    },
  },
  {
    name: "an ambiguous question gives choices with their numbers",
    async check(driver, place) {
      const asked = await askOf(driver, place, places, "total amount by region");
      assert.equal(asked.choices.length, 2);
      assert.match(asked.choices[0]?.said ?? "", /billing/);
      assert.match(asked.choices[1]?.said ?? "", /shipping/);
      reads(asked, /\$225/);
      reads(asked, /\$250/);
    },
  },
  {
    name: "a choice is picked by its button",
    needs: ["buttons"],
    async check(driver, place) {
      const asked = await askOf(driver, place, places, "total amount by region");
      const id = asked.choices[1]?.id ?? "";
      const picked = await driver.press(id, {conversation: place.conversation});
      reads(picked, /North/);
      reads(picked, /\$250/);
      readsNot(picked, /\$225/);
    },
  },
  {
    name: "a choice is picked by its number",
    async check(driver, place) {
      await askOf(driver, place, places, "total amount by region");
      const picked = await driver.ask("2", {conversation: place.conversation});
      reads(picked, /\$250/);
      readsNot(picked, /\$225/);
    },
  },
  {
    name: "what cannot be answered says why, and what could be asked",
    async check(driver, place) {
      const declined = await askOf(driver, place, orders, "what was the profit by salesperson?");
      readsAsHelp(declined);
      const words = `${wordsOf(declined)}\n${declined.buttons.map(({label}) => label).join("\n")}`;
      assert.match(words, /profit/);
      assert.match(words, /by (region|month)/, "nothing is offered that could be asked");
      assert.equal(declined.pictures.length, 0);
    },
  },
  {
    name: "it works on after what went wrong",
    async check(driver, place) {
      await askOf(driver, place, orders, "what was the profit by salesperson?");
      const answer = await driver.ask("how many orders are there?", {conversation: place.conversation});
      reads(answer, /\b600\b/);
    },
  },
  {
    name: "an empty message gets a short reply, or rightly none",
    needs: ["empty messages"],
    async check(driver, place) {
      const nothing = await driver.sayNothing({conversation: place.conversation});
      if (nothing.texts.length > 0) readsAsHelp(nothing);
      assert.ok(nothing.texts.length <= 1, "one short reply is enough");
      const answer = await askOf(driver, place, orders, "how many orders are there?");
      reads(answer, /\b600\b/);
    },
  },
  {
    name: "40,000 characters get a short reply",
    needs: ["long messages"],
    async check(driver, place) {
      await askOf(driver, place, orders, "how many orders are there?");
      const long = "please tell me about everything ".repeat(1250);
      const said = await driver.ask(long, {conversation: place.conversation});
      readsAsHelp(said);
      const answer = await driver.ask("how many orders are there?", {conversation: place.conversation});
      reads(answer, /\b600\b/);
    },
  },
];
