import {beforeAll, describe, expect, test} from "vitest";
import {createOfflinePlanner} from "../../../src/agents/offline/planner.ts";
import {type Carried, carryReading} from "../../../src/planning/carry/carry_reading.ts";
import {readVersion} from "../../../src/planning/carry/version_rows.ts";
import {compileReading} from "../../../src/planning/compile.ts";
import type {Reading} from "../../../src/planning/reading.ts";
import {openTables, type Tables} from "../../tools/open_tables.ts";

/** Twelve orders as they are saved; each other table is the same orders, changed in one way. */
const rows = Array.from({length: 12}, (_, at) => ({
  order_id: `A-${at + 1}`,
  day: `2024-0${1 + (at % 3)}-1${at % 9}`,
  region: ["West", "East", "North"][at % 3]!,
  status: at % 4 === 3 ? "Refunded" : "Done",
  amount: (at + 1) * 10.5,
  currency: "USD",
}));
type Row = Record<string, string | number>;
const csv = (all: readonly Row[]): string => {
  const names = Object.keys(all[0]!);
  return [names.join(","), ...all.map((row) => names.map((name) => row[name] ?? "").join(","))].join("\n");
};
const changed = (change: (row: Row, at: number) => Row): string =>
  csv(rows.map((row, at) => change({...row}, at)));
const without = (row: Row, name: string): Row =>
  Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));
const TABLES: Record<string, string> = {
  saved: csv(rows),
  grown: csv([...rows, {...rows[0]!, order_id: "A-13", amount: 99.5, region: "South"}]),
  in_words: changed(({order_id, day, region, status, amount, currency}) => ({
    "Order ID": order_id!,
    Day: day!,
    Region: region!,
    Status: status!,
    Amount: amount!,
    Currency: currency!,
  })),
  renamed: changed((row) => ({...without(row, "amount"), value_of_order: row.amount!})),
  dropped: changed((row) => without(row, "amount")),
  cents: changed((row) => ({...row, amount: Number(row.amount) * 100})),
  turned: changed((row, at) => ({...row, amount: at % 4 === 3 ? -Number(row.amount) : row.amount!})),
  codes: changed((row) => ({...row, status: row.status === "Refunded" ? "R" : "D"})),
  some_codes: csv([...rows, {...rows[0]!, order_id: "A-13", status: "refund"}]),
  corrected: changed((row, at) => ({...row, amount: at === 2 ? 77.5 : row.amount!})),
  twice: csv([...rows, ...rows]),
  cut: csv(rows.slice(6)),
  others: csv(rows.map((row, at) => ({...row, order_id: `B-${at}`}))),
  euros: csv([...rows, {...rows[0]!, order_id: "A-13", currency: "EUR"}]),
  blanks: changed((row, at) => ({...row, amount: at === 1 ? "" : row.amount!})),
  headers_alone: "order_id,day,region,status,amount,currency",
};

let tables: Tables;
beforeAll(async () => {
  tables = await openTables(TABLES);
}, 60_000);

async function readingOf(question: string): Promise<Reading> {
  const {session, asOf, timeZone, signal} = tables.context;
  const profiles = [await session.profile("saved")];
  const output = await createOfflinePlanner().plan({
    question,
    profiles,
    earlier: [],
    session,
    asOf,
    timeZone,
    signal,
  });
  if (output.kind === "plan") return output.plan.reading!;
  if (output.kind === "readings") return compileReading(output.readings[0]!, profiles[0]!).reading!;
  throw new Error(output.reason);
}

async function carried(question: string, table: string): Promise<Carried> {
  const {session, signal} = tables.context;
  const [before, after] = await Promise.all(
    ["saved", table].map(async (name) => readVersion(session, await session.profile(name), signal)),
  );
  return carryReading(await readingOf(question), before!, after!);
}

describe("a reading is carried to a newer version", () => {
  test.each([
    ["grown", []],
    ["in_words", []],
    ["corrected", []],
    ["renamed", ["amount is called value_of_order now"]],
    ["codes", ['"Refunded" is written "R" now']],
  ])("%s", async (table, said) => {
    expect(await carried("total amount where status is Refunded", table)).toMatchObject({
      kind: "carried",
      said,
    });
  });

  test("with the new names in its conditions and measures", async () => {
    const found = await carried("total amount where status is Refunded", "codes");
    if (found.kind !== "carried") throw new Error(found.why.join());
    expect(found.reading.filters.map(({said}) => said)).toEqual(["status is R"]);
    const renamed = await carried("total amount by region", "renamed");
    if (renamed.kind !== "carried") throw new Error(renamed.why.join());
    expect(renamed.reading.measures[0]!.of).toEqual({column: "value_of_order"});
  });

  test("what it does not use may change", async () => {
    expect(await carried("how many rows by region", "dropped")).toMatchObject({kind: "carried"});
  });
});

describe("a reading whose meaning cannot be kept is stopped", () => {
  test.each([
    ["dropped", "there is no amount any more"],
    ["cents", "amount: its values are 100 times what they were: another unit, it seems"],
    ["turned", "amount: 3 of its values have the other sign now"],
    ["some_codes", 'status has "refund" now, which may be "Refunded"'],
    ["twice", "12 rows repeat a order_id, which named one row each before"],
    ["cut", "6 of 12 rows of the file before are gone"],
    ["others", "12 of 12 rows of the file before are gone"],
    ["euros", "currency was always USD, and is EUR in some rows"],
    ["blanks", "amount: 1 of its values are missing now"],
    ["headers_alone", "the file has no rows"],
  ])("%s", async (table, why) => {
    const found = await carried("total amount without refunded", table);
    expect(found.kind === "stopped" ? found.why : found).toContain(why);
  });
});
