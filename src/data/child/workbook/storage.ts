import {type DuckDBAppender, DuckDBDateValue, DuckDBTimestampValue} from "@duckdb/node-api";
import type {FoundTable} from "../layout/find_tables.ts";
import {cellKind, cellText, type Sheet} from "./sheet.ts";

/** How a column of a sheet is kept. */
export interface Storage {
  type: "INTEGER" | "DOUBLE" | "DATE" | "TIMESTAMP" | "BOOLEAN" | "VARCHAR";
  /** The type is known from the cells themselves: nothing is left to find out from texts. */
  settled: boolean;
  append(appender: DuckDBAppender, cell: unknown): void;
}

/** Shorter tables go through text, where each decision is told. */
const LONG = 5_000;
const DAY_MS = 86_400_000;
/** Texts that may be something else: numbers, dates, yes and no, marks for missing, or not trimmed. */
const PERHAPS =
  /^\s|\s$|^[^a-z]|^.$|^(true|false|yes|no|ja|nein|oui|non|si|n\/?a|null|none|nan|nil|unknown|tbd|inf|infinity|missing|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|usd|eur|gbp|chf|rs)\b.*\d.*)$/i;

/** A column as texts, whose types are found out later. */
const TEXT: Storage = {
  type: "VARCHAR",
  settled: false,
  append(appender, cell) {
    const text = cellText(cell);
    if (text === "") appender.appendNull();
    else appender.appendVarchar(text);
  },
};

const or =
  (put: (appender: DuckDBAppender, cell: never) => void) =>
  (appender: DuckDBAppender, cell: unknown): void => {
    if (cell === null || cell === "") appender.appendNull();
    else put(appender, cell as never);
  };

const STORAGE = {
  integer: {type: "INTEGER", settled: true, append: or((to, cell: number) => to.appendInteger(cell))},
  number: {type: "DOUBLE", settled: true, append: or((to, cell: number) => to.appendDouble(cell))},
  boolean: {type: "BOOLEAN", settled: true, append: or((to, cell: boolean) => to.appendBoolean(cell))},
  date: {
    type: "DATE",
    settled: true,
    append: or((to, cell: Date) => to.appendDate(new DuckDBDateValue(Math.round(cell.getTime() / DAY_MS)))),
  },
  timestamp: {
    type: "TIMESTAMP",
    settled: true,
    append: or((to, cell: Date) =>
      to.appendTimestamp(new DuckDBTimestampValue(BigInt(Math.round(cell.getTime() / 1000)) * 1_000_000n)),
    ),
  },
  text: {type: "VARCHAR", settled: true, append: or((to, cell: string) => to.appendVarchar(cell))},
} satisfies Record<string, Storage>;

/** How each column of a long table is kept: by its cells' own types where they agree, else all as texts. */
export function storageOf(
  sheet: Sheet,
  {area}: FoundTable,
  fills: boolean,
  body: readonly number[],
): Storage[] {
  const places = Array.from({length: area.right - area.left + 1}, (_, at) => area.left + at);
  if (fills || body.length < LONG) return places.map(() => TEXT);
  const found = places.map((column) => columnStorage(sheet, column, body));
  return found.every((one) => one !== undefined) ? found : places.map(() => TEXT);
}

function columnStorage(sheet: Sheet, column: number, body: readonly number[]): Storage | undefined {
  let kind: "number" | "date" | "boolean" | "text" | undefined;
  let whole = true;
  for (const row of body) {
    const cell = sheet.rows[row]![column];
    if (cell === null || cell === undefined || cell === "") continue;
    const own =
      typeof cell === "number"
        ? "number"
        : typeof cell === "boolean"
          ? "boolean"
          : cell instanceof Date
            ? "date"
            : cellKind(cell);
    if (own === "error") continue;
    if (kind !== undefined && own !== kind) return undefined;
    kind = own;
    if (own === "number") {
      if (!Number.isFinite(cell as number)) return undefined;
      whole &&= Number.isInteger(cell) && Math.abs(cell as number) < 2 ** 31;
    } else if (own === "date") {
      const ms = (cell as Date).getTime();
      whole &&= Math.abs(ms - Math.round(ms / DAY_MS) * DAY_MS) < 500;
    } else if (own === "text" && PERHAPS.test(cell as string)) return undefined;
  }
  if (kind === undefined) return undefined;
  if (kind === "number") return whole ? STORAGE.integer : STORAGE.number;
  if (kind === "date") return whole ? STORAGE.date : STORAGE.timestamp;
  return STORAGE[kind];
}
