import {expect, test} from "vitest";
import type {ColumnProfile, TableProfile} from "../../src/data/profile.ts";
import {outsideOfData} from "../../src/planning/outside_data.ts";
import {type Reading, readingSchema} from "../../src/planning/reading.ts";

const column = (name: string, min: unknown, max: unknown): ColumnProfile =>
  ({name, type: "date", role: "date", nulls: 0, distinct: 99, min, max, top: []}) as unknown as ColumnProfile;
const ferries: TableProfile = {
  table: "ferries",
  rows: 900,
  duplicateRows: 0,
  keys: [],
  columns: [column("sailed", "2022-03-01 08:00:00", "2024-05-31 19:30:00"), column("year", 2022, 2024)],
};
const why = (reading: Partial<Reading>): string | undefined =>
  outsideOfData(readingSchema.parse({intent: "aggregate", table: "ferries", score: 1, ...reading}), [ferries])
    ?.message;
const period = (from: string | undefined, to: string | undefined, said: string): Reading["period"] => ({
  column: "sailed",
  ...(from && {from}),
  ...(to && {to}),
  anchor: "none",
  partial: true,
  said,
});

test("a period before or after the data has no answer", () => {
  expect(why({period: period("2021-01-01", "2021-04-01", "Q1 2021")})).toBe(
    "There is no data of that time (Q1 2021): sailed goes from 2022-03-01 to 2024-05-31.",
  );
  expect(why({period: period("2024-06-01", undefined, "since June 2024")})).toMatch(
    /that time \(since June 2024\)/,
  );
});

test("a period that the data covers partly has one", () => {
  expect(why({period: period("2022-01-01", "2022-04-01", "Q1 2022")})).toBeUndefined();
  expect(why({period: period("2024-05-31", "2024-06-01", "31 May 2024")})).toBeUndefined();
  expect(why({})).toBeUndefined();
});

test("a year of a column of years", () => {
  const of = (value: number) => ({
    filters: [{condition: {op: "=" as const, of: {column: "year"}, value}, said: `year is ${value}`}],
  });
  expect(why(of(2030))).toBe("There is no data of that time (2030): year goes from 2022 to 2024.");
  expect(why(of(2023))).toBeUndefined();
});
