import type {Reading} from "../../../planning/reading.ts";
import type {Condition, Expression} from "../../../tools/condition.ts";

export type Cell = string | number | boolean | null;
/** What is known of a row: the value of one column. */
export interface Known {
  column: string;
  value: Cell;
}

/**
 * Whether a condition holds for a row of which one column is known: undefined where that hangs on the others. This tells what a
 * filter does whatever it is written like: `NOT (x <= 5)` holds for 6 as `x > 5` does.
 */
export function truthOf(condition: Condition, known: Known): boolean | undefined {
  switch (condition.op) {
    case "and":
      return every(condition.args.map((one) => truthOf(one, known)));
    case "or": {
      const none = every(condition.args.map((one) => opposite(truthOf(one, known))));
      return opposite(none);
    }
    case "not":
      return isMissing(condition.arg, known) ? false : opposite(truthOf(condition.arg, known));
    case "compare_columns":
    case "compare_to":
      return undefined;
  }
  const value = cellOf(condition.of, known);
  if (value === undefined) return undefined;
  if (value === null) return condition.op === "is_null";
  switch (condition.op) {
    case "is_null":
    case "is_not_null":
      return condition.op === "is_not_null";
    case "in":
      return condition.values.some((one) => compare(value, one) === 0);
    case "not_in":
      return !condition.values.some((one) => compare(value, one) === 0);
    case "between":
      return compare(value, condition.low) >= 0 && compare(value, condition.high) <= 0;
    case "range":
      return (
        (condition.from === undefined || compare(value, condition.from) >= 0) &&
        (condition.to === undefined || compare(value, condition.to) < 0)
      );
    case "contains":
      return String(value).toLowerCase().includes(condition.value.toLowerCase());
    case "starts_with":
      return String(value).toLowerCase().startsWith(condition.value.toLowerCase());
    case "ends_with":
      return String(value).toLowerCase().endsWith(condition.value.toLowerCase());
    default: {
      const order = compare(value, condition.value);
      const holds = {
        "=": order === 0,
        "!=": order !== 0,
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
      };
      return holds[condition.op];
    }
  }
}

/** Every conjunction that a reading keeps rows by: its filters and period with those of each measure and each whole. */
export function conjunctionsOf(
  reading: Reading,
): {condition: Condition; part: "rows" | "measure" | "over"}[] {
  const {period} = reading;
  const rows: Condition[] = reading.filters.map((one) => one.condition);
  if (period)
    rows.push({
      op: "range",
      of: {column: period.column},
      ...(period.from && {from: period.from}),
      ...(period.to && {to: period.to}),
    });
  const with_ = (more: Condition | undefined): Condition => ({
    op: "and",
    args: more ? [...rows, more] : rows,
  });
  const parts = reading.measures.flatMap((measure) => [
    {condition: with_(measure.where), part: "measure" as const},
    ...(measure.over ? [{condition: with_(measure.over.where), part: "over" as const}] : []),
  ]);
  return parts.length > 0 ? parts : [{condition: with_(undefined), part: "rows"}];
}

/** The names of the columns that a condition speaks of. */
export function columnsIn(part: unknown): Set<string> {
  const found = new Set<string>();
  const visit = (one: unknown): void => {
    if (Array.isArray(one)) for (const each of one) visit(each);
    else if (one !== null && typeof one === "object") {
      const {column} = one as {column?: unknown};
      if (typeof column === "string") found.add(column);
      for (const each of Object.values(one)) visit(each);
    }
  };
  visit(part);
  return found;
}

function every(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

const opposite = (truth: boolean | undefined): boolean | undefined =>
  truth === undefined ? undefined : !truth;

/** A comparison with a missing value is false, and its denial too. */
const isMissing = (condition: Condition, known: Known): boolean =>
  known.value === null &&
  condition.op !== "is_null" &&
  condition.op !== "is_not_null" &&
  "of" in condition &&
  cellOf(condition.of, known) === null;

function cellOf(of: Expression, known: Known): Cell | undefined {
  if ("column" in of) return of.column === known.column ? known.value : undefined;
  if ("constant" in of) return of.constant;
  if ("part" in of) return partOf(of.part, cellOf(of.of, known));
  if ("fn" in of) {
    const inner = cellOf(of.of, known);
    if (inner === undefined || inner === null) return inner;
    if (of.fn === "lower") return String(inner).toLowerCase();
    if (of.fn === "upper") return String(inner).toUpperCase();
    if (of.fn === "length") return String(inner).length;
    const number = Number(inner);
    const made = {
      abs: Math.abs,
      round: Math.round,
      floor: Math.floor,
      ceil: Math.ceil,
      ln: Math.log,
      log10: Math.log10,
      exp: Math.exp,
      sqrt: Math.sqrt,
    }[of.fn](number);
    return Number.isFinite(made) ? made : undefined;
  }
  const [left, right] = [cellOf(of.left, known), cellOf(of.right, known)];
  if (left === undefined || right === undefined) return undefined;
  if (left === null || right === null) return null;
  const [a, b] = [Number(left), Number(right)];
  const made = {"+": a + b, "-": a - b, "*": a * b, "/": a / b, "%": a % b, "^": a ** b}[of.op];
  return Number.isFinite(made) ? made : undefined;
}

function partOf(part: string, day: Cell | undefined): Cell | undefined {
  if (day === undefined || day === null) return day;
  const date = new Date(`${String(day).slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return undefined;
  const month = date.getUTCMonth() + 1;
  const known: Record<string, number> = {
    year: date.getUTCFullYear(),
    quarter: Math.ceil(month / 3),
    month,
    day_of_month: date.getUTCDate(),
    weekday: date.getUTCDay() || 7,
  };
  return known[part];
}

/** Order of two values: numbers by size, days and texts by letter, without regard to case. */
function compare(a: Cell, b: Cell): number {
  if (typeof a === "number" && Number.isFinite(Number(b))) return a - Number(b);
  if (typeof a === "boolean" || typeof b === "boolean") {
    const [left, right] = [String(a), String(b)].map((one) =>
      one
        .toLowerCase()
        .replace(/^(?:yes|y|t|1)$/, "true")
        .replace(/^(?:no|n|f|0)$/, "false"),
    );
    return left!.localeCompare(right!);
  }
  const [left, right] = [String(a).toLowerCase(), String(b).toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}
