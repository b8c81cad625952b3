import {createHash} from "node:crypto";
import {TabletalkError} from "../../errors.ts";
import type {TableToWrite} from "./write_table.ts";

/** What a table is called, and in which schema. */
export interface TableName {
  schema: string | undefined;
  table: string;
}

export function nameOfTable({table}: Pick<TableToWrite, "table">, schema: string | undefined): TableName {
  const at = table.indexOf(".");
  return at < 0 ? {schema, table} : {schema: table.slice(0, at), table: table.slice(at + 1)};
}

/** What is written under a key, as a remark on the table that it made. */
export const remarkOf = (key: string): string => `Written by Tabletalk: ${digestOf(key)}`;

export const digestOf = (key: string): string => createHash("sha256").update(key).digest("hex").slice(0, 32);

/** @returns TabletalkError conflict */
export function thereAlready(table: string): TabletalkError {
  return new TabletalkError(
    "conflict",
    `There is a table ${table} already.`,
    'Name another, or set the mode to "replace" or "append".',
  );
}

/** @returns TabletalkError aborted */
export function stopped(): TabletalkError {
  return new TabletalkError("aborted", "Stopped.", "Start it again when you like.");
}
