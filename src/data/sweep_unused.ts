import {readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {Receipt} from "./dataset.ts";

const DAY = 24 * 3_600_000;

export interface SweepLimits {
  /** What was not used for so long goes. Default 30 days for tables, 180 for models. */
  tableMs?: number;
  modelMs?: number;
  /** Made tables beyond so many bytes go, the longest unused first. Default 5 GiB. */
  bytes?: number;
  /** What was used within this time stays in any case: another process may have it open. Default a day. */
  restMs?: number;
  /** How often a folder is swept at most. Default once a day. */
  everyMs?: number;
  /** How many files one sweep removes at most. Default 200. */
  removals?: number;
}

/**
 * Removes what can be made again and was long not used: tables that steps made (a replay makes them anew from the imported
 * versions, which are never touched), and models that no recipe names. Bounded; one process a day does it. Returns what was
 * removed: hashes of tables and versions of models.
 */
export async function sweepUnused(
  folder: string,
  namedModels: () => Promise<ReadonlySet<string>>,
  limits: SweepLimits = {},
): Promise<string[]> {
  const {everyMs = DAY, removals = 200} = limits;
  const stamp = join(folder, ".swept");
  const last = await ageOf(stamp);
  if (last !== undefined && last < everyMs) return [];
  if ((await ageOf(folder)) === undefined) return [];
  await writeFile(stamp, "");
  const tables = await sweepTables(folder, limits, removals);
  const models = await sweepModels(join(folder, "models"), namedModels, limits, removals - tables.length);
  return [...tables, ...models];
}

async function sweepTables(folder: string, limits: SweepLimits, removals: number): Promise<string[]> {
  const {tableMs = 30 * DAY, bytes = 5 * 2 ** 30, restMs = DAY} = limits;
  const files = await readdir(folder);
  const made: {hash: string; age: number; size: number}[] = [];
  for (const file of files) {
    const hash = /^([0-9a-f]{64})\.duckdb$/.exec(file)?.[1];
    if (!hash || !(await isMade(join(folder, `${hash}.json`)))) continue;
    const found = await stat(join(folder, file)).catch(() => undefined);
    if (found) made.push({hash, age: Date.now() - found.mtimeMs, size: found.size});
  }
  made.sort((a, b) => b.age - a.age);
  let left = made.reduce((sum, one) => sum + one.size, 0);
  const removed: string[] = [];
  for (const {hash, age, size} of made) {
    if (removed.length >= removals || age < restMs || (age < tableMs && left <= bytes)) break;
    // The receipt first: without it nobody takes the table for made.
    await rm(join(folder, `${hash}.json`), {force: true});
    const beside = files.filter((file) => file.startsWith(`${hash}.`));
    for (const file of beside) await rm(join(folder, file), {force: true}).catch(() => undefined);
    left -= size;
    removed.push(hash);
  }
  return removed;
}

async function sweepModels(
  folder: string,
  namedModels: () => Promise<ReadonlySet<string>>,
  {modelMs = 180 * DAY}: SweepLimits,
  removals: number,
): Promise<string[]> {
  const old: string[] = [];
  for (const file of await readdir(folder).catch(() => [])) {
    const version = /^([0-9a-f]{16})\.json$/.exec(file)?.[1];
    if (version && ((await ageOf(join(folder, file))) ?? 0) >= modelMs) old.push(version);
  }
  if (old.length === 0) return [];
  const named = await namedModels();
  const unnamed = old.filter((version) => !named.has(version)).slice(0, Math.max(0, removals));
  for (const version of unnamed) await rm(join(folder, `${version}.json`), {force: true});
  return unnamed;
}

async function isMade(receipt: string): Promise<boolean> {
  const text = await readFile(receipt, "utf8").catch(() => undefined);
  if (!text) return false;
  try {
    return (JSON.parse(text) as {receipt?: Receipt}).receipt?.source.format === "made";
  } catch {
    return false;
  }
}

/** Milliseconds since it was written or last used; undefined where it is not there. */
async function ageOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && Date.now() - found.mtimeMs;
}
