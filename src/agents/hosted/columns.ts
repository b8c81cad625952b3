import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import type {ColumnRef} from "../../tools/condition.ts";
import {nearestNames} from "../../tools/nearest.ts";

/** A column that a model may name, under every name by which it may do so. */
export interface KnownColumn {
  table: string;
  profile: ColumnProfile;
  /** How the card shows it: its own name, or `column_7` where that could be taken for an instruction. */
  shown: string;
}

/** The columns in reach of one reading: those of its table, and of the tables that it joins. */
export interface Scope {
  table: string;
  columns: readonly KnownColumn[];
  /** Earlier steps may have made columns: a name that is not known stands for itself. */
  open?: boolean;
  /** Whoever writes here writes DuckDB's SQL beside it: what has another meaning there is refused. */
  besideSql?: boolean;
}

/** The columns of a table as a card shows them. */
export function knownColumns(profile: TableProfile): KnownColumn[] {
  return profile.columns.map((column, index) => ({
    table: profile.table,
    profile: column,
    shown: isPlainName(column.name) ? column.name : `column_${index + 1}`,
  }));
}

/** What is in reach of a reading over `table` joined with `others`. */
export function scopeOf(table: string, others: readonly string[], profiles: readonly TableProfile[]): Scope {
  const tables = [table, ...others];
  return {
    table,
    columns: tables.flatMap((name) => profiles.filter((one) => one.table === name).flatMap(knownColumns)),
  };
}

/** The column of that name: exactly, or without regard to case. The first table wins. */
export function findColumn(scope: Scope, name: string, table?: string): KnownColumn | undefined {
  const inTable = table ? scope.columns.filter((one) => same(one.table, table)) : scope.columns;
  return (
    inTable.find((one) => one.profile.name === name || one.shown === name) ??
    inTable.find((one) => same(one.profile.name, name) || same(one.shown, name))
  );
}

/** The one column whose letters and digits are these: "cost total" for "Cost Total $". */
export function findLoosely(scope: Scope, name: string): KnownColumn | undefined {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  const found = scope.columns.filter((one) => bare(name) !== "" && bare(one.profile.name) === bare(name));
  return found.length === 1 ? found[0] : undefined;
}

/** How a plan refers to it: with the table only where it is not the reading's own. */
export function refOf(column: KnownColumn, scope: Scope): ColumnRef {
  return column.table === scope.table
    ? {column: column.profile.name}
    : {column: column.profile.name, table: column.table};
}

/** The names most like this one, nearest first, at most three; the first three where none is like it. */
export function nearestOrFirst(name: string, names: readonly string[]): string[] {
  const near = nearestNames(name, names);
  return near.length ? near : names.slice(0, 3);
}

/** Names that fit on a card as they are: short, one line, no mark that fences or quotes data. */
function isPlainName(name: string): boolean {
  return name.length > 0 && name.length <= 60 && !/[\p{Cc}<>"`|]/u.test(name) && name === name.trim();
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
