import type {ExprNode} from "@uwdata/mosaic-sql";
import type {ColumnProfile} from "../../data/profile.ts";
import {TabletalkError} from "../../errors.ts";
import {knownAs, unknownColumn} from "../nearest.ts";
import {isNumeric} from "../sql_expression.ts";
import {columnNode, type Selected} from "../sql_print.ts";
import {columnOf, openSource, type Source} from "../sql_source.ts";
import type {ToolContext} from "../tool.ts";

/** A table that is prepared: what is known of it, and since when. */
export interface OpenTable {
  name: string;
  source: Source;
  columns: readonly ColumnProfile[];
  rows: number;
  context: ToolContext;
  begun: number;
}

/** @throws TabletalkError unknown_table, naming the nearest */
export async function openTable(table: string, context: ToolContext): Promise<OpenTable> {
  const begun = performance.now();
  const source = await openSource(table, [], context);
  const [profile] = source.profiles;
  return {
    name: source.table,
    source,
    columns: profile!.columns,
    rows: profile!.rows,
    context,
    begun,
  };
}

/** A column of the table. @throws TabletalkError unknown_column, naming the nearest */
export function columnCalled(name: string, table: Pick<OpenTable, "name" | "columns">): ColumnProfile {
  const names = table.columns.map((column) => column.name);
  const known = knownAs(name, names);
  if (known === undefined) throw unknownColumn(name, table.name, names);
  return table.columns.find((column) => column.name === known)!;
}

/**
 * Columns by name, each once.
 * @throws TabletalkError unknown_column; bad_plan where one is named twice
 */
export function columnsCalled(names: readonly string[], table: OpenTable): ColumnProfile[] {
  const found = names.map((name) => columnCalled(name, table));
  const twice = found.find((column, at) => found.indexOf(column) !== at);
  if (twice) throw badPlan(`The column '${twice.name}' is named twice.`, "Name each column once.");
  return found;
}

/**
 * Columns of numbers by name; all of the table where none are named.
 * @throws TabletalkError bad_plan where one is not of numbers, or has no finite value
 */
export function numbersCalled(names: readonly string[], table: OpenTable): ColumnProfile[] {
  const found =
    names.length > 0 ? columnsCalled(names, table) : table.columns.filter(({type}) => isNumeric(type));
  if (found.length === 0)
    throw badPlan(`${table.name} has no column of numbers.`, "Cast a column to number first.");
  for (const {name, type, nulls, nonFinite = 0} of found) {
    if (table.rows === 0) throw badPlan(`${table.name} has no rows.`, "Take a table that has some.");
    if (nulls + nonFinite >= table.rows)
      throw badPlan(`${name} has no value at all.`, "Leave that column out.");
    if (!isNumeric(type))
      throw badPlan(`${name} is ${type}, not a number.`, "Choose a column of numbers, or cast it first.");
  }
  return found;
}

/** A column's values as SQL; NaN and infinities in it are missing. */
export const cells = (column: ColumnProfile, table: OpenTable): ExprNode =>
  columnOf({column: column.name}, table.source).node;

/** A column exactly as it is. */
export const asIs = ({name}: {name: string}): Selected => ({name, node: columnNode(name)});

/** All columns, some of them in a new form, then those that are new. */
export function withColumns(table: OpenTable, changed: readonly Selected[]): Selected[] {
  const forms = new Map(changed.map((one) => [one.name.toLowerCase(), one]));
  const kept = table.columns.map((column) => {
    const form = forms.get(column.name.toLowerCase());
    return form ? {name: column.name, node: form.node} : asIs(column);
  });
  const known = new Set(table.columns.map(({name}) => name.toLowerCase()));
  const added = changed.filter(({name}) => !known.has(name.toLowerCase()));
  mustDiffer([...kept, ...added].map(({name}) => name));
  return [...kept, ...added];
}

/** @throws TabletalkError bad_plan where two columns would have one name */
export function mustDiffer(names: readonly string[]): void {
  const lower = names.map((name) => name.toLowerCase());
  const twice = names.find((_, at) => lower.indexOf(lower[at]!) !== at);
  if (twice !== undefined)
    throw badPlan(`Two columns would be called '${twice}'.`, "Give each its own name.");
}

/** A name that no column of the table has, and none of the others taken. */
export function freeName(wanted: string, table: OpenTable, others: readonly string[] = []): string {
  const taken = new Set(
    [...table.columns.map(({name}) => name), ...others].map((name) => name.toLowerCase()),
  );
  let name = wanted;
  for (let at = 2; taken.has(name.toLowerCase()); at++) name = `${wanted}_${at}`;
  return name;
}

export const badPlan = (message: string, next: string): TabletalkError =>
  new TabletalkError("bad_plan", message, next);
