import yauzl from "yauzl";
import {TabletalkError} from "../../../errors.ts";
import type {Tell} from "../progress.ts";
import {type Budget, countMember, unpackTo} from "./budget.ts";
import {isBeside, leadsOut, type Member, type Skipped, scratchPath} from "./member.ts";

const SYMLINK = 0o120000;

const nameOf = (entry: yauzl.Entry): string =>
  yauzl
    .getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    .replaceAll("\\", "/");

/** The names in a zip. */
export async function zipNames(path: string): Promise<string[]> {
  const zip = await yauzl.openPromise(path, {decodeStrings: false});
  const names: string[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      names.push(nameOf(entry));
      if (names.length > 10_000) break;
    }
  } finally {
    zip.close();
  }
  return names;
}

/** Unpacks a zip's files one by one; each lies there until the next is asked for. */
export async function* zipMembers(
  path: string,
  scratch: string,
  budget: Budget,
  wanted: (name: string) => boolean,
  tell: Tell,
): AsyncGenerator<Member | Skipped> {
  const zip = await yauzl.openPromise(path, {decodeStrings: false}).catch((error: unknown) => {
    throw new TabletalkError(
      "bad_file",
      `${budget.shown} is not a whole zip: ${error instanceof Error ? error.message : String(error)}`,
      "It was probably cut off on its way; copy or download it again.",
    );
  });
  let locked = 0;
  let files = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith("/")) continue;
      if (isBeside(name)) {
        yield {name, why: "hidden"};
        continue;
      }
      if (!wanted(name)) {
        yield {name, why: "not asked for"};
        continue;
      }
      countMember(budget);
      files += 1;
      if (leadsOut(name)) yield {name, why: "its path leads out of the archive", doubt: true};
      else if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK)
        yield {name, why: "it is a link, not a file", doubt: true};
      else if (entry.isEncrypted()) {
        locked += 1;
        yield {name, why: "it is protected by a password", doubt: true};
      } else if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
        yield {
          name,
          why: `it is packed in a way that is not read (method ${entry.compressionMethod})`,
          doubt: true,
        };
      else if (entry.uncompressedSize === 0) yield {name, why: "it is empty"};
      else {
        const target = scratchPath(scratch, budget.members, name);
        const stream = await zip.openReadStreamPromise(entry);
        const bytes = await unpackTo(target, [stream], budget, tell, {
          item: name,
          crc: entry.crc32,
          bytes: entry.uncompressedSize,
        }).catch((error: unknown) => {
          if (error instanceof TabletalkError && !error.message.includes("checksum")) throw error;
          return error instanceof Error ? error.message : String(error);
        });
        if (typeof bytes === "string") yield {name, why: `it is damaged (${bytes})`, doubt: true};
        else yield {name, path: target, bytes, temporary: true};
      }
    }
  } catch (error) {
    if (error instanceof TabletalkError) throw error;
    throw new TabletalkError(
      "bad_file",
      `${budget.shown} is damaged: ${error instanceof Error ? error.message : String(error)}`,
      "Copy or download it again.",
    );
  } finally {
    zip.close();
  }
  if (files > 0 && locked === files)
    throw new TabletalkError(
      "bad_file",
      `${budget.shown} is protected by a password.`,
      "Unpack it with the password and give the files.",
    );
}
