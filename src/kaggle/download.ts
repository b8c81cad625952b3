import {mkdir, rename, rm, stat} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {leadsOut} from "../data/child/sources/member.ts";
import type {SourceOrigin} from "../data/source_origin.ts";
import {TabletalkError} from "../errors.ts";
import type {Downloaded, DownloadOptions, LocalFile} from "./answers.ts";
import {besidePlace, type Marker, type Place, putInPlace, readPlace, writeMarker} from "./cache.ts";
import type {KaggleContext} from "./context.ts";
import {refuseTooLarge} from "./disk.ts";
import {oneAtATime} from "./one_at_a_time.ts";
import {claimPartial} from "./partial.ts";
import {shownText} from "./reference.ts";
import {type Transferred, transfer} from "./transfer.ts";
import type {Method} from "./transport.ts";
import {unzipInto} from "./unzip.ts";

/** What is downloaded into a place: all of a dataset or competition, or one file of it. */
export interface Wanted {
  place: Place;
  ref: string;
  version?: number;
  file?: string;
  origin: SourceOrigin;
  /** How it is asked for. */
  method: Method;
  body: object;
  anonymous: boolean;
  /** Bytes of all of it, as Kaggle says; for one file unknown until it begins. */
  bytes?: number;
  /** What the place holds is up to date where the server says the same of it as then. */
  compare: boolean;
}

/** A name of a file as it was asked for. @throws TabletalkError bad_use where it leads out of its dataset */
export function checkedFileName(name: string): string {
  const plain = name.replaceAll("\\", "/").replace(/^(\.\/)+/, "");
  const parts = plain.split("/");
  if (plain !== "" && !leadsOut(plain) && parts.every((part) => part !== "" && part !== "." && part !== ".."))
    return plain;
  throw new TabletalkError(
    "bad_use",
    `"${shownText(name)}" is no name of a file.`,
    "Take it from the list of the dataset's files.",
  );
}

/** What a place holds, as a download gives it; undefined where what is wanted is not all there. */
export async function heldAlready(
  {place, file}: Pick<Wanted, "place" | "file">,
  marker?: Marker,
): Promise<Downloaded | undefined> {
  const held = marker ?? (await readPlace(place));
  if (!held) return undefined;
  const named = file === undefined ? held.files : held.files.filter(({name}) => name === file);
  if (file === undefined ? !held.whole : named.length === 0) return undefined;
  return given(place, held, named, 0);
}

function given(place: Place, held: Marker, named: Marker["files"], transferred: number): Downloaded {
  const files = named.map(
    ({name, bytes}): LocalFile => ({name, bytes, path: join(place.folder, ...name.split("/"))}),
  );
  return {
    ref: held.ref,
    folder: place.folder,
    files,
    skipped: held.skipped,
    ...(held.version !== undefined && {version: held.version}),
    bytes: files.reduce((sum, {bytes}) => sum + bytes, 0),
    transferred,
    origin: held.origin,
  };
}

/** What the server said of what lies here, so that it can be asked whether it changed. */
function knownOf({file}: Wanted, held: Marker | undefined): string | undefined {
  return file === undefined ? held?.validator : held?.files.find(({name}) => name === file)?.validator;
}

/**
 * Downloads what is wanted into its place, unpacks it, and says so there; what lies there already is not fetched again.
 * Two at once into one place wait for one another.
 */
export function downloadInto(
  context: KaggleContext,
  wanted: Wanted,
  options: DownloadOptions,
): Promise<Downloaded> {
  const work = async (): Promise<Downloaded> => {
    const held = await readPlace(wanted.place);
    const usable = options.again || !held ? undefined : await heldAlready(wanted, held);
    const known = knownOf(wanted, held);
    if (usable && (!wanted.compare || known === undefined)) return usable;
    const {root, freeBytes} = context;
    const title = wanted.file ?? wanted.ref;
    const refuse = (needed: number): Promise<void> => refuseTooLarge(title, needed, root, freeBytes);
    if (wanted.bytes !== undefined && wanted.file === undefined) await refuse(wanted.bytes);
    const {ref, version = "", file = ""} = wanted;
    const partial = await claimPartial(join(root, "partial"), `${ref}\n${version}\n${file}`);
    try {
      if (options.again) await partial.discard();
      const came = await transfer({
        item: title,
        open: (resume) =>
          context.transport.open(wanted.method, wanted.body, {
            anonymous: wanted.anonymous,
            resume,
            signal: options.signal,
          }),
        partial,
        patience: context.patience,
        mayBePage: /\.x?html?$/i.test(file),
        known: usable && known,
        // What is packed needs at least as much again once it is unpacked.
        refuse: (bytes) => refuse(file === "" ? bytes + Math.max(bytes, wanted.bytes ?? 0) : bytes),
        signal: options.signal,
        onProgress: options.onProgress,
      });
      if (came.unchanged && usable) return usable;
      const kept = await (file === ""
        ? keepWhole(context, wanted, partial.path, came, refuse, options)
        : keepFile(context, {...wanted, file}, partial.path, came, refuse, {options, held}));
      await partial.discard();
      return kept;
    } catch (error) {
      // What cannot be unpacked is not gone on with; for the want of room, or where it was stopped, it is.
      if (error instanceof TabletalkError && error.code === "bad_file") await partial.discard();
      throw error;
    } finally {
      await partial.release();
    }
  };
  return oneAtATime(wanted.place.folder, work, options.signal);
}

