import {TabletalkError} from "../../../errors.ts";
import type {ImportChoices} from "../../choices.ts";
import type {ReceiptEntry} from "../../dataset.ts";
import {columnNames} from "../column_names.ts";
import {type Block, besideBlocks, stackedBlocks} from "./blocks.ts";
import {type FoundDialect, recordsOf, usualWidth} from "./dialect.ts";
import {looksLikeUnits} from "./header.ts";
import {firstRow, headerLines, joinHeaders, LINES} from "./header_lines.ts";
import {isPlain} from "./is_plain.ts";
import type {TablePlan, TextPlan} from "./plan.ts";
import type {TextRecord} from "./records.ts";
import {type Sample, TAIL_LINES} from "./sample.ts";
import {pairEntries} from "./tell.ts";
import {totalLabel} from "./totals.ts";

/** More columns than this are no table that can be worked with. */
const MOST_COLUMNS = 20_000;
const MARKS = ["#", "//", "%", "!", "*"];

/** Part of a line that is drawn between rows ("-----"). */
const DRAWN = /^\s*[-=_+]{2,}\s*$/;

/** Decides from its first and last lines how a text is read: which lines are names, rows, comments and titles. */
export function planText(
  sample: Sample,
  dialect: FoundDialect,
  choices: ImportChoices,
  entries: ReceiptEntry[],
): TextPlan {
  const lines = sample.head.slice(0, LINES);
  const whole = sample.whole && lines.length === sample.head.length;
  const skipped = dialect.declared ? 1 : 0;
  const records = recordsOf(lines.slice(skipped), dialect, whole).map((record) => ({
    ...record,
    line: record.line + skipped,
  }));
  const filled = records.filter((record) => !record.blank && record.cells.some((cell) => cell.trim() !== ""));
  const comment = choices.comments === "keep" ? undefined : commentMark(filled);
  const rulers = new Set(
    filled
      .filter(({cells}) => cells.length > 1 && cells.every((cell) => DRAWN.test(cell)))
      .map(({line}) => line),
  );
  const rows = filled.filter(
    ({cells, line}) => !rulers.has(line) && !(comment && cells[0]!.trimStart().startsWith(comment)),
  );
  const width = usualWidth(rows);
  entries.push(...pairEntries(rows.map(({cells}) => cells)));
  if (Math.max(width, rows[0]?.cells.length ?? 0) > MOST_COLUMNS)
    throw new TabletalkError(
      "bad_file",
      `There are ${Math.max(width, rows[0]!.cells.length).toLocaleString("en")} columns; at most ${MOST_COLUMNS.toLocaleString("en")} are read.`,
      "Turn the table so that what repeats is in rows, or keep the columns that you need.",
    );
  const plan: TextPlan = {
    dialect,
    width,
    ...(comment && {comment}),
    tables: [],
    totals: choices.totals !== "keep" && (sample.whole || showsTotals(rows, sample, dialect)),
    decimals: choices.decimal
      ? [choices.decimal]
      : rows.some(({cells}) => cells.some(hasComma))
        ? [".", ","]
        : ["."],
    plain: false,
  };
  const bare = new Set(rows.map(({line}) => line));
  const blocks = tableBlocks(
    records.filter(({line, blank}) => blank || bare.has(line)),
    rows,
    choices,
    entries,
  );
  plan.tables = blocks.map((block) => oneTable(block, choices, sample));
  plan.width = Math.max(
    width,
    ...blocks.filter(({to}) => to === undefined).map((block) => usualWidth(block.rows)),
  );
  if (blocks.length > 1) tellTables(plan.tables, blocks);
  for (const table of plan.tables) table.skip = new Set([...table.skip, ...rulers]);
  plan.plain = isPlain(plan, records, sample, dialect);
  return plan;
}

