/** Exact arithmetic on doubles: each is a whole number of halves halved often enough, so sums and products are BigInts. */
export interface Fraction {
  top: bigint;
  bottom: bigint;
}

export function fraction(value: number): Fraction {
  let bottom = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    bottom *= 2n;
  }
  return {top: BigInt(scaled), bottom};
}

/** Values over one denominator. */
export function overOne(values: ArrayLike<number>): {tops: bigint[]; bottom: bigint} {
  const fractions = Array.from(values, fraction);
  let bottom = 1n;
  for (const one of fractions) if (one.bottom > bottom) bottom = one.bottom;
  return {tops: fractions.map((one) => one.top * (bottom / one.bottom)), bottom};
}

/** The nearest double or so: 17 digits of a quotient. */
export function quotient(top: bigint, bottom: bigint): number {
  if (top === 0n) return 0;
  const sign = top < 0n !== bottom < 0n ? -1 : 1;
  let [t, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  let power = 0;
  while (t / b >= 10n ** 20n) {
    b *= 10n;
    power++;
  }
  while (t / b < 10n ** 18n) {
    t *= 10n;
    power--;
  }
  return sign * Number(`${t / b}e${power}`);
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}

/** Sums of squares between and within groups, exactly, and what follows from them. */
export function exactAnova(groups: readonly Float64Array[]): {
  ss_between: number;
  ss_within: number;
  F: number;
  r2: number;
} {
  const {tops, bottom} = overOne(groups.flatMap((group) => [...group]));
  const n = BigInt(tops.length);
  const sizes = groups.map((group) => BigInt(group.length));
  const common = sizes.reduce((multiple, size) => (multiple * size) / divisor(multiple, size), 1n);
  let at = 0;
  let squares = 0n;
  let grand = 0n;
  let between = 0n;
  for (const size of sizes) {
    let sum = 0n;
    for (let row = 0n; row < size; row++) {
      const value = tops[at++]!;
      sum += value;
      squares += value * value;
    }
    grand += sum;
    between += (sum * sum * common) / size;
  }
  // All over common * n * bottom squared.
  const ssBetween = between * n - grand * grand * common;
  const ssWithin = (squares * common - between) * n;
  const scale = common * n * bottom * bottom;
  const [df1, df2] = [BigInt(groups.length - 1), n - BigInt(groups.length)];
  return {
    ss_between: quotient(ssBetween, scale),
    ss_within: quotient(ssWithin, scale),
    F: quotient(ssBetween * df2, ssWithin * df1),
    r2: quotient(ssBetween, ssBetween + ssWithin),
  };
}

/** Mean, sample sd and first autocorrelation, exactly (the sd's root is taken in doubles). */
export function exactUnivariate(values: Float64Array): {mean: number; sd: number; autocorr1: number} {
  const {tops, bottom} = overOne(values);
  const n = BigInt(tops.length);
  const sum = tops.reduce((total, one) => total + one, 0n);
  const off = tops.map((one) => one * n - sum);
  const squares = off.reduce((total, one) => total + one * one, 0n);
  let products = 0n;
  for (let row = 1; row < off.length; row++) products += off[row]! * off[row - 1]!;
  return {
    mean: quotient(sum, n * bottom),
    sd: Math.sqrt(quotient(squares, n * n * (n - 1n) * bottom * bottom)),
    autocorr1: quotient(products, squares),
  };
}
