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
  /** Columns whose numbers are shown with zeros before them, such as 00007, and in how many digits. */
  padded: ReadonlyMap<number, number>;
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

/** From this day on a cell of day and time is a date; before, a time of day or how long something took. */
const FIRST_DATE = {1900: Date.UTC(1900, 2, 1), 1904: Date.UTC(1904, 1, 1)};
const ZERO = {1900: Date.UTC(1899, 11, 31), 1904: Date.UTC(1904, 0, 1)};

/** A time of day or a duration as "26:05:00", as the sheet shows it; undefined where the cell is a date. */
export function durationText(date: Date, counted: 1900 | 1904): string | undefined {
  const ms = date.getTime();
  if (!(ms < FIRST_DATE[counted])) return undefined;
  const seconds = Math.round((ms - ZERO[counted]) / 1000);
  const own = counted === 1900 && seconds < 0 ? seconds + 86_400 : seconds;
  const two = (part: number): string => String(Math.abs(part)).padStart(2, "0");
  return `${own < 0 ? "-" : ""}${two(Math.trunc(own / 3600))}:${two(Math.trunc((own % 3600) / 60))}:${two(own % 60)}`;
}

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
