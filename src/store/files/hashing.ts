import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {open} from "node:fs/promises";
import {Transform} from "node:stream";
import {damaged, tooLong} from "./failures.ts";
import type {FileSource, PutOptions} from "./file_store.ts";

const CHUNK = 1 << 20;

/** The bytes of a source, in chunks. */
export function bytesOf(source: FileSource): AsyncIterable<Uint8Array> {
  return "path" in source ? createReadStream(source.path, {highWaterMark: CHUNK}) : source.stream;
}

/** sha256 and length of a file. */
export async function hashFile(
  path: string,
  options: PutOptions = {},
): Promise<{hash: string; bytes: number}> {
  const sha256 = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path, {highWaterMark: CHUNK})) {
    options.signal?.throwIfAborted();
    sha256.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > (options.maxBytes ?? Number.POSITIVE_INFINITY)) throw tooLong(options.maxBytes!);
  }
  return {hash: sha256.digest("hex"), bytes};
}

/** Writes a source into a new file, hashing it on the way; the bytes are on the disk when it returns. */
export async function writeHashed(
  source: AsyncIterable<Uint8Array>,
  path: string,
  options: PutOptions = {},
): Promise<{hash: string; bytes: number}> {
  const sha256 = createHash("sha256");
  let bytes = 0;
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of source) {
      options.signal?.throwIfAborted();
      bytes += chunk.length;
      if (bytes > (options.maxBytes ?? Number.POSITIVE_INFINITY)) throw tooLong(options.maxBytes!);
      sha256.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return {hash: sha256.digest("hex"), bytes};
}

/** Passes bytes through; fails at the end where they do not hash to what they should. */
export function checking(hash: string, place: string): Transform {
  const sha256 = createHash("sha256");
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sha256.update(chunk);
      done(undefined, chunk);
    },
    flush(done) {
      done(sha256.digest("hex") === hash ? undefined : damaged(hash, place));
    },
  });
}
