import {createReadStream} from "node:fs";
import {open} from "node:fs/promises";
import {TabletalkError} from "../../../errors.ts";
import type {Tell} from "../progress.ts";
import {type Budget, countMember, unpackTo} from "./budget.ts";
import {isTar} from "./kinds.ts";
import {isBeside, leadsOut, type Member, type Skipped, scratchPath} from "./member.ts";

const BLOCK = 512;
/** A long name or its like is no longer than this. */
const MOST_EXTRA = 1 << 20;

/** Reads the files of a tar (ustar, pax and GNU names) one by one; each lies there until the next is asked for. */
export async function* tarMembers(
  path: string,
  size: number,
  scratch: string,
  budget: Budget,
  wanted: (name: string) => boolean,
  tell: Tell,
): AsyncGenerator<Member | Skipped> {
  const file = await open(path);
  try {
    let at = 0;
    let longName: string | undefined;
    let longSize: number | undefined;
    while (at + BLOCK <= size) {
      const header = Buffer.alloc(BLOCK);
      await file.read(header, 0, BLOCK, at);
      if (header.every((byte) => byte === 0)) return;
      if (!isTar(header)) throw damaged(budget, `what stands at byte ${at} is no file of it`);
      const type = String.fromCharCode(header[156]!);
      const start = at + BLOCK;
      const bytes = longSize ?? sizeOf(header);
      if (bytes < 0 || !Number.isSafeInteger(bytes)) throw damaged(budget, "a size in it is wrong");
      at = start + Math.ceil(bytes / BLOCK) * BLOCK;
      if ("xgLK".includes(type)) {
        if (bytes > MOST_EXTRA || start + bytes > size) throw damaged(budget, "a name in it is too long");
        const extra = Buffer.alloc(bytes);
        await file.read(extra, 0, bytes, start);
        if (type === "L") longName = textOf(extra);
        if (type === "x") {
          const fields = paxFields(extra);
          longName = fields.get("path") ?? longName;
          longSize = fields.has("size") ? Number(fields.get("size")) : undefined;
        }
        continue;
      }
      const name = longName ?? nameOf(header);
      longName = undefined;
      longSize = undefined;
      if (type === "5" || name.endsWith("/")) continue;
      if (isBeside(name)) {
        yield {name, why: "hidden"};
        continue;
      }
      if (!wanted(name)) {
        yield {name, why: "not asked for"};
        continue;
      }
      countMember(budget);
      if (leadsOut(name)) yield {name, why: "its path leads out of the archive", doubt: true};
      else if (type !== "0" && type !== "\0" && type !== "7")
        yield {name, why: "it is a link or device, not a file", doubt: true};
      else if (bytes === 0) yield {name, why: "it is empty"};
      else if (start + bytes > size) throw damaged(budget, `it ends within ${name}`);
      else {
        const target = scratchPath(scratch, budget.members, name);
        const stream = createReadStream(path, {start, end: start + bytes - 1});
        await unpackTo(target, [stream], budget, tell, {item: name, bytes});
        yield {name, path: target, bytes, temporary: true};
      }
    }
  } finally {
    await file.close();
  }
}

const damaged = (budget: Budget, why: string): TabletalkError =>
  new TabletalkError("bad_file", `${budget.shown} is not a whole tar: ${why}.`, "Copy or download it again.");

const textOf = (bytes: Buffer): string => bytes.toString("utf8").replace(/\0[\s\S]*$/, "");

function nameOf(header: Buffer): string {
  const name = textOf(header.subarray(0, 100));
  const prefix =
    header.subarray(257, 262).toString("latin1") === "ustar" ? textOf(header.subarray(345, 500)) : "";
  return (prefix ? `${prefix}/${name}` : name).replace(/^\.\//, "");
}

/** Octal digits, or (GNU, beyond 8 GiB) a number in base 256. */
function sizeOf(header: Buffer): number {
  if (header[124]! & 0x80) return Number(header.readBigUInt64BE(128));
  return Number.parseInt(textOf(header.subarray(124, 136)).trim() || "0", 8);
}

/** Lines of "length key=value". */
function paxFields(extra: Buffer): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < extra.length; ) {
    const space = extra.indexOf(32, at);
    const length = Number(extra.subarray(at, space).toString("latin1"));
    if (space < 0 || !(length > 0)) break;
    const [key = "", ...value] = extra
      .subarray(space + 1, at + length - 1)
      .toString("utf8")
      .split("=");
    fields.set(key, value.join("="));
    at += length;
  }
  return fields;
}
