import {utils, write as writeSheetJs} from "@e965/xlsx";
import {write} from "hucre";
import {expect, test} from "vitest";
import type {Dataset} from "../../src/data/dataset.ts";
import type {ImportOptions} from "../../src/data/engine.ts";
import {failure, workplace} from "./workplace.ts";

const {engine, file} = workplace();
type Row = (string | number | boolean | Date | null)[];

async function book(
  name: string,
  sheets: Parameters<typeof write>[0]["sheets"],
  options: ImportOptions = {},
): Promise<Dataset[]> {
  return engine.importFile(file(name, Buffer.from(await write({sheets}))), options);
}

async function rowsOf(dataset: Dataset): Promise<unknown[][]> {
  const session = await engine.open([dataset]);
  return (await session.query(`SELECT * FROM ${dataset.name}`)).rows;
}

const names = (dataset: Dataset): string[] => dataset.version.columns.map(({name}) => name);
const entry = (dataset: Dataset, kind: string) =>
  dataset.version.receipt.entries.find((one) => one.kind === kind);

const SALES: Row[] = [
  ["Region", "Units", "Revenue"],
  ["East", 10, 100.5],
  ["West", 20, 210],
];

test("titles above, notes and a total below are no rows, and each is said with how to have it back", async () => {
  const rows: Row[] = [
    ["Quarterly report", null, null],
    ["Printed: 3 May 2024", null, null],
    [],
    ...SALES,
    ["Total", 30, 310.5],
    [],
    ["Source: the shop's till", null, null],
  ];
  const [dataset] = await book("report.xlsx", [{name: "Q1", rows}]);
  expect(await rowsOf(dataset!)).toEqual([
    ["East", 10, 100.5],
    ["West", 20, 210],
  ]);
  expect(entry(dataset!, "dropped")).toMatchObject({count: 1, reverse: {totals: "keep"}});
  const [kept] = await book("report.xlsx", [{name: "Q1", rows}], {choices: {totals: "keep"}});
  expect(await rowsOf(kept!)).toHaveLength(3);
});

test("a row that is called a total but does not add up stays, with a doubt", async () => {
  const [dataset] = await book("odd.xlsx", [{name: "S", rows: [...SALES, ["Total", 31, 400]]}]);
  expect(dataset!.version.rows).toBe(3);
  expect(entry(dataset!, "totals")).toMatchObject({doubt: true});
});

test("a header of two rows is joined, and labels merged downwards stand in each row", async () => {
  const rows: Row[] = [
    ["Region", "Product", "Q1", null, "Q2", null],
    [null, null, "Plan", "Actual", "Plan", "Actual"],
    ["Coast", "Seed", 1, 2, 3, 4],
    [null, "Feed", 5, 6, 7, 8],
  ];
  const merges = [
    {startRow: 0, startCol: 2, endRow: 0, endCol: 3},
    {startRow: 0, startCol: 4, endRow: 0, endCol: 5},
    {startRow: 2, startCol: 0, endRow: 3, endCol: 0},
  ];
  const [dataset] = await book("plan.xlsx", [{name: "P", rows, merges}]);
  expect(names(dataset!)).toEqual(["Region", "Product", "Q1 Plan", "Q1 Actual", "Q2 Plan", "Q2 Actual"]);
  expect((await rowsOf(dataset!)).map((row) => row[0])).toEqual(["Coast", "Coast"]);
  const [unfilled] = await book("plan.xlsx", [{name: "P", rows, merges}], {choices: {fillDown: []}});
  expect((await rowsOf(unfilled!)).map((row) => row[0])).toEqual(["Coast", null]);
});

test("tables one under the other and side by side are datasets of their own", async () => {
  const stacked: Row[] = [["Sales"], ...SALES, [], ["Staff"], ["Name", "Hours"], ["Ann", 3], ["Bo", 4]];
  const beside: Row[] = [
    ["Item", "Stock", null, "Item", "Price"],
    ["Tea", 4, null, "Tea", 2.5],
    ["Salt", 9, null, "Salt", 0.5],
    [null, null, null, "Oil", 8],
  ];
  const tables = await book("two.xlsx", [
    {name: "Stacked", rows: stacked},
    {name: "Beside", rows: beside},
  ]);
  expect(tables.map(names)).toEqual([
    ["Region", "Units", "Revenue"],
    ["Name", "Hours"],
    ["Item", "Stock"],
    ["Item", "Price"],
  ]);
  expect(tables.map(({version}) => version.rows)).toEqual([2, 2, 2, 3]);
  expect(tables[1]!.version.receipt.source.range).toBe("A7:B9");
  const one = await book("two.xlsx", [{name: "Beside", rows: beside}], {choices: {tables: "one"}});
  expect(one).toHaveLength(1);
});

