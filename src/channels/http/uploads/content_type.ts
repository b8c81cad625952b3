import {open} from "node:fs/promises";
import {HttpRefusal} from "../problem.ts";

/** What the first bytes of a file show that it is. */
const SIGNATURES: readonly {type: string; bytes: readonly number[]; at?: number}[] = [
  {type: "a PNG picture", bytes: [0x89, 0x50, 0x4e, 0x47]},
  {type: "a JPEG picture", bytes: [0xff, 0xd8, 0xff]},
  {type: "a GIF picture", bytes: [0x47, 0x49, 0x46, 0x38]},
  {type: "a PDF", bytes: [0x25, 0x50, 0x44, 0x46, 0x2d]},
  {type: "a Windows program", bytes: [0x4d, 0x5a]},
  {type: "a Linux program", bytes: [0x7f, 0x45, 0x4c, 0x46]},
  {type: "a zip archive", bytes: [0x50, 0x4b, 0x03, 0x04]},
  {type: "a zip archive", bytes: [0x50, 0x4b, 0x05, 0x06]},
  {type: "a gzip archive", bytes: [0x1f, 0x8b]},
  {type: "a 7z archive", bytes: [0x37, 0x7a, 0xbc, 0xaf]},
  {type: "an old Office file", bytes: [0xd0, 0xcf, 0x11, 0xe0]},
  {type: "a Parquet file", bytes: [0x50, 0x41, 0x52, 0x31]},
  {type: "an SQLite file", bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]},
  {type: "an MP4 film", bytes: [0x66, 0x74, 0x79, 0x70], at: 4},
];

/** What declared types must begin as; text is what has no signature and no NUL. */
const NEEDED: readonly {declared: RegExp; one: readonly string[]}[] = [
  {declared: /^text\/|^application\/([\w.+-]+\+)?(json|xml|x-ndjson|jsonl)$/, one: ["text"]},
  {declared: /^application\/vnd\.openxmlformats-|^application\/zip$/, one: ["a zip archive"]},
  {declared: /^application\/vnd\.oasis\.opendocument/, one: ["a zip archive"]},
  // Browsers say this of CSV files, too, where Excel is installed.
  {declared: /^application\/vnd\.ms-excel$/, one: ["an old Office file", "a zip archive", "text"]},
  {declared: /^application\/(vnd\.apache\.parquet|x-parquet)$/, one: ["a Parquet file"]},
  {declared: /^application\/pdf$/, one: ["a PDF"]},
  {declared: /^application\/(gzip|x-gzip)$/, one: ["a gzip archive"]},
  {declared: /^image\/png$/, one: ["a PNG picture"]},
  {declared: /^image\/jpeg$/, one: ["a JPEG picture"]},
];

/** What a file is by its first bytes: "text" for what has no signature. */
export function typeOf(bytes: Uint8Array): string {
  const found = SIGNATURES.find(({bytes: signature, at = 0}) =>
    signature.every((byte, index) => bytes[at + index] === byte),
  );
  if (found) return found.type;
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !isWide && bytes.includes(0) ? "binary" : "text";
}

/**
 * Holds the type that a client declares against the first bytes. What declares nothing is for the importer to find out.
 * @throws HttpRefusal 415
 */
export function demandTruth(declared: string | undefined, bytes: Uint8Array): void {
  const type = declared?.split(";")[0]?.trim().toLowerCase();
  const needed = type === undefined ? undefined : NEEDED.find((one) => one.declared.test(type));
  const is = typeOf(bytes);
  if (!needed || bytes.length === 0 || needed.one.includes(is)) return;
  throw new HttpRefusal(
    415,
    `The file is said to be ${type}, and is ${is === "text" ? "text" : is}.`,
    "Send it with the type that it has, or as application/octet-stream.",
    {code: "bad_file"},
  );
}

/** The same, of a file on this disk. @throws HttpRefusal 415 */
export async function demandTruthOf(declared: string | undefined, path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    demandTruth(declared, buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
