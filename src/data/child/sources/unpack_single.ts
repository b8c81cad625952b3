import {createReadStream} from "node:fs";
import {open, rm} from "node:fs/promises";
import {basename} from "node:path";
import {createBrotliDecompress, createGunzip, createZstdDecompress} from "node:zlib";
import {TabletalkError} from "../../../errors.ts";
import type {Tell} from "../progress.ts";
import {type Budget, unpackTo} from "./budget.ts";
import type {PackedKind} from "./kinds.ts";
import {type Member, scratchPath} from "./member.ts";

const ENDING = /\.(gz|gzip|zst|zstd|br)$/i;

/** Unpacks a file that is packed alone (gzip, zstd, brotli). `name`: how it is called, with its ending. */
export async function unpackSingle(
  kind: PackedKind,
  path: string,
  name: string,
  scratch: string,
  budget: Budget,
  tell: Tell,
): Promise<Member> {
  const inner = /\.tgz$/i.test(name)
    ? name.replace(/\.tgz$/i, ".tar")
    : ENDING.test(name)
      ? name.replace(ENDING, "")
      : (kind === "gzip" && (await gzipName(path))) || name;
  const target = scratchPath(scratch, budget.members, `unpacked-${inner}`).replace(
    /member(\d+)/,
    "unpacked$1",
  );
  const unpack = {gzip: createGunzip, zstd: createZstdDecompress, brotli: createBrotliDecompress}[kind]();
  try {
    const bytes = await unpackTo(target, [createReadStream(path), unpack], budget, tell, {item: inner});
    return {name: basename(inner), path: target, bytes, temporary: true};
  } catch (error) {
    await rm(target, {force: true});
    if (error instanceof TabletalkError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new TabletalkError(
      "bad_file",
      /unexpected end|incomplete/i.test(message)
        ? `${budget.shown} is cut off: its packed content (${kind}) ends too early.`
        : `${budget.shown} is damaged (${kind}: ${message}).`,
      "Copy or download it again.",
    );
  }
}

/** The name that gzip kept of the file, if it did. */
async function gzipName(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(1024);
    const {bytesRead} = await file.read(head, 0, head.length, 0);
    const flags = head[3]!;
    if (!(flags & 8) || flags & 4) return undefined;
    const end = head.indexOf(0, 10);
    return end > 10 && end < bytesRead ? basename(head.subarray(10, end).toString("latin1")) : undefined;
  } finally {
    await file.close();
  }
}
