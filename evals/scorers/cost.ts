/** 1 within the budget of tokens, falling to 0 at ten times of it, by orders of magnitude; 1 where no model was asked. */
export function scoreCost(usage: {tokens: number} | undefined, budget: number): number {
  if (!usage || usage.tokens <= budget) return 1;
  return Math.max(0, 1 - Math.log10(usage.tokens / budget));
}
