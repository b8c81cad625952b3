/** A number in a text, and where it stands: characters [start, end). */
export interface FoundNumber {
  value: number;
  start: number;
  end: number;
  /** What it is a number of, where the text says so: "$", "€", "£", "%". */
  unit?: string;
  /** "a dozen", "half", "one": words that are often not meant as a count. */
  loose: boolean;
}

const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

const SMALL = new Map<string, number>([
  ...ONES.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, (index + 2) * 10]),
]);

const SCALES = new Map<string, number>([
  ["hundred", 1e2],
  ["thousand", 1e3],
  ["million", 1e6],
  ["billion", 1e9],
  ["trillion", 1e12],
]);

const SUFFIXES = new Map<string, number>([
  ["k", 1e3],
  ["m", 1e6],
  ["mn", 1e6],
  ["mm", 1e6],
  ["b", 1e9],
  ["bn", 1e9],
]);

const CURRENCIES = new Map<string, string>([
  ["dollar", "$"],
  ["dollars", "$"],
  ["usd", "$"],
  ["bucks", "$"],
  ["euro", "€"],
  ["euros", "€"],
  ["eur", "€"],
  ["gbp", "£"],
  ["percent", "%"],
  ["percentage", "%"],
  ["pct", "%"],
  ["%", "%"],
]);

const LOOSE = new Map<string, number>([
  ["half", 0.5],
  ["dozen", 12],
  ["couple", 2],
]);

const PIECE =
  /(?<sign>(?<![\w)])[-−])?(?:(?<currency>[$€£])\s?)?(?<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:\s?(?<percent>%)|(?<suffix>k|mn|mm|m|bn|b)(?![\p{L}\d]))?|(?<word>\p{L}+)|(?<other>\S)/giu;

interface Piece {
  start: number;
  end: number;
  word?: string;
  number?: number;
  unit?: string;
  hyphen?: boolean;
}

/**
 * Finds every number of a text, written in digits ("1,000", "1.5k", "$3,500.50", "10%", "-5", "2 million") or in words
 * ("five", "twenty-one", "two hundred and five", "a dozen", "half a million"). A percentage is its number: 10 with unit
 * "%". Digits inside of words and dates (Q2, 2024-05-05) are the caller's to leave out.
 */
export function findNumbers(text: string): FoundNumber[] {
  const pieces = piecesOf(text);
  const found: FoundNumber[] = [];
  for (let at = 0; at < pieces.length; ) {
    const read = readDigits(pieces, at) ?? readSpelled(pieces, at);
    if (!read) {
      at++;
      continue;
    }
    const last = pieces[read.next - 1]!;
    const currency = CURRENCIES.get(pieces[read.next]?.word ?? "");
    const unit = read.unit ?? currency;
    const end = !read.unit && currency ? pieces[read.next]!.end : last.end;
    found.push({value: read.value, start: pieces[at]!.start, end, ...(unit && {unit}), loose: read.loose});
    at = !read.unit && currency ? read.next + 1 : read.next;
  }
  return found;
}

/** The number that a whole text is: "twenty-one" is 21, "$3,500.50" is 3500.5; absent where it is anything else. */
export function parseNumber(text: string): number | undefined {
  const [only, more] = findNumbers(text);
  if (!only || more) return undefined;
  const rest = text.slice(0, only.start) + text.slice(only.end);
  return rest.trim() === "" ? only.value : undefined;
}

function piecesOf(text: string): Piece[] {
  return [...text.matchAll(PIECE)].map((match): Piece => {
    const start = match.index;
    const end = start + match[0].length;
    const {sign, currency, digits, percent, suffix, word, other} = match.groups ?? {};
    if (digits !== undefined) {
      const size = Number(digits.replaceAll(",", "")) * (SUFFIXES.get(suffix?.toLowerCase() ?? "") ?? 1);
      const number = Number((sign ? -size : size).toPrecision(15));
      return {start, end, number, ...((currency ?? percent) && {unit: currency ?? percent})};
    }
    return word ? {start, end, word: word.toLowerCase()} : {start, end, hyphen: other === "-"};
  });
}

interface Read {
  next: number;
  value: number;
  unit?: string;
  loose: boolean;
}

function readDigits(pieces: readonly Piece[], at: number): Read | undefined {
  const first = pieces[at];
  if (first?.number === undefined) return undefined;
  const word = pieces[at + 1]?.word ?? "";
  const scale = SCALES.get(word) ?? (["mn", "bn", "k"].includes(word) ? SUFFIXES.get(word) : undefined);
  const value = Number((first.number * (scale ?? 1)).toPrecision(15));
  return {next: scale ? at + 2 : at + 1, value, ...(first.unit && {unit: first.unit}), loose: false};
}

/** "two hundred and five", "twenty-one", "a dozen", "half a million". */
function readSpelled(pieces: readonly Piece[], at: number): Read | undefined {
  const article = pieces[at]?.word === "a" || pieces[at]?.word === "an";
  const start = article ? at + 1 : at;
  const loose = LOOSE.get(pieces[start]?.word ?? "");
  if (loose !== undefined) {
    const of = pieces[start + 1]?.word === "a" ? start + 2 : start + 1;
    const scale = SCALES.get(pieces[of]?.word ?? "");
    return {next: scale ? of + 1 : start + 1, value: loose * (scale ?? 1), loose: !scale};
  }
  let [total, current, next, words] = [0, article ? 1 : 0, start, 0];
  while (next < pieces.length) {
    const piece = pieces[next]!;
    if (words > 0 && isJoint(pieces, next)) {
      next++;
      continue;
    }
    const small = SMALL.get(piece.word ?? "");
    const scale = SCALES.get(piece.word ?? "");
    if (small !== undefined && (!article || words > 0) && fits(current, small)) current += small;
    else if (scale === 100 && current > 0 && current < 100) current *= 100;
    else if (scale !== undefined && scale > 100 && current > 0) {
      total += current * scale;
      current = 0;
    } else break;
    words++;
    next++;
  }
  if (words === 0) return undefined;
  const value = total + current;
  return {next, value, loose: words === 1 && value === 1};
}

const fits = (current: number, small: number): boolean =>
  current === 0 ||
  (current % 100 === 0 && current > 0) ||
  (current % 10 === 0 && current % 100 >= 20 && small < 10 && small > 0);

/** A hyphen or "and" between two words of one number. */
function isJoint(pieces: readonly Piece[], at: number): boolean {
  const [before, piece, after] = [pieces[at - 1]?.word ?? "", pieces[at], pieces[at + 1]?.word ?? ""];
  if (piece?.hyphen) return TENS.includes(before) && SMALL.has(after);
  return piece?.word === "and" && SCALES.has(before) && SMALL.has(after);
}
