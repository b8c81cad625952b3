import type {Cell, Table} from "../../data/table.ts";
import {formatValue} from "../../planning/format_value.ts";

/** So many differences are told one by one. */
const MOST_TOLD = 3;

/**
 * What differs between a result and the one before it, in a sentence. Rows are the same ones where their words are.
 * `count`: the rows of the whole result, where these are a part of them.
 */
export function sayDifference(
  {columns, rows}: Table,
  before: readonly (readonly Cell[])[] | undefined,
  {since = "the run before", count = rows.length}: {since?: string; count?: number} = {},
): string {
  if (!before || count > rows.length)
    return `The result differs from ${since}: it has ${counted(count, "row")}.`;
  const words = columns.flatMap(({type}, at) => (type === "number" || type === "integer" ? [] : [at]));
  const key = (row: readonly Cell[]) => JSON.stringify(words.map((at) => row[at] ?? null));
  const earlier = new Map(before.map((row) => [key(row), row]));
  const keys = new Set(rows.map(key));
  const told: string[] = [];
  let changed = 0;
  for (const row of rows) {
    const old = earlier.get(key(row));
    const name = words.map((at) => formatValue(row[at] ?? null)).join(", ");
    if (!old) {
      changed += 1;
      told.push(`${name || "a row"} is new`);
      continue;
    }
    const moved = columns.flatMap(({name: column}, at) =>
      row[at] === old[at]
        ? []
        : [
            `${name ? `${name}: ` : ""}${column} ${formatValue(row[at] ?? null)}, was ${formatValue(old[at] ?? null)}`,
          ],
    );
    if (moved.length > 0) changed += 1;
    told.push(...moved);
  }
  for (const old of before)
    if (!keys.has(key(old))) {
      changed += 1;
      told.push(`${words.map((at) => formatValue(old[at] ?? null)).join(", ") || "a row"} is gone`);
    }
  if (told.length === 0) return `The result differs from ${since}.`;
  const more = told.length > MOST_TOLD ? `; and ${told.length - MOST_TOLD} more` : "";
  return `${counted(changed, "row")} of the result ${changed === 1 ? "differs" : "differ"} from ${since}: ${told.slice(0, MOST_TOLD).join("; ")}${more}.`;
}

const counted = (count: number, what: string) =>
  `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
