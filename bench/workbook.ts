import {execFileSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {read, write} from "hucre";
import {createEngine} from "../src/data/create_engine.ts";

/** Importing a workbook of 100,000 rows x 8 against the parser's own time for it, in one run. */
const ROWS = 100_000;
const folder = mkdtempSync(join(tmpdir(), "tabletalk-bench-"));
const path = join(folder, "large.xlsx");
const rows = Array.from({length: ROWS}, (_, at) => [
  `order ${at}`,
  new Date(Date.UTC(2024, 0, 1 + (at % 365))),
  ["East", "West", "North"][at % 3]!,
  at % 97,
  Math.round(((at * 7919) % 100_000) * 1.37) / 100,
  at % 2 === 0,
  `customer ${at % 5000}`,
  (at * 31) % 1000,
]);
const header = ["order", "day", "region", "units", "amount", "paid", "customer", "points"];
writeFileSync(path, await write({sheets: [{name: "Orders", rows: [header, ...rows]}]}));
const bytes = readFileSync(path);
const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** The parser in a process of its own, as an import is: its code not warm. */
const COLD = `const {readFileSync} = require("node:fs"); import("hucre").then(async ({read}) => { const begun = performance.now(); await read(readFileSync(${JSON.stringify(path)})); console.log(performance.now() - begun); });`;

const own: number[] = [];
const cold: number[] = [];
const ours: number[] = [];
const engine = createEngine({folder: join(folder, "data")});
for (let round = 0; round < 5; round++) {
  let begun = performance.now();
  await read(bytes);
  own.push(performance.now() - begun);
  cold.push(
    Number(execFileSync(process.execPath, ["-e", COLD], {encoding: "utf8", cwd: import.meta.dirname})),
  );
  begun = performance.now();
  // Another choice makes another version: the same bytes would not be read again.
  const [dataset] = await engine.importFile(path, {choices: {missing: [`none ${round}`]}});
  ours.push(performance.now() - begun);
  if (dataset!.version.rows !== ROWS) throw new Error(`${dataset!.version.rows} rows`);
}
await engine.close();
rmSync(folder, {recursive: true, force: true});
const [parser, first, import_] = [own, cold, ours].map(median) as [number, number, number];
console.log(
  `${ROWS.toLocaleString("en")} x 8 XLSX: parser ${parser.toFixed(0)} ms warm, ${first.toFixed(0)} ms in a new process; import ${import_.toFixed(0)} ms, ratio ${(import_ / parser).toFixed(2)} and ${(import_ / first).toFixed(2)}`,
);
