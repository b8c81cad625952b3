/** US dollars for a million tokens. */
export interface Price {
  input: number;
  output: number;
}

/**
 * List prices by the beginning of the model's name, longest match first. They go out of date: a configuration may give
 * its own, and a model that is not here has no cost rather than a wrong one.
 */
const prices: Readonly<Record<string, Readonly<Record<string, Price>>>> = {
  anthropic: {
    "claude-opus-4-5": {input: 5, output: 25},
    "claude-sonnet-4": {input: 3, output: 15},
    "claude-haiku-4-5": {input: 1, output: 5},
    "claude-3-5-haiku": {input: 0.8, output: 4},
  },
  openai: {
    "gpt-5-mini": {input: 0.25, output: 2},
    "gpt-5-nano": {input: 0.05, output: 0.4},
    "gpt-4.1": {input: 2, output: 8},
    "gpt-4.1-mini": {input: 0.4, output: 1.6},
    "gpt-4.1-nano": {input: 0.1, output: 0.4},
    "gpt-4o": {input: 2.5, output: 10},
    "gpt-4o-mini": {input: 0.15, output: 0.6},
  },
};

/** The list price of a model, if it is known. A dated name ("gpt-4o-2024-11-20") has the price of its family. */
export function priceOf(provider: string, model: string): Price | undefined {
  const known = prices[provider] ?? {};
  const family = Object.keys(known)
    .filter(
      (name) => model === name || (model.startsWith(`${name}-`) && /^\d/.test(model.slice(name.length + 1))),
    )
    .sort((a, b) => b.length - a.length)[0];
  return family === undefined ? undefined : known[family];
}

/** US dollars for a call. */
export function costOf(price: Price, tokens: {input: number; output: number}): number {
  return (price.input * tokens.input + price.output * tokens.output) / 1_000_000;
}
