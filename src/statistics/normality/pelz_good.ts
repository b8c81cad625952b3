/**
 * P(D <= d) of Kolmogorov's statistic for n values, right to 7 digits or so from 140 values on: Pelz and Good (1976),
 * Approximating the lower tail-areas of the Kolmogorov-Smirnov one-sample statistic, in the form of Simard and L'Ecuyer (2011).
 */
export function pelzGood(d: number, n: number): number {
  const z = Math.sqrt(n) * d;
  const pi2 = Math.PI ** 2;
  const [z2, z3, z4, z6] = [z ** 2, z ** 3, z ** 4, z ** 6];
  if (-pi2 / 8 / z2 < -708) return 0;
  const q = Math.exp(-pi2 / 8 / z2);
  const sums = [0, 0, 0, 0];
  const most = Math.ceil((16 * z) / Math.PI);
  for (let k = most; k >= 1; k--) {
    const m2 = (2 * k - 1) ** 2;
    const [m4, m6] = [m2 ** 2, m2 ** 3];
    const terms = [
      1,
      -z2 + (pi2 / 4) * m2,
      6 * z6 + 2 * z4 + (((2 * z4 - 5 * z2) * pi2) / 4) * m2 + ((pi2 ** 2 * (1 - 2 * z2)) / 16) * m4,
      -30 * z6 -
        90 * z ** 8 +
        ((pi2 * (135 * z4 - 96 * z6)) / 4) * m2 +
        ((pi2 ** 2 * (-60 * z2 + 212 * z4)) / 16) * m4 +
        ((pi2 ** 3 * (5 - 30 * z2)) / 64) * m6,
    ];
    const power = q ** (8 * k);
    for (const [at, term] of terms.entries()) sums[at] = sums[at]! * power + term;
  }
  const root = Math.sqrt(2 * Math.PI);
  const over = [z, 6 * z4, 72 * z ** 7, 6480 * z ** 10];
  const found = sums.map((sum, at) => (sum * q * root) / over[at]!);
  const p = Math.exp(-pi2 / 2 / z2);
  let [second, third] = [0, 0];
  for (let k = most; k >= 1; k--) {
    const weight = k * k * p ** (k * k);
    second += weight;
    third += (3 * z2 - pi2 * k * k) * weight;
  }
  found[2]! += (second * pi2 * root) / (-36 * z3);
  found[3]! += (third * pi2 * root) / (216 * z6);
  return found.reduce((sum, one, at) => sum + one / n ** (at / 2), 0);
}
