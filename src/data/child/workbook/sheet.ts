import type {CellKind, Grid} from "../layout/grid.ts";

export interface Merge {
  startRow: number;
  startCol: number;
  endRow: number;
  endCol: number;
}

/** A sheet as its parser gives it: cells by row, blank ones null or missing. */
export interface Sheet {
  name: string;
  hidden: boolean;
  rows: readonly (readonly unknown[])[];
  merges: readonly Merge[];
  /** Formulas whose value was never stored, by "row,column". */
  unstored: ReadonlySet<string>;
  /** Columns whose numbers are shown as percent. */
  percent: ReadonlySet<number>;
}

export interface Workbook {
  format: "xlsx" | "xls" | "xlsb" | "ods";
  sheets: Sheet[];
  /** Said of the whole: macros, dates counted from 1904. */
  remarks: string[];
}

/** What a spreadsheet shows for a value that could not be computed. */
const ERROR =
  /^#(DIV\/0!|N\/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|PYTHON!)$/;

/** A date before this day is a time of day, or how long something took: spreadsheets keep these as parts of day 0. */
const DAY_ZERO = [
  ["1899-12-30", 0],
  ["1899-12-31", 0],
  ["1900-01-00", 0],
  ["1904-01-01", 0],
] as const;

/** A cell as text: dates as ISO, times as HH:MM:SS, numbers in full. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "string") return cell;
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  if (typeof cell === "boolean") return cell ? "true" : "false";
  return JSON.stringify(cell);
}

function dateText(date: Date): string {
  // Seconds are kept as parts of a day: what is lost to rounding is less than a tenth of one.
  const rounded = new Date(Math.round(date.getTime() / 1000) * 1000);
  if (Number.isNaN(rounded.getTime())) return "";
  const text = rounded.toISOString();
  const day = text.slice(0, 10);
  const time = text.slice(11, 19);
  if (DAY_ZERO.some(([zero]) => zero === day)) return time;
  return time === "00:00:00" ? day : `${day} ${time}`;
}

export function cellKind(cell: unknown): CellKind | undefined {
  if (cell === null || cell === undefined || cell === "") return undefined;
  if (typeof cell === "number") return "number";
  if (typeof cell === "boolean") return "boolean";
  if (cell instanceof Date) return "date";
  return typeof cell === "string" && ERROR.test(cell) ? "error" : "text";
}

/** A sheet as a grid; every second look at the same cell costs nothing more than the first. */
export function gridOf(sheet: Sheet): Grid {
  let columns = 0;
  for (const row of sheet.rows) columns = Math.max(columns, row.length);
  return {
    rows: sheet.rows.length,
    columns,
    text: (row, column) => cellText(sheet.rows[row]?.[column]).trim(),
    kind: (row, column) => cellKind(sheet.rows[row]?.[column]),
    blank(row, column) {
      const cell = sheet.rows[row]?.[column];
      return cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "");
    },
  };
}
