import {isAscii, isUtf8} from "node:buffer";
import {open, stat} from "node:fs/promises";
import {TabletalkError} from "../../../errors.ts";
import {byMark, byZeros} from "./byte_marks.ts";

const CHUNK = 1 << 22;
/** So much of the lines that are no UTF-8 is looked at to tell what else they are. */
const SAMPLE = 1 << 18;
/** The share of lines of another encoding that may be UTF-8 by accident (short cells of Chinese). */
const ACCIDENTS = 0.25;

export interface Encoding {
  /** A name that iconv knows; where `mixed`, that of the lines that are not UTF-8. */
  name: string;
  /** Bytes of the byte order mark. */
  mark: number;
  /** Most lines are UTF-8, the others are in `name`. */
  mixed: boolean;
  /** Found by statistics alone; `other` is the next best. */
  doubt: boolean;
  other?: string;
}

/** What was found by reading the file once. */
export interface TextFacts {
  bytes: number;
  encoding: Encoding;
  /** Bytes of zero, which text does not hold. */
  zeros: boolean;
  /** There is a double quote somewhere. */
  quotes: boolean;
  /** Lines end in a carriage return alone. */
  returnsOnly: boolean;
}

/**
 * Reads a file once (never whole in memory) to tell its encoding: the one chosen, that of a byte order mark, UTF-16 and
 * UTF-32 by their zeros, UTF-8 where every line is, else the likeliest of the older ones.
 */
export async function factsOf(path: string, chosen?: string): Promise<TextFacts> {
  const {size} = await stat(path);
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(Math.min(CHUNK, size));
    const {bytesRead} = await file.read(bytes, 0, bytes.length, 0);
    const head = bytes.subarray(0, bytesRead);
    const marked = byMark(head);
    const wide = marked ?? (chosen ? undefined : byZeros(head));
    const known = chosen ? {name: await checked(chosen), mark: marked?.mark ?? 0} : wide;
    const lines = head.subarray(0, 1 << 20);
    const returnsOnly = !lines.includes(10) && lines.includes(13);
    if (known && !/^utf-?8$/i.test(known.name))
      return {
        bytes: size,
        encoding: {...known, mixed: false, doubt: false},
        zeros: false,
        quotes: true,
        returnsOnly,
      };
    const rest = await scan(file, size);
    const encoding: Encoding = {name: "utf-8", mark: marked?.mark ?? 0, mixed: false, doubt: false};
    if (rest.bad > 0) {
      const {guessLegacy} = await import("./legacy_encoding.ts");
      const legacy = guessLegacy(Buffer.concat(rest.sample));
      const mixed = known !== undefined || rest.good > ACCIDENTS * (rest.good + rest.bad);
      Object.assign(
        encoding,
        mixed ? {...legacy, name: legacy.latin ? legacy.name : "windows-1252"} : legacy,
      );
      encoding.mixed = mixed;
    }
    return {bytes: size, encoding, zeros: rest.zeros, quotes: rest.quotes, returnsOnly};
  } finally {
    await file.close();
  }
}

async function checked(name: string): Promise<string> {
  const {default: iconv} = await import("iconv-lite");
  if (!iconv.encodingExists(name))
    throw new TabletalkError(
      "bad_use",
      `There is no encoding called "${name}".`,
      'Use a name such as "utf-8", "windows-1252", "shift_jis" or "gb18030".',
    );
  return name.toLowerCase();
}

interface Scan {
  good: number;
  bad: number;
  sample: Buffer[];
  zeros: boolean;
  quotes: boolean;
}

/** Whole chunks are checked at once; only in those that are not UTF-8 are the lines looked at. */
async function scan(file: Awaited<ReturnType<typeof open>>, size: number): Promise<Scan> {
  const found: Scan = {good: 0, bad: 0, sample: [], zeros: false, quotes: false};
  const buffer = Buffer.alloc(Math.min(CHUNK, size) || 1);
  let at = 0;
  let sampled = 0;
  let counted = false;
  while (at < size) {
    const {bytesRead} = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) break;
    const all = buffer.subarray(0, bytesRead);
    const end = at + bytesRead >= size ? bytesRead : cut(all);
    const chunk = all.subarray(0, end);
    at += end;
    found.zeros ||= chunk.includes(0);
    found.quotes ||= chunk.includes(34);
    const sound = isUtf8(chunk);
    if (sampled >= SAMPLE || (sound && (counted || isAscii(chunk)))) continue;
    counted ||= sound;
    for (const line of linesOf(chunk)) {
      if (isAscii(line)) continue;
      if (isUtf8(line)) found.good++;
      else {
        found.bad++;
        if (sampled < SAMPLE) found.sample.push(Buffer.from(line), Buffer.from("\n"));
        sampled += line.length;
      }
    }
  }
  return found;
}

/** Where a chunk is cut so that no sign is: after its last line, or before the last sign that is not of one byte. */
function cut(chunk: Buffer): number {
  const line = chunk.lastIndexOf(10);
  if (line > 0) return line + 1;
  let end = chunk.length;
  while (end > 1 && chunk.length - end < 4 && chunk[end - 1]! >= 0x80) end--;
  return end;
}

export function* linesOf(chunk: Buffer): Generator<Buffer> {
  let start = 0;
  while (start < chunk.length) {
    const end = chunk.indexOf(10, start);
    if (end < 0) {
      yield chunk.subarray(start);
      return;
    }
    yield chunk.subarray(start, end + 1);
    start = end + 1;
  }
}
