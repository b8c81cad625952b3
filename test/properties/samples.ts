import fc from "fast-check";

/** Every property is tried on the same samples in each run. */
const RUNS = {numRuns: 50, seed: 20_240_615};
/** Of methods that take milliseconds each. */
export const FEW = 20;

/** Checks a property on many inputs; a failing one is shown in its smallest form. */
export function holds<Inputs extends [unknown, ...unknown[]]>(
  inputs: {[Key in keyof Inputs]: fc.Arbitrary<Inputs[Key]>},
  property: (...inputs: Inputs) => void,
  runs: number = RUNS.numRuns,
): void {
  fc.assert(fc.property(...(inputs as unknown as [fc.Arbitrary<unknown>]), property as never), {
    ...RUNS,
    numRuns: runs,
  });
}

/** A number with few digits, so that sums of some are exact: differences are those of methods, not of rounding. */
export const number = fc.integer({min: -4_000, max: 4_000}).map((one) => one / 8);

/** Values that vary. */
export const sample = (least = 4, most = 40): fc.Arbitrary<Float64Array> =>
  fc
    .array(number, {minLength: least, maxLength: most})
    .filter((values) => new Set(values).size > 2)
    .map((values) => Float64Array.from(values));

/** Columns of one length, none of them constant. */
export const columns = (count: number, least = 12, most = 40): fc.Arbitrary<Float64Array[]> =>
  fc
    .array(fc.array(number, {minLength: count, maxLength: count}), {minLength: least, maxLength: most})
    .map((rows) => Array.from({length: count}, (_, at) => Float64Array.from(rows, (row) => row[at]!)))
    .filter((made) => made.every((column) => new Set(column).size > 5));

/** Groups that each vary. */
export const groups = (least = 2, most = 5): fc.Arbitrary<Float64Array[]> =>
  fc.array(sample(4, 15), {minLength: least, maxLength: most});

/** A table of counts without an empty row or column. */
export const counts = (rows: number, width: number): fc.Arbitrary<number[][]> =>
  fc
    .array(fc.array(fc.integer({min: 0, max: 30}), {minLength: width, maxLength: width}), {
      minLength: rows,
      maxLength: rows,
    })
    .filter(
      (table) =>
        table.every((row) => row.some((count) => count > 0)) &&
        table[0]!.every((_, at) => table.some((row) => row[at]! > 0)),
    );

/** What a location and scale change does to numbers: times a power of two, so that nothing is rounded, plus a number. */
export const change = fc.record({
  times: fc.constantFrom(0.125, 0.5, 2, 8, 1024),
  plus: fc.integer({min: -100, max: 100}),
});

export const moved = (
  values: Float64Array,
  {times = 1, plus = 0}: {times?: number; plus?: number},
): Float64Array => values.map((value) => times * value + plus);

/** An order of so many rows, by a seed. */
export const order = (rows: number, seed: number): number[] =>
  Array.from({length: rows}, (_, row) => row).sort(
    (a, b) => Math.sin((a + 1) * (seed + 1.5)) - Math.sin((b + 1) * (seed + 1.5)) || a - b,
  );

export const inOrder = (values: Float64Array, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => values[row]!);

export const seed = fc.integer({min: 0, max: 1_000});
