import {expect, test} from "vitest";
import type {Dataset, ReceiptEntry} from "../../src/data/dataset.ts";
import {workplace} from "./workplace.ts";

const {engine, imported, file} = workplace();

const column = (values: readonly string[], name = "value"): string =>
  `line,${name}\n${values.map((value, at) => `${at},"${value}"`).join("\n")}\n`;

async function read(dataset: Dataset): Promise<{type: string; cells: unknown[]; told: ReceiptEntry[]}> {
  const session = await engine.open([dataset]);
  const {rows} = await session.query(`SELECT * FROM ${dataset.name} ORDER BY line`);
  const told = dataset.version.receipt.entries.filter((entry) => entry.column !== undefined);
  return {type: dataset.version.columns[1]!.type, cells: rows.map((row) => row[1]), told};
}

test("days in many forms are the same day", async () => {
  const forms = [
    ["14/06/2024", "01/02/2024"],
    ["06/14/2024", "02/01/2024"],
    ["14.06.2024", "01.02.2024"],
    ["2024.06.14", "2024.02.01"],
    ["14 Jun 2024", "1 Feb 2024"],
    ["June 14, 2024", "February 1, 2024"],
    ["Fri, 14 Jun 2024", "Thu, 1 Feb 2024"],
    ["14. Juni 2024", "1. Februar 2024"],
    ["14 juin 2024", "1er février 2024"],
    ["14 de junio de 2024", "1 de febrero de 2024"],
    ["14 giugno 2024", "1 febbraio 2024"],
    ["14 de junho de 2024", "1 de fevereiro de 2024"],
    ["14 juni 2024", "1 februari 2024"],
    ["14-Jun-24", "1-Feb-24"],
    ["14/06/24", "01/02/24"],
    ["2024年6月14日", "2024年2月1日"],
  ];
  const header = forms.map((_, at) => `c${at}`).join(",");
  const rows = [0, 1].map((row) => forms.map((form) => `"${form[row]}"`).join(","));
  const dataset = await imported("forms.csv", `line,${header}\n0,${rows[0]}\n1,${rows[1]}\n`);
  const session = await engine.open([dataset]);
  const {rows: cells} = await session.query("SELECT * FROM forms ORDER BY line");
  expect(cells[0]!.slice(1)).toEqual(forms.map(() => "2024-06-14"));
  expect(cells[1]!.slice(1)).toEqual(forms.map(() => "2024-02-01"));
});

test("times of halves, and zones moved to UTC", async () => {
  const halves = await read(await imported("halves.csv", column(["6/14/2024 1:05 PM", "6/3/2024 12:00 AM"])));
  expect(halves.cells).toEqual(["2024-06-14 13:05:00", "2024-06-03 00:00:00"]);
  const zones = await read(
    await imported(
      "zones.csv",
      column(["2024-06-14T10:00:00Z", "2024-06-14T10:00:00+02:00", "2024-06-14T10:00:00-0500"]),
    ),
  );
  expect(zones.cells).toEqual(["2024-06-14 10:00:00", "2024-06-14 08:00:00", "2024-06-14 15:00:00"]);
  expect(zones.told.some((entry) => entry.message.includes("UTC"))).toBe(true);
  expect((await read(await imported("clock.csv", column(["10:30", "9:05"])))).cells).toEqual([
    "10:30:00",
    "09:05:00",
  ]);
});

test("one date settles the order of its column, and a column that of the file's others", async () => {
  const late = [...Array.from({length: 3000}, () => "01/02/2024"), "25/02/2024"];
  const {cells, told} = await read(await imported("settled.csv", column(late)));
  expect(cells[0]).toBe("2024-02-01");
  expect(told.some((entry) => entry.doubt)).toBe(false);
  const two = await imported("two.csv", "ordered,paid\n01/02/2024,25/02/2024\n03/04/2024,26/04/2024\n");
  const session = await engine.open([two]);
  expect((await session.query("SELECT * FROM two ORDER BY 1")).rows[0]).toEqual(["2024-02-01", "2024-02-25"]);
});