test("one table with blank rows inside stays one, and so does one whose last cells are blank", async () => {
  const [dataset, ...others] = await book("gaps.xlsx", [
    {name: "S", rows: [...SALES, [], ["North", 5, 50], ["South", null, null]]},
  ]);
  expect(others).toEqual([]);
  expect(dataset!.version.rows).toBe(4);
});

test("months as real dates are names of columns", async () => {
  const months = [0, 1, 2].map((month) => new Date(Date.UTC(2024, month, 1)));
  const [dataset] = await book("cross.xlsx", [
    {
      name: "S",
      rows: [
        ["Team", ...months],
        ["A", 1, 2, 3],
        ["B", 4, 5, 6],
      ],
    },
  ]);
  expect(names(dataset!)).toEqual(["Team", "2024-01-01", "2024-02-01", "2024-03-01"]);
  expect(dataset!.version.rows).toBe(2);
});

test("formulas without a stored value are missing, never 0, and cells in error are missing too", async () => {
  const sheet = utils.aoa_to_sheet([
    ["a", "b", "c"],
    [1, 2, null],
    [3, 4, null],
  ]);
  sheet.C2 = {t: "n", f: "A2+B2"};
  sheet.C3 = {t: "e", v: 0x07, w: "#DIV/0!"};
  const made = utils.book_new();
  utils.book_append_sheet(made, sheet, "S");
  const bytes = writeSheetJs(made, {type: "buffer", bookType: "xlsx"}) as Buffer;
  const [dataset] = await engine.importFile(file("formulas.xlsx", bytes));
  expect((await rowsOf(dataset!)).map((row) => row[2])).toEqual([null, null]);
});

test("dates counted from 1904, times of day, booleans and numbers kept as text", async () => {
  const made = utils.book_new();
  made.Workbook = {WBProps: {date1904: true}};
  const sheet = utils.aoa_to_sheet(
    [
      ["day", "code", "active"],
      [new Date(Date.UTC(2024, 5, 10)), "0042", true],
      [new Date(Date.UTC(2024, 5, 11)), "0007", false],
    ],
    {cellDates: true, UTC: true},
  );
  utils.book_append_sheet(made, sheet, "S");
  const bytes = writeSheetJs(made, {type: "buffer", bookType: "xlsx"}) as Buffer;
  const [dataset] = await engine.importFile(file("mac.xlsx", bytes));
  expect(dataset!.version.columns.map(({type}) => type)).toEqual(["date", "text", "boolean"]);
  expect((await rowsOf(dataset!))[0]).toEqual(["2024-06-10", "0042", true]);
});

test.each(["xls", "xlsb", "ods"] as const)("%s is read like XLSX", async (bookType) => {
  const made = utils.book_new();
  utils.book_append_sheet(made, utils.aoa_to_sheet(SALES), "Sales");
  const bytes = writeSheetJs(made, {type: "buffer", bookType}) as Buffer;
  const [dataset] = await engine.importFile(file(`old.${bookType}`, bytes));
  expect(names(dataset!)).toEqual(["Region", "Units", "Revenue"]);
  expect((await rowsOf(dataset!))[1]).toEqual(["West", 20, 210]);
});

test("a hidden sheet is left out and named; sheets can be chosen", async () => {
  const sheets = [
    {name: "Open", rows: SALES},
    {
      name: "Lists",
      rows: [
        ["Code", "Name"],
        ["a", "x"],
        ["b", "y"],
      ] as Row[],
      hidden: true,
    },
  ];
  const [open, ...others] = await book("hidden.xlsx", sheets);
  expect(others).toEqual([]);
  const told = open!.version.receipt.entries.find(({message}) => message.includes("Lists"));
  expect(told).toMatchObject({count: 1, reverse: {only: ["Open", "Lists"]}});
  expect(await book("hidden.xlsx", sheets, {choices: {only: ["Open", "Lists"]}})).toHaveLength(2);
  const error = await failure(book("hidden.xlsx", sheets, {choices: {only: ["Opne"]}}));
  expect(error.next).toContain('"Open"');
});

test("a range and a header row can be chosen; a header below the sheet is an error", async () => {
  const rows: Row[] = [
    ["x", "y", "z"],
    ["a", "b", "c"],
    ["d", 1, 2],
    ["e", 3, 4],
  ];
  const [dataset] = await book("range.xlsx", [{name: "S", rows}], {choices: {range: "B2:C4"}});
  expect(names(dataset!)).toEqual(["b", "c"]);
  const [second] = await book("range.xlsx", [{name: "S", rows}], {choices: {header: 2}});
  expect(names(second!)).toEqual(["a", "b", "c"]);
  expect((await failure(book("range.xlsx", [{name: "S", rows}], {choices: {header: 9}}))).code).toBe(
    "bad_use",
  );
});

