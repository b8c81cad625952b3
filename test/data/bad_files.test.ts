import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {write} from "hucre";
import {expect, test} from "vitest";
import {failure, workplace} from "./workplace.ts";

const {engine, file, folder} = workplace();
mkdirSync(join(folder, "sub"));
const workbook = Buffer.from(await write({sheets: [{name: "S", rows: [["a"], [1], [2]]}]}));

test("no file, and a folder, are no data", async () => {
  expect((await failure(engine.importFile(join(folder, "nope.csv")))).code).toBe("no_data");
  expect((await failure(engine.importFile(join(folder, "sub")))).code).toBe("no_data");
});

test.each<[string, string | Buffer, RegExp]>([
  ["empty.csv", "", /empty/],
  ["page.csv", "<!DOCTYPE html><html><body>Sign in</body></html>", /web page/],
  ["paper.csv", "%PDF-1.7\n1 0 obj", /PDF/],
  ["noise.csv", Buffer.from(Array.from({length: 4000}, (_, at) => (at * 7919) % 256)), /binary/],
  ["packed.csv", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), /gzip/],
  ["cut.xlsx", workbook.subarray(0, workbook.length / 2), /workbook/],
  [
    "protected.xlsx",
    Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(4096)]),
    /workbook|password/,
  ],
  ["cut.parquet", Buffer.from("PAR1 and nothing more"), /Parquet/],
  ["broken.json", '[{"a": 1}, {"a": ', /JSON/],
  ["scalar.json", "42", /JSON/],
  ["text.json", '"hello"', /JSON/],
  ["blank.csv", "\n\n\n", /rows|table/],
])("%s is refused with what to do", async (name, content, message) => {
  const error = await failure(engine.importFile(file(name, content)));
  expect(error.code).toBe("bad_file");
  expect(error.message).toMatch(message);
});

test.each([25_000, 1_000_000])("a text of %i columns is refused with what to do", async (columns) => {
  const line = (cell: string): string => Array.from({length: columns}, (_, at) => `${cell}${at}`).join(",");
  const error = await failure(engine.importFile(file(`wide-${columns}.csv`, `${line("c")}\n${line("")}\n`)));
  expect(error).toMatchObject({code: "bad_file"});
  expect(error.message).toMatch(/columns|wide|long/);
  expect(error.next).not.toBe("");
});

test("one JSON object is a table of one row", async () => {
  const [dataset] = await engine.importFile(file("single.json", '{"a": 1, "b": "x"}'));
  expect(dataset!.version.rows).toBe(1);
});

test("an unknown ending is read for what it holds", async () => {
  const [dataset] = await engine.importFile(file("data.weird", "a,b\n1,x\n2,y\n"));
  expect(dataset!.version.columns.map(({type}) => type)).toEqual(["integer", "text"]);
});
