import {ProtocolError, ProtocolErrorCode} from "@modelcontextprotocol/server";
import {TabletalkError} from "../../errors.ts";
import type {ListedDataset} from "../../store/dataset_details.ts";
import {knownAs, unknownColumn, unknownTable} from "../../tools/nearest.ts";
import type {McpCaller, McpHost} from "../host.ts";
import {columnsOf, completing, orNone, visibleTables} from "../visible_tables.ts";

const COMPLETION_MS = 10_000;
const NUMBERS: ReadonlySet<string> = new Set(["integer", "number"]);

/** What a column is wanted for: what it is computed of, or what parts the rows. */
export type ColumnUse = "measure" | "group";

/** Columns of a table that somebody chose before, to complete what was typed: those that fit the use first. */
export function columnsLike(
  value: string,
  {table, use}: {table: string | undefined; use: ColumnUse},
  host: McpHost,
  caller: McpCaller,
): Promise<string[]> {
  return orNone(async () => {
    if (table === undefined) return [];
    const tables = await visibleTables(host, caller, AbortSignal.timeout(COMPLETION_MS));
    const found = tableNamed(table, tables);
    if (!found) return [];
    const fits = ({type}: {type: string}) => NUMBERS.has(type) === (use === "measure");
    const columns = columnsOf(found);
    const ordered = [
      ...columns.filter(fits),
      ...(use === "group" ? columns.filter((one) => !fits(one)) : []),
    ];
    return completing(
      value,
      ordered.map(({name}) => name),
    );
  });
}

/**
 * The table and the columns that a prompt names, as they are written.
 * @throws ProtocolError invalid params, with the nearest names
 */
export async function namedBy(
  named: {table: string; columns?: readonly string[]},
  host: McpHost,
  caller: McpCaller,
  signal: AbortSignal,
): Promise<{table: string; columns: string[]}> {
  try {
    const tables = await visibleTables(host, caller, signal);
    const found = tableNamed(named.table, tables);
    if (!found)
      throw unknownTable(
        named.table.slice(0, 100),
        tables.map(({name}) => name),
      );
    const known = columnsOf(found).map(({name}) => name);
    const columns = (named.columns ?? []).map((column) => {
      const name = knownAs(column, known);
      if (name === undefined) throw unknownColumn(column.slice(0, 100), found.name, known);
      return name;
    });
    return {table: found.name, columns};
  } catch (error) {
    if (!(error instanceof TabletalkError)) throw error;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${error.message} ${error.next}`);
  }
}

function tableNamed(name: string, tables: readonly ListedDataset[]): ListedDataset | undefined {
  const known = knownAs(
    name.trim(),
    tables.map((one) => one.name),
  );
  return tables.find((one) => one.name === known);
}
