import {mkdir, readdir, readFile, rename, rm, stat, writeFile} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {z} from "zod";
import {sourceOriginSchema} from "../data/source_origin.ts";
import {TabletalkError} from "../errors.ts";
import type {LocalCopy} from "./answers.ts";
import {isRunning} from "./partial.ts";
import type {DatasetReference} from "./reference.ts";

/** What a version's files are, written once they all lie there: what has no such marker is not whole. */
const markerSchema = z.object({
  ref: z.string(),
  version: z.number().int().optional(),
  whole: z.boolean(),
  /** What the server said of the whole, where versions have no number. */
  validator: z.string().optional(),
  files: z.array(
    /** The validator is of a file that came alone. */
    z.object({name: z.string(), bytes: z.number(), validator: z.string().optional()}),
  ),
  skipped: z.array(z.object({name: z.string(), why: z.string()})),
  origin: sourceOriginSchema,
});
export type Marker = z.infer<typeof markerSchema>;

/** Where the files of one version of a dataset, or of a competition, lie. */
export interface Place {
  folder: string;
  /** The marker's path, beside the folder. */
  marker: string;
}

/** `<root>/datasets/owner/slug/versions/3`. The names were checked when the reference was read. */
export function datasetPlace(root: string, {owner, slug}: DatasetReference, version: number): Place {
  const folder = join(root, "datasets", owner, slug, "versions", String(version));
  return {folder, marker: `${folder}.json`};
}

/** `<root>/competitions/titanic/files`. */
export function competitionPlace(root: string, slug: string): Place {
  const folder = join(root, "competitions", slug, "files");
  return {folder, marker: `${folder}.json`};
}

/** What lies at a place, as far as its files still have the sizes that they had. */
export async function readPlace(place: Place): Promise<Marker | undefined> {
  const text = await readFile(place.marker, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const read = markerSchema.safeParse(parsedOrNothing(text));
  if (!read.success) return undefined;
  for (const {name, bytes} of read.data.files) {
    const there = await stat(join(place.folder, ...name.split("/"))).catch(() => undefined);
    if (there?.size !== bytes) return undefined;
  }
  return read.data;
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Says that a place is whole, in one step. */
export async function writeMarker(place: Place, marker: Marker): Promise<void> {
  await mkdir(dirname(place.marker), {recursive: true, mode: 0o700});
  const beside = `${place.marker}.${process.pid}.new`;
  await writeFile(beside, JSON.stringify(marker), {mode: 0o600});
  await rename(beside, place.marker);
}

/** A folder that this process unpacks into, not made yet; what killed processes left of theirs is removed. */
export async function besidePlace({folder}: Place): Promise<string> {
  const [above, name] = [dirname(folder), basename(folder)];
  for (const one of await readdir(above).catch(() => [])) {
    const [, owner] = one.startsWith(`${name}.`)
      ? (one.slice(name.length).match(/^\.(\d+)\.new$/) ?? [])
      : [];
    if (owner !== undefined && (Number(owner) === process.pid || !isRunning(Number(owner))))
      await rm(join(above, one), {recursive: true, force: true});
  }
  return `${folder}.${process.pid}.new`;
}

/** Puts an unpacked folder in the place of whatever lay there. */
export async function putInPlace(unpacked: string, place: Place): Promise<void> {
  await rm(place.marker, {force: true});
  await rm(place.folder, {recursive: true, force: true});
  await mkdir(dirname(place.folder), {recursive: true, mode: 0o700});
  await rename(unpacked, place.folder);
}

/** All markers below a folder, with where they lie. */
async function markersBelow(root: string): Promise<{place: Place; at: number; marker: Marker}[]> {
  const patterns = [
    ["datasets", 2, "versions", /^\d+\.json$/],
    ["competitions", 1, "", /^files\.json$/],
  ] as const;
  const found: {place: Place; at: number; marker: Marker}[] = [];
  for (const [kind, depth, inner, name] of patterns) {
    let folders = [join(root, kind)];
    for (let level = 0; level < depth; level++) {
      const next: string[] = [];
      for (const folder of folders)
        for (const entry of await readdir(folder, {withFileTypes: true}).catch(() => []))
          if (entry.isDirectory()) next.push(join(folder, entry.name));
      folders = next;
    }
    for (const folder of folders.map((one) => join(one, inner)))
      for (const file of await readdir(folder).catch(() => [])) {
        if (!name.test(file)) continue;
        const path = join(folder, file);
        const marker = markerSchema.safeParse(parsedOrNothing(await readFile(path, "utf8").catch(() => "")));
        if (!marker.success) continue;
        const place = {folder: path.replace(/\.json$/, ""), marker: path};
        found.push({place, at: (await stat(path)).mtimeMs, marker: marker.data});
      }
  }
  return found.sort((a, b) => b.at - a.at);
}

/** All that lies here, the newest first. */
export async function listLocal(root: string): Promise<LocalCopy[]> {
  return (await markersBelow(root)).map(({place, marker}) => ({
    ref: marker.ref,
    ...(marker.version !== undefined && {version: marker.version}),
    folder: place.folder,
    bytes: marker.files.reduce((sum, {bytes}) => sum + bytes, 0),
    files: marker.files.length,
    whole: marker.whole,
    origin: marker.origin,
  }));
}

/**
 * Deletes what lies here of a dataset or competition: all, or one version.
 * @param ref `owner/slug` or `competitions/slug`
 * @returns bytes freed
 * @throws TabletalkError not_found
 */
export async function removeLocal(root: string, ref: string, version?: number): Promise<number> {
  const all = await markersBelow(root);
  const going = all.filter(
    ({marker}) => marker.ref === ref && (version === undefined || marker.version === version),
  );
  if (going.length === 0) {
    const names = all.map(({marker}) =>
      marker.version === undefined ? marker.ref : `${marker.ref}/${marker.version}`,
    );
    const here = [...new Set(names)].slice(0, 10).join(", ");
    throw new TabletalkError(
      "not_found",
      `${ref}${version === undefined ? "" : `, version ${version},`} does not lie on this machine.`,
      here === "" ? "Nothing of Kaggle's does." : `What does: ${here}.`,
    );
  }
  let freed = 0;
  for (const {place, marker} of going) {
    // The marker first: a folder without one is never taken for whole.
    await rm(place.marker, {force: true});
    await rm(place.folder, {recursive: true, force: true});
    freed += marker.files.reduce((sum, {bytes}) => sum + bytes, 0);
  }
  return freed;
}
