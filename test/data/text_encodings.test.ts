import iconv from "iconv-lite";
import {expect, test} from "vitest";
import {failure, workplace} from "./workplace.ts";

const {engine, file, imported} = workplace();

const rowsOf = async (name: string, content: Buffer): Promise<unknown[][]> => {
  const dataset = await imported(name, content);
  return (await (await engine.open([dataset])).query(`SELECT * FROM ${dataset.name}`)).rows;
};

const SAMPLES: [encoding: string, words: string[]][] = [
  ["utf-8", ["Zürich", "東京", "Ελλάδα", "🎉"]],
  ["utf-16le", ["Zürich", "東京", "Ελλάδα", "🎉"]],
  ["utf-16be", ["Zürich", "東京", "Ελλάδα", "🎉"]],
  ["utf-32le", ["Zürich", "東京", "Ελλάδα", "🎉"]],
  ["utf-32be", ["Zürich", "東京", "Ελλάδα", "🎉"]],
  ["windows-1252", ["Zürich", "Málaga", "Köln", "naïve – “quoted”"]],
  ["windows-1250", ["Łódź", "Żywiec", "Kraków", "Gdańsk", "Święta", "Białystok"]],
  ["windows-1251", ["Москва", "Санкт-Петербург", "Нижний Новгород", "Казань", "Самара", "Краснодар"]],
  ["koi8-r", ["Москва", "Санкт-Петербург", "Нижний Новгород", "Казань", "Самара", "Краснодар"]],
  ["windows-1253", ["Αθήνα", "Θεσσαλονίκη", "Πάτρα", "Ηράκλειο", "Λάρισα", "Ιωάννινα"]],
  ["shift_jis", ["東京", "大阪府", "名古屋", "札幌市", "ラーメン"]],
  ["euc-jp", ["東京", "大阪府", "名古屋", "札幌市", "ラーメン"]],
  ["gb18030", ["北京", "上海市", "广州", "深圳", "苹果手机"]],
  ["euc-kr", ["서울", "부산광역시", "대구", "인천", "사과"]],
];

test.each(SAMPLES)("%s is read as such", async (encoding, words) => {
  const text = `name,n\n${words.map((word, at) => `${word},${at}`).join("\n")}\n`;
  for (const addBOM of /utf-(8|16|32)/.test(encoding) ? [true, false] : [false]) {
    const name = `${encoding.replaceAll("-", "")}_${addBOM}.csv`;
    const rows = await rowsOf(name, iconv.encode(text, encoding, {addBOM}));
    expect(
      rows.map(([word]) => word),
      name,
    ).toEqual(words);
  }
});

test("lines that are not UTF-8 in a text that is are read as Windows-1252, and counted", async () => {
  const bytes = Buffer.concat([
    Buffer.from("name,n\nZoë,1\nRenée,2\nBjörk,3\n"),
    Buffer.from("Noël,4\n", "latin1"),
    Buffer.from("Chloé,5\n"),
  ]);
  const dataset = await imported("mixed.csv", bytes);
  const {rows} = await (await engine.open([dataset])).query("SELECT name FROM mixed");
  expect(rows.flat()).toEqual(["Zoë", "Renée", "Björk", "Noël", "Chloé"]);
  const entry = dataset.version.receipt.entries.find(({kind}) => kind === "encoding");
  expect(entry).toMatchObject({count: 1, doubt: true, examples: ["Noël,4"]});
  expect(entry?.message).toContain("line 5");
});

test("the encoding that a person names is taken", async () => {
  const bytes = iconv.encode("name,n\nДом,1\n", "cp866");
  const [dataset] = await engine.importFile(file("dos.csv", bytes), {choices: {encoding: "cp866"}});
  expect((await (await engine.open([dataset!])).query("SELECT name FROM dos")).rows).toEqual([["Дом"]]);
  const error = await failure(engine.importFile(file("dos.csv", bytes), {choices: {encoding: "klingon"}}));
  expect(error.code).toBe("bad_use");
});

test("bytes of zero in a text are left out, and told", async () => {
  const text = `name,n\n${Array.from({length: 60}, (_, at) => `word ${at},${at}`).join("\n")}\nlast\0,1\n`;
  const dataset = await imported("zeros.csv", Buffer.from(text));
  const {rows} = await (await engine.open([dataset])).query("SELECT name FROM zeros");
  expect(rows.at(-1)).toEqual(["last"]);
  expect(dataset.version.receipt.entries).toContainEqual(
    expect.objectContaining({kind: "dropped", count: 1}),
  );
});

test("lines may end in carriage returns alone", async () => {
  expect(await rowsOf("mac.csv", Buffer.from("name,n\rAnn,1\rBo,2\r"))).toEqual([
    ["Ann", 1],
    ["Bo", 2],
  ]);
});
