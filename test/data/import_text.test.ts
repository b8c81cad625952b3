import iconv from "iconv-lite";
import {expect, test} from "vitest";
import type {Dataset} from "../../src/data/dataset.ts";
import {workplace} from "./workplace.ts";

const {engine, imported, opened} = workplace();

const types = (dataset: Dataset): Record<string, string> =>
  Object.fromEntries(dataset.version.columns.map(({name, type}) => [name, type]));
const kinds = (dataset: Dataset): string[] => dataset.version.receipt.entries.map((entry) => entry.kind);
const rowsOf = async (dataset: Dataset): Promise<unknown[][]> =>
  (await (await engine.open([dataset])).query(`SELECT * FROM ${dataset.name}`)).rows;

test("a CSV is typed column by column", async () => {
  const dataset = await imported(
    "orders.csv",
    "id,day,at,amount,ok,name\n1,2024-01-31,2024-01-31 10:30:00,1.5,true,Ann\n2,2024-02-01,2024-02-01 11:00:00,2,false,Bo\n",
  );
  expect(dataset.name).toBe("orders");
  expect(dataset.version.rows).toBe(2);
  expect(types(dataset)).toEqual({
    id: "integer",
    day: "date",
    at: "timestamp",
    amount: "number",
    ok: "boolean",
    name: "text",
  });
  expect((await rowsOf(dataset))[0]).toEqual([1, "2024-01-31", "2024-01-31 10:30:00", 1.5, true, "Ann"]);
});

test("tabs, semicolons and bars separate columns too", async () => {
  for (const [name, sign] of [
    ["a.tsv", "\t"],
    ["b.csv", ";"],
    ["c.txt", "|"],
  ] as const) {
    const text = [
      ["x", "y"],
      ["1", "one"],
      ["2", "two"],
    ]
      .map((row) => row.join(sign))
      .join("\n");
    const dataset = await imported(name, `${text}\n`);
    expect(types(dataset)).toEqual({x: "integer", y: "text"});
    expect(kinds(dataset)).toContain("delimiter");
  }
});

test("every encoding gives the same words", async () => {
  const text = "city,n\nZürich,1\nMálaga,2\nKöln,3\nOrléans,4\n";
  for (const [name, bytes] of [
    ["plain", Buffer.from(text)],
    ["bom", Buffer.from(`\ufeff${text}`)],
    ["utf16le", iconv.encode(text, "utf-16le", {addBOM: true})],
    ["utf16be", iconv.encode(text, "utf-16be", {addBOM: true})],
    ["windows", iconv.encode(text, "windows-1252")],
  ] as const) {
    const dataset = await imported(`${name}.csv`, bytes);
    expect(types(dataset), name).toEqual({city: "text", n: "integer"});
    expect(
      (await rowsOf(dataset)).map(([city]) => city),
      name,
    ).toEqual(["Zürich", "Málaga", "Köln", "Orléans"]);
  }
});

test("dates in several forms are dates, and the receipt says how they were read", async () => {
  const dataset = await imported(
    "dates.csv",
    "us,de,words,slashes,month\n12/31/2023,31.12.2023,Dec 31 2023,2023/12/31,2023-12\n01/05/2024,05.01.2024,Jan 05 2024,2024/01/05,2024-01\n",
  );
  expect(Object.values(types(dataset))).toEqual(["date", "date", "date", "date", "date"]);
  expect((await rowsOf(dataset))[0]).toEqual([
    "2023-12-31",
    "2023-12-31",
    "2023-12-31",
    "2023-12-31",
    "2023-12-01",
  ]);
  expect(dataset.version.receipt.entries.find((entry) => entry.column === "us")?.message).toContain(
    "month/day/year",
  );
});

test("where day and month could be swapped, the receipt says so", async () => {
  const dataset = await imported("swap.csv", "d\n01/02/2024\n03/04/2024\n");
  expect(dataset.version.receipt.entries.find((entry) => entry.kind === "dates")?.message).toContain(
    "other way round",
  );
});

test("markers of missing values are missing in numbers, counted, and stay in text", async () => {
  const rows = Array.from({length: 40}, (_, at) => `${at},word${at}`);
  const dataset = await imported(
    "missing.csv",
    `n,t\n${rows.join("\n")}\nN/A,unknown\n-,none\nNaN,x\ninf,y\n`,
  );
  expect(types(dataset)).toEqual({n: "integer", t: "text"});
  expect((await rowsOf(dataset)).slice(-4)).toEqual([
    [null, "unknown"],
    [null, "none"],
    [null, "x"],
    [null, "y"],
  ]);
  const coerced = dataset.version.receipt.entries.find((entry) => entry.kind === "coerced");
  expect(coerced).toMatchObject({column: "n", count: 4});
  expect(coerced?.examples).toContain("N/A");
});

