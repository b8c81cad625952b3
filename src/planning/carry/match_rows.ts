import {bareName, plain, type VersionRows} from "./version_rows.ts";

/** Rows of two versions that are the same thing, by a key; and what the key says of the others. */
export interface RowMatch {
  /** The key's name in each version. */
  key: [before: string, after: string];
  /** Row numbers, before and after. Of a thing with several rows after, the first. */
  pairs: [before: number, after: number][];
  /** Rows before whose thing is gone. */
  lost: number[];
  /** Rows after whose key is missing: totals and notes look so. */
  keyless: number[];
  /** Rows after that repeat a thing. */
  repeated: number[];
}

/** How much of the old keys the new version must have for its rows to be matched by them. */
const LEAST = 0.5;

/**
 * Matches rows by the key that most of the old rows are found by, under its own name before others. Undefined where no key of
 * the old version is in the new one.
 */
export function matchRows(before: VersionRows, after: VersionRows): RowMatch | undefined {
  let best: RowMatch | undefined;
  for (const key of before.profile.keys) {
    const names = [...after.columns.keys()].sort(
      (a, b) => Number(bareName(b) === bareName(key)) - Number(bareName(a) === bareName(key)),
    );
    for (const other of names) {
      const found = matchBy(key, other, before, after);
      if (found.pairs.length >= LEAST * before.rows && found.pairs.length > (best?.pairs.length ?? 0))
        best = found;
    }
  }
  return best;
}

function matchBy(key: string, other: string, before: VersionRows, after: VersionRows): RowMatch {
  const places = new Map<string, number>();
  const [keyless, repeated]: [number[], number[]] = [[], []];
  for (const [row, cell] of after.columns.get(other)!.entries()) {
    if (cell === null || plain(cell) === "") keyless.push(row);
    else if (places.has(plain(cell))) repeated.push(row);
    else places.set(plain(cell), row);
  }
  const pairs: [number, number][] = [];
  const lost: number[] = [];
  for (const [row, cell] of before.columns.get(key)!.entries()) {
    const at = cell === null ? undefined : places.get(plain(cell));
    if (at === undefined) lost.push(row);
    else pairs.push([row, at]);
  }
  return {key: [key, other], pairs, lost, keyless, repeated};
}
