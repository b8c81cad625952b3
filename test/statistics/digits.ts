/** How many digits of a number agree with the reference: the log relative error (absolute where the reference is 0). */
export function digitsOf(got: number, reference: number): number {
  if (got === reference) return 16;
  return -Math.log10(Math.abs(got - reference) / (Math.abs(reference) || 1));
}
