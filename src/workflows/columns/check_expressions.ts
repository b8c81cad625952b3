import type {Column, ColumnType} from "../../data/table.ts";
import type {ColumnScene} from "../node_kind.ts";
import {expressionType, mayCompare, type TypeOfColumn} from "./expression_type.ts";

/** The tables that an input reads: its own, and those joined to it. The first is where a bare name is looked for first. */
export function tablesOf(input: Readonly<Record<string, unknown>>): string[] {
  const joins = Array.isArray(input.joins) ? input.joins : [];
  return [input.table, ...joins.map((one: unknown) => (one as {table?: unknown} | null)?.table)].flatMap(
    (one) => {
      const name = tableNamed(one);
      return name === undefined ? [] : [name];
    },
  );
}

/** A table's name, or the id of the node that made it. */
export function tableNamed(table: unknown): string | undefined {
  if (typeof table === "string") return table;
  const step = (table as {$step?: unknown} | null | undefined)?.$step;
  return typeof step === "string" ? step : undefined;
}

/** Looks columns up in the tables of an input, and tells those that are in none of them. */
export function typesIn(tables: readonly string[], scene: ColumnScene): TypeOfColumn {
  return (column, table, field) => {
    if (table !== undefined) return scene.expect(table, column, field)?.type;
    const known = tables.map((name) => scene.of(name));
    for (const columns of known) {
      const found = columns?.find(({name}) => name.toLowerCase() === column.toLowerCase());
      if (found) return found.type;
    }
    // One of the tables may have it, where nobody knows what is in it.
    if (tables.length === 0 || known.some((columns) => columns === undefined)) return undefined;
    return scene.expect(tables[0]!, column, field)?.type;
  };
}

/**
 * Checks every column that an input names in expressions, conditions, measures, groups and periods, at any depth, and that
 * what they are compared with and computed of fits their type.
 */
export function checkExpressions(input: unknown, typeOf: TypeOfColumn, scene: ColumnScene): void {
  const visit = (value: unknown, field: string): void => {
    const under = (key: string): string => (field === "" ? key : `${field}.${key}`);
    if (Array.isArray(value)) {
      value.forEach((one, at) => {
        visit(one, under(String(at)));
      });
      return;
    }
    if (value === null || typeof value !== "object") return;
    const one = value as Record<string, unknown>;
    if (isExpression(one)) {
      expressionType(one, field, typeOf);
      return;
    }
    if (typeof one.column === "string" && /(^|\.)period$/.test(field)) checkPeriod(one, field, typeOf, scene);
    const type = isObject(one.of) ? expressionType(one.of, under("of"), typeOf) : undefined;
    if (type !== undefined) checkUse(one, type, field, scene);
    for (const [key, inner] of Object.entries(one))
      if (!(key === "of" && isObject(inner))) visit(inner, under(key));
  };
  visit(input, "");
}

const NUMBERS_ALONE: ReadonlySet<unknown> = new Set([
  "sum",
  "avg",
  "median",
  "stddev",
  "variance",
  "quantile",
]);
const COMPARES: ReadonlySet<unknown> = new Set(["=", "!=", "<", "<=", ">", ">="]);

function checkUse(use: Record<string, unknown>, type: ColumnType, field: string, scene: ColumnScene): void {
  const at = (key: string): string => (field === "" ? key : `${field}.${key}`);
  if ("fn" in use && NUMBERS_ALONE.has(use.fn) && !["integer", "number", "boolean", "other"].includes(type))
    scene.problem(
      at("of"),
      `${String(use.fn)} is of numbers, and this is ${type}.`,
      "Count it, or take another column.",
    );
  const values: [string, unknown][] = COMPARES.has(use.op)
    ? [["value", use.value]]
    : use.op === "in" || use.op === "not_in"
      ? (Array.isArray(use.values) ? use.values : []).map((one, n): [string, unknown] => [`values.${n}`, one])
      : use.op === "between"
        ? [
            ["low", use.low],
            ["high", use.high],
          ]
        : [];
  for (const [key, value] of values)
    if (value !== undefined && !isUnfilled(value) && !mayCompare(type, value))
      scene.problem(
        at(key),
        `${JSON.stringify(value)} is compared with a column of ${type}.`,
        type === "date" || type === "timestamp"
          ? "Give a day such as 2026-03-31."
          : `Give a value of ${type}.`,
      );
}

function checkPeriod(
  period: Record<string, unknown>,
  field: string,
  typeOf: TypeOfColumn,
  scene: ColumnScene,
): void {
  const at = (key: string): string => (field === "" ? key : `${field}.${key}`);
  const type = typeOf(String(period.column), undefined, at("column"));
  if (type === "text" || type === "boolean" || type === "time")
    scene.problem(
      at("column"),
      `"${String(period.column)}" is ${type}, not a date.`,
      "Take a column of dates.",
    );
  for (const key of ["from", "to"]) {
    const day = period[key];
    if (typeof day === "string" && !isUnfilled(day) && !/^\d{4}-\d{2}-\d{2}/.test(day))
      scene.problem(
        at(key),
        `"${day}" is no day.`,
        "Give YYYY-MM-DD; of a month as a parameter take {{month.first}} and {{month.after}}.",
      );
  }
}

/** A parameter that there is not: told where it stands. */
function isUnfilled(value: unknown): boolean {
  return typeof value === "string" && value.includes("{{");
}

function isExpression(one: Record<string, unknown>): boolean {
  const keys = Object.keys(one);
  if ("column" in one) return keys.every((key) => key === "column" || key === "table");
  if ("constant" in one) return keys.length === 1;
  return "left" in one && "right" in one && keys.length === 3 && /^[-+*/%^]$/.test(String(one.op));
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Columns as a table would have them, by names that are given. */
export function columnCalled(name: string, type: ColumnType | undefined): Column {
  return {name, type: type ?? "other"};
}
