import type {Applied, StoreDialect} from "../migrations.ts";
import type {Row} from "./format.ts";

/** Where a state is. */
export type StorePlace = {dialect: "sqlite"; path: string} | {dialect: "postgres"; url: string};

/** A state as it was at one moment, whatever is written to it meanwhile. */
export interface Snapshot extends AsyncDisposable {
  dialect: StoreDialect;
  migrations: readonly Applied[];
  /** Each after those that it refers to. Columns that the database makes itself are left out. */
  tables: readonly {name: string; columns: readonly string[]}[];
  /** The rows of a table, some at a time. */
  rows(table: string): AsyncIterable<Row[]>;
}

/** A new state that is being filled; none of it is there before `finish`. */
export interface Filling {
  /** The columns of each table, as the first migrations made it. */
  columns: ReadonlyMap<string, readonly string[]>;
  insert(table: string, rows: readonly Row[]): Promise<void>;
  /** Applies the migrations that are left, and keeps all. @returns how many rows each table has */
  finish(check: (counts: ReadonlyMap<string, number>) => void): Promise<void>;
  /** Leaves nothing of it. */
  abandon(): Promise<void>;
}

/** Tables in an order in which each comes after those that it refers to. */
export function inOrder(names: readonly string[], refers: (name: string) => readonly string[]): string[] {
  const done = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name) || !names.includes(name)) return;
    done.add(name);
    for (const other of refers(name)) visit(other);
    ordered.push(name);
  };
  const ordered: string[] = [];
  for (const name of [...names].sort()) visit(name);
  return ordered;
}

/** Little-endian float32 of a vector as pgvector writes it: "[1,2.5]". */
export function bytesOfVector(text: string): Uint8Array {
  const numbers = text.slice(1, -1).split(",").filter(Boolean).map(Number);
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [at, number] of numbers.entries()) bytes.writeFloatLE(number, at * 4);
  return bytes;
}

/** The other way. */
export function vectorOfBytes(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = Array.from({length: bytes.byteLength >> 2}, (_, at) => view.getFloat32(at * 4, true));
  return `[${numbers.join(",")}]`;
}
