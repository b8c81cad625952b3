/** Measures the stretches of a turn, in milliseconds to a tenth. */
export interface Stopwatch {
  /** What has passed since the last lap is this one's. */
  lap(name: string): void;
  /** All laps and the total. */
  done(): Record<string, number>;
}

export function stopwatch(): Stopwatch {
  const begun = performance.now();
  const laps: Record<string, number> = {};
  let last = begun;
  return {
    lap(name) {
      const now = performance.now();
      laps[name] = tenths(now - last);
      last = now;
    },
    done: () => ({...laps, total: tenths(performance.now() - begun)}),
  };
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10;
