import {normalQuantile} from "../distributions/normal.ts";
import {studentTwoSided} from "../distributions/student.ts";
import {designOf} from "../regression/design.ts";
import {fitOls} from "../regression/ols.ts";
import {sumOf} from "../sums.ts";

/** How two columns go together once others are held fixed: the correlation of what these leave of each. Rows are complete. */
export function partialCorrelation(
  x: Float64Array,
  y: Float64Array,
  controls: readonly Float64Array[],
  level = 0.95,
): {r: number; low: number; high: number; t: number; df: number; p: number; n: number} {
  const design = designOf(controls.map((values, at) => ({name: `control ${at + 1}`, values})));
  const [a, b] = [fitOls(x, design).residuals, fitOls(y, design).residuals];
  const product = sumOf(a.map((value, row) => value * b[row]!));
  const r = product / Math.sqrt(sumOf(a.map((value) => value ** 2)) * sumOf(b.map((value) => value ** 2)));
  const df = x.length - 2 - controls.length;
  const t = r * Math.sqrt(df / ((1 - r) * (1 + r)));
  // Fisher's z, with a degree of freedom less for each control: Fisher (1924).
  const reach = normalQuantile(0.5 + level / 2) / Math.sqrt(df - 1);
  const z = Math.atanh(r);
  const [low, high] = df > 1 ? [Math.tanh(z - reach), Math.tanh(z + reach)] : [Number.NaN, Number.NaN];
  return {r, low, high, t, df, p: studentTwoSided(t, df), n: x.length};
}
