import type {DuckDBConnection} from "@duckdb/node-api";
import type {ImportChoices} from "../../choices.ts";
import type {ReceiptEntry} from "../../dataset.ts";
import {columnNames} from "../column_names.ts";
import type {FoundTable} from "../layout/find_tables.ts";
import {rangeText} from "../layout/grid.ts";
import {Totals, totalLabel, UsualRow} from "../text/totals.ts";
import {cellKind, cellText, type Sheet} from "./sheet.ts";
import {storageOf} from "./storage.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** The appender's rows are written down in such lots. */
const LOT = 20_000;

/** Puts a table of a sheet into DuckDB as texts, and says what was left out, filled and not to be had. */
export async function loadTable(
  sheet: Sheet,
  found: FoundTable,
  table: string,
  choices: ImportChoices,
  connection: DuckDBConnection,
  entries: ReceiptEntry[],
): Promise<{typed: boolean}> {
  const {area, header} = found;
  const width = area.right - area.left + 1;
  sayLayout(sheet, found, entries);
  const names = columnNames(header.names, entries, header.rows.length > 0);
  const body = withoutTotals(sheet, found, choices, entries);
  const filler = fillerOf(sheet, found, names, choices, entries);
  const stored = storageOf(sheet, found, filler.fills, body);
  await connection.run(
    `CREATE TABLE ${table} (${names.map((name, at) => `${identifier(name)} ${stored[at]!.type}`).join(", ")})`,
  );
  const appender = await connection.createAppender(table);
  const errors = new Map<string, number>();
  let unstored = 0;
  for (const [index, row] of body.entries()) {
    const cells = sheet.rows[row]!;
    for (let at = 0; at < width; at++) {
      const column = area.left + at;
      let cell = cells[column] ?? null;
      if (typeof cell === "string" && cellKind(cell) === "error") {
        errors.set(cell, (errors.get(cell) ?? 0) + 1);
        cell = null;
      } else if (cell === null && sheet.unstored.size > 0 && sheet.unstored.has(`${row},${column}`))
        unstored++;
      stored[at]!.append(appender, filler.fills ? filler.fill(row, at, cellText(cell)) : cell);
    }
    appender.endRow();
    if (index % LOT === LOT - 1) appender.flushSync();
  }
  appender.closeSync();
  if (errors.size > 0) {
    const count = [...errors.values()].reduce((sum, one) => sum + one, 0);
    entries.push({
      kind: "coerced",
      message: `${count} cells show an error; they count as missing.`,
      count,
      examples: [...errors].map(([error, times]) => `${error} (${times})`),
    });
  }
  if (unstored > 0)
    entries.push({
      kind: "formula",
      message: `${unstored} formulas have no stored value, so their cells are missing. Open the workbook in a spreadsheet program and save it, then import it again.`,
      count: unstored,
      doubt: true,
    });
  for (const column of sheet.percent) {
    const name = names[column - area.left];
    if (name !== undefined)
      entries.push({
        kind: "type",
        column: name,
        message: `${name} is shown as percent: 0.125 stands for 12.5 %.`,
      });
  }
  for (const [column, digits] of sheet.padded) {
    const name = names[column - area.left];
    if (name !== undefined)
      entries.push({
        kind: "type",
        column: name,
        message: `${name} is shown with zeros before it (${digits} digits); it was kept as the sheet shows it.`,
      });
  }
  return {typed: stored.every(({settled}) => settled)};
}

function sayLayout(sheet: Sheet, {area, header, notes, doubts}: FoundTable, entries: ReceiptEntry[]): void {
  const said = (rows: readonly number[]): string[] =>
    rows
      .slice(0, 5)
      .map((row) => (sheet.rows[row] ?? []).map(cellText).filter(Boolean).join(" ").slice(0, 160));
  const {titles, rows, units} = header;
  if (titles.length > 0)
    entries.push({
      kind: "header",
      message: `${titles.length} ${titles.length === 1 ? "row" : "rows"} above the header ${titles.length === 1 ? "is" : "are"} no part of the table.`,
      count: titles.length,
      examples: said(titles),
      reverse: {header: titles[0]! + 1},
    });
  if (rows.length > 1)
    entries.push({
      kind: "header",
      message: `The header runs over rows ${rows.map((row) => row + 1).join(" and ")}; their names were joined.`,
      reverse: {header: rows.at(-1)! + 1},
    });
  if (rows.length === 0)
    entries.push({
      kind: "header",
      message: "There is no header row: the columns are called column_1, column_2, ...",
      reverse: {header: area.top + 1},
    });
  if (units !== undefined)
    entries.push({
      kind: "units",
      message: `Row ${units + 1} holds the units of the columns; they were added to the names.`,
      examples: said([units]),
      reverse: {header: rows.at(-1)! + 1},
    });
  if (notes.length > 0)
    entries.push({
      kind: "dropped",
      message: `${notes.length} ${notes.length === 1 ? "line" : "lines"} below the table ${notes.length === 1 ? "is a note" : "are notes"} and no row.`,
      count: notes.length,
      examples: said(notes),
      reverse: {range: rangeText({...area, bottom: notes.at(-1)!})},
    });
  for (const message of doubts) entries.push({kind: "layout", message, doubt: true});
}

/** In longer tables only rows that call themselves totals are looked at. */
const SEARCHED_ROWS = 2_000;

