import {beforeAll, describe, expect, test} from "vitest";
import type {Artifact} from "../../../src/tools/tool.ts";
import {reference} from "../../golden/case.ts";
import {openTables, type Tables} from "../open_tables.ts";

/** Freireich's remission times, with statsmodels' figures. */
const known = reference<{
  time: number[];
  event: number[];
  group: number[];
  log_rank: {chi2: number; p: number};
}>("survival.json");

let tables: Tables;
beforeAll(async () => {
  const rows = known.time.map(
    (time, row) => `${time},${known.event[row]},${known.group[row] === 0 ? "treated" : "control"}`,
  );
  tables = await openTables({
    remission: `weeks,relapse,arm\n${rows.join("\n")}\n`,
    odd: "weeks,relapse,never\n3,2,0\n4,1,0\n-5,0,0\n",
  });
});

const column = (name: string) => ({name, of: {column: name}});
const run = (table: string, input: Record<string, unknown>): Promise<Artifact> =>
  tables.run("run_statistics", {method: "survival", table, time: column("weeks"), ...input});

describe("survival", () => {
  test("gives each group's median and curve, and the log-rank test between them", async () => {
    const {table, provenance} = await run("remission", {
      event: column("relapse"),
      group: {name: "arm", of: {column: "arm"}},
    });
    const at = (name: string): number => table.columns.findIndex((one) => one.name === name);
    const [control, treated, test] = table.rows;
    expect([control![0], control![at("events")], control![at("median")]]).toEqual(["control", 21, 8]);
    expect([treated![0], treated![at("events")], treated![at("median")]]).toEqual(["treated", 9, 23]);
    expect(test![0]).toBe("log-rank");
    expect(test![at("chi squared")]).toBeCloseTo(known.log_rank.chi2, 10);
    expect(test![at("p")]).toBeCloseTo(known.log_rank.p, 14);
    expect(provenance.notes.join(" ")).toContain("all groups last alike");
  });
  test("refuses what is no event, a negative time, and rows where nothing happened", async () => {
    await expect(run("odd", {event: column("relapse")})).rejects.toThrow("negative");
    const positive = {op: ">", of: {column: "weeks"}, value: 0};
    await expect(run("odd", {event: column("relapse"), where: positive})).rejects.toThrow(
      "other than 0 and 1",
    );
    await expect(run("odd", {event: column("never"), where: positive})).rejects.toMatchObject({
      code: "bad_plan",
    });
  });
});
