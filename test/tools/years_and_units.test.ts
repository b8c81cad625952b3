import {expect, test} from "vitest";
import {openTables} from "./open_tables.ts";

const COUNTRIES = `country,year,population,turnout_pct,growth
a,2000,10,45,0.1
a,2001,11,50,0.2
b,2000,20,55,0.3
b,2001,22,60,0.4
`;

const of = (column: string) => ({column});
const known = {
  countries: {
    year: {role: "date" as const},
    population: {role: "measure" as const, additivity: "balance" as const},
    turnout_pct: {role: "measure" as const, additivity: "average" as const, unit: "%"},
    growth: {role: "measure" as const, additivity: "average" as const, unit: "%"},
  },
};

test("years that are whole numbers are periods", async () => {
  const {rows} = await openTables({countries: COUNTRIES}, known);
  const count = {name: "rows", fn: "count"};
  const year = {name: "year", of: of("year"), unit: "year"};
  expect(await rows("aggregate", {table: "countries", measures: [count], groups: [year]})).toEqual([
    [2000, 2],
    [2001, 2],
  ]);
  const period = {column: "year", from: "2001-01-01", to: "2002-01-01"};
  expect(await rows("aggregate", {table: "countries", measures: [count], period})).toEqual([[2]]);
});

test("a balance adds up within each year, not over years", async () => {
  const {rows} = await openTables({countries: COUNTRIES}, known);
  const people = {name: "people", fn: "sum", of: of("population")};
  const year = {name: "year", of: of("year"), unit: "year"};
  expect(await rows("aggregate", {table: "countries", measures: [people], groups: [year]})).toEqual([
    [2000, 30, 2],
    [2001, 33, 2],
  ]);
  const country = {name: "country", of: of("country")};
  const over = rows("aggregate", {table: "countries", measures: [people], groups: [country]});
  await expect(over).rejects.toMatchObject({code: "refused"});
});

test("a share is a fraction, a column of percentages is not", async () => {
  const {run} = await openTables({countries: COUNTRIES}, known);
  const measures = [
    {name: "turnout", fn: "avg", of: of("turnout_pct")},
    {name: "growth", fn: "avg", of: of("growth")},
    {name: "missing", fn: "null_share", of: of("growth")},
    {name: "spread", fn: "variance", of: of("growth")},
  ];
  const artifact = await run("aggregate", {table: "countries", measures});
  expect(artifact.units).toEqual({turnout: "percent", growth: "%", missing: "%"});
});