async function keepWhole(
  {limits}: KaggleContext,
  {place, ref, version, origin}: Wanted,
  path: string,
  came: Transferred,
  refuse: (bytes: number) => Promise<void>,
  {again = false, signal, onProgress}: DownloadOptions,
): Promise<Downloaded> {
  const beside = await besidePlace(place);
  const packed = /\.zip$/i.test(came.servedAs) || !/\.[a-z0-9]{1,6}$/i.test(came.servedAs);
  let unpacked: Awaited<ReturnType<typeof unzipInto>>;
  if (packed) {
    unpacked = await unzipInto(path, beside, {shown: ref, limits, refuse, signal, onProgress});
  } else {
    await mkdir(beside, {recursive: true, mode: 0o700});
    const name = checkedFileName(came.servedAs);
    await rename(path, join(beside, name));
    unpacked = {files: [{name, path: join(beside, name), bytes: came.bytes}], skipped: []};
  }
  const other = again ? undefined : await readPlace(place);
  if (other?.whole && other.validator === came.validator) {
    // Another process was first, and somebody may be reading there.
    await rm(beside, {recursive: true, force: true});
    return given(place, other, other.files, came.received);
  }
  await putInPlace(beside, place);
  const marker: Marker = {
    ref,
    ...(version !== undefined && {version}),
    whole: true,
    ...(came.validator !== undefined && {validator: came.validator}),
    files: unpacked.files.map(({name, bytes}) => ({name, bytes})),
    skipped: unpacked.skipped,
    origin,
  };
  await writeMarker(place, marker);
  return given(place, marker, marker.files, came.received);
}

/** Puts one file beside those that are there; Kaggle sends large ones packed, under their name with `.zip`. */
async function keepFile(
  {limits}: KaggleContext,
  {place, ref, version, origin, file}: Wanted & {file: string},
  path: string,
  came: Transferred,
  refuse: (bytes: number) => Promise<void>,
  {options: {signal, onProgress}, held}: {options: DownloadOptions; held: Marker | undefined},
): Promise<Downloaded> {
  const target = join(place.folder, ...file.split("/"));
  await mkdir(dirname(target), {recursive: true, mode: 0o700});
  if (came.servedAs === `${basename(file)}.zip`) {
    const beside = `${path}.unpacked`;
    await rm(beside, {recursive: true, force: true});
    const {files, skipped} = await unzipInto(path, beside, {shown: file, limits, refuse, signal, onProgress});
    const [only] = files;
    if (!only || files.length > 1 || skipped.length > 0) {
      await rm(beside, {recursive: true, force: true});
      const what = skipped[0] ? `${skipped[0].name}: ${skipped[0].why}` : `${files.length} files`;
      throw new TabletalkError(
        "bad_file",
        `${shownText(file)} came in an archive that does not hold it (${what}).`,
        "Download the whole dataset instead.",
      );
    }
    await rename(only.path, target);
    await rm(beside, {recursive: true, force: true});
  } else await rename(path, target);
  const kept = {
    name: file,
    bytes: (await stat(target)).size,
    ...(came.validator !== undefined && {validator: came.validator}),
  };
  const marker: Marker = {
    ref,
    ...(version !== undefined && {version}),
    whole: held?.whole ?? false,
    ...(held?.validator !== undefined && {validator: held.validator}),
    files: [...(held?.files ?? []).filter(({name}) => name !== file), kept],
    skipped: held?.skipped ?? [],
    origin,
  };
  await writeMarker(place, marker);
  return given(place, marker, [kept], came.received);
}
