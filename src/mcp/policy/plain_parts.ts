import {TabletalkError} from "../../errors.ts";

/*
 * What may stand in a call where a workspace tells of groups alone. A formula can single out a row (`salary * 0 ^ abs(id - 60)`,
 * or a sum with a column that is missing in one row), and so can a condition that compares with what other rows have.
 */

const EXPRESSION: ReadonlySet<string> = new Set(["column", "table"]);
const PART: ReadonlySet<string> = new Set(["part", "of"]);
/** `bins` would tell the smallest and the largest value. */
const GROUP: ReadonlySet<string> = new Set(["name", "of", "unit", "part", "width", "edges"]);
const COMPARISONS: ReadonlySet<string> = new Set([
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "not_in",
  "between",
  "range",
  "is_null",
  "is_not_null",
  "contains",
  "starts_with",
  "ends_with",
]);

type Given = Record<string, unknown>;

const given = (value: unknown): value is Given =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hasOnly = (value: Given, known: ReadonlySet<string>): boolean =>
  Object.keys(value).every((name) => value[name] === undefined || known.has(name));

/** A column as it is. */
export function isPlainColumn(of: unknown): of is {column: string; table?: string} {
  return given(of) && typeof of.column === "string" && hasOnly(of, EXPRESSION);
}

/** A column, or a part of a date. */
function isPlainValue(of: unknown): boolean {
  return isPlainColumn(of) || (given(of) && isPlainColumn(of.of) && hasOnly(of, PART));
}

/** Groups by a column, a stretch or a part of a date, or bins whose edges do not come from the data. */
export function isPlainGroup(group: unknown): boolean {
  return given(group) && isPlainValue(group.of) && hasOnly(group, GROUP);
}

/** Comparisons of columns with constants, and what and, or and not make of them. */
export function isPlainCondition(condition: unknown): boolean {
  if (!given(condition)) return false;
  const {op, args, arg, of} = condition;
  if (op === "and" || op === "or") return Array.isArray(args) && args.every(isPlainCondition);
  if (op === "not") return isPlainCondition(arg);
  return COMPARISONS.has(String(op)) && isPlainValue(of);
}

/** @throws TabletalkError refused where it is no column as it is */
export function demandColumn(of: unknown, field: string): void {
  if (isPlainColumn(of)) return;
  throw new TabletalkError(
    "refused",
    `${field}: where no single rows are told, a formula is not computed.`,
    "Name a column as it is; sums of several columns can be added up from the answers.",
  );
}

/** @throws TabletalkError refused where it groups by a formula, or by bins that would tell the extremes */
export function demandGroup(group: unknown, field: string): void {
  if (isPlainGroup(group)) return;
  throw new TabletalkError(
    "refused",
    `${field}: where no single rows are told, groups are by columns as they are.`,
    "Name a column, month(date) or date by month.",
  );
}

/** @throws TabletalkError refused where a condition compares with anything but constants */
export function demandCondition(where: unknown, field = "where"): void {
  if (where === undefined || isPlainCondition(where)) return;
  throw new TabletalkError(
    "refused",
    `${field}: where no single rows are told, a condition compares columns with constants alone.`,
    "Write it as age >= 18 and town = 'Ulm'.",
  );
}
