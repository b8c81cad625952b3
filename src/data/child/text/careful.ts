import {once} from "node:events";
import {createReadStream, createWriteStream, type WriteStream} from "node:fs";
import {finished} from "node:stream/promises";
import type {ImportChoices} from "../../choices.ts";
import {isValue} from "./header.ts";
import type {TablePlan, TextPlan} from "./plan.ts";
import {type Dialect, RecordReader, type TextRecord, textLines} from "./records.ts";
import {Totals, totalLabel, UsualRow} from "./totals.ts";

/** Rows of one kind: how many, and the first of them to show. */
export interface Told {
  count: number;
  lines: number[];
  texts: string[];
}

/** What was met in a table's lines while they were written anew. */
export interface CarefulTable {
  file: string;
  rows: number;
  /** Bytes of the longest row, or somewhat more. */
  longest: number;
  /** Cells were found beyond the last column; they are in a column of their own. */
  surplus: boolean;
  /** The last column is empty in every row: a delimiter ends each line. */
  lastEmpty: boolean;
  short: Told;
  long: Told;
  unbalanced: Told;
  repeated: Told;
  totals: Told;
  doubtfulTotals: Told;
  /** They call themselves totals or read like notes, and are empty where the others are filled. */
  hollow: Told;
  notes: Told;
  comments: Told;
  thin: Told;
}

const told = (): Told => ({count: 0, lines: [], texts: []});

function tell(of: Told, record: TextRecord, delimiter: string): void {
  of.count++;
  if (of.lines.length >= 10) return;
  of.lines.push(record.line);
  of.texts.push(
    record.cells.join(delimiter === "fixed" || delimiter === "spaces" ? " " : delimiter).slice(0, 160),
  );
}

/** More lines than this below a table are no notes. */
const MOST_NOTES = 40;

interface Writing {
  plan: TablePlan;
  out: WriteStream;
  result: CarefulTable;
  totals: Totals | undefined;
  usual: UsualRow | undefined;
  /** Rows that are not yet handed to `out`. */
  text: string;
  /** Rows at what may be the end of the table: notes, if nothing follows them. */
  waiting: TextRecord[];
  filledLast: boolean;
  /** The row before was a total. */
  afterTotal: boolean;
}

/**
 * Reads delimited text once, line by line, and writes each of its tables as plain CSV: every row with as many cells as
 * there are columns and one for what is beyond them. What is left out and what was mended is counted with its lines.
 * Streams: memory does not grow with the file.
 */
export async function writeCarefully(
  file: string,
  plan: TextPlan,
  choices: ImportChoices,
  target: (index: number) => string,
): Promise<CarefulTable[]> {
  const {dialect} = plan;
  const writings = plan.tables.map((table, index) => open(table, plan, target(index)));
  const reader = new RecordReader(dialect, plan.width);
  let blankBefore = false;
  const take = (records: readonly TextRecord[]): void => {
    for (const record of records) {
      if (record.blank) {
        blankBefore = true;
        continue;
      }
      for (const writing of writings) {
        const {firstLine, lastLine} = writing.plan;
        if (record.line < firstLine || record.line > (lastLine ?? Number.POSITIVE_INFINITY)) continue;
        takeRow(writing, record, plan, choices, blankBefore);
      }
      blankBefore = false;
    }
  };
  const texts = createReadStream(file, {encoding: "utf8", highWaterMark: 1 << 20});
  let first = true;
  for await (const lines of textLines(texts)) {
    if (first && lines[0]) lines[0] = lines[0].replace(/^\ufeff/, "");
    first = false;
    take(reader.read(lines, false));
    for (const writing of writings) {
      writing.out.write(writing.text);
      writing.text = "";
      if (writing.out.writableNeedDrain) await once(writing.out, "drain");
    }
  }
  take(reader.read([], true));
  return Promise.all(writings.map((writing) => close(writing, plan.dialect)));
}

function open(plan: TablePlan, {totals, decimals}: TextPlan, file: string): Writing {
  return {
    plan,
    out: createWriteStream(file),
    totals: totals ? new Totals(plan.names.length, decimals) : undefined,
    usual: totals ? new UsualRow(plan.names.length) : undefined,
    text: "",
    waiting: [],
    filledLast: false,
    afterTotal: false,
    result: {
      file,
      rows: 0,
      longest: 0,
      surplus: false,
      lastEmpty: false,
      short: told(),
      long: told(),
      unbalanced: told(),
      repeated: told(),
      totals: told(),
      doubtfulTotals: told(),
      hollow: told(),
      notes: told(),
      comments: told(),
      thin: told(),
    },
  };
}

