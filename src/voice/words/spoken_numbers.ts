const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SMALL = new Map<string, number>([
  ...ONES.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, at): [string, number] => [word, (at + 2) * 10]),
]);
const SCALES = new Map([
  ["hundred", 1e2],
  ["thousand", 1e3],
  ["grand", 1e3],
  ["million", 1e6],
  ["billion", 1e9],
  ["trillion", 1e12],
  ["quadrillion", 1e15],
  ["quintillion", 1e18],
]);

/** A number that stands in words: how it is written, and how many words it took. */
export interface SpokenNumber {
  written: string;
  words: number;
  /** What comes next continues no number: it was one word that may be none ("one"). */
  isLoose: boolean;
}

/** The number that begins at a word: "two thousand and ten" is 2010, "twenty twenty four" is 2024, "four point two" is 4.2. */
export function numberAt(words: readonly string[], at: number): SpokenNumber | undefined {
  const minus = /^(?:minus|negative)$/.test(words[at] ?? "") ? 1 : 0;
  const start = at + minus;
  const found =
    half(words, start) ??
    spelled(words, start) ??
    year(words, start) ??
    paired(words, start) ??
    whole(words, start);
  if (!found) return undefined;
  const full = withHalf(words, start, found) ?? withDecimals(words, start, found);
  return {
    written: `${minus ? "-" : ""}${full.written}`,
    words: full.words + minus,
    isLoose: minus === 0 && full.words === 1 && full.written === "1",
  };
}

/** Whether a word is of a number: "twenty". */
export function isNumberWord(word: string): boolean {
  return SMALL.has(word) || SCALES.has(word);
}

type Part = Omit<SpokenNumber, "isLoose">;

/** "Half a million" */
function half(words: readonly string[], at: number): Part | undefined {
  const scale = SCALES.get(words[at + 2] ?? "");
  if (words[at] !== "half" || words[at + 1] !== "a" || scale === undefined) return undefined;
  return {written: String(scale / 2), words: 3};
}

const FEWEST_DIGITS = 3;

/** "Zero zero seven": digits one by one. */
function spelled(words: readonly string[], at: number): Part | undefined {
  let digits = "";
  while (digits.length < 24) {
    const value = digitOf(words[at + digits.length]);
    if (value === undefined) break;
    digits += value;
  }
  const next = words[at + digits.length] ?? "";
  const isLong = digits.length >= FEWEST_DIGITS || (digits.length === 2 && digits.startsWith("0"));
  return isLong && !SCALES.has(next) && next !== "point"
    ? {written: digits, words: digits.length}
    : undefined;
}

function digitOf(word: string | undefined): number | undefined {
  const value = word === "oh" ? 0 : SMALL.get(word ?? "");
  return value !== undefined && value < 10 ? value : undefined;
}

/** "Nineteen ninety nine", "twenty ten", "nineteen oh five", "nineteen hundred": years, said in pairs. */
function year(words: readonly string[], at: number): Part | undefined {
  const century = SMALL.get(words[at] ?? "");
  if (century === undefined || century < 13 || century > 21) return undefined;
  const [next = "", after] = [words[at + 1], words[at + 2]];
  if (next === "hundred") {
    const rest = after === "and" || after === undefined ? undefined : SMALL.get(after);
    return rest === undefined && after !== "thousand" && after !== "and"
      ? {written: `${century}00`, words: 2}
      : undefined;
  }
  if (next === "oh" || next === "o") {
    const digit = digitOf(after);
    return digit === undefined ? undefined : {written: `${century}0${digit}`, words: 3};
  }
  const tens = SMALL.get(next);
  if (tens === undefined || tens < 10) return undefined;
  const one = tens >= 20 ? digitOf(after === "oh" ? undefined : after) : undefined;
  const isOne = one !== undefined && one > 0;
  const end = at + (isOne ? 3 : 2);
  if (SCALES.has(words[end] ?? "")) return undefined;
  return {written: `${century}${tens + (isOne ? one : 0)}`, words: isOne ? 3 : 2};
}

/** What is numbered by one digit, so that a number after it is another: "Q one", "top five". */
const NUMBERED =
  /^(?:q|queue|cue|quarter|h|half|fy|version|point|january|february|march|april|may|june|july|august|september|october|november|december)$/;

