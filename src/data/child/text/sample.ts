import {open} from "node:fs/promises";
import {endless, LONGEST_LINE} from "./records.ts";

const HEAD = 1 << 20;
const TAIL = 1 << 16;
/** So many of the last lines are looked at. */
export const TAIL_LINES = 50;

/** The first and last lines of a file of UTF-8. */
export interface Sample {
  head: string[];
  /** The last lines, where the head is not the whole file. */
  tail: string[];
  whole: boolean;
}

/** Reads the beginning and the end of a file. Throws where its first line has no end. */
export async function sampleOf(path: string, bytes: number): Promise<Sample> {
  const file = await open(path);
  try {
    let text = await read(file, 0, Math.min(HEAD, bytes));
    const whole = bytes <= HEAD;
    if (!whole && !text.includes("\n")) {
      text = await read(file, 0, Math.min(LONGEST_LINE + HEAD, bytes));
      if (!text.includes("\n") && bytes > LONGEST_LINE) throw endless();
    }
    const all = text.length > 0 && bytes <= HEAD;
    const head = linesOf(all ? text : text.slice(0, text.lastIndexOf("\n") + 1 || text.length));
    if (head[0]) head[0] = head[0].replace(/^\ufeff/, "");
    if (whole) return {head, tail: [], whole};
    const end = await read(file, Math.max(0, bytes - TAIL), TAIL);
    return {head, tail: linesOf(end.slice(end.indexOf("\n") + 1)), whole};
  } finally {
    await file.close();
  }
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

async function read(file: Awaited<ReturnType<typeof open>>, from: number, bytes: number): Promise<string> {
  const buffer = Buffer.alloc(bytes);
  const {bytesRead} = await file.read(buffer, 0, bytes, from);
  return buffer.subarray(0, bytesRead).toString("utf8");
}
