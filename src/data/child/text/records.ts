import {TabletalkError} from "../../../errors.ts";

export interface Dialect {
  /** One sign, or "fixed" (cut at places), or "spaces" (runs of two and more), or "blank" (runs of one and more). */
  delimiter: string;
  /** "" where nothing is quoted. */
  quote: string;
  escape: string;
  /** Where the columns of fixed width begin; the first is 0. */
  cuts?: number[];
}

/** One record of a delimited text; it may run over several lines. */
export interface TextRecord {
  /** The line it begins in, from 1. */
  line: number;
  cells: string[];
  /** A quote was opened in it and not closed: the line was read as it stands. */
  unbalanced?: boolean;
  /** Nothing but white space. */
  blank?: boolean;
}

/** Beyond this a line is no record of a table. */
export const LONGEST_LINE = 16_000_000;
/** How many lines a quoted cell may run over before its quote counts as never closed. */
const LONGEST_CELL = 500;

export const countFilled = ({cells}: Pick<TextRecord, "cells">): number =>
  cells.filter((cell) => cell.trim() !== "").length;

export const isSpaced = ({delimiter}: Dialect): boolean => delimiter.length > 1;

/** Splits text that comes in pieces into lines, without their ends. Throws where a line never ends. */
export async function* textLines(texts: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = "";
  for await (const text of texts) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST_LINE) throw endless();
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at]!;
      if (line.endsWith("\r")) lines[at] = line.slice(0, -1);
      if (line.length > LONGEST_LINE) throw endless();
    }
    yield lines;
  }
  if (rest !== "") yield [rest.endsWith("\r") ? rest.slice(0, -1) : rest];
}

export const endless = (): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `A line is longer than ${LONGEST_LINE / 1_000_000} million signs: this is no table of rows.`,
    "Check what wrote the file; each row belongs on a line of its own.",
  );

/**
 * Splits lines into records. `next` gives the lines; `width` is the number of columns that records are expected to
 * have, which tells a quote that was never closed from a cell of several lines.
 */
export class RecordReader {
  private readonly pending: string[] = [];
  private line = 0;
  private readonly dialect: Dialect;
  width: number;

  constructor(dialect: Dialect, width: number) {
    this.dialect = dialect;
    this.width = width;
  }

  /** The records that these lines complete; `last` where no more come. */
  read(lines: readonly string[], last: boolean): TextRecord[] {
    const {dialect} = this;
    const all = this.pending.length > 0 ? [...this.pending, ...lines] : lines;
    this.pending.length = 0;
    const records: TextRecord[] = [];
    let at = 0;
    while (at < all.length) {
      const line = all[at]!;
      const number = this.line + 1;
      if (dialect.quote === "" || !line.includes(dialect.quote) || isSpaced(dialect)) {
        const blank = line.trim() === "";
        records.push({line: number, cells: blank ? [] : split(line, dialect), ...(blank && {blank})});
        at++;
        this.line++;
        continue;
      }
      const joined = this.join(all, at, last);
      if (joined === "more") break;
      records.push({line: number, ...joined.record});
      at += joined.lines;
      this.line += joined.lines;
    }
    this.pending.push(...all.slice(at));
    return records;
  }

  /** The record that begins at a line with quotes in it. */
  private join(
    all: readonly string[],
    at: number,
    last: boolean,
  ): {record: {cells: string[]; unbalanced?: boolean}; lines: number} | "more" {
    const one = parse(all[at]!, this.dialect);
    if (!one.open) return {record: {cells: one.cells}, lines: 1};
    let text = all[at]!;
    for (let lines = 1; lines <= LONGEST_CELL; lines++) {
      const more = all[at + lines];
      if (more === undefined) {
        if (!last) return "more";
        break;
      }
      text += `\n${more}`;
      if (!more.includes(this.dialect.quote)) continue;
      const found = parse(text, this.dialect);
      if (found.odd) break;
      if (found.open) continue;
      if (found.cells.length > this.width || this.swallowed(all.slice(at + 1, at + lines))) break;
      return {record: {cells: found.cells}, lines: lines + 1};
    }
    return {record: {cells: literalCells(all[at]!, this.dialect), unbalanced: true}, lines: 1};
  }

  /** Whole records stand inside of what would be one cell: its quote was never closed. */
  private swallowed(lines: readonly string[]): boolean {
    return (
      this.width > 2 &&
      lines.length > 0 &&
      lines.every((line) => parse(line, this.dialect).cells.length === this.width)
    );
  }
}

/** The cells of a line without quotes. */
function split(line: string, {delimiter, cuts}: Dialect): string[] {
  if (delimiter === "fixed")
    return cuts!.map((start, at) => line.slice(start, cuts![at + 1] ?? line.length).trim());
  if (delimiter === "spaces") return line.trim().split(/ {2,}|\t+/);
  if (delimiter === "blank") return line.trim().split(/\s+/);
  return line.split(delimiter);
}

/** The cells of text with quotes in it. A quote ends a cell only before a delimiter or an end of line. */
export function parse(text: string, dialect: Dialect): {cells: string[]; open: boolean; odd: boolean} {
  const {delimiter, quote, escape: escaped} = dialect;
  const cells: string[] = [];
  let odd = false;
  let at = 0;
  for (;;) {
    let start = at;
    while (text[start] === " " && delimiter !== " ") start++;
    if (text[start] !== quote) {
      const end = text.indexOf(delimiter, at);
      cells.push(end < 0 ? text.slice(at) : text.slice(at, end));
      if (end < 0) return {cells, open: false, odd};
      at = end + delimiter.length;
      continue;
    }
    let cell = "";
    let from = start + 1;
    for (;;) {
      let mark = text.indexOf(quote, from);
      const slash = escaped === quote ? -1 : text.indexOf(escaped, from);
      if (slash >= 0 && (mark < 0 || slash < mark)) {
        cell += text.slice(from, slash) + (text[slash + 1] === quote ? quote : escaped);
        from = slash + (text[slash + 1] === quote ? 2 : 1);
        continue;
      }
      if (mark < 0) return {cells: [...cells, text.slice(at)], open: true, odd};
      cell += text.slice(from, mark);
      if (text[mark + 1] === quote) {
        cell += quote;
        from = mark + 2;
        continue;
      }
      let after = mark + 1;
      while (text[after] === " " && delimiter !== " ") after++;
      if (after >= text.length) return {cells: [...cells, cell], open: false, odd};
      if (text.startsWith(delimiter, after)) {
        cells.push(cell);
        at = after + delimiter.length;
        break;
      }
      odd = true;
      cell += quote;
      mark++;
      from = mark;
    }
  }
}

/** The cells of a line whose quote is never closed: cells that are quoted right as they are, the rest as it stands. */
function literalCells(line: string, dialect: Dialect): string[] {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const found = parse(rest, dialect);
    if (!found.open) return [...cells, ...found.cells];
    cells.push(...found.cells.slice(0, -1));
    const tail = found.cells.at(-1)!;
    const end = tail.indexOf(dialect.delimiter);
    if (end < 0) return [...cells, tail];
    cells.push(tail.slice(0, end));
    rest = tail.slice(end + dialect.delimiter.length);
  }
}
