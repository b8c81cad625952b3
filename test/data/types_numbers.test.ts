import {expect, test} from "vitest";
import {booleanForm} from "../../src/data/child/types/booleans.ts";
import type {Dataset, ReceiptEntry} from "../../src/data/dataset.ts";
import {workplace} from "./workplace.ts";

const {engine, imported, file} = workplace();

/** A column as a CSV of two: every line has its number beside it. */
const column = (values: readonly (string | number)[]): string =>
  `line,value\n${values.map((value, at) => `${at},"${value}"`).join("\n")}\n`;
const made = async (
  name: string,
  values: readonly (string | number)[],
): Promise<{type: string; unit?: string; cells: unknown[]; told: ReceiptEntry[]}> =>
  read(await imported(`${name}.csv`, column(values)));

async function read(
  dataset: Dataset,
): Promise<{type: string; unit?: string; cells: unknown[]; told: ReceiptEntry[]}> {
  const session = await engine.open([dataset]);
  const {rows} = await session.query(`SELECT value FROM ${dataset.name} ORDER BY line`, {
    limits: {rows: 10_000},
  });
  const {type, unit} = dataset.version.columns[1]!;
  const told = dataset.version.receipt.entries.filter((entry) => entry.column === "value");
  return {type, ...(unit && {unit}), cells: rows.map(([cell]) => cell), told};
}

test("thousands and fractions are read as they are written", async () => {
  for (const [name, texts, values] of [
    ["english", ["1,234.50", "2.5", "12,000"], [1234.5, 2.5, 12000]],
    ["german", ["1.234,50", "2,5", "12.000"], [1234.5, 2.5, 12000]],
    ["french", ["1\u202f234,50", "2,5", "12\u00a0000"], [1234.5, 2.5, 12000]],
    ["swiss", ["1'234.50", "2.5", "12’000"], [1234.5, 2.5, 12000]],
    ["indian", ["1,23,456", "12,34,567", "100"], [123456, 1234567, 100]],
  ] as const) {
    const {cells} = await made(name, texts);
    expect(cells, name).toEqual(values);
  }
});

test("negatives in brackets and with a minus behind them", async () => {
  expect((await made("brackets", ["(1,234.00)", "5.00", "-"])).cells).toEqual([-1234, 5, null]);
  expect((await made("behind", ["45.20-", "12.10", "1,000.00-"])).cells).toEqual([-45.2, 12.1, -1000]);
});

test("one unit is kept beside the column; several leave it text, and doubted", async () => {
  expect(await made("weight", ["12 kg", "13.5 kg"])).toMatchObject({
    type: "number",
    unit: "kg",
    cells: [12, 13.5],
  });
  expect(await made("price", ["€ 1.200,50", "€ 7,00"])).toMatchObject({unit: "€", cells: [1200.5, 7]});
  expect(await made("after", ["1,200 USD", "500 USD"])).toMatchObject({unit: "USD", cells: [1200, 500]});
  expect(await made("share", ["12%", "7.5 %"])).toMatchObject({unit: "%", cells: [12, 7.5]});
  const mixed = await made("mixed", ["12 kg", "500 g", "1 kg"]);
  expect(mixed).toMatchObject({type: "text", cells: ["12 kg", "500 g", "1 kg"]});
  expect(mixed.told.some((entry) => entry.doubt)).toBe(true);
});

test("a point before three digits is doubted where nothing settles it, and a choice turns it", async () => {
  const values = ["1.234", "2.345", "3.456"];
  const first = await made("three", values);
  expect(first.cells).toEqual([1.234, 2.345, 3.456]);
  const doubt = first.told.find((entry) => entry.doubt);
  expect(doubt?.reverse).toEqual({decimal: ","});
  const [turned] = await engine.importFile(file("three_turned.csv", column(values)), {
    choices: doubt!.reverse!,
  });
  expect((await read(turned!)).cells).toEqual([1234, 2345, 3456]);
});

test("digits that name something stay text", async () => {
  const many = Array.from({length: 30}, (_, at) => at + 10);
  for (const [name, values] of [
    ["zip", ["01234", "90210"]],
    ["phones", ["+4930123456", "+4930123457"]],
    ["cards", many.map((at) => `41111111111111${at}`)],
    ["ids", many.map((at) => `83127797828620989${at}`)],
    ["endless", many.map((at) => `${"1".repeat(45)}${at}`)],
  ] as const)
    expect(await made(name, values), name).toMatchObject({type: "text", cells: [...values]});
});

