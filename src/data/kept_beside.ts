import {randomUUID} from "node:crypto";
import {readFile, rename, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {StoredSketch} from "./catalogue/sketch.ts";
import type {DatasetVersion} from "./dataset.ts";
import type {ProfileDepth, TableProfile} from "./profile.ts";

/** Changes whenever the same table would be profiled otherwise. */
const PROFILE_VERSION = "5";
/** Changes whenever the same value would be hashed otherwise, by us or by DuckDB. */
const SKETCH_VERSION = "1";

/** Where a version's profile is kept. */
export const profileFile = (folder: string, hash: string, depth: ProfileDepth): string =>
  join(folder, `${hash}.${depth}.profile${PROFILE_VERSION}.json`);

/** Where a version's sketch is kept. */
export const sketchFile = (folder: string, hash: string): string =>
  join(folder, `${hash}.sketch${SKETCH_VERSION}.json`);

/** A version never changes, so what is told of it is computed once and kept beside it. */
export async function keptBeside<Value>(file: string, compute: () => Promise<Value>): Promise<Value> {
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept) return JSON.parse(kept) as Value;
  const made = await compute();
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(made));
  await rename(draft, file);
  return made;
}

/**
 * A profile of at least a depth and the sketch of a version, where both were made on this machine; nothing is opened.
 */
export async function keptAbout(
  name: string,
  {hash, path}: Pick<DatasetVersion, "hash" | "path">,
  depth: ProfileDepth,
): Promise<{profile: TableProfile; sketch: StoredSketch} | undefined> {
  const folder = dirname(path);
  const read = (file: string) => readFile(file, "utf8").catch(() => undefined);
  const sketch = await read(sketchFile(folder, hash));
  if (!sketch) return undefined;
  const full = await read(profileFile(folder, hash, "full"));
  const profile = full ?? (depth === "planner" ? await read(profileFile(folder, hash, depth)) : undefined);
  if (!profile) return undefined;
  return {
    profile: {...(JSON.parse(profile) as TableProfile), table: name},
    sketch: JSON.parse(sketch) as StoredSketch,
  };
}
