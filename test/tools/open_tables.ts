import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll} from "vitest";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Dataset} from "../../src/data/dataset.ts";
import type {ColumnProfile} from "../../src/data/profile.ts";
import type {Cell} from "../../src/data/table.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import type {Artifact, ToolContext} from "../../src/tools/tool.ts";

/** What a test says of a column in place of what the profile made of it. */
export type Known = Record<string, Record<string, Partial<ColumnProfile>>>;

export interface Tables {
  context: ToolContext;
  /** Runs a tool by name, its input validated as the planner's would be. */
  run(tool: string, input: unknown): Promise<Artifact>;
  /** The rows of what it makes. */
  rows(tool: string, input: unknown): Promise<Cell[][]>;
}

/**
 * Tables imported from CSV text, and from files by path, in a session of the real engine; both go when the test file is
 * done.
 */
export async function openTables(
  csvs: Record<string, string>,
  known: Known = {},
  files: Record<string, string> = {},
): Promise<Tables> {
  const folder = await mkdtemp(join(tmpdir(), "tables-"));
  const engine = createEngine({folder: join(folder, "versions")});
  afterAll(async () => {
    await engine.close();
    await rm(folder, {recursive: true, force: true});
  });
  const datasets: Dataset[] = [];
  for (const [table, csv] of Object.entries(csvs)) {
    const path = join(folder, `${datasets.length}.csv`);
    await writeFile(path, csv);
    datasets.push(...(await engine.importFile(path, {name: table})));
  }
  for (const [table, path] of Object.entries(files))
    datasets.push(...(await engine.importFile(path, {name: table})));
  const session = await engine.open(datasets);
  const context: ToolContext = {
    session,
    profile: async (table) => {
      const profile = await session.profile(table);
      const columns = profile.columns.map((column) => ({...column, ...known[table]?.[column.name]}));
      return {...profile, columns};
    },
    artifacts: new Map(),
    signal: new AbortController().signal,
    limits: {timeMs: 25_000, rows: 5_000},
    asOf: new Date("2024-06-15T00:00:00Z"),
    timeZone: "UTC",
  };
  const registry = createRegistry();
  const run = async (tool: string, input: unknown) =>
    registry.get(tool)!.run(registry.validateInput(tool, input), context);
  return {context, run, rows: async (tool, input) => (await run(tool, input)).table.rows};
}
