import {beforeAll, describe, expect, test} from "vitest";
import {createRegistry} from "../../src/tools/registry.ts";
import {everyNth} from "../sweep.ts";
import {PREPARATION_INPUTS} from "./bad_inputs.ts";
import {BAD_TABLES, namesIn, openBadTables} from "./bad_tables.ts";
import type {Tables} from "./open_tables.ts";
import {sound} from "./sound.ts";

let tables: Tables;
beforeAll(async () => {
  tables = await openBadTables();
}, 120_000);

test("every method of prepare_data has inputs here", () => {
  const known = createRegistry()
    .methods("prepare_data")
    .map(({name}) => name);
  expect(Object.keys(PREPARATION_INPUTS).sort()).toEqual([...known].sort());
});

describe.each(Object.keys(PREPARATION_INPUTS))("%s", (method) => {
  test.each(everyNth(BAD_TABLES, 7, Object.keys(PREPARATION_INPUTS).indexOf(method)))(
    "of a bad table makes a sound table with its receipt, or is refused: %s",
    async (table) => {
      const {rows: before} = await tables.context.session.profile(table);
      const inputs = PREPARATION_INPUTS[method]!(namesIn(table));
      const stride = Math.min(3, inputs.length);
      for (const input of everyNth(inputs, stride, Math.floor(BAD_TABLES.indexOf(table) / 7))) {
        const made = await sound(tables, "prepare_data", {method, table, ...input});
        if (!made?.receipt) continue;
        expect(made.receipt.rows.slice(0, 2)).toEqual([
          ["rows before", null, before, null],
          ["rows after", null, made.made!.version.rows, null],
        ]);
        for (const [change, , count] of made.receipt.rows) {
          expect(Number.isInteger(count), String(change)).toBe(true);
          expect(count).toBeGreaterThanOrEqual(0);
        }
      }
    },
  );
});

describe("the receipt counts what changed", () => {
  const counted = async (input: Record<string, unknown>, change: string): Promise<unknown> => {
    const {receipt} = await tables.run("prepare_data", input);
    return receipt!.rows.find(([name]) => String(name).startsWith(change))?.[2];
  };

  test("infinite values are filled, as missing ones are", async () => {
    const fill = {method: "fill_missing", table: "infinite", columns: ["x"]};
    for (const how of ["mean", "median", "forward"])
      expect(await counted({...fill, how}, "values filled"), how).toBe(3);
    for (const how of ["knn", "iterative"])
      expect(await counted({...fill, columns: ["x", "y"], how}, "values filled"), how).toBe(3);
  });

  test("filling by a model where nothing lacks leaves the table as it is", async () => {
    for (const how of ["knn", "iterative"]) {
      const made = await tables.run("prepare_data", {
        method: "fill_missing",
        table: "plain",
        columns: ["x", "y"],
        how,
      });
      expect(made.receipt!.rows).toEqual([
        ["rows before", null, 60, null],
        ["rows after", null, 60, null],
      ]);
    }
  });

  test("texts that look like formulas stay texts", async () => {
    const made = await tables.run("prepare_data", {
      method: "encode",
      table: "formulas",
      column: "g",
      how: "one_hot",
    });
    const made_of = made.table.columns.map(({name}) => name).join();
    expect(made_of).toContain("=1+1");
    expect(made_of).toContain("@SUM(A1)");
  });

  test("a column without a value, and a table without rows, are refused in these words", async () => {
    const scale = {method: "scale", how: "standard", columns: ["x"]};
    await expect(tables.run("prepare_data", {...scale, table: "no_rows"})).rejects.toThrow(/has no rows/);
    await expect(tables.run("prepare_data", {...scale, table: "all_missing"})).rejects.toThrow(/has no/);
  });
});
