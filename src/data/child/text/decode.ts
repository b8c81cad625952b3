import {isUtf8} from "node:buffer";
import {once} from "node:events";
import {createReadStream, createWriteStream} from "node:fs";
import {finished} from "node:stream/promises";
import {linesOf, type TextFacts} from "./encoding.ts";
import {endless, LONGEST_LINE} from "./records.ts";

const CHUNK = 1 << 20;
const YEN = /^(shift|sjis|cp932|windows-31j|ms932)/i;

/** What came up while text was decoded. */
export interface Decoded {
  /** Lines (from 1) that were not UTF-8, the first hundred of them. */
  odd: {line: number; text: string}[];
  oddLines: number;
  zeros: number;
  /** Bytes that are no sign of the encoding. */
  broken: number;
}

/**
 * Writes a text file anew as UTF-8 without a byte order mark, its lines ended by line feeds, without bytes of zero.
 * Streams: memory does not grow with the file.
 */
export async function writeUtf8(path: string, facts: TextFacts, target: string): Promise<Decoded> {
  const told: Decoded = {odd: [], oddLines: 0, zeros: 0, broken: 0};
  const out = createWriteStream(target);
  const {encoding} = facts;
  const chunks = createReadStream(path, {start: encoding.mark, highWaterMark: CHUNK});
  const texts = encoding.mixed ? mixedTexts(chunks, encoding.name, told) : plainTexts(chunks, encoding.name);
  for await (const text of texts) {
    let clean = text;
    if (clean.includes("\u0000")) {
      const before = clean.length;
      clean = clean.replaceAll("\u0000", "");
      told.zeros += before - clean.length;
    }
    // In Japan's older encodings the place of the backslash is the yen's.
    if (YEN.test(encoding.name)) clean = clean.replace(/\\(?=\d)/g, "¥");
    if (facts.returnsOnly) clean = clean.replaceAll("\r", "\n");
    if (clean.includes("\ufffd")) told.broken += clean.split("\ufffd").length - 1;
    if (!out.write(clean)) await once(out, "drain");
  }
  out.end();
  await finished(out);
  return told;
}

async function* plainTexts(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<string> {
  const decode = await decoder(name);
  for await (const chunk of chunks) yield decode(chunk, false);
  yield decode(Buffer.alloc(0), true);
}

async function decoder(name: string): Promise<(chunk: Buffer, last: boolean) => string> {
  try {
    const native = new TextDecoder(name, {ignoreBOM: true});
    return (chunk, last) => native.decode(chunk, {stream: !last});
  } catch {
    const {default: iconv} = await import("iconv-lite");
    const other = iconv.getDecoder(name);
    return (chunk, last) => other.write(chunk) + (last ? (other.end() ?? "") : "");
  }
}

/** Line by line: UTF-8 where it is, else the other encoding. */
async function* mixedTexts(
  chunks: AsyncIterable<Buffer>,
  name: string,
  told: Decoded,
): AsyncGenerator<string> {
  const {default: iconv} = await import("iconv-lite");
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  const read = (bytes: Buffer): string => {
    const parts: string[] = [];
    for (const one of linesOf(bytes)) {
      line++;
      if (isUtf8(one)) parts.push(one.toString("utf8"));
      else {
        const text = iconv.decode(one, name);
        told.oddLines++;
        if (told.odd.length < 100) told.odd.push({line, text: text.trim()});
        parts.push(text);
      }
    }
    return parts.join("");
  };
  for await (const chunk of chunks) {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = all.lastIndexOf(10) + 1;
    rest = all.subarray(end);
    if (rest.length > LONGEST_LINE) throw endless();
    if (end > 0) yield read(all.subarray(0, end));
  }
  if (rest.length > 0) yield read(rest);
}
