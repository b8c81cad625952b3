import {isNotNull} from "@uwdata/mosaic-sql";
import type {Cell, ColumnType} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {AggregateInput} from "../aggregate_input.ts";
import {unitOf} from "../aggregate_units.ts";
import {checkJoins} from "../check_joins.ts";
import type {Group} from "../measure.ts";
import type {NamedColumn} from "../named_column.ts";
import {expressionSql, isNumeric, sayExpression} from "../sql_expression.ts";
import {groupSql} from "../sql_group.ts";
import {castTo, printSql, selectFrom} from "../sql_print.ts";
import {rowsKept} from "../sql_select.ts";
import {columnOf, openSource, type Source} from "../sql_source.ts";
import type {ToolContext} from "../tool.ts";

/** Whole columns for a statistic, and how they were taken. */
export interface Loaded {
  source: Source;
  /** One a column asked for: NaN is missing. */
  numbers: Float64Array[];
  /** One a group asked for, cell by cell. */
  groups: {name: string; type: ColumnType; cells: Cell[]}[];
  rows: number;
  sql: string[];
  notes: string[];
  /** The tables read. */
  tables: string[];
  units: (string | undefined)[];
}

export interface LoadRequest extends Pick<AggregateInput, "table" | "joins" | "where" | "period"> {
  columns: readonly NamedColumn[];
  groups?: readonly Group[];
  /** Leave out rows whose group is missing. */
  needGroup?: boolean;
}

/**
 * Loads columns of numbers (true is 1) and of groups.
 * @throws TabletalkError bad_plan for a column that is no number; those of openSource and checkJoins.
 */
export async function loadColumns(request: LoadRequest, context: ToolContext): Promise<Loaded> {
  const source = await openSource(request.table, request.joins, context);
  const joins = await checkJoins(source, undefined, context);
  const kept = rowsKept(request, source);
  const columns = request.columns.map(({of}, index) => {
    const {node, type} = expressionSql(of, source);
    if (!isNumeric(type) && type !== "boolean") {
      const profile = "column" in of ? columnOf(of, source).profile : undefined;
      if (profile && profile.nulls >= source.profiles[0]!.rows)
        throw new TabletalkError(
          "bad_plan",
          `${profile.name} has no value at all.`,
          "Choose a column that has values.",
        );
      throw new TabletalkError(
        "bad_plan",
        `${sayExpression(of)} is ${type}, not a number.`,
        "Choose a column of numbers.",
      );
    }
    return {name: `x${index + 1}`, node: castTo(node, "DOUBLE")};
  });
  const groups = (request.groups ?? []).map((group, index) => ({
    name: `g${index + 1}`,
    node: groupSql(group, source, kept),
  }));
  const query = selectFrom([...columns, ...groups], source.from);
  if (kept) query.where(kept);
  if (request.needGroup) query.where(...groups.map(({node}) => isNotNull(node)));
  const sql = printSql(query);
  const buffers = await context.session.columns(sql, {
    signal: context.signal,
    limits: {timeMs: context.limits.timeMs},
  });
  const numbers = columns.map((_, index) => numbersOf(buffers.columns[index]!.values));
  for (const [index, values] of numbers.entries()) checkSize(request.columns[index]!.name, values);
  const filtered = request.where !== undefined || request.period !== undefined || request.needGroup;
  return {
    source,
    numbers,
    groups: groups.map((_, index) => {
      const {type, values} = buffers.columns[columns.length + index]!;
      return {name: request.groups![index]!.name, type, cells: cellsOf(values)};
    }),
    rows: buffers.rows,
    sql: [...joins.sql, sql],
    notes: [
      ...joins.notes,
      filtered
        ? `${buffers.rows} of ${source.profiles[0]!.rows} rows count.`
        : `All ${buffers.rows} rows count.`,
      ...infiniteNotes(request.columns, source),
    ],
    tables: source.profiles.map((profile) => profile.table),
    units: request.columns.map(({of}) => unitOf(of, source)),
  };
}

/** Rows of each combination of groups, in the groups' order; missing last. One group of all rows where none were asked. */
export function byGroups(loaded: Loaded): {key: Cell[]; rows: number[]}[] {
  const found = new Map<string, {key: Cell[]; rows: number[]}>();
  if (loaded.groups.length === 0) found.set("[]", {key: [], rows: []});
  for (let row = 0; row < loaded.rows; row++) {
    const key = loaded.groups.map((group) => group.cells[row] ?? null);
    const text = JSON.stringify(key);
    const one = found.get(text) ?? {key, rows: []};
    one.rows.push(row);
    found.set(text, one);
  }
  return [...found.values()].sort((a, b) => compareKeys(a.key, b.key));
}

/** A figure as a cell: what does not exist is missing. */
export function figure(value: number): Cell {
  return Number.isFinite(value) ? value : null;
}

/** Numbers outside of these have squares that no double holds. */
const [LEAST_SIZE, MOST_SIZE] = [1e-150, 1e150];

/** @throws TabletalkError bad_plan for numbers whose squares are lost */
export function checkSize(name: string, values: Float64Array): void {
  let most = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (size > most && size < Infinity) most = size;
  }
  if (most > MOST_SIZE || (most > 0 && most < LEAST_SIZE))
    throw new TabletalkError(
      "bad_plan",
      `${name} holds numbers as ${most > MOST_SIZE ? "large" : "small"} as ${most.toPrecision(2)}: their squares cannot be computed.`,
      `${most > MOST_SIZE ? "Divide" : "Multiply"} it by a power of ten first, or leave such values out.`,
    );
}

/** Which columns hold infinities, or values that are not numbers: they count as missing. */
function infiniteNotes(columns: readonly NamedColumn[], source: Source): string[] {
  return columns.flatMap(({of}) => {
    const profile = "column" in of ? columnOf(of, source).profile : undefined;
    const count = profile?.nonFinite ?? 0;
    return count > 0
      ? [`${profile!.name} holds ${count} infinite or undefined numbers: they count as missing.`]
      : [];
  });
}

function compareKeys(a: readonly Cell[], b: readonly Cell[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? null;
    if (left === right) continue;
    if (left === null || right === null) return left === null ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}

function numbersOf(values: Float64Array | (string | null)[]): Float64Array {
  if (values instanceof Float64Array) return values;
  return Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
}

function cellsOf(values: Float64Array | (string | null)[]): Cell[] {
  return Array.from<number | string | null, Cell>(values, (value) =>
    typeof value === "number" && Number.isNaN(value) ? null : value,
  );
}
