import {mkdirSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {failure, workplace} from "./workplace.ts";

const {engine, folder} = workplace();

function tree(name: string, files: Record<string, string>): string {
  const root = join(folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), {recursive: true});
    writeFileSync(join(root, path), content);
  }
  return root;
}

const month = (amount: number): string => `day,region,amount\n2024-01-01,North,${amount}\n`;

test("a folder is every table in it; files with the same columns are one", async () => {
  const root = tree("shop", {
    "sales/2024-01.csv": month(1),
    "sales/2024-02.csv": month(2),
    "staff.json": '[{"name": "Ann", "hired": "2024-01-31"}]',
    "README.md": "# what this is",
    ".hidden.csv": "a\n1\n",
  });
  const datasets = await engine.importFile(root);
  expect(datasets.map(({name, version}) => [name, version.rows, version.receipt.source.member])).toEqual([
    ["sales", 2, "sales/2024-01.csv to sales/2024-02.csv (2 files)"],
    ["staff", 1, "staff.json"],
  ]);
  expect(datasets[0]!.version.receipt.entries.map(({message}) => message).join()).toContain("README.md");
  expect(await engine.importFile(root)).toEqual(datasets);
  writeFileSync(join(root, "sales/2024-03.csv"), month(3));
  expect((await engine.importFile(root))[0]!.version.rows).toBe(3);
});

test("a pattern names some of the files", async () => {
  tree("logs", {"a_1.csv": month(1), "a_2.csv": month(2), "b_1.csv": "x,y\n1,2\n"});
  const datasets = await engine.importFile(join(folder, "logs", "a_*.csv"));
  expect(datasets.map(({name, version}) => [name, version.rows])).toEqual([["logs", 2]]);
  expect((await failure(engine.importFile(join(folder, "logs", "z*.csv")))).message).toMatch(/No file fits/);
});

test("a file whose name looks like a pattern is that file", async () => {
  const root = tree("odd", {"data[1].csv": month(1)});
  expect((await engine.importFile(join(root, "data[1].csv")))[0]!.version.rows).toBe(1);
});

test("links that lead out of the folder are not followed", async () => {
  const root = tree("inside", {"own.csv": month(1)});
  const outside = tree("outside", {"secret.csv": "secret,number,of\n1,2,3\n"});
  symlinkSync(join(outside, "secret.csv"), join(root, "link.csv"));
  symlinkSync(outside, join(root, "linked"));
  symlinkSync(join(root, "own.csv"), join(root, "again.csv"));
  const datasets = await engine.importFile(root);
  expect(datasets.flatMap(({version}) => version.columns.map(({name}) => name))).not.toContain("secret");
  const pattern = await engine.importFile(join(root, "*.csv"));
  expect(pattern.flatMap(({version}) => version.columns.map(({name}) => name))).not.toContain("secret");
});

test("files with the same columns but names of their own are one table, with a doubt", async () => {
  const root = tree("kinds", {"orders.csv": month(1), "returns.csv": month(2)});
  const [both, ...others] = await engine.importFile(root);
  expect([both!.name, both!.version.rows, others]).toEqual(["kinds", 2, []]);
  expect(both!.version.receipt.entries.find((entry) => entry.kind === "union")).toMatchObject({
    doubt: true,
    reverse: {tables: "split"},
  });
  const apart = await engine.importFile(root, {choices: {tables: "split"}});
  expect(apart.map(({name}) => name)).toEqual(["orders", "returns"]);
});

test("a copy of a table is not counted twice; files of a series that happen to agree are", async () => {
  const root = tree("copies", {"sales.csv": month(5), "old/sales_backup.csv": month(5)});
  const [sales, ...others] = await engine.importFile(root);
  expect([sales!.version.rows, others]).toEqual([1, []]);
  expect(sales!.version.receipt.entries.find((entry) => entry.kind === "duplicates")).toMatchObject({
    doubt: true,
  });
  const series = tree("series", {"day_1.csv": month(5), "day_2.csv": month(5)});
  const [days] = await engine.importFile(series);
  expect(days!.version.rows).toBe(2);
  expect(days!.version.receipt.entries.find((entry) => entry.kind === "duplicates")).toMatchObject({
    doubt: true,
  });
});

test("too many files, no files and no tables are said", async () => {
  const many = tree(
    "many",
    Object.fromEntries(Array.from({length: 1001}, (_, at) => [`${at}.csv`, "a\n1\n"])),
  );
  expect((await failure(engine.importFile(many))).message).toMatch(/1,000 files/);
  mkdirSync(join(folder, "bare"));
  expect((await failure(engine.importFile(join(folder, "bare")))).code).toBe("no_data");
  const texts = tree("texts", {"README.md": "hello"});
  expect((await failure(engine.importFile(texts))).message).toMatch(/no table.*README\.md/);
});
