/** Rows of a table, as sets of their numbers. */
export type Rows = ReadonlySet<number>;

export function bothOf(one: Rows, other: Rows): Set<number> {
  return new Set([...one].filter((row) => other.has(row)));
}

export function allOf(sets: Iterable<{rows: Rows}>): Set<number> {
  const rows = new Set<number>();
  for (const set of sets) for (const row of set.rows) rows.add(row);
  return rows;
}

export function rowsUpTo(count: number): Set<number> {
  return new Set(Array.from({length: count}, (_, row) => row));
}
