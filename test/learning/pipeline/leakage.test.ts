import {expect, test} from "vitest";
import {findLeaks} from "../../../src/learning/pipeline/leakage.ts";
import type {RawColumn} from "../../../src/learning/pipeline/raw_column.ts";

const ROWS = 400;
const number = (name: string, of: (row: number) => number): RawColumn => ({
  name,
  type: "number",
  values: Float64Array.from({length: ROWS}, (_, row) => of(row)),
});
const label = (name: string, of: (row: number) => string | null): RawColumn => ({
  name,
  type: "label",
  values: Array.from({length: ROWS}, (_, row) => of(row)),
});
const price = (row: number): number => 10 + ((row * 37) % 101) ** 2;
const prices = Float64Array.from({length: ROWS}, (_, row) => price(row));
const gone = (row: number): number => ((row * 13) % 7 < 3 ? 1 : 0);
const left = Float64Array.from({length: ROWS}, (_, row) => gone(row));
const found = (leaks: ReturnType<typeof findLeaks>): string[] => leaks.map(({column}) => column);

test("a number that the target can be read from is found: a copy, another unit, a curve of it", () => {
  const columns = [
    number("cents", (row) => price(row) * 100),
    number("with tax", (row) => price(row) * 1.2 + (row % 3) / 100),
    number("logarithm", (row) => Math.log(price(row))),
    number("discount", (row) => -Math.sqrt(price(row))),
    number("rooms", (row) => Math.round(Math.sqrt(price(row)) / 20)),
    number("size", (row) => price(row) + 3000 * ((row * 29) % 3)),
  ];
  expect(found(findLeaks(columns, prices, 0))).toEqual(["cents", "with tax", "logarithm", "discount"]);
});

test("a label that stands for the target is found, also where a slip or two hides it", () => {
  const columns = [
    label("status", (row) => (gone(row) ? "L" : "S")),
    label("status, with a slip", (row) => (gone(row) && row !== 5 ? "L" : "S")),
    label("status, with gaps", (row) => (row % 4 === 0 ? null : gone(row) ? "L" : "S")),
    label("mostly", (row) => (row % 20 === 0 ? "L" : gone(row) ? "L" : "S")),
    label("plan", (row) => "abc"[row % 3]!),
  ];
  const leaks = findLeaks(columns, left, 2);
  expect(found(leaks)).toEqual(["status", "status, with a slip", "status, with gaps"]);
  expect(leaks[1]!.why).toContain("but in 1 of 400 rows");
});

test("identifiers and dates after the outcome are found; a date before it is not", () => {
  const day = (row: number): string => new Date(Date.UTC(2023, 0, 1 + row)).toISOString().slice(0, 10);
  const date = (name: string, of: (row: number) => string): RawColumn => ({
    name,
    type: "date",
    values: Array.from({length: ROWS}, (_, row) => of(row)),
  });
  const columns = [
    number("row", (row) => row + 1),
    label("customer", (row) => `C${row}`),
    date("closed on", (row) => day(row + 30)),
    date("joined", (row) => day(row - 30)),
  ];
  const outcome = Array.from({length: ROWS}, (_, row) => day(row));
  expect(found(findLeaks(columns, left, 2, outcome))).toEqual(["row", "customer", "closed on"]);
});
