import {createWriteStream} from "node:fs";
import {mkdir, rm, stat} from "node:fs/promises";
import {dirname, join} from "node:path";
import {Transform} from "node:stream";
import {pipeline} from "node:stream/promises";
import {crc32} from "node:zlib";
import yauzl from "yauzl";
import {leadsOut} from "../data/child/sources/member.ts";
import {TabletalkError} from "../errors.ts";
import type {DownloadProgress, LocalFile} from "./answers.ts";
import {faultOfCall} from "./api_error.ts";
import {diskError, isOfDisk, shownBytes} from "./disk.ts";
import {shownText} from "./reference.ts";

/** How much may come out of an archive. */
export interface UnpackLimits {
  bytes: number;
  files: number;
  /** From `ratioFrom` bytes on, what comes out may be at most `ratio` times the archive. */
  ratio: number;
  ratioFrom: number;
}

export const USUAL_LIMITS: UnpackLimits = {
  bytes: 512 * 2 ** 30,
  files: 250_000,
  ratio: 200,
  ratioFrom: 100 * 2 ** 20,
};

/** What an archive was unpacked into. */
export interface Unpacked {
  files: LocalFile[];
  skipped: {name: string; why: string}[];
}

export interface UnpackOptions {
  /** What messages call the archive. */
  shown: string;
  limits: UnpackLimits;
  /** Refuses a size, before anything is written. */
  refuse: (bytes: number) => Promise<void>;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

const SYMLINK = 0o120000;
/** Names that Windows takes for something else, or for none. */
const ODD_ON_WINDOWS = /[<>:"|?*]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const isOdd = (part: string): boolean =>
  part === "" ||
  part === "." ||
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  /[\u0000-\u001f]/.test(part) ||
  (process.platform === "win32" && ODD_ON_WINDOWS.test(part));
/** As the file system here tells names apart. */
const told = (name: string): string =>
  process.platform === "linux" ? name : name.normalize("NFC").toLowerCase();

const nameOf = (entry: yauzl.Entry): string =>
  yauzl
    .getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    .replaceAll("\\", "/");

/** Why a member is left out; undefined where it may come. */
function whyNot(entry: yauzl.Entry, name: string): string | undefined {
  if (leadsOut(name)) return "its path leads out of the archive";
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK) return "it is a link, not a file";
  if (entry.isEncrypted()) return "it is protected by a password";
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    return `it is packed in a way that is not read (method ${entry.compressionMethod})`;
  const parts = name.split("/");
  if (parts.some(isOdd)) return "its name cannot be one of a file";
  if (parts.some((part) => Buffer.byteLength(part) > 255) || Buffer.byteLength(name) > 1000)
    return "its name is too long";
  return undefined;
}

/** Whole, or an error that says so. */
const openZip = (path: string, shown: string): Promise<yauzl.ZipFile> =>
  yauzl.openPromise(path, {decodeStrings: false}).catch((error: unknown) => {
    throw damaged(shown, error);
  });

/** The members by name, as far as they may come, and what the archive claims; nothing is written. */
async function plan(path: string, {shown, limits}: UnpackOptions) {
  const zip = await openZip(path, shown);
  const skipped: Unpacked["skipped"] = [];
  /** By their place in the archive: two may have the same name. */
  const wanted = new Set<number>();
  /** Folders are there once a file is in them. */
  const taken = new Map<string, "file" | "folder">();
  let [bytes, count] = [0, 0];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      count += 1;
      if (count > limits.files) throw tooMuch(shown, `more than ${limits.files.toLocaleString("en")} files`);
      if (name.endsWith("/")) continue;
      const why = whyNot(entry, name) ?? whyTaken(name, taken);
      if (why === undefined) {
        wanted.add(count);
        bytes += entry.uncompressedSize;
      } else skipped.push({name: shownText(name), why});
    }
  } catch (error) {
    throw error instanceof TabletalkError ? error : damaged(shown, error);
  } finally {
    zip.close();
  }
  return {wanted, skipped, bytes};
}

