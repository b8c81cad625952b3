import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {RawColumn} from "../../learning/pipeline/raw_column.ts";
import type {AggregateInput} from "../aggregate_input.ts";
import {checkJoins} from "../check_joins.ts";
import {checkSize} from "../run_statistics/load_columns.ts";
import {isDated, isNumeric} from "../sql_expression.ts";
import {castTo, printSql, selectFrom} from "../sql_print.ts";
import {rowsKept} from "../sql_select.ts";
import {columnOf, openSource, type Source} from "../sql_source.ts";
import type {ToolContext} from "../tool.ts";

/** Columns to learn from, and how they were taken. */
export interface LoadedRaw {
  columns: RawColumn[];
  rows: number;
  sql: string[];
  notes: string[];
  tables: string[];
}

export type SourceInput = Pick<AggregateInput, "table" | "joins" | "where" | "period">;

/**
 * Loads columns by name, rows in the table's order.
 * @throws TabletalkError unknown_column; those of openSource and checkJoins
 */
export async function loadRaw(
  input: SourceInput,
  wanted: (source: Source) => readonly string[],
  context: ToolContext,
): Promise<LoadedRaw> {
  const source = await openSource(input.table, input.joins, context);
  const joins = await checkJoins(source, undefined, context);
  const names = [...new Set(wanted(source))];
  if (names.length === 0)
    throw new TabletalkError(
      "bad_plan",
      `${source.table} has no column to learn from: what there is are identifiers and free text.`,
      "Name the features to use.",
    );
  const found = names.map((column) => columnOf({column}, source));
  const query = selectFrom(
    found.map(({node, profile}, at) => ({
      name: `x${at + 1}`,
      node: isNumeric(profile.type) ? castTo(node, "DOUBLE") : node,
    })),
    source.from,
  );
  const kept = rowsKept(input, source);
  if (kept) query.where(kept);
  const sql = printSql(query);
  const buffers = await context.session.columns(sql, {
    signal: context.signal,
    limits: {timeMs: context.limits.timeMs},
  });
  return {
    columns: found.map(({profile}, at): RawColumn => {
      const {values} = buffers.columns[at]!;
      if (values instanceof Float64Array) {
        checkSize(profile.name, values);
        return {name: profile.name, type: "number", values};
      }
      return {name: profile.name, type: isDated(profile.type) ? "date" : "label", values};
    }),
    rows: buffers.rows,
    sql: [...joins.sql, sql],
    notes: [...joins.notes, `${buffers.rows} rows of ${source.table}, in its order.`],
    tables: source.profiles.map((profile) => profile.table),
  };
}

/** The columns that may be learnt from where none are named: not identifiers, places by code, or free text. */
export function usualFeatures(source: Source, but: readonly string[] = []): string[] {
  const out = new Set(but.map((name) => name.toLowerCase()));
  return source.profiles.flatMap((profile) =>
    profile.columns
      .filter(
        ({name, role, type}) =>
          !out.has(name.toLowerCase()) &&
          role !== "identifier" &&
          role !== "text" &&
          type !== "other" &&
          type !== "time",
      )
      .map(({name}) => name),
  );
}

/** Columns as a table's columns, for rows that are shown. */
export function shownColumns(columns: readonly RawColumn[]): Column[] {
  return columns.map(({name, type}) => ({name, type: type === "number" ? "number" : "text"}));
}

/** A row's cells. */
export function shownCells(columns: readonly RawColumn[], row: number): Cell[] {
  return columns.map(({values}) => {
    const value = values[row] ?? null;
    return typeof value === "number" && !Number.isFinite(value) ? null : value;
  });
}

/** A name that no column has yet. */
export function freeName(name: string, columns: readonly RawColumn[]): string {
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  return taken.has(name.toLowerCase()) ? freeName(`${name} (model)`, columns) : name;
}
