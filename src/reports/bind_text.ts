import {bindNumber} from "../planning/bind_number.ts";
import {type BoundNumber, type Evidence, NOTES, READING_STEP, ROW_COUNT} from "../planning/evidence.ts";
import {type ShownNumber, scanNumbers} from "../planning/scan_numbers.ts";
import type {Artifact} from "../tools/tool.ts";
import type {BoundText, DocumentTable} from "./document.ts";

type Tables = Readonly<Record<string, DocumentTable>>;

/** A text with its numbers bound, and those that stand in no table. */
export interface BindResult {
  body: BoundText;
  unbound: string[];
}

/**
 * Binds the numbers of a text to cells of a document's tables. What is bound already stays so, where its cell says the same;
 * another number needs a cell that is equal within the rounding shown, a table's row count, or a name, title or note that it
 * is a part of ("Model 3000", "Q3 2024").
 */
export function bindText(text: string, tables: Tables, known: readonly BoundNumber[] = []): BindResult {
  const evidence: BoundText["evidence"] = [];
  const unbound: string[] = [];
  for (const shown of claimedIn(text)) {
    const said = known.find(({start, end}) => start < shown.end && end > shown.start);
    if (said && holds(said, text, tables)) {
      if (!evidence.some(({start}) => start === said.start)) evidence.push(said);
      continue;
    }
    const cells = cellOf(shown, text, tables);
    if (cells) evidence.push({text: shown.text, start: shown.start, end: shown.end, evidence: [cells]});
    else unbound.push(shown.text);
  }
  return {body: {text, evidence}, unbound};
}

/** The numbers of a text that claim something. Numbers in words ("two") are left to the writer. */
export function claimedIn(text: string): ShownNumber[] {
  return scanNumbers(text).filter(({kind, end}) => kind !== "word" && !isOfList(text, end));
}

/** Whether what a number is bound to is there, and says the same. */
export function holds(
  {text, start, end, evidence, how}: BoundNumber,
  within: string,
  tables: Tables,
): boolean {
  if (evidence.length === 0 || within.slice(start, end) !== text) return false;
  const isThere = evidence.every(({step, row, column}) => {
    if (step === READING_STEP) return true;
    const table = tables[step]?.table;
    if (!table) return false;
    if (column === NOTES || column === ROW_COUNT) return true;
    return row < table.rows.length && table.columns.some(({name}) => name === column);
  });
  const [one] = evidence;
  if (!isThere || evidence.length > 1 || how !== undefined || !one || one.step === READING_STEP)
    return isThere;
  return one.column === NOTES || one.column === ROW_COUNT || saysSame(one, {start, end}, within, tables);
}

function saysSame(
  {step, row, column}: Evidence,
  at: {start: number; end: number},
  within: string,
  tables: Tables,
): boolean {
  const of = tables[step]!;
  const index = of.table.columns.findIndex(({name}) => name === column);
  const cell = of.table.rows[row]![index] ?? null;
  const shown = scanNumbers(within).find((one) => one.start < at.end && one.end > at.start);
  if (!shown) return true;
  if (typeof cell !== "number") return isPartOf(shown, cell) || inDays(shown, cell);
  const only = new Map([[step, artifactOf({...of, table: {...of.table, rows: [of.table.rows[row]!]}})]]);
  if (bindNumber(shown, only, contextOf(shown, within)).some((found) => found.column === column)) return true;
  // "fell by 5" of a -5.
  return Math.abs(Math.abs(cell) - Math.abs(shown.value)) <= shown.tolerance;
}

function cellOf(shown: ShownNumber, text: string, tables: Tables): Evidence | undefined {
  for (const [step, of] of Object.entries(tables)) {
    const found = bindNumber(shown, new Map([[step, artifactOf(of)]]), contextOf(shown, text))[0];
    if (found) return found;
  }
  for (const [step, {title, table, notes}] of Object.entries(tables)) {
    for (const [row, cells] of table.rows.entries()) {
      const at = cells.findIndex((cell) => isPartOf(shown, cell) || inDays(shown, cell));
      if (at >= 0) return {step, row, column: table.columns[at]!.name};
    }
    if (shown.kind === "plain" && shown.value === table.rows.length) return {step, row: 0, column: ROW_COUNT};
    const said = [title, ...notes, ...table.columns.map(({name}) => name)];
    if (said.some((one) => isPartOf(shown, one))) return {step, row: 0, column: NOTES};
  }
  return undefined;
}

function contextOf({start, end}: ShownNumber, text: string): {before: string; after: string} {
  return {before: text.slice(Math.max(0, start - 60), start), after: text.slice(end, end + 40)};
}

function isPartOf(shown: ShownNumber, cell: unknown): boolean {
  if (typeof cell !== "string") return false;
  const at = cell.indexOf(shown.text);
  if (at < 0) return false;
  return !/[\d.,]/.test(cell[at - 1] ?? "") && !/\d/.test(cell[at + shown.text.length] ?? "");
}

function inDays({date}: ShownNumber, cell: unknown): boolean {
  if (!date || typeof cell !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(cell)) return false;
  const day = cell.slice(0, 10);
  return day >= date.from && day < date.to;
}

/** "1." and "2)" at a line's beginning count items. */
function isOfList(text: string, end: number): boolean {
  return /^[.)]\s/.test(text.slice(end)) && /(?:^|\n)\s*\d+$/.test(text.slice(0, end));
}

function artifactOf({title, table, units, notes}: DocumentTable): Artifact {
  return {
    kind: "table",
    title,
    table,
    units,
    truncated: false,
    provenance: {tool: "", datasets: [], sql: [], notes, elapsedMs: 0},
  };
}