/** "One fifty" is 150, "two twenty five" 225: hundreds that are not said. */
function paired(words: readonly string[], at: number): Part | undefined {
  const hundreds = digitOf(words[at] === "oh" ? undefined : words[at]);
  const tens = SMALL.get(words[at + 1] ?? "");
  if (hundreds === undefined || hundreds === 0 || tens === undefined || tens < 10) return undefined;
  if (NUMBERED.test(words[at - 1] ?? "") || year(words, at + 1)) return undefined;
  const one = tens >= 20 ? digitOf(words[at + 2] === "oh" ? undefined : words[at + 2]) : undefined;
  const isOne = one !== undefined && one > 0;
  const used = isOne ? 3 : 2;
  const next = words[at + used] ?? "";
  // "Five twenty one hundred", "five ten to twenty": these are no pairs.
  if (SCALES.has(next) || next === "point" || SMALL.has(next)) return undefined;
  return {written: String(hundreds * 100 + tens + (isOne ? one : 0)), words: used};
}

/** "Two and a half million", "three and a half" */
function withHalf(words: readonly string[], at: number, {written, words: used}: Part): Part | undefined {
  const end = at + used;
  if (!/^\d+$/.test(written) || words[end] !== "and" || words[end + 1] !== "a" || words[end + 2] !== "half")
    return undefined;
  const scale = words[end + 3] ?? "";
  if (scale === "hundred") return {written: String((Number(written) + 0.5) * 100), words: used + 4};
  return /^(?:thousand|million|billion|trillion)$/.test(scale)
    ? {written: `${written}.5 ${scale}`, words: used + 4}
    : {written: `${written}.5`, words: used + 3};
}

/** "Two hundred and five", "one million two hundred thousand", "a hundred". */
function whole(words: readonly string[], at: number): Part | undefined {
  const isArticle = words[at] === "a" && SCALES.has(words[at + 1] ?? "");
  let [total, current, used, last] = [0n, isArticle ? 1n : 0n, isArticle ? 1 : 0, Number.POSITIVE_INFINITY];
  let isOpen = isArticle;
  for (;;) {
    const word = words[at + used] ?? "";
    const small = SMALL.get(word);
    const scale = SCALES.get(word);
    if (small !== undefined && fits(current, small, isOpen)) current += BigInt(small);
    else if (scale === 100 && current > 0n && current < 100n) current *= 100n;
    else if (scale !== undefined && scale > 100 && current > 0n && scale < last) {
      total += current * BigInt(scale);
      current = 0n;
      last = scale;
    } else if (word === "and" && joins(words, at, used)) {
      used++;
      continue;
    } else break;
    isOpen = scale !== undefined;
    used++;
  }
  if (used === 0 || (used === 1 && isArticle)) return undefined;
  // "One hundred fifty million" is typed as it is read: 150 million.
  const round = current === 0n && last >= 1e6 && Number.isFinite(last) ? total / BigInt(last) : 0n;
  const isRound =
    round > 0n && round * BigInt(last) === total && last <= 1e12 && words[at + used - 1] !== "and";
  return {written: isRound ? `${round} ${words[at + used - 1]}` : String(total + current), words: used};
}

function fits(current: bigint, small: number, isOpen: boolean): boolean {
  if (current === 0n) return true;
  if (small === 0) return false;
  return isOpen ? current % 100n === 0n : current % 10n === 0n && current % 100n >= 20n && small < 10;
}

/** "And" is of the number after a hundred or a thousand: not in "between one hundred and two hundred". */
function joins(words: readonly string[], at: number, used: number): boolean {
  const before = words[at + used - 1] ?? "";
  if (used === 0 || !SCALES.has(before) || words[at - 1] === "between") return false;
  const rest = paired(words, at + used + 1) ?? whole(words, at + used + 1);
  if (!rest) return false;
  const next = words[at + used + 1 + rest.words] ?? "";
  return Number(rest.written) < (SCALES.get(before) ?? 0) && !SCALES.has(next) && Number(rest.written) > 0;
}

/** "Four point two million", "zero point five", "five hundred k". */
function withDecimals(words: readonly string[], at: number, found: Part): Part {
  let {written, words: used} = found;
  if (words[at + used] === "point") {
    let digits = "";
    while (digits.length < 20) {
      const digit = digitOf(words[at + used + 1 + digits.length]);
      if (digit === undefined) break;
      digits += digit;
    }
    // "Four point twenty five" is said too.
    const pair = digits === "" ? whole(words, at + used + 1) : undefined;
    if (digits !== "") {
      written += `.${digits}`;
      used += 1 + digits.length;
    } else if (pair && Number(pair.written) < 100) {
      written += `.${pair.written}`;
      used += 1 + pair.words;
    }
    const scale = words[at + used] ?? "";
    if (/^(?:thousand|million|billion|trillion)$/.test(scale)) {
      written += ` ${scale}`;
      used++;
    }
  }
  if (/^(?:k|bn)$/.test(words[at + used] ?? "")) {
    written += words[at + used];
    used++;
  }
  return {written, words: used};
}
