import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import type {Described} from "../../../src/data/catalogue/joins.ts";
import {readSketch} from "../../../src/data/catalogue/sketch.ts";
import type {Dataset} from "../../../src/data/dataset.ts";
import type {Engine} from "../../../src/data/engine.ts";

/** Imports CSV texts as the tables of one database file: one import, whatever their number. */
export async function importTogether(
  engine: Engine,
  folder: string,
  tables: ReadonlyMap<string, string>,
): Promise<Dataset[]> {
  const path = join(folder, "tables.duckdb");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const [name, csv] of tables) {
    const file = join(folder, `${name}.csv`);
    writeFileSync(file, csv);
    await connection.run(`CREATE TABLE "${name}" AS FROM read_csv('${file}', header = true)`);
  }
  connection.closeSync();
  instance.closeSync();
  const datasets = await engine.importFile(path);
  return [...tables.keys()].map((name) => datasets.find((one) => one.name === name)!);
}

/** Profiles and sketches of datasets, as tables are compared by. */
export async function describeAll(engine: Engine, datasets: readonly Dataset[]): Promise<Described[]> {
  const session = await engine.open(datasets);
  const described: Described[] = [];
  for (const {name} of datasets) {
    const profile = await session.profile(name, {depth: "full"});
    described.push({name, profile, sketch: readSketch(await session.sketch!(name))});
  }
  return described;
}
