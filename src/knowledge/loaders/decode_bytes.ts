import {isUtf8} from "node:buffer";
import {byMark, byZeros} from "../../data/child/text/byte_marks.ts";

/** The bytes of a text file as text: by its byte order mark, its zeros, UTF-8, else the likeliest of the older encodings. */
export async function decodeBytes(bytes: Buffer): Promise<{text: string; note?: string}> {
  const wide = byMark(bytes) ?? byZeros(bytes.subarray(0, 1 << 20));
  if (wide && !/^utf-?8$/i.test(wide.name))
    return {text: await decodeAs(wide.name, bytes.subarray(wide.mark))};
  const plain = wide ? bytes.subarray(wide.mark) : bytes;
  if (isUtf8(plain)) return {text: plain.toString("utf8")};
  const {guessLegacy} = await import("../../data/child/text/legacy_encoding.ts");
  const {name} = guessLegacy(oddBytes(plain));
  return {text: await decodeAs(name, plain), note: `It is not UTF-8; read as ${name}.`};
}

/** Decodes by name, as iconv or the platform knows it. */
export async function decodeAs(name: string, bytes: Buffer): Promise<string> {
  const {default: iconv} = await import("iconv-lite");
  return iconv.encodingExists(name) ? iconv.decode(bytes, name) : bytes.toString("latin1");
}

/** Stretches around bytes that are no ASCII, at most 256 KB: what tells the encoding. */
function oddBytes(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let taken = 0;
  for (let at = 0; at < bytes.length && taken < 1 << 18; at++) {
    if (bytes[at]! < 0x80) continue;
    const part = bytes.subarray(Math.max(0, at - 64), at + 192);
    parts.push(part);
    taken += part.length;
    at += 192;
  }
  return Buffer.concat(parts);
}
