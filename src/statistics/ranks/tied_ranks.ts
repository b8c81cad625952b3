/** Ranks from 1, equal values sharing the mean of theirs, and the sum of t^3 - t over the ties. */
export function tiedRanks(values: ArrayLike<number>): {ranks: Float64Array; ties: number} {
  const n = values.length;
  const order = Uint32Array.from({length: n}, (_, row) => row).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(n);
  let ties = 0;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && values[order[end]!] === values[order[start]!]) end++;
    const size = end - start;
    ties += size ** 3 - size;
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + end + 1) / 2;
    start = end;
  }
  return {ranks, ties};
}
