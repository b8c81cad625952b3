import assert from "node:assert/strict";
import {ORDERS_CSV} from "../data.ts";
import type {Behaviour} from "../driver.ts";
import {parquetOf, workbookOf, zipOf} from "../files.ts";
import {askOf, reads, readsAsHelp, readsNot} from "./expectations.ts";

/** Files that are dropped into a conversation. */
export const files: readonly Behaviour[] = [
  {
    name: "a dropped CSV is profiled",
    needs: ["files in"],
    async check(driver, place) {
      const told = await driver.ask("", {
        conversation: place.conversation,
        files: [{name: "orders.csv", content: ORDERS_CSV}],
      });
      reads(told, /\b600 rows\b/);
      reads(told, /\b7 columns\b/);
      assert.equal(told.error, undefined);
    },
  },
  ...[
    {kind: "an Excel workbook", name: "orders.xlsx", make: () => workbookOf(ORDERS_CSV)},
    {kind: "a Parquet file", name: "orders.parquet", make: () => parquetOf(ORDERS_CSV)},
    {kind: "a zip of a CSV", name: "orders.zip", make: () => zipOf({"orders.csv": ORDERS_CSV})},
  ].map(
    ({kind, name, make}): Behaviour => ({
      name: `${kind} is read`,
      needs: ["files in"],
      async check(driver, place) {
        const answer = await askOf(driver, place, {name, content: await make()}, "how many rows are there?");
        reads(answer, /\b600\b/);
      },
    }),
  ),
  {
    name: "a file that cannot be read says why, and what to do",
    needs: ["files in"],
    async check(driver, place) {
      const broken = {name: "orders.xlsx", content: "this is no workbook at all\u0000\u0001"};
      const told = await driver.ask("", {conversation: place.conversation, files: [broken]});
      readsAsHelp(told);
      reads(told, /orders\.xlsx/);
      reads(told, /not|cannot|no table|damaged/);
      readsNot(told, /\b\d+ rows\b/);
    },
  },
  {
    name: "an empty file says that it is empty",
    needs: ["files in"],
    async check(driver, place) {
      const told = await driver.ask("", {
        conversation: place.conversation,
        files: [{name: "nothing.csv", content: ""}],
      });
      readsAsHelp(told);
      reads(told, /empty|no (data|rows)|nothing in it/i);
    },
  },
];
