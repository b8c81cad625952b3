import {readXlsx} from "hucre/xlsx";
import {expect, test} from "vitest";
import {computedSteps} from "../../../src/reports/contents/computed_steps.ts";
import {loadSource} from "../../../src/reports/contents/load_source.ts";
import {documentNotebook} from "../../../src/reports/contents/notebook.ts";
import {documentScript} from "../../../src/reports/contents/script.ts";
import {documentWorkbook} from "../../../src/reports/contents/workbook.ts";
import {salesDocument} from "../sales_document.ts";

test("a workbook has numbers, days and truth values as such, text that is never run, and says where the data is from", async () => {
  const book = await readXlsx(await documentWorkbook(salesDocument({findings: 1})), {readStyles: true});
  expect(book.sheets.map(({name}) => name)).toEqual(["About", "Orders", "Revenue 0"]);
  const orders = book.sheets[1]!;
  const [head, first, second] = orders.rows;
  expect(head).toEqual(["order", "customer", "day", "amount", "share", "paid"]);
  expect(first).toEqual([1, "=1+1", new Date("2024-03-01T00:00:00Z"), 0, 0, true]);
  expect(second?.slice(3)).toEqual([10.5, 0.0025, false]);
  expect(orders.cells?.get("1,1")?.formula).toBeUndefined();
  expect(orders.cells?.get("2,3")?.style?.numFmt).toBe('"$"#,##0.00');
  expect(orders.cells?.get("2,4")?.style?.numFmt).toBe("0.0%");
  const about = book.sheets[0]!.rows.map((row) => row.join(": "));
  expect(about).toContain("Licence: CC BY-NC 4.0");
  expect(about.some((line) => line.startsWith("SQL: Orders: SELECT"))).toBe(true);
});

test("two tables of one title, and one that no sheet may be called, have sheets of their own", async () => {
  const document = salesDocument({findings: 2});
  document.tables.f0!.title = "Sales: [2024]/*?";
  document.tables.f1!.title = "sales 2024";
  const book = await readXlsx(await documentWorkbook(document));
  expect(book.sheets.map(({name}) => name)).toEqual(["About", "Orders", "Sales 2024", "sales 2024 2"]);
});

test("a script makes what later steps read before them, and each query once", () => {
  const document = salesDocument({findings: 0});
  const of = (more: object) => ({...document.tables.orders!, ...more});
  document.tables = {
    "a1.answer": of({sql: ['SELECT count(*) FROM "cleaned"'], step: "answer"}),
    "a1.cleaned": of({sql: ["SELECT 1"], step: "cleaned", select: 'SELECT * FROM "sales"'}),
    "a1.chart": of({sql: ['SELECT count(*) FROM "cleaned"'], step: "chart"}),
  };
  const steps = computedSteps(document).map(({kind, name}) => `${kind} ${name}`);
  expect(steps).toEqual(["source sales", "step cleaned", "view a1_answer", "view a1_cleaned"]);
});

test("what names and texts hold stays a comment or a text of the script, and a string of the notebook", () => {
  const document = salesDocument({findings: 1, title: "x\n; DROP TABLE sales; --"});
  document.tables.f0!.sql = [`SELECT '"""' AS "a""b", '\\n' AS c`];
  const script = documentScript(document);
  expect(script).toContain("-- x\n-- ; DROP TABLE sales; --");
  const notebook = JSON.parse(documentNotebook(document));
  const code = notebook.cells.find((cell: {source: string}) => cell.source.includes("AS c")).source;
  expect(code).toContain(String.raw`SELECT '\"\"\"' AS \"a\"\"b\", '\\n' AS c`);
  expect(notebook.nbformat).toBe(4);
});

test("a source is read under the names and types that the import gave", () => {
  const sql = loadSource({
    source: {path: "/home/ann/it's.csv", format: "csv", bytes: 1},
    rows: 1,
    columns: [
      {name: 'a"b', type: "integer"},
      {name: "day", type: "date"},
    ],
    entries: [{kind: "dates", column: "day", message: "Dates were read as day, month, year."}],
  });
  expect(sql).toContain("read_csv('it''s.csv', header = true, all_varchar = true, names = ['a\"b', 'day'])");
  expect(sql).toContain(`AS "a""b"`);
  expect(sql.indexOf("%d/%m/%Y")).toBeLessThan(sql.indexOf("%m/%d/%Y"));
  expect(sql).not.toContain("/home/ann");
});
