import {createReadStream, createWriteStream} from "node:fs";
import {join} from "node:path";
import {pipeline} from "node:stream/promises";

const APOSTROPHE = 0x27;
const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE = 0x0a;
const FORMULA = new Set(Buffer.from("=+-@\t\r"));

/**
 * Copies a CSV file that Tabletalk wrote, without the apostrophe that stands there before what a spreadsheet would run.
 * @returns where the copy lies
 */
export async function unmarked(path: string, scratch: string): Promise<string> {
  const copy = join(scratch, "unmarked.csv");
  await pipeline(createReadStream(path, {highWaterMark: 1 << 20}), withoutMarks, createWriteStream(copy));
  return copy;
}

/** The same bytes, but for one apostrophe of those that begin a cell which goes on as a formula does. */
export async function* withoutMarks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isQuoted = false;
  let isStart = true;
  /** Apostrophes that began a cell, until what follows them is seen: maybe in the next piece. */
  let held = 0;
  for await (const chunk of chunks) {
    const out = Buffer.allocUnsafe(chunk.length + held);
    let length = 0;
    for (const byte of chunk) {
      if (isStart && byte === APOSTROPHE) {
        held += 1;
        continue;
      }
      if (held > 0) {
        const kept = held - (FORMULA.has(byte) ? 1 : 0);
        out.fill(APOSTROPHE, length, length + kept);
        length += kept;
        isStart = false;
        held = 0;
      }
      out[length] = byte;
      length += 1;
      if (byte === QUOTE) {
        // Within quotes the cell begins after them; two of them are none.
        isStart = isStart && !isQuoted;
        isQuoted = !isQuoted;
      } else isStart = !isQuoted && (byte === COMMA || byte === LINE);
    }
    yield out.subarray(0, length);
  }
  if (held > 0) yield Buffer.alloc(held, APOSTROPHE);
}
