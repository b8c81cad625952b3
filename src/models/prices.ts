/** US dollars for a million tokens. */
export interface Price {
  input: number;
  output: number;
  /** When it was looked up: "2025-11", "2026-11-21". */
  on?: string;
  /** It is from the list that comes with Tabletalk. */
  listed?: true;
}

/** When the list below was last compared with the providers' price pages. */
const ON = "2025-11";

/**
 * List prices by the model's name. They go out of date: `on` says when they held, a registry may give its own, and a model that is
 * not here has no price rather than a wrong one, so that its cost is told as unknown and never as nothing.
 */
const prices: Readonly<Record<string, Readonly<Record<string, readonly [input: number, output: number]>>>> = {
  anthropic: {
    "claude-opus-4": [15, 75],
    "claude-opus-4-1": [15, 75],
    "claude-opus-4-5": [5, 25],
    "claude-sonnet-4": [3, 15],
    "claude-sonnet-4-5": [3, 15],
    "claude-haiku-4-5": [1, 5],
    "claude-3-5-haiku": [0.8, 4],
  },
  openai: {
    "gpt-5": [1.25, 10],
    "gpt-5-mini": [0.25, 2],
    "gpt-5-nano": [0.05, 0.4],
    "gpt-4.1": [2, 8],
    "gpt-4.1-mini": [0.4, 1.6],
    "gpt-4.1-nano": [0.1, 0.4],
    "gpt-4o": [2.5, 10],
    "gpt-4o-mini": [0.15, 0.6],
    "text-embedding-3-small": [0.02, 0],
    "text-embedding-3-large": [0.13, 0],
  },
};

/**
 * The list price of a model, if it is known. A dated name ("gpt-4o-2024-11-20", "claude-haiku-4-5-20251001") has the price of its
 * family; a name with another version has none.
 */
export function priceOf(provider: string, model: string): Price | undefined {
  const family = model.replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, "");
  const known = Object.hasOwn(prices, provider) ? prices[provider]! : {};
  const price = Object.hasOwn(known, family) ? known[family] : undefined;
  return price && {input: price[0], output: price[1], on: ON, listed: true};
}

/** A price in words: "$3 in, $15 out per million tokens (list price of 2025-11)"; one that is not known is said to be unknown. */
export function sayPrice(price: Price | undefined): string {
  if (!price) return "price unknown";
  if (price.input === 0 && price.output === 0) return "free";
  const since = `${price.listed ? "list price" : "your price"}${price.on ? ` of ${price.on}` : ""}`;
  return `$${price.input} in, $${price.output} out per million tokens (${since})`;
}

/** US dollars for a call. */
export function costOf(price: Price, tokens: {input: number; output: number}): number {
  return (price.input * tokens.input + price.output * tokens.output) / 1_000_000;
}
