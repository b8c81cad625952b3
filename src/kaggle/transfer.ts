import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {type FileHandle, open} from "node:fs/promises";
import {basename} from "node:path";
import {TabletalkError} from "../errors.ts";
import type {DownloadProgress} from "./answers.ts";
import {faultOfCall, pageInstead} from "./api_error.ts";
import {diskError} from "./disk.ts";
import type {Partial} from "./partial.ts";
import {PassingFault, type Patience, stopped, waitAfter} from "./patience.ts";
import {shownText} from "./reference.ts";
import type {Opened, Resume} from "./transport.ts";

/** What is transferred, and how. */
export interface Transfer {
  /** What messages call it. */
  item: string;
  /** Asks for a fresh address and opens it, from a byte on where one is given. */
  open: (resume: Resume | undefined) => Promise<Opened>;
  partial: Partial;
  patience: Patience;
  /** Whether a web page may be what was asked for. */
  mayBePage: boolean;
  /** What the bytes that lie here already were validated by: the same are not fetched again. */
  known?: string | undefined;
  /** Refuses a size, before anything of it is written. */
  refuse: (bytes: number) => Promise<void>;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** What came. */
export interface Transferred {
  /** The server has what lies here already: nothing came. */
  unchanged: boolean;
  bytes: number;
  /** What came over the network, also in vain. */
  received: number;
  /** The file's name in the address that it came from. */
  servedAs: string;
  validator?: string;
}

/** A strong entity tag, or else the date of the last change. */
function validatorOf(headers: Headers): string | undefined {
  const tag = headers.get("etag");
  return tag && !tag.startsWith("W/") ? tag : (headers.get("last-modified") ?? undefined);
}

/** The MD5 that Google's storage tells of a whole object; not where it unpacks the object on the way. */
export function md5Of(headers: Headers): string | undefined {
  const stored = headers.get("x-goog-stored-content-encoding") ?? "identity";
  return stored === "identity"
    ? headers.get("x-goog-hash")?.match(/(?:^|,)\s*md5=([A-Za-z0-9+/]+={0,2})/)?.[1]
    : undefined;
}

/** The last part of an address's path, decoded. */
function nameIn(url: string): string {
  const last = new URL(url).pathname.split("/").at(-1) ?? "";
  try {
    return basename(decodeURIComponent(last));
  } catch {
    return last;
  }
}

/** What an opened answer brings: from which byte on, and how many bytes the whole has. */
function placeOf(answer: Response, resume: Resume | undefined): {from: number; size?: number} | undefined {
  const range = answer.headers.get("content-range")?.match(/^bytes (\d+)-\d+\/(\d+)$/);
  if (answer.status === 206)
    return range && resume && Number(range[1]) === resume.from
      ? {from: resume.from, size: Number(range[2])}
      : undefined;
  const length = answer.headers.get("content-length");
  return {from: 0, ...(length !== null && {size: Number(length)})};
}

/**
 * Downloads into the partial file until it is whole: it goes on where a connection dropped, asks for a fresh address each
 * time, appends only what the server says is the rest, and checks size and MD5.
 * @throws TabletalkError unavailable, limit_reached, bad_file (wrong checksum twice), aborted and what `open` throws
 */
export async function transfer(task: Transfer): Promise<Transferred> {
  let [received, faults, damaged, furthest] = [0, 0, 0, 0];
  for (;;) {
    try {
      const {bytes: have, note} = await task.partial.have();
      // Of what is whole the last byte is asked for again: for none of it there is no answer to check by.
      const from = note?.size === have ? have - 1 : have;
      const resume = note && from > 0 ? {from, validator: note.validator} : undefined;
      const opened = await task.open(resume);
      const {answer, url} = opened;
      const validator = validatorOf(answer.headers);
      const servedAs = nameIn(url);
      if (task.known !== undefined && task.known === validator) {
        await answer.body?.cancel();
        return {unchanged: true, bytes: 0, received, servedAs, validator};
      }
      const place = placeOf(answer, resume);
      const changed = resume && place?.from !== 0 && note?.size !== undefined && note.size !== place?.size;
      if (answer.status === 416 || !place || changed) {
        await answer.body?.cancel();
        await task.partial.discard();
        throw new PassingFault(broken(task.item));
      }
      if (/^text\/html\b/i.test(answer.headers.get("content-type") ?? "") && !task.mayBePage) {
        await answer.body?.cancel();
        throw pageInstead(task.item);
      }
      const {from: start, size} = place;
      if (size !== undefined)
        await task.refuse(size - start).catch(async (error: unknown) => {
          await answer.body?.cancel();
          throw error;
        });
      if (start === 0)
        await task.partial.begin(
          validator === undefined ? undefined : {validator, ...(size !== undefined && {size})},
        );
      const bytes = await append(task, answer, start, size, (more) => {
        received += more;
      });
      if (size !== undefined && bytes !== size) throw new PassingFault(broken(task.item));
      const md5 = md5Of(answer.headers);
      if (md5 !== undefined && (await md5OfFile(task, bytes)) !== md5) {
        await task.partial.discard();
        damaged += 1;
        if (damaged > 1) throw wrongChecksum(task.item);
        throw new PassingFault(wrongChecksum(task.item));
      }
      return {unchanged: false, bytes, received, servedAs, ...(validator !== undefined && {validator})};
    } catch (thrown) {
      const error = faultOfCall(thrown, task.signal);
      if (!(error instanceof PassingFault)) throw error;
      // What goes forward, be it in pieces, is not given up; what begins anew each time is.
      const {bytes} = await task.partial.have();
      faults = bytes > furthest ? 1 : faults + 1;
      furthest = Math.max(furthest, bytes);
      await waitAfter(error, faults, task.patience, {
        signal: task.signal,
        onWait: (why, waitMs) =>
          task.onProgress?.({stage: "waiting", item: task.item, done: received, why, waitMs}),
      });
    }
  }
}

/** Writes an answer's body behind what is there. @returns how large the file is then */
async function append(
  {partial, item, patience, signal, onProgress}: Transfer,
  answer: Response,
  from: number,
  size: number | undefined,
  count: (bytes: number) => void,
): Promise<number> {
  const file = await open(partial.path, from === 0 ? "w" : "r+", 0o600);
  const reader = (answer.body ?? new ReadableStream<Uint8Array>()).getReader();
  let [at, told] = [from, 0];
  try {
    for (;;) {
      const {done, value} = await within(reader.read(), patience.stallMs, signal);
      if (done) break;
      if (size !== undefined && at + value.byteLength > size) throw new PassingFault(broken(item));
      await write(file, value, at);
      at += value.byteLength;
      count(value.byteLength);
      if (Date.now() - told > 200 || at === size) {
        told = Date.now();
        onProgress?.({stage: "downloading", item, done: at, ...(size !== undefined && {of: size})});
      }
    }
    return at;
  } finally {
    reader.cancel().catch(() => undefined);
    await file.close();
  }
}

async function write(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  try {
    for (let done = 0; done < bytes.byteLength; ) {
      const {bytesWritten} = await file.write(bytes, done, bytes.byteLength - done, at + done);
      done += bytesWritten;
    }
  } catch (error) {
    throw diskError(error);
  }
}

/** A piece of the body, or a fault where none comes for too long. */
async function within<T>(piece: Promise<T>, ms: number, signal: AbortSignal | undefined): Promise<T> {
  let end: () => void = () => undefined;
  const over = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException("nothing came", "TimeoutError")), ms);
    const stop = (): void => reject(stopped());
    signal?.addEventListener("abort", stop, {once: true});
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    };
    if (signal?.aborted) stop();
  });
  piece.catch(() => undefined);
  return Promise.race([piece, over]).finally(end);
}

async function md5OfFile({partial, item, signal, onProgress}: Transfer, of: number): Promise<string> {
  const hash = createHash("md5");
  let [done, told] = [0, 0];
  for await (const part of createReadStream(partial.path, {
    highWaterMark: 2 ** 20,
    ...(signal && {signal}),
  })) {
    hash.update(part);
    done += part.length;
    if (Date.now() - told > 200) {
      told = Date.now();
      onProgress?.({stage: "checking", item, done, of});
    }
  }
  return hash.digest("base64");
}

const broken = (item: string): TabletalkError =>
  new TabletalkError(
    "unavailable",
    `The download of ${shownText(item)} breaks off again and again.`,
    "Start it again: it goes on where it was.",
  );

const wrongChecksum = (item: string): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `${shownText(item)} came damaged: its checksum is not the one that Kaggle tells.`,
    "Nothing of it was kept. Download it again; if it stays so, something between here and Kaggle changes it.",
  );
