/** Numbers and picks of a seed: the same tables on every machine. */
export interface Draw {
  /** A whole number from low to high, both included. */
  between(low: number, high: number): number;
  pick<Value>(values: readonly Value[]): Value;
  chance(share: number): boolean;
  shuffled<Value>(values: readonly Value[]): Value[];
}

/** mulberry32 */
export function drawWith(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    between,
    pick: (values) => values[between(0, values.length - 1)]!,
    chance: (share) => next() < share,
    shuffled: (values) => {
      const all = [...values];
      for (let at = all.length - 1; at > 0; at--) {
        const other = between(0, at);
        [all[at], all[other]] = [all[other]!, all[at]!];
      }
      return all;
    },
  };
}

/** `2024-03-05`, so many days after the first of January of a year. */
export const day = (year: number, days: number): string =>
  new Date(Date.UTC(year, 0, 1 + days)).toISOString().slice(0, 10);

export type Cells = (string | number | null)[];

export interface Sheet {
  header: string[];
  rows: Cells[];
}

export const csvOf = ({header, rows}: Sheet): string =>
  [header, ...rows]
    .map((row) =>
      row
        .map((cell) =>
          cell === null ? "" : /[",\n]/.test(String(cell)) ? `"${String(cell)}"` : String(cell),
        )
        .join(","),
    )
    .join("\n");
