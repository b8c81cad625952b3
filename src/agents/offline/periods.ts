import type {PeriodContext, PeriodPhrase} from "./period_phrase.ts";

/** Finds every phrase of time in a question. */
export function findPeriods(_text: string, _context: PeriodContext): PeriodPhrase[] {
  return [];
}
