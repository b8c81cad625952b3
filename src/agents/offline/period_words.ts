import type {TimeToken} from "./period_tokens.ts";

/** Words before a date that make it one; the weaker ones only within the data's years. */
export const AT = new Map<string, "strong" | "weak">([
  ["in", "strong"],
  ["during", "strong"],
  ["throughout", "strong"],
  ["within", "strong"],
  ["in the year", "strong"],
  ["in the years", "strong"],
  ["for the year", "strong"],
  ["of the year", "strong"],
  ["in the month of", "strong"],
  ["for the month of", "strong"],
  ["all of", "weak"],
  ["on", "weak"],
  ["of", "weak"],
  ["for", "weak"],
  ["at", "weak"],
  ["from", "weak"],
  ["only", "weak"],
  ["just", "weak"],
  ["about", "weak"],
  ["year is", "strong"],
  ["year =", "strong"],
]);

export type Open = "from" | "after" | "before" | "until";

export const OPEN = new Map<string, Open>([
  ["since", "from"],
  ["ever since", "from"],
  ["starting", "from"],
  ["starting in", "from"],
  ["starting from", "from"],
  ["beginning in", "from"],
  ["as of", "from"],
  ["after", "after"],
  ["later than", "after"],
  ["newer than", "after"],
  ["more recent than", "after"],
  ["post", "after"],
  ["before", "before"],
  ["prior to", "before"],
  ["earlier than", "before"],
  ["older than", "before"],
  ["pre", "before"],
  ["until", "until"],
  ["till", "until"],
  ["up to", "until"],
  ["up until", "until"],
  ["through", "until"],
  ["no later than", "until"],
  ["by the end of", "until"],
  ["no earlier than", "from"],
  ["in or after", "from"],
  ["on or after", "from"],
  ["in or before", "until"],
  ["on or before", "until"],
]);

export const TAILS = new Map<string, Open>([
  ["onwards", "from"],
  ["onward", "from"],
  ["and onwards", "from"],
  ["on", "from"],
  ["or later", "from"],
  ["and later", "from"],
  ["or newer", "from"],
  ["and newer", "from"],
  ["or after", "from"],
  ["and after", "from"],
  ["or earlier", "until"],
  ["and earlier", "until"],
  ["or before", "until"],
  ["and before", "until"],
  ["or older", "until"],
]);

export const TO = new Map<string, true>(
  ["to", "until", "till", "through", "thru", "-", "–", "—", "up to", "and"].map((word) => [word, true]),
);

export const NOW = new Set(["now", "today", "present", "date"]);

/** What makes a four-digit number an amount: before it, after it. */
export const AMOUNT_BEFORE = new Set(
  "over above under below exceeding than top bottom first least most exactly equal equals about around approximately nearly almost limit = < > <= >= $ € £ # × * /".split(
    " ",
  ),
);
export const AMOUNT_AFTER = new Set(
  "dollars dollar usd bucks euros euro eur gbp pounds lbs lb kg g km mi miles m meters metres feet ft sq square rows row records entries lines people points percent % times minutes mins min seconds hours hrs days weeks months years cc hp mm cm ml units or-more".split(
    " ",
  ),
);

/** Whether a bare number from `at` to `next` stands among words of amounts: "over 2000 dollars", "top 2000". */
export function isAmount(tokens: readonly TimeToken[], at: number, next: number): boolean {
  const before = tokens[at - 1]?.lower ?? "";
  const dated = /^(later|earlier|newer|older|recent)$/.test(tokens[at - 2]?.lower ?? "");
  return (
    (AMOUNT_BEFORE.has(before) && !(before === "than" && dated) && before !== "about") || isUnit(tokens[next])
  );
}

export function isUnit(token: TimeToken | undefined): boolean {
  return token !== undefined && AMOUNT_AFTER.has(token.lower);
}

export function hasYearWord(tokens: readonly TimeToken[], at: number): boolean {
  return ["year", "years"].includes(tokens[at - 1]?.lower ?? "");
}

/** "early 2019", "the late 1990s": nobody can say which months, so no stretch is made of it. */
export function isVague(tokens: readonly TimeToken[], at: number): boolean {
  const before = tokens[at - 1]?.lower === "-" ? tokens[at - 2] : tokens[at - 1];
  return ["early", "mid", "late", "around", "circa"].includes(before?.lower ?? "");
}
