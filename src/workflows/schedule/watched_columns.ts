import {nameParts} from "../../data/roles.ts";
import type {Cell, Column, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";

/** The columns of a result, as an alert looks at them. */
export interface WatchedColumns {
  /** Its numbers that measure something: those that may be watched, in their order. */
  measures: Column[];
  /** Where the columns stand that say which row it is: groups, identifiers, names. */
  keys: number[];
  /** Where the column of its dates or years stands; -1 where there is none. */
  time: number;
}

const TIMES = new Set(["date", "timestamp"]);
const ID_WORDS = new Set(["id", "uuid", "guid", "key", "code", "zip", "zipcode", "postcode", "sku", "no"]);
/** What the numbers of a calendar lie between. */
const CALENDAR: Readonly<Record<string, readonly [number, number]>> = {
  year: [1500, 2500],
  quarter: [1, 4],
  month: [1, 12],
  week: [0, 53],
  weekday: [0, 7],
  dow: [0, 7],
  day: [0, 366],
  hour: [0, 24],
};
/** Words that make a measure of what else names a thing or a period: "orders per day", "unique customer ids". */
const COUNTING =
  /^(?:per|last|this|previous|average|avg|mean|median|total|sum|count|counted|number|num|n|unique|distinct|min|max|share|rate|change|growth)$/;

/**
 * Tells what is measured in a result from what says of whom or when it is.
 * @param groups names of columns that the workflow groups by, where that is known
 */
export function watchedColumns({columns, rows}: Table, groups: readonly string[] = []): WatchedColumns {
  const grouped = new Set(groups.map((name) => name.toLowerCase()));
  const isNumber = ({type}: Column) => type === "number" || type === "integer";
  const isKey = (column: Column, at: number): boolean =>
    !isNumber(column) || grouped.has(column.name.toLowerCase()) || namesRows(column, rows, at);
  const keyed = columns.map(isKey);
  const dated = columns.findIndex(({type}) => TIMES.has(type));
  const years = columns.findIndex(
    (column, at) => keyed[at] && isNumber(column) && nameParts(column.name).at(-1) === "year",
  );
  const finer = columns.some(
    ({name}, at) => keyed[at] && at !== years && (nameParts(name).at(-1) ?? "") in CALENDAR,
  );
  return {
    measures: columns.filter((_, at) => !keyed[at]),
    keys: columns.flatMap((_, at) => (keyed[at] ? [at] : [])),
    time: dated >= 0 ? dated : finer ? -1 : years,
  };
}

/** Whole numbers that are called like an identifier or a part of the calendar, and look like one. */
function namesRows({name, type}: Column, rows: readonly (readonly Cell[])[], at: number): boolean {
  const words = nameParts(name);
  const last = words.at(-1) ?? "";
  if (words.some((word) => COUNTING.test(word))) return false;
  const numbers = rows.flatMap((row) => (typeof row[at] === "number" ? [row[at] as number] : []));
  if (!numbers.every(Number.isInteger)) return false;
  if (ID_WORDS.has(last) || (type === "integer" && ID_WORDS.has(words[0] ?? "") && words.length > 1))
    return true;
  const range = CALENDAR[last];
  return range !== undefined && numbers.every((one) => one >= range[0] && one <= range[1]);
}

/**
 * The column that an alert watches: the one it names, else the first that measures something; undefined where none does.
 * @throws TabletalkError unknown_column where the result has no such number
 */
export function watchedColumn(
  columns: readonly Column[],
  {measures}: Pick<WatchedColumns, "measures">,
  of: string | undefined,
): Column | undefined {
  if (of === undefined) return measures[0];
  const wanted = plain(of);
  const numbers = columns.filter(({type}) => type === "number" || type === "integer");
  const found =
    numbers.find(({name}) => plain(name) === wanted) ??
    measures.find(
      ({name}) => plain(name).split(" ").includes(wanted) || wanted.split(" ").includes(plain(name)),
    );
  // A result of one number is what was asked for, whatever it is called; how many rows it is of stands beside it.
  const asked = measures.filter(({name}) => name !== "n" && name !== "n_rows");
  if (found) return found;
  if (measures.length === 1 || asked.length === 1) return asked[0] ?? measures[0];
  throw new TabletalkError(
    "unknown_column",
    `The result has no number called ${of}.`,
    measures.length > 0
      ? `It has ${measures.map(({name}) => name).join(", ")}.`
      : "Watch for any difference: it has no numbers.",
  );
}

const plain = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
