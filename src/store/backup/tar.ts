import {createHash} from "node:crypto";
import {type FileHandle, open} from "node:fs/promises";
import {TabletalkError} from "../../errors.ts";

const BLOCK = 512;
const CHUNK = 1 << 20;

/** An entry of a tar file, and where its bytes are. */
export interface TarEntry {
  name: string;
  size: number;
  start: number;
}

/** Writes a tar file (POSIX ustar) entry by entry, with the sha256 of each. */
export interface TarWriter {
  add(name: string, bytes: Uint8Array): Promise<string>;
  /** Of a known length. @throws TabletalkError store_failed where the stream has another */
  addStream(name: string, size: number, bytes: AsyncIterable<Uint8Array>): Promise<string>;
  /** Ends it; the bytes are on the disk when it returns. */
  close(): Promise<number>;
  /** Closes it as it is. */
  abandon(): Promise<void>;
}

/** A new tar file, readable by its owner alone. @throws Error EEXIST where there is one */
export async function writeTar(path: string): Promise<TarWriter> {
  const file = await open(path, "wx", 0o600);
  let written = 0;
  const write = async (bytes: Uint8Array): Promise<void> => {
    await file.writeFile(bytes);
    written += bytes.length;
  };
  const addStream: TarWriter["addStream"] = async (name, size, bytes) => {
    await write(headerOf(name, size));
    const sha256 = createHash("sha256");
    let length = 0;
    for await (const chunk of bytes) {
      length += chunk.length;
      if (length > size) break;
      sha256.update(chunk);
      await write(chunk);
    }
    if (length !== size)
      throw new TabletalkError(
        "store_failed",
        `${name} changed while it was read.`,
        "Make the backup again.",
      );
    if (size % BLOCK > 0) await write(Buffer.alloc(BLOCK - (size % BLOCK)));
    return sha256.digest("hex");
  };
  return {
    addStream,
    add: (name, bytes) =>
      addStream(
        name,
        bytes.length,
        (async function* () {
          yield bytes;
        })(),
      ),
    async close() {
      await write(Buffer.alloc(2 * BLOCK));
      await file.sync();
      await file.close();
      return written;
    },
    abandon: () => file.close(),
  };
}

/** A tar file that is read. */
export interface TarReader extends AsyncDisposable {
  entries: readonly TarEntry[];
  bytes(entry: TarEntry): AsyncIterable<Uint8Array>;
  whole(entry: TarEntry): Promise<Buffer>;
}

/** Opens a tar file of ours. @throws TabletalkError bad_file where it is none, is cut off or has something after its end */
export async function readTar(path: string): Promise<TarReader> {
  const file = await open(path, "r");
  try {
    const entries = await entriesOf(file, path);
    const bytes = async function* ({start, size}: TarEntry) {
      for (let at = 0; at < size; ) {
        const chunk = Buffer.allocUnsafe(Math.min(CHUNK, size - at));
        const {bytesRead} = await file.read(chunk, 0, chunk.length, start + at);
        if (bytesRead === 0) throw cutOff(path);
        at += bytesRead;
        yield chunk.subarray(0, bytesRead);
      }
    };
    return {
      entries,
      bytes,
      async whole(entry) {
        const parts: Uint8Array[] = [];
        for await (const chunk of bytes(entry)) parts.push(chunk);
        return Buffer.concat(parts);
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function entriesOf(file: FileHandle, path: string): Promise<TarEntry[]> {
  const {size: length} = await file.stat();
  const entries: TarEntry[] = [];
  const header = Buffer.alloc(BLOCK);
  for (let at = 0; at + BLOCK <= length; ) {
    await file.read(header, 0, BLOCK, at);
    at += BLOCK;
    if (header.every((byte) => byte === 0)) {
      const rest = Buffer.alloc(BLOCK);
      const {bytesRead} = await file.read(rest, 0, BLOCK, at);
      if (bytesRead !== BLOCK || rest.some((byte) => byte !== 0) || at + BLOCK !== length) throw cutOff(path);
      return entries;
    }
    if (entries.length === 0 && header.toString("latin1", 257, 262) !== "ustar") throw notOurs(path);
    if (header.toString("latin1", 257, 262) !== "ustar" || checksumOf(header) !== octal(header, 148, 8))
      throw cutOff(path);
    const size = sizeIn(header);
    const prefix = text(header, 345, 155);
    const name = text(header, 0, 100);
    if (!Number.isSafeInteger(size) || size < 0 || at + size > length) throw cutOff(path);
    entries.push({name: prefix === "" ? name : `${prefix}/${name}`, size, start: at});
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
  throw entries.length === 0 ? notOurs(path) : cutOff(path);
}

export const notOurs = (path: string): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `${path} is no backup of Tabletalk.`,
    "Give a file that `tabletalk backup` made.",
  );

export const cutOff = (path: string): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `The backup ${path} is cut off or was changed. Nothing was restored.`,
    "Copy it again from where it was made, or take an earlier one.",
  );

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const cut = name.length <= 100 ? -1 : name.indexOf("/", name.length - 101);
  if (cut > 155 || (name.length > 100 && cut < 0))
    throw new Error(`The name ${name} is too long for a tar file.`);
  header.write(cut < 0 ? name : name.slice(cut + 1), 0, "latin1");
  if (cut >= 0) header.write(name.slice(0, cut), 345, "latin1");
  header.write("0000600\0", 100, "latin1");
  header.write("0000000\0", 108, "latin1");
  header.write("0000000\0", 116, "latin1");
  if (size < 8 ** 11) header.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  else {
    // Larger than eight GiB: as a number of base 256.
    header.writeUInt8(0x80, 124);
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  header.write("00000000000\0", 136, "latin1");
  header.write("0", 156, "latin1");
  header.write("ustar\u000000", 257, "latin1");
  header.write(`${checksumOf(header).toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

function checksumOf(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 32 : header[at]!;
  return sum;
}

const text = (header: Buffer, at: number, length: number): string =>
  header.toString("latin1", at, at + length).split("\0")[0] ?? "";

const octal = (header: Buffer, at: number, length: number): number =>
  Number.parseInt(text(header, at, length).trim() || "0", 8);

const sizeIn = (header: Buffer): number =>
  header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : octal(header, 124, 12);