test("a million formatted but blank rows cost nothing", async () => {
  const sheet = utils.aoa_to_sheet(SALES);
  sheet.C1048576 = {t: "z"};
  sheet["!ref"] = "A1:C1048576";
  const made = utils.book_new();
  utils.book_append_sheet(made, sheet, "S");
  const bytes = writeSheetJs(made, {type: "buffer", bookType: "xlsx"}) as Buffer;
  const [dataset] = await engine.importFile(file("blank.xlsx", bytes));
  expect(dataset!.version.rows).toBe(2);
});

test.each(["xlsm", "xlsb"] as const)(
  "macros of an %s are not run, and the receipt says so",
  async (bookType) => {
    const made = utils.book_new();
    utils.book_append_sheet(made, utils.aoa_to_sheet(SALES), "S");
    made.vbaraw = Buffer.from("d0cf11e0a1b11ae1", "hex");
    const bytes = writeSheetJs(made, {type: "buffer", bookType}) as Buffer;
    const [dataset] = await engine.importFile(file(`macros.${bookType}`, bytes));
    expect(await rowsOf(dataset!)).toEqual(SALES.slice(1));
    expect(entry(dataset!, "workbook")?.message).toContain("macros; they were not run");
  },
);

test("a workbook with nothing on its sheets is an error that says so", async () => {
  const error = await failure(book("nothing.xlsx", [{name: "S", rows: []}]));
  expect(error).toMatchObject({code: "bad_file"});
  expect(error.message).toContain("no sheet with a table");
});

test("times of day and durations over a day are as the sheet shows them", async () => {
  const sheet = utils.aoa_to_sheet([
    ["start", "worked", "code"],
    [0.5, 26 / 24 + 5 / 1440, 7],
    [0.25, 0.5, 42],
  ]);
  for (const [at, format] of [
    ["A2", "h:mm"],
    ["A3", "h:mm"],
    ["B2", "[h]:mm"],
    ["B3", "[h]:mm"],
    ["C2", "00000"],
    ["C3", "00000"],
  ])
    sheet[at!].z = format;
  const made = utils.book_new();
  utils.book_append_sheet(made, sheet, "S");
  for (const bookType of ["xlsx", "xls"] as const) {
    const bytes = writeSheetJs(made, {type: "buffer", bookType}) as Buffer;
    const [dataset] = await engine.importFile(file(`hours.${bookType}`, bytes));
    expect(dataset!.version.columns.map(({type}) => type)).toEqual(["time", "text", "text"]);
    expect(await rowsOf(dataset!)).toEqual([
      ["12:00:00", "26:05:00", "00007"],
      ["06:00:00", "12:00:00", "00042"],
    ]);
  }
});

test("a form is told as one, each pair a row", async () => {
  const rows: Row[] = [
    ["Name", "Ann Bell"],
    ["Age", 41],
    ["City", "Leeds"],
    ["Member", true],
  ];
  const [dataset] = await book("form.xlsx", [{name: "S", rows}]);
  expect(dataset!.version.rows).toBe(4);
  expect(entry(dataset!, "layout")).toMatchObject({doubt: true});
});

test("an XML spreadsheet of 2003 is a workbook; other XML is refused", async () => {
  const made = utils.book_new();
  utils.book_append_sheet(made, utils.aoa_to_sheet(SALES), "Sales");
  const text = writeSheetJs(made, {type: "string", bookType: "xlml"}) as string;
  const [dataset] = await engine.importFile(file("old.xls", Buffer.from(text)));
  expect(names(dataset!)).toEqual(["Region", "Units", "Revenue"]);
  const error = await failure(
    engine.importFile(file("feed.xml", Buffer.from("<?xml version='1.0'?><rss><a/></rss>"))),
  );
  expect(error.message).toContain("XML");
});

test("a second table far down a long sheet is found too", async () => {
  const long: Row[] = Array.from({length: 30_000}, (_, at) => [`row ${at}`, at, at / 2]);
  const rows: Row[] = [
    ["name", "number", "half"],
    ...long,
    [],
    ["Staff"],
    ["Name", "Hours"],
    ["Ann", 3],
    ["Bo", 4],
  ];
  const tables = await book("long.xlsx", [{name: "S", rows}]);
  expect(tables.map(({version}) => version.rows)).toEqual([30_000, 2]);
});
