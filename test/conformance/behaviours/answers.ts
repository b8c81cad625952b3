import assert from "node:assert/strict";
import {ORDERS, ORDERS_CSV, totalOf} from "../data.ts";
import type {Behaviour, PerceivedTable} from "../driver.ts";
import {readPng} from "../png.ts";
import {askOf, centsIn, reads} from "./expectations.ts";

const orders = {name: "orders.csv", content: ORDERS_CSV};

/** Numbers, tables and charts: each the same on every channel. */
export const answers: readonly Behaviour[] = [
  {
    name: "answers a number",
    async check(driver, place) {
      const answer = await askOf(driver, place, orders, "what is the total amount?");
      reads(answer, new RegExp(totalOf().toLocaleString("en").replace(".", "\\.")));
      assert.equal(answer.error, undefined);
      place.note("total", /\$280,743(\.\d+)?/.exec(answer.texts.join("\n"))?.[0] ?? "");
    },
  },
  {
    name: "a table of 12 rows, with its units",
    needs: ["tables"],
    async check(driver, place) {
      const answer = await askOf(driver, place, orders, "total amount by month");
      const table = tableOf(answer.tables, 12);
      assert.match(table.header.join(" "), /month.*amount/i);
      const months = table.rows.map(([month = "", amount = ""]) => [month, amount] as const);
      assert.match(months[0]?.[0] ?? "", /jan/i);
      for (const [at, [, amount]] of months.entries()) {
        assert.match(amount, /^\$[\d,]+(\.\d+)?$/);
        const own = ORDERS.filter((order) => Number(order.orderedOn.slice(5, 7)) === at + 1);
        assert.equal(centsIn(amount), Math.round(totalOf(own) * 100));
      }
      place.note("months", JSON.stringify(months));
    },
  },
  {
    name: "a table of 300 rows is cut, and says so",
    needs: ["tables"],
    async check(driver, place) {
      const answer = await askOf(driver, place, orders, "total amount by customer");
      const shown = Math.max(...answer.tables.map(({rows}) => rows.length));
      assert.ok(shown >= 5 && shown <= 300, `${shown} rows are shown`);
      reads(answer, shown === 300 ? /Customer 001/ : new RegExp(`\\b(300|${300 - shown} more)\\b`));
      for (const {header, rows} of answer.tables)
        for (const row of rows) assert.equal(row.length, header.length, `a row is cut: ${row.join(" | ")}`);
    },
  },
  {
    name: "the whole table can be taken away as CSV",
    needs: ["files out"],
    async check(driver, place) {
      await askOf(driver, place, orders, "total amount by customer");
      const csv = await driver.csv({conversation: place.conversation});
      const lines = csv.trim().split(/\r?\n/);
      assert.equal(lines.length, 301);
      assert.equal(new Set(lines.map((line) => /Customer \d+/.exec(line)?.[0])).size, 301);
      place.note("csv", csv.replaceAll("\r", "").trim());
    },
  },
  {
    name: "a chart is a picture that is not blank",
    needs: ["pictures"],
    async check(driver, place) {
      const answer = await askOf(driver, place, orders, "bar chart of total amount by region");
      assert.equal(answer.pictures.length, 1);
      const {width, height, colours} = readPng(answer.pictures[0]?.png ?? new Uint8Array());
      assert.ok(width >= 400 && height >= 250, `${width} x ${height} is too small to read`);
      assert.ok(colours > 10, `${colours} colours: it is blank`);
    },
  },
  {
    name: "a chart has words for whoever cannot see it",
    needs: ["pictures", "alt text"],
    async check(driver, place) {
      const answer = await askOf(driver, place, orders, "bar chart of total amount by region");
      const alt = answer.pictures[0]?.alt ?? "";
      assert.match(alt, /North/);
      assert.match(alt, /\d/);
      place.note("alt", alt);
    },
  },
];

function tableOf(tables: readonly PerceivedTable[], rows: number): PerceivedTable {
  const found = tables.find((table) => table.rows.length === rows);
  const sizes = tables.map((table) => table.rows.length).join(", ");
  assert.ok(found, `no table of ${rows} rows; tables of: ${sizes || "none"}`);
  return found;
}
