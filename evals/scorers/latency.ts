/** 1 within the target, falling to 0 at ten times of it, by orders of magnitude. Both in milliseconds. */
export function scoreLatency(ms: number, target: number): number {
  if (ms <= target) return 1;
  return Math.max(0, 1 - Math.log10(ms / target));
}