function whyTaken(name: string, taken: Map<string, "file" | "folder">): string | undefined {
  const parts = told(name).split("/");
  const key = parts.join("/");
  const above = parts.slice(0, -1).map((_part, index) => parts.slice(0, index + 1).join("/"));
  if (taken.has(key)) return "another member has the same name";
  if (above.some((folder) => taken.get(folder) === "file")) return "a file is where its folder would be";
  taken.set(key, "file");
  for (const folder of above) taken.set(folder, "folder");
  return undefined;
}

/**
 * Unpacks an archive into a folder, which is made. A member whose path leads out, that is a link, locked, damaged, named
 * like another or like no file, is left out and told; so is one that lies about its size. What unpacks to far more than it is, is refused
 * whole: then nothing is left of the folder.
 * @throws TabletalkError bad_file, limit_reached (by `refuse`), aborted
 */
export async function unzipInto(path: string, folder: string, options: UnpackOptions): Promise<Unpacked> {
  const {shown, limits, refuse, signal, onProgress} = options;
  const packed = (await stat(path)).size;
  const planned = await plan(path, options);
  const most = Math.min(limits.bytes, Math.max(limits.ratioFrom, limits.ratio * packed));
  const refuseBomb = (bytes: number): void => {
    if (bytes > most)
      throw tooMuch(
        shown,
        bytes > limits.bytes
          ? `more than ${shownBytes(limits.bytes)}`
          : `more than ${limits.ratio} times its own size`,
      );
  };
  refuseBomb(planned.bytes);
  await refuse(planned.bytes);
  const zip = await openZip(path, shown);
  const files: LocalFile[] = [];
  const skipped = [...planned.skipped];
  const madeFolders = new Set<string>();
  let [done, toldAt, count] = [0, 0, 0];
  try {
    await mkdir(folder, {recursive: true, mode: 0o700});
    for await (const entry of zip.eachEntry()) {
      count += 1;
      if (!planned.wanted.has(count)) continue;
      const name = nameOf(entry);
      signal?.throwIfAborted();
      const target = join(folder, ...name.split("/"));
      const above = dirname(target);
      if (!madeFolders.has(above)) await mkdir(above, {recursive: true, mode: 0o700});
      madeFolders.add(above);
      let [bytes, sum] = [0, 0];
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, next) {
          bytes += chunk.length;
          done += chunk.length;
          sum = crc32(chunk, sum);
          try {
            refuseBomb(done);
          } catch (error) {
            return next(error as Error);
          }
          if (Date.now() - toldAt > 200) {
            toldAt = Date.now();
            onProgress?.({stage: "unpacking", item: name, done, of: planned.bytes});
          }
          next(null, chunk);
        },
      });
      try {
        const stream = await zip.openReadStreamPromise(entry);
        const out = createWriteStream(target, {flags: "wx", mode: 0o600});
        await pipeline(stream, meter, out, {...(signal && {signal})});
        if (sum !== entry.crc32) throw new Error("its checksum is wrong");
        files.push({name, path: target, bytes});
      } catch (error) {
        await rm(target, {force: true});
        if (error instanceof TabletalkError || signal?.aborted) throw error;
        if (isOfDisk(error)) throw diskError(error);
        skipped.push({name: shownText(name), why: `it is damaged (${shownText(String(error))})`});
      }
    }
  } catch (error) {
    await rm(folder, {recursive: true, force: true});
    if (signal?.aborted) throw faultOfCall(error, signal);
    throw error instanceof TabletalkError ? error : damaged(shown, error);
  } finally {
    zip.close();
  }
  return {files: files.sort((a, b) => (a.name < b.name ? -1 : 1)), skipped};
}

const damaged = (shown: string, error: unknown): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `${shown} is no whole zip: ${shownText(error instanceof Error ? error.message : String(error))}.`,
    "Download it again; if it stays so, its publisher has to mend it.",
    {cause: error},
  );

const tooMuch = (shown: string, what: string): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `${shown} unpacks to ${what}; it was not unpacked.`,
    "Take single files of it, or if you trust it, download and unpack it yourself.",
  );
