import type {Session} from "../../data/engine.ts";
import type {TableProfile} from "../../data/profile.ts";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";

/** A version's cells by column, for comparing it with another. */
export interface VersionRows {
  profile: TableProfile;
  rows: number;
  columns: ReadonlyMap<string, readonly Cell[]>;
}

const MOST_CELLS = 5_000_000;

/** Reads a whole version. @throws TabletalkError memory_limit where it has over 5 million cells */
export async function readVersion(
  session: Session,
  profile: TableProfile,
  signal: AbortSignal,
): Promise<VersionRows> {
  const names = profile.columns.map((column) => column.name);
  if (names.length * profile.rows > MOST_CELLS)
    throw new TabletalkError(
      "memory_limit",
      `${profile.table} has ${profile.rows} rows of ${names.length} columns: too many to compare two versions of it.`,
      "Ask the question again on the new file.",
    );
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const sql = `SELECT ${names.map(quoted).join(", ")} FROM ${quoted(profile.table)}`;
  const {columns, rows} = await session.columns(sql, {signal});
  const cells = names.map((name, at): [string, readonly Cell[]] => [
    name,
    Array.from<number | string | null, Cell>(columns[at]!.values, (value) =>
      typeof value === "number" && Number.isNaN(value) ? null : value,
    ),
  ]);
  return {profile, rows, columns: new Map(cells)};
}

/** Two cells that say the same: numbers within a millionth, a day and a moment of it, texts whatever their Unicode form. */
export function saysTheSame(a: Cell, b: Cell): boolean {
  if (a === null || b === null) return a === b;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined)
    return Math.abs(x - y) <= 1e-6 * Math.max(1, Math.abs(x), Math.abs(y));
  const [left, right] = [plain(a), plain(b)];
  if (left === right) return true;
  const isDay = /^\d{4}-\d\d-\d\d/;
  return (
    isDay.test(left) &&
    isDay.test(right) &&
    left.slice(0, 10) === right.slice(0, 10) &&
    (left.length === 10 || right.length === 10)
  );
}

export function numberOf(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  return typeof cell === "string" && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : undefined;
}

export const plain = (cell: Cell): string => String(cell).normalize("NFC").trim();

/** A name by its letters and digits: "Order Date" is "order_date". */
export const bareName = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
