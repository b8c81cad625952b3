/** From so many values on, sums go by blocks: as good to the last digits, and several times as fast as value by value. */
export const LARGE = 65_536;

const BLOCK = 256;

/** The sums of the first four powers of the values less a number. */
export interface PowerSums {
  first: number;
  second: number;
  third: number;
  fourth: number;
}

/** The sum of values less a number each: blocks in four lanes, their sums with what rounding loses carried along. */
export function sumOfLarge(values: Float64Array, less = 0): number {
  let sum = 0;
  let lost = 0;
  for (let from = 0; from < values.length; from += BLOCK) {
    const end = Math.min(from + BLOCK, values.length);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let row = from;
    for (; row + 3 < end; row += 4) {
      a += values[row]! - less;
      b += values[row + 1]! - less;
      c += values[row + 2]! - less;
      d += values[row + 3]! - less;
    }
    for (; row < end; row++) a += values[row]! - less;
    const block = a + b + (c + d);
    const next = sum + block;
    lost += Math.abs(sum) >= Math.abs(block) ? sum - next + block : block - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** The mean, in two passes: the second takes away what the first left. */
export function meanOfLarge(values: Float64Array): number {
  const first = sumOfLarge(values) / values.length;
  return first + sumOfLarge(values, first) / values.length;
}

/** The sum and the squares' sum of values less a number. */
export function squaresOfLarge(values: Float64Array, less: number): Pick<PowerSums, "first" | "second"> {
  let first = 0;
  let second = 0;
  for (let from = 0; from < values.length; from += BLOCK) {
    const end = Math.min(from + BLOCK, values.length);
    let a = 0;
    let b = 0;
    let squaresA = 0;
    let squaresB = 0;
    let row = from;
    for (; row + 1 < end; row += 2) {
      const x = values[row]! - less;
      const y = values[row + 1]! - less;
      a += x;
      b += y;
      squaresA += x * x;
      squaresB += y * y;
    }
    for (; row < end; row++) {
      const x = values[row]! - less;
      a += x;
      squaresA += x * x;
    }
    first += a + b;
    second += squaresA + squaresB;
  }
  return {first, second};
}

/** The sums of the first four powers of values less a number, in one pass. */
export function powersOfLarge(values: Float64Array, less: number): PowerSums {
  const all = {first: 0, second: 0, third: 0, fourth: 0};
  for (let from = 0; from < values.length; from += BLOCK) {
    const end = Math.min(from + BLOCK, values.length);
    let one = 0;
    let two = 0;
    let three = 0;
    let four = 0;
    for (let row = from; row < end; row++) {
      const x = values[row]! - less;
      const square = x * x;
      one += x;
      two += square;
      three += square * x;
      four += square * square;
    }
    all.first += one;
    all.second += two;
    all.third += three;
    all.fourth += four;
  }
  return all;
}
