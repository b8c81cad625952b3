import assert from "node:assert/strict";
import type {Behaviour} from "../driver.ts";
import {askOf, reads, readsNot} from "./expectations.ts";

/** A file of seven rows that nobody else has. */
const SECRET = ["salary_id,team,salary_usd", ...Array.from({length: 7}, (_, at) => `${at},Ops,${5000 + at}`)];
const secret = {name: "salaries.csv", content: `${SECRET.join("\n")}\n`};

/** Nothing crosses organizations; what is one person's stays theirs. */
export const people: readonly Behaviour[] = [
  {
    name: "nothing crosses installations",
    needs: ["several installations"],
    async check(driver, place) {
      const here = {conversation: place.conversation, installation: "acme", audience: "several"} as const;
      reads(await driver.ask("total salary by team", {...here, files: [secret]}), /35,021/);
      const other = {...here, conversation: `${place.conversation} elsewhere`, installation: "other"};
      for (const question of ["total salary by team", "how many rows are in salaries?"]) {
        const told = await driver.ask(question, other);
        readsNot(told, /35,021|Ops|\b7 rows\b|salary_usd/);
        assert.equal(told.tables.length, 0);
      }
    },
  },
  {
    name: "a private file is nobody else's",
    needs: ["several people"],
    async check(driver, place) {
      reads(await askOf(driver, place, secret, "total salary by team"), /35,021/);
      for (const audience of ["one", "several"] as const) {
        const bens = {conversation: `${place.conversation} ${audience}`, person: "ben", audience};
        const told = await driver.ask("total salary by team", bens);
        readsNot(told, /35,021|Ops|salary_usd/);
        assert.equal(told.tables.length, 0);
      }
    },
  },
  {
    name: "a private file does not answer where others read along",
    needs: ["a larger audience"],
    async check(driver, place) {
      reads(await askOf(driver, place, secret, "total salary by team"), /35,021/);
      const open = {conversation: `${place.conversation} open`, audience: "several"} as const;
      readsNot(await driver.ask("total salary by team", open), /35,021|Ops|salary_usd/);
    },
  },
];
