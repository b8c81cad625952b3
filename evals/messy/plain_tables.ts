import {globSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {extname, join, relative, resolve} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Dataset} from "../../src/data/dataset.ts";
import {TabletalkError} from "../../src/errors.ts";

/**
 * Imports every table of folders of plain data (`node evals/messy/plain_tables.ts FOLDER...`) and compares rows and columns
 * with another reader: DuckDB's own for CSV, JSON.parse for JSON. Prints what differs, and what is refused.
 */
const folders = process.argv.slice(2).map((path) => resolve(path));
const home = mkdtempSync(join(tmpdir(), "tabletalk-plain-"));
const engine = createEngine({folder: home});
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

type Size = {rows: number; columns: number} | undefined;

async function otherReader(path: string): Promise<Size> {
  if (extname(path) === ".json") {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (
      !Array.isArray(value) ||
      !value.every((row) => typeof row === "object" && row !== null && !Array.isArray(row))
    )
      return undefined;
    const names = new Set(value.flatMap((row) => Object.keys(row as object)));
    return {rows: value.length, columns: names.size};
  }
  const from = `read_csv(${literal(path)}, all_varchar = true, null_padding = true, strict_mode = false, sample_size = -1)`;
  try {
    const rows = await connection.runAndReadAll(`SELECT count(*) FROM ${from}`);
    const columns = await connection.runAndReadAll(`SELECT count(*) FROM (DESCRIBE FROM ${from})`);
    return {rows: Number(rows.getRows()[0]![0]), columns: Number(columns.getRows()[0]![0])};
  } catch {
    return undefined;
  }
}

let same = 0;
let doubted = 0;
const told: string[] = [];
let files = 0;
for (const folder of folders)
  for (const path of globSync(join(folder, "**/*.{csv,tsv,json}"))) {
    const other = await otherReader(path);
    let made: Dataset[];
    try {
      made = await engine.importFile(path);
    } catch (error) {
      if (!other && error instanceof TabletalkError && error.code !== "internal") continue;
      files++;
      told.push(`refused  ${relative(folder, path)}: ${error instanceof Error ? error.message : error}`);
      continue;
    }
    if (!other) continue;
    files++;
    const [dataset] = made;
    const {rows, columns, receipt} = dataset!.version;
    // Nested objects become columns of their own: JSON has at least as many.
    const wide =
      extname(path) === ".json" ? columns.length >= other.columns : columns.length === other.columns;
    if (made.length === 1 && rows === other.rows && wide) same++;
    else {
      const doubts = made.flatMap((one) => one.version.receipt.entries.filter(({doubt}) => doubt));
      if (doubts.length > 0) doubted++;
      const why = receipt.entries
        .filter(({kind}) => /header|dropped|totals|layout|sheet/.test(kind))
        .map(({message}) => message);
      told.push(
        `${doubts.length > 0 ? "doubted " : "differs "} ${relative(folder, path)}: ${made.length} tables, ${rows} x ${columns.length}; other ${other.rows} x ${other.columns} | ${why.join(" ").slice(0, 200)}`,
      );
    }
  }
await engine.close();
rmSync(home, {recursive: true, force: true});
for (const line of told) console.log(line);
console.log(
  `${files} tables: ${same} the same by another reader, ${doubted} differ and say a doubt, ${told.length - doubted} to be looked at`,
);
