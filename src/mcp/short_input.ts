import type {Scope} from "../agents/hosted/columns.ts";
import {FormulaError} from "../agents/hosted/formula_tokens.ts";
import {widenInput} from "../agents/hosted/widen_input.ts";
import type {Session} from "../data/engine.ts";
import type {ColumnProfile} from "../data/profile.ts";
import type {Column} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {Tool} from "../tools/tool.ts";
import {knownTable, looseFields} from "./loose_fields.ts";
import {isSelect} from "./plan_of_call.ts";

/**
 * An input in full from the short form that a host's model writes: columns by name, formulas and conditions as in SQL.
 * @throws TabletalkError bad_plan with the place of what cannot be read; the query's own error where its table is a SELECT
 */
export async function fullInput(
  tool: Tool,
  input: Record<string, unknown>,
  session: Session,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const names = session.datasets.map(({name}) => name);
  const {method, table, ...given} = input;
  const found = knownTable(table, names);
  try {
    const known = {
      ...(method !== undefined && {method}),
      ...(found !== undefined && {table: found}),
      ...looseFields(method, given, found),
    };
    return widenInput(tool, known, await scopeOf(found, session, signal));
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    throw new TabletalkError(
      "bad_plan",
      `The input of ${tool.name} cannot be read: ${error.message}.`,
      "Write a column by its name, a formula or condition as in SQL.",
      {cause: error},
    );
  }
}

/** The columns that the words of a call may name. */
export async function scopeOf(table: unknown, session: Session, signal: AbortSignal): Promise<Scope> {
  const name = typeof table === "string" && !isSelect(table) ? table : "";
  const columns = isSelect(table)
    ? (await session.query(table, {signal, limits: {rows: 1}})).columns
    : (session.datasets.find((one) => one.name.toLowerCase() === name.toLowerCase())?.version.columns ?? []);
  return {
    table: name,
    columns: columns.map((column) => ({table: name, profile: profileOf(column), shown: column.name})),
    open: true,
    besideSql: true,
  };
}

/** Only the names count for reading a formula: nothing else of the column is looked at. */
function profileOf({name, type}: Column): ColumnProfile {
  return {name, type, role: "text", nulls: 0, distinct: 0, min: null, max: null, top: []};
}
