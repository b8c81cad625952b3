import {formatNumber} from "./format.ts";
import {extent} from "./quantiles.ts";

/** Settings of a logarithmic axis: ticks at powers of ten, and at 2 and 5 times them where those are few. */
export function logAxis(values: readonly number[], unit: string | undefined): Record<string, unknown> {
  const [least, most] = extent(values.filter((value) => value > 0));
  if (!Number.isFinite(least)) return {type: "log"};
  const [first, last] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const decades = Math.max(1, last - first);
  const every = Math.ceil(decades / 8);
  const parts = decades <= 2 ? [1, 2, 5] : decades <= 4 ? [1, 3] : [1];
  const ticks: number[] = [];
  for (let power = first; power <= last; power += every)
    for (const part of every > 1 ? [1] : parts) ticks.push(Number(`${part}e${power}`));
  const inside = ticks.filter((tick) => tick >= least / 3 && tick <= most * 3);
  return {
    type: "log",
    tickmode: "array",
    tickvals: inside,
    ticktext: inside.map((tick) => formatNumber(tick, unit)),
  };
}

/** Over how many powers of ten positive values run; 0 where one of them is not positive. */
export function decadesOf(values: readonly number[]): number {
  const [least, most] = extent(values);
  return least > 0 && Number.isFinite(most) ? Math.log10(most / least) : 0;
}
