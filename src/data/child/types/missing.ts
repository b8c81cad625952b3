/** What programs and people write where there is no value. */
const EMPTY = [
  "na",
  "n/a",
  "n.a.",
  "n.a",
  "#n/a",
  "#na",
  "<na>",
  "nan",
  "null",
  "(null)",
  "nil",
  "none",
  "nat",
  "-",
  "--",
  "---",
  "–",
  "—",
  "?",
  ".",
  "..",
  "...",
  "*",
  "\\n",
  "#value!",
  "#div/0!",
  "#ref!",
  "#name?",
  "#num!",
  "#null!",
  "#n/a n/a",
  "k.a.",
  "s/o",
  "n.v.t.",
  "n/d",
  "n.d.",
  "nd",
];
/** Words that say so among numbers and dates; among words they may be values of their own. */
const WORDS = [
  "missing",
  "unknown",
  "tbd",
  "tba",
  "tbc",
  "n/k",
  "not available",
  "not applicable",
  "not known",
  "blank",
  "empty",
  "pending",
  "unbekannt",
  "inconnu",
  "desconocido",
  "onbekend",
  "sconosciuto",
  "desconhecido",
];
const NON_FINITE = ["nan", "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity", "∞", "-∞"];

const empty = new Set([...EMPTY, ...NON_FINITE]);
const words = new Set(WORDS);
const nonFinite = new Set(NON_FINITE);

/** Whether a clean text stands for no value. `strict`: only where it can be nothing else. */
export function isMissing(text: string, further: ReadonlySet<string>, strict = false): boolean {
  if (text.length > 20 && further.size === 0) return false;
  const lower = text.toLowerCase();
  return further.has(lower) || empty.has(lower) || (!strict && words.has(lower));
}

/** Not a number, or endless. */
export const isNonFinite = (text: string): boolean => nonFinite.has(text.toLowerCase());
