export type Adjustment =
  | "bonferroni"
  | "sidak"
  | "holm"
  | "holm_sidak"
  | "hochberg"
  | "hommel"
  | "benjamini_hochberg"
  | "benjamini_yekutieli";

/** p-values corrected for how many there are, in their order; NaN stays and is not counted. Agrees with R's `p.adjust`. */
export function adjust(pValues: readonly number[], how: Adjustment): number[] {
  const rows = [...pValues.keys()].filter((row) => !Number.isNaN(pValues[row]!));
  const order = rows.sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = adjustSorted(
    order.map((row) => pValues[row]!),
    how,
  );
  const result = pValues.map(() => Number.NaN);
  for (const [place, row] of order.entries()) result[row] = Math.min(1, adjusted[place]!);
  return result;
}

function adjustSorted(p: readonly number[], how: Adjustment): number[] {
  const n = p.length;
  switch (how) {
    case "bonferroni":
      return p.map((value) => value * n);
    case "sidak":
      return p.map((value) => -Math.expm1(n * Math.log1p(-value)));
    case "holm":
      return rising(p.map((value, at) => value * (n - at)));
    case "holm_sidak":
      return rising(p.map((value, at) => -Math.expm1((n - at) * Math.log1p(-value))));
    case "hochberg":
      return fromAbove(p.map((value, at) => value * (n - at)));
    case "benjamini_hochberg":
      return fromAbove(p.map((value, at) => (value * n) / (at + 1)));
    case "benjamini_yekutieli": {
      let harmonic = 0;
      for (let k = 1; k <= n; k++) harmonic += 1 / k;
      return fromAbove(p.map((value, at) => (value * n * harmonic) / (at + 1)));
    }
    case "hommel":
      return hommel(p);
  }
}

/** Hommel (1988), by the algorithm of Wright (1992) as R has it. */
function hommel(p: readonly number[]): number[] {
  const n = p.length;
  const start = Math.min(...p.map((value, at) => (n * value) / (at + 1)));
  const q = new Array<number>(n).fill(start);
  const adjusted = new Array<number>(n).fill(start);
  for (let m = n - 1; m >= 2; m--) {
    const first = n - m + 1;
    let least = Infinity;
    for (let k = 2; k <= m; k++) least = Math.min(least, (m * p[first + k - 2]!) / k);
    for (let at = 0; at < first; at++) q[at] = Math.min(m * p[at]!, least);
    for (let at = first; at < n; at++) q[at] = q[first - 1]!;
    for (let at = 0; at < n; at++) adjusted[at] = Math.max(adjusted[at]!, q[at]!);
  }
  return adjusted.map((value, at) => Math.max(value, p[at]!));
}

/** No smaller than the one before. */
function rising(values: readonly number[]): number[] {
  let most = 0;
  return values.map((value) => {
    most = Math.max(most, value);
    return most;
  });
}

/** No larger than the one after. */
function fromAbove(values: readonly number[]): number[] {
  let least = Infinity;
  return [...values]
    .reverse()
    .map((value) => {
      least = Math.min(least, value);
      return least;
    })
    .reverse();
}
