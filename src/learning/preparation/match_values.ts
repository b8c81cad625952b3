import {distance} from "fastest-levenshtein";
import {NO_HOOKS, type WorkHooks} from "../../statistics/work_hooks.ts";

/** A spelling, and the one that it was taken for. */
export interface ValueMatch {
  value: string;
  match: string;
  /** 0 to 1. */
  similarity: number;
}

/** Case, accents, punctuation and white space aside. */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** 1 less the edits over the longer length, of the texts as they stand or with their words in order: the better. */
export function similarity(one: string, other: string): number {
  const [a, b] = [foldText(one), foldText(other)];
  if (a === b) return 1;
  const sorted = (text: string): string => text.split(" ").sort().join(" ");
  return Math.max(ratio(a, b), ratio(sorted(a), sorted(b)));
}

/**
 * The most similar of the known values for each value, where they are at least as similar as the threshold; of equally
 * similar ones the first. Values that are known stay.
 */
export function matchToKnown(
  values: readonly string[],
  known: readonly string[],
  threshold = 0.8,
  hooks: WorkHooks = NO_HOOKS,
): ValueMatch[] {
  const same = new Set(known);
  const found: ValueMatch[] = [];
  for (const [at, value] of values.entries()) {
    if (same.has(value)) continue;
    if (at % 64 === 0) {
      hooks.checkpoint();
      hooks.progress(at / values.length);
    }
    let best: ValueMatch | undefined;
    for (const match of known) {
      const alike = similarity(value, match);
      if (alike >= threshold && alike > (best?.similarity ?? 0)) best = {value, match, similarity: alike};
    }
    if (best) found.push(best);
  }
  return found;
}

/** Values matched among themselves: each to a more frequent one that is alike, the most frequent first. */
export function matchAmong(
  values: readonly string[],
  counts: readonly number[],
  threshold = 0.8,
  hooks: WorkHooks = NO_HOOKS,
): ValueMatch[] {
  const order = values
    .map((_, at) => at)
    .sort((a, b) => counts[b]! - counts[a]! || (values[a]! < values[b]! ? -1 : 1));
  const kept: string[] = [];
  const found: ValueMatch[] = [];
  for (const [done, at] of order.entries()) {
    if (done % 64 === 0) {
      hooks.checkpoint();
      hooks.progress(done / order.length);
    }
    const [match] = matchToKnown([values[at]!], kept, threshold);
    if (match) found.push(match);
    else kept.push(values[at]!);
  }
  return found;
}

const ratio = (one: string, other: string): number =>
  1 - distance(one, other) / Math.max(one.length, other.length, 1);