test("whole numbers beyond 64 bits are kept exactly", async () => {
  const {type, cells} = await made("wei", ["5", "1000000000000000000001", "70"]);
  expect(type).toBe("integer");
  expect(cells).toEqual([5, "1000000000000000000001", 70]);
});

test("a code far down, whose zeros a number would lose, makes the column text", async () => {
  const values = [...Array.from({length: 5000}, (_, at) => String(at + 1)), "007"];
  const {type, cells} = await made("late_code", values);
  expect(type).toBe("text");
  expect(cells).toContain("007");
});

test("texts that say there is no value are missing, counted and shown; two in a hundred others too, with a doubt", async () => {
  const values: (string | number)[] = Array.from({length: 200}, (_, at) => at + 0.5);
  values[20] = "N/A";
  values[30] = "unknown";
  values[40] = "#DIV/0!";
  values[50] = "see note";
  const {type, cells, told} = await made("gaps", values);
  expect(type).toBe("number");
  expect([20, 30, 40, 50].map((at) => cells[at])).toEqual([null, null, null, null]);
  expect(told.map(({count, doubt}) => ({count, doubt: doubt === true}))).toEqual([
    {count: 3, doubt: false},
    {count: 1, doubt: true},
  ]);
  expect(told[1]?.examples).toEqual(["see note"]);
});

test("where more do not fit, the column stays text and says how to read it as numbers", async () => {
  const values: (string | number)[] = Array.from({length: 40}, (_, at) => at + 1);
  values[3] = "lost";
  values[7] = "lost";
  values[8] = "stolen";
  const {type, told} = await made("lost", values);
  expect(type).toBe("text");
  expect(told).toMatchObject([{count: 3, doubt: true, reverse: {missing: ["lost", "stolen"]}}]);
  const [read2] = await engine.importFile(file("lost2.csv", column(values)), {choices: told[0]!.reverse!});
  const again = await read(read2!);
  expect(again.type).toBe("integer");
  expect(again.cells.filter((cell) => cell === null)).toHaveLength(3);
});

test("yes and no in several languages are booleans; a letter alone is a code; 0 and 1 are numbers", async () => {
  expect((await made("yes", ["yes", "No", "YES"])).cells).toEqual([true, false, true]);
  expect((await made("ja", ["ja", "nein"])).cells).toEqual([true, false]);
  expect((await made("oui", ["oui", "non"])).cells).toEqual([true, false]);
  expect((await made("y", ["Y", "N", "n/a"])).cells).toEqual([true, false, null]);
  expect((await made("n", ["N", "N"])).type).toBe("text");
  expect((await made("bit", ["0", "1"])).type).toBe("integer");
});

test("N and S are yes and no by themselves, and north and south in a column of places", () => {
  const ns = new Map([
    ["N", 2],
    ["S", 1],
  ]);
  expect(booleanForm(ns, "ativo")?.type).toBe("boolean");
  for (const name of ["region", "lat_dir", "Hemisphere", "N/S"])
    expect(booleanForm(ns, name)).toBeUndefined();
  expect(
    booleanForm(
      new Map([
        ["no", 1],
        ["sim", 1],
      ]),
      "region",
    ),
  ).toBeUndefined();
  expect(
    booleanForm(
      new Map([
        ["não", 1],
        ["sim", 1],
      ]),
      "region",
    )?.type,
  ).toBe("boolean");
});

test("spaces at the ends of texts go, and are counted", async () => {
  const {cells, told} = await made("ends", ["North", "North ", " South", "\u200fSouth"]);
  expect(cells).toEqual(["North", "North", "South", "South"]);
  expect(told).toMatchObject([{kind: "coerced", count: 3}]);
});

test("a column that a person wants as text is kept as written", async () => {
  const [dataset] = await engine.importFile(file("kept.csv", column(["1.50", "2.00", "n/a"])), {
    choices: {text: ["value"]},
  });
  expect((await read(dataset!)).cells).toEqual(["1.50", "2.00", "n/a"]);
});