test("money, percentages and thousands are numbers", async () => {
  const dataset = await imported("money.csv", 'a,b,c\n"$1,200.50",12%,"1,000"\n(30.00),7.5%,"2,500,000"\n');
  expect(await rowsOf(dataset)).toEqual([
    [1200.5, 12, 1000],
    [-30, 7.5, 2500000],
  ]);
});

test("codes with leading zeros and numbers beyond 18 digits stay text", async () => {
  const dataset = await imported(
    "codes.csv",
    "zip,card\n01234,12345678901234567890\n90210,12345678901234567891\n",
  );
  expect(types(dataset)).toEqual({zip: "text", card: "text"});
});

test("what only shows far down decides the type all the same", async () => {
  const whole = Array.from({length: 30_000}, (_, at) => `${at},${at},${at}`);
  const late = Array.from({length: 30_000}, (_, at) => `${at}.5,0${at},w${at}`);
  const dataset = await imported("late.csv", `half,code,word\n${[...whole, ...late].join("\n")}\n`);
  expect(types(dataset)).toEqual({half: "number", code: "text", word: "text"});
  expect(dataset.version.receipt.entries.filter((entry) => entry.kind === "coerced")).toEqual([]);
});

test("repeated and blank headers get names, and the receipt tells", async () => {
  const dataset = await imported("names.csv", "a,A,,a\n1,2,3,4\n5,6,7,8\n");
  expect(dataset.version.columns.map(({name}) => name)).toEqual(["a", "A_2", "column_3", "a_3"]);
  expect(kinds(dataset).filter((kind) => kind === "renamed")).toHaveLength(2);
});

test("without a header every row is data", async () => {
  const dataset = await imported("bare.csv", "1,2.5\n2,3.5\n3,4.5\n");
  expect(dataset.version.columns.map(({name}) => name)).toEqual(["column_1", "column_2"]);
  expect(dataset.version.rows).toBe(3);
  expect(kinds(dataset)).toContain("header");
});

test("a header alone is a table of no rows", async () => {
  const dataset = await imported("empty_table.csv", "name,age\n");
  expect(dataset.version.rows).toBe(0);
  expect(dataset.version.columns.map(({name}) => name)).toEqual(["name", "age"]);
  expect((await (await engine.open([dataset])).profile("empty_table")).rows).toBe(0);
});

test("ragged rows lose nothing unseen", async () => {
  const dataset = await imported("ragged.csv", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n");
  const dropped = dataset.version.receipt.entries.find((entry) => entry.kind === "dropped")?.count ?? 0;
  expect(dataset.version.rows + dropped).toBe(4);
  expect(await rowsOf(dataset)).toContainEqual([4, 5, null, null]);
});

test("one column, mixed types, emoji, right-to-left and hostile names", async () => {
  expect(types(await imported("single.csv", "n\n1\n2\n3\n"))).toEqual({n: "integer"});
  expect(types(await imported("mixed.csv", "v\n1\nred\n2024-01-01\ntrue\n"))).toEqual({v: "text"});
  const hostile = await imported(
    "hostile.csv",
    '"x""; drop table t; --","it\'s",😀,שם,"two\nlines"\n"\'); drop table t; --",<b>,🎉,ערך,"a\nb"\n"""quoted""",b,c,d,e\n',
  );
  expect(hostile.version.columns.map(({name}) => name)).toEqual([
    'x"; drop table t; --',
    "it's",
    "😀",
    "שם",
    "two lines",
  ]);
  expect((await rowsOf(hostile))[0]).toEqual(["'); drop table t; --", "<b>", "🎉", "ערך", "a\nb"]);
  const profile = await (await engine.open([hostile])).profile("hostile");
  expect(profile.columns.map(({name}) => name)).toEqual(hostile.version.columns.map(({name}) => name));
});

test("huge numbers are kept as far as they can be", async () => {
  const session = await opened("huge.csv", "n,x\n9007199254740993,1e300\n2,-1e300\n");
  expect((await session.query("SELECT n, x FROM huge")).rows).toEqual([
    ["9007199254740993", 1e300],
    [2, -1e300],
  ]);
});
