import type {ColumnType} from "../../data/table.ts";

/** Finds the type of a column that an expression names, and tells one that is not there; undefined where not known. */
export type TypeOfColumn = (
  column: string,
  table: string | undefined,
  field: string,
) => ColumnType | undefined;

/** The type of what an expression gives, each of its columns looked up; undefined where not known. */
export function expressionType(of: unknown, field: string, typeOf: TypeOfColumn): ColumnType | undefined {
  if (of === null || typeof of !== "object") return undefined;
  const one = of as Record<string, unknown>;
  if (typeof one.column === "string")
    return typeOf(one.column, typeof one.table === "string" ? one.table : undefined, `${field}.column`);
  if ("constant" in one) return typeOfValue(one.constant);
  if ("left" in one && "right" in one) {
    expressionType(one.left, `${field}.left`, typeOf);
    expressionType(one.right, `${field}.right`, typeOf);
    return "number";
  }
  if ("of" in one) {
    const inner = expressionType(one.of, `${field}.of`, typeOf);
    if ("part" in one) return "integer";
    if (one.fn === "lower" || one.fn === "upper") return "text";
    if (one.fn === "length") return "integer";
    return one.fn === "abs" || one.fn === "round" ? inner : "number";
  }
  return undefined;
}

export function typeOfValue(value: unknown): ColumnType | undefined {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "text" : undefined;
}

export function isNumber(type: ColumnType): boolean {
  return type === "integer" || type === "number";
}

/** Whether a value can stand beside a column in a comparison: as the tools read it. */
export function mayCompare(type: ColumnType, value: unknown): boolean {
  const text = String(value);
  if (isNumber(type))
    return typeof value !== "boolean" && text.trim() !== "" && Number.isFinite(Number(text));
  if (type === "boolean") return /^(true|yes|t|y|1|false|no|f|n|0)$/i.test(text);
  if (type === "date" || type === "timestamp") return /^\d{4}-\d{2}-\d{2}/.test(text);
  return true;
}