/** A number that may have a decimal comma. */
const hasComma = (cell: string): boolean =>
  /\d,\d/.test(cell) && /^\D{0,5}[\d.,' \u00a0\u202f]+\D{0,5}$/.test(cell);

function showsTotals(rows: readonly TextRecord[], sample: Sample, dialect: FoundDialect): boolean {
  const tail = recordsOf(sample.tail.slice(-TAIL_LINES), dialect, true);
  return [...rows, ...tail].some(({cells}) => totalLabel(cells) !== undefined);
}

/** A mark that lines above the table, or lines of another width, begin with. */
function commentMark(rows: readonly TextRecord[]): string | undefined {
  const width = usualWidth(
    rows.filter(({cells}) => !MARKS.some((mark) => cells[0]!.trimStart().startsWith(mark))),
  );
  return MARKS.find((mark) => {
    const marked = rows.filter(({cells}) => cells[0]!.trimStart().startsWith(mark));
    if (marked.length === 0 || marked.length > 0.5 * rows.length) return false;
    const other = marked.filter(
      ({cells}) => cells.length !== width || cells.slice(1).every((cell) => cell.trim() === ""),
    );
    if (other.length < marked.length * 0.8) return false;
    return width > 1 || (rows[0] === marked[0] && mark === "#");
  });
}

/** The parts of a text that hold a table each; one where a person chose its header. */
function tableBlocks(
  records: readonly TextRecord[],
  rows: TextRecord[],
  choices: ImportChoices,
  entries: ReceiptEntry[],
): Block[] {
  const one = [{rows, from: 0}];
  if (choices.tables === "one" || choices.header !== undefined) return one;
  const stacked = stackedBlocks(records);
  return (stacked.length > 1 ? stacked : one).flatMap((block) => {
    const {blocks, maybe} = besideBlocks(block, choices.tables === "split");
    if (maybe)
      entries.push({
        kind: "tables",
        message: "An empty column stands between others: these could be two tables side by side.",
        doubt: true,
        reverse: {tables: "split"},
      });
    return blocks;
  });
}

function tellTables(tables: readonly TablePlan[], blocks: readonly Block[]): void {
  const beside = blocks.some(({to}) => to !== undefined);
  for (const [index, table] of tables.entries()) {
    const {from, names, firstLine, lastLine} = table;
    const below = lastLine ?? blocks[index]!.rows.at(-1)?.line ?? firstLine;
    table.range = `${letters(from)}${blocks[index]!.rows[0]?.line ?? firstLine}:${letters(from + names.length - 1)}${below}`;
    table.entries.unshift({
      kind: "tables",
      message: `${tables.length} tables stand ${beside ? "side by side" : "one below the other"} in the text; this is the one in ${table.range}${table.title ? `, under "${table.title}"` : ""}.`,
      count: tables.length,
      reverse: {tables: "one"},
    });
  }
}

/** What a spreadsheet calls a column: A, B, ..., Z, AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

function oneTable(block: Block, choices: ImportChoices, sample: Sample): TablePlan {
  const {rows, title, from, to, lastLine} = block;
  const entries: ReceiptEntry[] = [];
  const width = to === undefined ? usualWidth(rows) : to - from;
  const start = firstRow(rows, width);
  const header = headerLines(rows, start, choices, sample);
  const texts = header.map((row) => row.cells);
  const last = header.at(-1);
  const body = last ? rows.filter((row) => row.line > last.line) : rows.slice(start);
  const firstLine = last ? last.line + 1 : (rows[start]?.line ?? 1);
  const skip = new Set<number>();
  let names = joinHeaders(texts, Math.max(width, ...texts.map((row) => row.length)));
  if (
    last &&
    names.length === width &&
    texts[0]!.length === width - 1 &&
    body.length > 0 &&
    texts.length === 1
  ) {
    names = ["", ...texts[0]!];
    entries.push({
      kind: "header",
      message:
        "The header has one name fewer than there are columns: the first column was taken to have none.",
      doubt: true,
    });
  }
  const above = rows.filter((row) => row.line < (header[0]?.line ?? firstLine));
  if (above.length > 0)
    entries.push({
      kind: "header",
      message: `${above.length} ${above.length === 1 ? "line" : "lines"} above the ${last ? `header (line ${header[0]!.line})` : "table"} ${above.length === 1 ? "is" : "are"} no part of it.`,
      count: above.length,
      examples: above.slice(0, 6).map(({cells}) =>
        cells
          .filter((cell) => cell.trim() !== "")
          .join(" ")
          .slice(0, 160),
      ),
      ...(last && {reverse: {header: above[0]!.line}}),
    });
  const units = choices.header === undefined && last ? body[0] : undefined;
  if (
    units &&
    looksLikeUnits(
      units.cells,
      body.slice(1).map(({cells}) => cells),
    )
  ) {
    skip.add(units.line);
    names = names.map((name, at) => {
      const unit = (units.cells[at] ?? "").trim().replace(/^[([]|[)\]]$/g, "");
      return unit === "" || unit === "-" || name.includes(unit) ? name : `${name.trim()} (${unit})`;
    });
    entries.push({
      kind: "units",
      message: `Line ${units.line} holds the units of the columns; they were added to the names.`,
      examples: units.cells.filter((cell) => cell.trim() !== "").slice(0, 5),
      reverse: {header: last!.line},
    });
  }
  if (!last)
    entries.push({
      kind: "header",
      message: `There is no header row: the columns are called ${names
        .slice(0, 3)
        .map((_name, at) => `column_${at + 1}`)
        .join(", ")}${names.length > 3 ? ", ..." : ""}.`,
      ...(choices.header === undefined && {reverse: {header: firstLine}}),
    });
  else if (header.length > 1)
    entries.push({
      kind: "header",
      message: `The header runs over ${header.length} rows (lines ${header.map((row) => row.line).join(", ")}); their names were joined.`,
      examples: names.slice(0, 5),
      reverse: {header: last.line},
    });
  return {
    names: columnNames(names, entries, last !== undefined),
    ...(last && {header: last.cells}),
    ...(title && {title}),
    from,
    ...(to !== undefined && {last: true}),
    firstLine,
    ...(lastLine !== undefined && {lastLine}),
    ended: lastLine !== undefined,
    skip,
    entries,
  };
}