/** The rows of values, without those that say they are totals and add up. */
function withoutTotals(
  sheet: Sheet,
  {area, body}: FoundTable,
  choices: ImportChoices,
  entries: ReceiptEntry[],
): number[] {
  if (choices.totals === "keep" || area.right === area.left) return body;
  const texts = (row: number): string[] =>
    Array.from({length: area.right - area.left + 1}, (_, at) => cellText(sheet.rows[row]?.[area.left + at]));
  const labelled = new Set(
    body.filter((row) => {
      const cells = sheet.rows[row]!;
      // Most rows of a long sheet are told by their first words, without making texts of their numbers.
      for (let at = area.left, seen = 0; at <= area.right && seen < 3; at++) {
        const cell = cells[at];
        if (typeof cell !== "string" || cell === "") continue;
        seen++;
        if (cell.length < 80 && totalLabel([cell]) !== undefined) return true;
      }
      return false;
    }),
  );
  const usual = new UsualRow(area.right - area.left + 1);
  const searched = body.length <= SEARCHED_ROWS;
  if (labelled.size === 0 && !searched) return body;
  const totals = new Totals(area.right - area.left + 1);
  const dropped: number[] = [];
  const doubted: number[] = [];
  const hollow: number[] = [];
  const kept = body.filter((row) => {
    const cells = texts(row);
    if (labelled.has(row)) {
      const found = totals.check(cells);
      const last = row === body.at(-1);
      if (found === "adds up" || (found === "no numbers" && totalLabel(cells) === "sure" && last)) {
        dropped.push(row);
        return false;
      }
      if (hasUnstored(sheet, row, area) && totalLabel(cells) === "sure") {
        dropped.push(row);
        return false;
      }
      if (found === "does not" && usual.isHollow(cells)) {
        hollow.push(row);
        return false;
      }
      doubted.push(row);
    } else if (searched && usual.readsLikeNote(cells)) {
      hollow.push(row);
      return false;
    } else if (searched && totals.isSum(cells)) {
      dropped.push(row);
      return false;
    }
    totals.add(cells);
    if (searched || labelled.size > 0) usual.add(cells);
    return true;
  });
  const say = (rows: readonly number[]): string[] =>
    rows.slice(0, 5).map((row) => texts(row).filter(Boolean).join(" | ").slice(0, 160));
  if (dropped.length > 0)
    entries.push({
      kind: "dropped",
      message: `${dropped.length} ${dropped.length === 1 ? "row is a total" : "rows are totals"} of the others and ${dropped.length === 1 ? "was" : "were"} left out.`,
      count: dropped.length,
      examples: say(dropped),
      reverse: {totals: "keep"},
    });
  if (hollow.length > 0)
    entries.push({
      kind: "totals",
      message: `${hollow.length} ${hollow.length === 1 ? "row says that it is a total or a note, and is" : "rows say that they are totals or notes, and are"} empty where all others are filled: left out of the table.`,
      count: hollow.length,
      examples: say(hollow),
      doubt: true,
      reverse: {totals: "keep"},
    });
  if (doubted.length > 0)
    entries.push({
      kind: "totals",
      message: `${doubted.length} ${doubted.length === 1 ? "row is" : "rows are"} called a total but ${doubted.length === 1 ? "is" : "are"} not the sum of the others; kept.`,
      count: doubted.length,
      examples: say(doubted),
      doubt: true,
    });
  return kept;
}

const hasUnstored = (sheet: Sheet, row: number, {left, right}: {left: number; right: number}): boolean => {
  for (let column = left; column <= right; column++) if (sheet.unstored.has(`${row},${column}`)) return true;
  return false;
};

/** A label merged over several rows stands in each of them; columns chosen to be filled are filled downwards. */
function fillerOf(
  sheet: Sheet,
  {area, body}: FoundTable,
  names: readonly string[],
  choices: ImportChoices,
  entries: ReceiptEntry[],
): Filler {
  const chosen = choices.fillDown;
  const from = new Map<string, string>();
  const filled = new Map<number, number>();
  const rows = new Set(body);
  for (const {startRow, startCol, endRow, endCol} of sheet.merges) {
    if (endRow === startRow || startRow < (body[0] ?? 0) || !rows.has(startRow)) continue;
    const at = startCol - area.left;
    const name = names[at];
    if (name === undefined || (chosen && !chosen.includes(name))) continue;
    const text = cellText(sheet.rows[startRow]?.[startCol]);
    if (text === "") continue;
    for (let row = startRow + 1; row <= endRow; row++)
      for (let column = startCol; column <= endCol; column++) {
        from.set(`${row},${column - area.left}`, text);
        filled.set(at, (filled.get(at) ?? 0) + 1);
      }
  }
  if (filled.size > 0) {
    const count = [...filled.values()].reduce((sum, one) => sum + one, 0);
    entries.push({
      kind: "filled",
      message: `Labels merged over several rows were written into each of them (${[...filled.keys()].map((at) => names[at]).join(", ")}).`,
      count,
      reverse: {fillDown: []},
    });
  }
  const down = new Map<number, string>(
    (chosen ?? []).map((name): [number, string] => [names.indexOf(name), ""]).filter(([at]) => at >= 0),
  );
  const fill = (row: number, at: number, text: string): string => {
    if (text === "" && from.size > 0) {
      const merged = from.get(`${row},${at}`);
      if (merged !== undefined) return merged;
    }
    if (!down.has(at)) return text;
    if (text !== "") down.set(at, text);
    return text === "" ? down.get(at)! : text;
  };
  return {fills: from.size > 0 || down.size > 0, fill};
}

interface Filler {
  /** Whether any cell is to be filled. */
  fills: boolean;
  fill(row: number, at: number, text: string): string;
}
