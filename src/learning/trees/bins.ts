/** Columns cut into at most 255 bins, and bin 255 for missing values: what histogram trees are grown on. */
export interface Bins {
  /** Upper edges of the bins of each column: a value belongs to the first bin whose edge is not below it. */
  edges: Float64Array[];
  /** A byte a row, a buffer a column. */
  codes: Uint8Array[];
}

export const MISSING_BIN = 255;
const MOST = 255;
const SAMPLE = 200_000;

/** Cuts between distinct values where they are few, else at quantiles of at most 200,000 rows. */
export function binColumns(columns: readonly Float64Array[]): Bins {
  const edges = columns.map(edgesOf);
  return {edges, codes: applyBins(columns, edges)};
}

/** Codes of columns by known edges. */
export function applyBins(columns: readonly Float64Array[], edges: readonly Float64Array[]): Uint8Array[] {
  return columns.map((column, at) => {
    const own = edges[at]!;
    const codes = new Uint8Array(column.length);
    for (let row = 0; row < codes.length; row++) {
      const value = column[row]!;
      if (Number.isNaN(value)) {
        codes[row] = MISSING_BIN;
        continue;
      }
      let low = 0;
      let high = own.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (value > own[middle]!) low = middle + 1;
        else high = middle;
      }
      codes[row] = low;
    }
    return codes;
  });
}

function edgesOf(column: Float64Array): Float64Array {
  const step = Math.max(1, Math.ceil(column.length / SAMPLE));
  const sorted = column.filter((value, row) => row % step === 0 && !Number.isNaN(value)).sort();
  const distinct: number[] = [];
  for (const value of sorted) {
    if (distinct.at(-1) !== value) distinct.push(value);
    if (distinct.length > MOST) break;
  }
  if (distinct.length <= MOST)
    return Float64Array.from(
      {length: Math.max(0, distinct.length - 1)},
      (_, at) => (distinct[at]! + distinct[at + 1]!) / 2,
    );
  const edges: number[] = [];
  for (let part = 1; part < MOST; part++) {
    const edge = sorted[Math.floor((part * sorted.length) / MOST)]!;
    if (edges.length === 0 || edge > edges.at(-1)!) edges.push(edge);
  }
  return Float64Array.from(edges);
}