test("an order that nothing settles is doubted, and a choice turns it", async () => {
  const values = ["01/02/2024", "03/04/2024"];
  const open = await read(await imported("open.csv", column(values)));
  expect(open.cells).toEqual(["2024-01-02", "2024-03-04"]);
  const doubt = open.told.find((entry) => entry.doubt);
  expect(doubt?.reverse).toEqual({dates: "day_first"});
  const [turned] = await engine.importFile(file("turned.csv", column(values)), {choices: doubt!.reverse!});
  expect((await read(turned!)).cells).toEqual(["2024-02-01", "2024-04-03"]);
});

test("both orders in one column are doubted with their numbers", async () => {
  const {told} = await read(
    await imported("both_orders.csv", column(["25/03/2024", "26/03/2024", "03/28/2024", "01/09/2024"])),
  );
  expect(told.find((entry) => entry.doubt)?.message).toMatch(
    /2 dates can only be day first, 1 only month first/,
  );
});

test("numbers are dates only where the column's name says so", async () => {
  expect(
    (await read(await imported("epoch.csv", column(["1717243200", "1717243500"], "created_at")))).cells[0],
  ).toBe("2024-06-01 12:00:00");
  expect((await read(await imported("count.csv", column(["1717243200", "1717243500"], "views")))).type).toBe(
    "integer",
  );
  expect((await read(await imported("serial.csv", column(["45000", "45001"], "order_date")))).cells[0]).toBe(
    "2023-03-15",
  );
  expect((await read(await imported("price.csv", column(["45000", "45001"], "price")))).type).toBe("integer");
});

test("months are their first day; quarters and weeks stay text", async () => {
  expect((await read(await imported("months.csv", column(["2024-01", "2024-11"])))).cells).toEqual([
    "2024-01-01",
    "2024-11-01",
  ]);
  expect((await read(await imported("short.csv", column(["Jun-24", "Dec-25"])))).cells).toEqual([
    "2024-06-01",
    "2025-12-01",
  ]);
  expect((await read(await imported("quarters.csv", column(["2024 Q1", "2024 Q2"])))).type).toBe("text");
});

test("a day with a time far down keeps its time", async () => {
  const values = [...Array.from({length: 3000}, () => "2024-01-05"), "2024-01-06 10:30:00"];
  const {type, cells} = await read(await imported("late_time.csv", column(values)));
  expect(type).toBe("timestamp");
  expect(cells.at(-1)).toBe("2024-01-06 10:30:00");
});

test("days that no calendar has are counted, not moved", async () => {
  const values = [
    ...Array.from({length: 200}, (_, at) => `2024-01-${String(1 + (at % 28)).padStart(2, "0")}`),
    "2024-02-30",
  ];
  const {cells, told} = await read(await imported("calendar.csv", column(values)));
  expect(cells.at(-1)).toBeNull();
  expect(told).toMatchObject([{kind: "coerced", count: 1, examples: ["2024-02-30"], doubt: true}]);
});

test("a date that stands in three columns is made one, and they stay", async () => {
  const dataset = await imported(
    "births.csv",
    "year,month,date_of_month,births\n2004,2,29,10\n2004,3,1,12\n",
  );
  expect(dataset.version.columns.map(({name, type}) => `${name} ${type}`)).toEqual([
    "year integer",
    "month integer",
    "date_of_month integer",
    "births integer",
    "date date",
  ]);
  const session = await engine.open([dataset]);
  const {rows} = await session.query('SELECT "date" FROM births ORDER BY "date"');
  expect(rows).toEqual([["2004-02-29"], ["2004-03-01"]]);
  expect(dataset.version.receipt.entries).toContainEqual({
    kind: "made",
    column: "date",
    message: "date was made of year, month and date_of_month, which stay as they are.",
    count: 2,
  });
});

test("no date is made where days are not of the calendar, or where there is one", async () => {
  const impossible = await imported("impossible.csv", "year,month,day,n\n2004,2,30,1\n2004,3,1,2\n");
  expect(impossible.version.columns.map(({name}) => name)).toEqual(["year", "month", "day", "n"]);
  const dated = await imported("dated.csv", "year,month,day,sold\n2004,2,28,2004-02-28\n");
  expect(dated.version.columns).toHaveLength(4);
});