async function close(writing: Writing, dialect: Dialect): Promise<CarefulTable> {
  const {result, waiting, out} = writing;
  for (const record of waiting) tell(result.notes, record, dialect.delimiter);
  out.end(writing.text);
  await finished(out);
  result.lastEmpty = !writing.filledLast && result.rows > 0;
  return result;
}

function takeRow(
  writing: Writing,
  whole: TextRecord,
  {dialect, comment}: TextPlan,
  choices: ImportChoices,
  blankBefore: boolean,
): void {
  const {plan, result} = writing;
  const width = plan.names.length;
  const end = plan.last ? plan.from + width : whole.cells.length;
  const record =
    plan.from > 0 || end < whole.cells.length ? {...whole, cells: whole.cells.slice(plan.from, end)} : whole;
  const {cells} = record;
  if (plan.skip.has(record.line)) return;
  const first = cells[0] ?? "";
  if (comment && choices.comments !== "keep" && first.trimStart().startsWith(comment)) {
    tell(result.comments, record, dialect.delimiter);
    return;
  }
  let filled = 0;
  for (const cell of cells) if (cell !== "" && cell.trim() !== "") filled++;
  if (filled === 0) return;
  if (plan.header && filled > 1 && sameCells(cells, plan.header)) {
    tell(result.repeated, record, dialect.delimiter);
    return;
  }
  const label = writing.totals && totalLabel(cells);
  const lone = filled === 1 && !cells.some((cell) => cell.trim() !== "" && isValue(cell));
  const thin =
    lone || (filled <= width / 2 && (blankBefore || writing.afterTotal || writing.waiting.length > 0));
  if (!plan.ended && width > 2 && thin && !label && writing.waiting.length < MOST_NOTES) {
    writing.waiting.push(record);
    return;
  }
  writing.afterTotal = false;
  for (const one of writing.waiting) {
    tell(result.thin, one, dialect.delimiter);
    write(writing, one, dialect);
  }
  writing.waiting = [];
  if (label && writing.totals) {
    const check = writing.totals.check(cells);
    if (check === "adds up" || (choices.totals === "drop" && label === "sure")) {
      tell(result.totals, record, dialect.delimiter);
      writing.afterTotal = true;
      return;
    }
    if (check === "does not" && writing.usual?.isHollow(cells)) {
      tell(result.hollow, record, dialect.delimiter);
      writing.afterTotal = true;
      return;
    }
    if (label === "sure" && check === "does not" && result.rows > 0)
      tell(result.doubtfulTotals, record, dialect.delimiter);
  }
  if (writing.usual?.readsLikeNote(cells)) {
    tell(result.hollow, record, dialect.delimiter);
    return;
  }
  write(writing, record, dialect);
}

const sameCells = (cells: readonly string[], header: readonly string[]): boolean =>
  header.every((name, at) => (cells[at] ?? "").trim() === name.trim()) &&
  cells.slice(header.length).every((cell) => cell.trim() === "");

function write(writing: Writing, record: TextRecord, dialect: Dialect): void {
  const {plan, result} = writing;
  const width = plan.names.length;
  const {cells} = record;
  let extra = "";
  if (cells.length > width) {
    const beyond = cells.slice(width);
    while (beyond.length > 0 && beyond.at(-1)!.trim() === "") beyond.pop();
    if (beyond.length > 0) {
      extra = beyond.join(dialect.delimiter.length > 1 ? " " : dialect.delimiter);
      result.surplus = true;
      tell(result.long, record, dialect.delimiter);
    }
  } else if (cells.length < width) tell(result.short, record, dialect.delimiter);
  if (record.unbalanced) tell(result.unbalanced, record, dialect.delimiter);
  if ((cells[width - 1] ?? "").trim() !== "") writing.filledLast = true;
  writing.totals?.add(cells);
  writing.usual?.add(cells);
  let row = (cells.length === width ? cells : Array.from({length: width}, (_, at) => cells[at] ?? "")).join(
    ",",
  );
  if (countCommas(row) !== width - 1 || /["\r\n]/.test(row)) {
    row = "";
    for (let at = 0; at < width; at++) row += `${at > 0 ? "," : ""}${quoted(cells[at] ?? "")}`;
  }
  row += `,${quoted(extra)}\n`;
  if (row.length > result.longest / 4) result.longest = 4 * row.length;
  writing.text += row;
  result.rows++;
}

function countCommas(text: string): number {
  let count = 0;
  for (let at = text.indexOf(","); at >= 0; at = text.indexOf(",", at + 1)) count++;
  return count;
}

const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
