import {meanOf, varianceOf} from "../sums.ts";

/**
 * The Box-Cox power under which the spread within seasons is most alike: Guerrero (1993), as R's `BoxCox.lambda`. Near 0 the
 * spread grows with the level: take logarithms. `undefined` for values at or below 0, or fewer than two stretches.
 */
export function guerreroPower(values: Float64Array, period: number): number | undefined {
  const length = Math.max(2, period);
  const count = Math.floor(values.length / length);
  if (count < 2 || values.some((value) => value <= 0)) return undefined;
  const from = values.length - count * length;
  const parts = Array.from({length: count}, (_, k) => {
    const own = values.slice(from + k * length, from + (k + 1) * length);
    const mean = meanOf(own);
    return {mean, sd: Math.sqrt(varianceOf(own, mean))};
  });
  if (parts.every(({sd}) => sd === 0)) return undefined;
  let [best, least] = [1, Infinity];
  for (let step = 0; step <= 60; step++) {
    const power = -1 + step * 0.05;
    const ratios = Float64Array.from(parts, ({mean, sd}) => sd / mean ** (1 - power));
    const centre = meanOf(ratios);
    const spread = Math.sqrt(varianceOf(ratios, centre)) / centre;
    if (spread < least) [best, least] = [power, spread];
  }
  return best;
}
