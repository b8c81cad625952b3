import {createWriteStream} from "node:fs";
import {rm} from "node:fs/promises";
import {type Readable, Transform} from "node:stream";
import {pipeline} from "node:stream/promises";
import {crc32} from "node:zlib";
import {TabletalkError} from "../../../errors.ts";
import type {Tell} from "../progress.ts";

/** The most that may come out of one import, all archives in it together. */
const MOST_BYTES = 4 * 2 ** 30;
/** From here on, what comes out may be at most RATIO times what went in. */
const RATIO_FROM = 100 * 2 ** 20;
const RATIO = 200;
/** The most files of an archive or folder that are read. */
export const MOST_MEMBERS = 1_000;
/** An archive in an archive in an archive. */
export const DEEPEST = 3;

/** What one import may still unpack. */
export interface Budget {
  /** Bytes of the file that was given. */
  packed: number;
  unpacked: number;
  members: number;
  /** What messages call the file. */
  shown: string;
}

/** Counts one more member. @throws TabletalkError bad_file beyond the limit */
export function countMember(budget: Budget): void {
  budget.members += 1;
  if (budget.members > MOST_MEMBERS)
    throw new TabletalkError(
      "bad_file",
      `${budget.shown} holds more than ${MOST_MEMBERS.toLocaleString("en")} files.`,
      "Unpack it and name the files that you need.",
    );
}

/**
 * Writes a stream into a file of the scratch folder, within the budget.
 * `crc`: the checksum that the content must have.
 * @throws TabletalkError bad_file where more comes out than may, or where it is damaged
 */
export async function unpackTo(
  target: string,
  streams: readonly (Readable | Transform)[],
  budget: Budget,
  tell: Tell,
  check: {item: string; crc?: number; bytes?: number},
): Promise<number> {
  let written = 0;
  let sum = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      written += chunk.length;
      budget.unpacked += chunk.length;
      if (check.crc !== undefined) sum = crc32(chunk, sum);
      const {unpacked, packed, shown} = budget;
      const bomb = unpacked > RATIO_FROM && unpacked > RATIO * packed;
      if (bomb || unpacked > MOST_BYTES) {
        const why = bomb ? `more than ${RATIO} times its own size` : `more than ${MOST_BYTES / 2 ** 30} GiB`;
        done(
          new TabletalkError(
            "bad_file",
            `${shown} unpacks to ${why}; unpacking was stopped.`,
            "If you trust it, unpack it yourself and give the file that you need.",
          ),
        );
        return;
      }
      tell({
        stage: "unpacking",
        item: check.item,
        done: written,
        ...(check.bytes && {of: check.bytes}),
        unit: "bytes",
      });
      done(null, chunk);
    },
  });
  try {
    await pipeline([...streams, meter, createWriteStream(target)]);
  } catch (error) {
    await rm(target, {force: true});
    throw error;
  }
  if (check.crc !== undefined && sum !== check.crc) {
    await rm(target, {force: true});
    throw new TabletalkError(
      "bad_file",
      `${check.item} is damaged: its checksum is wrong.`,
      "Copy or download the archive again.",
    );
  }
  return written;
}
