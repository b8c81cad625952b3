import {studentTwoSided} from "../distributions/student.ts";
import {designOf} from "../regression/design.ts";
import {fitOls} from "../regression/ols.ts";
import {sumOf} from "../sums.ts";

/** How two columns go together once others are held fixed: the correlation of what these leave of each. Rows are complete. */
export function partialCorrelation(
  x: Float64Array,
  y: Float64Array,
  controls: readonly Float64Array[],
): {r: number; t: number; df: number; p: number; n: number} {
  const design = designOf(controls.map((values, at) => ({name: `control ${at + 1}`, values})));
  const [a, b] = [fitOls(x, design).residuals, fitOls(y, design).residuals];
  const product = sumOf(a.map((value, row) => value * b[row]!));
  const r = product / Math.sqrt(sumOf(a.map((value) => value ** 2)) * sumOf(b.map((value) => value ** 2)));
  const df = x.length - 2 - controls.length;
  const t = r * Math.sqrt(df / ((1 - r) * (1 + r)));
  return {r, t, df, p: studentTwoSided(t, df), n: x.length};
}
