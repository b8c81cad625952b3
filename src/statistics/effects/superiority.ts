import {normalQuantile} from "../distributions/normal.ts";

/**
 * The interval of the chance that a value of one group is larger than one of the other, U / nm: method 5 of Newcombe (2006),
 * Confidence intervals for an effect size measure based on the Mann-Whitney statistic, part 2. It stays within 0 and 1.
 */
export function superiorityBounds(
  theta: number,
  n: number,
  m: number,
  level = 0.95,
): {low: number; high: number} {
  const z = normalQuantile(0.5 + level / 2);
  const half = (n + m) / 2 - 1;
  const error = (t: number): number =>
    Math.sqrt((t * (1 - t) * (1 + (half * (1 - t)) / (2 - t) + (half * t) / (1 + t))) / (n * m));
  return {
    low: theta <= 0 ? 0 : between(0, theta, (t) => theta - t - z * error(t)),
    high: theta >= 1 ? 1 : between(1, theta, (t) => t - theta - z * error(t)),
  };
}

/** Where a function that is positive at the edge reaches 0 on the way to the centre. */
function between(edge: number, centre: number, of: (t: number) => number): number {
  let [out, inside] = [edge, centre];
  for (let step = 0; step < 200; step++) {
    const middle = (out + inside) / 2;
    if (middle === out || middle === inside) break;
    if (of(middle) > 0) out = middle;
    else inside = middle;
  }
  return (out + inside) / 2;
}
