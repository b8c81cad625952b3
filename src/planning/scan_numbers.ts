/** A number as a text shows it. */
export interface ShownNumber {
  text: string;
  start: number;
  end: number;
  /** With scale words applied and "%" left as it is: "1.2 million" is 1200000, "12.3 %" is 12.3. */
  value: number;
  /** Half a unit of the last digit shown, in the same scale. */
  tolerance: number;
  kind: "plain" | "percent" | "money" | "ordinal" | "word" | "date";
  /** The currency sign of money. */
  sign?: string;
  /** The scale, the percent or the currency of the number that it is paired with: "from 71.2 to 81.2 million". */
  shared?: Pick<ShownNumber, "value" | "tolerance" | "kind"> & {sign?: string};
  /** Where the number that it is paired with ends: its unit stands there. */
  unitAt?: number;
  /** For dates: the days that it covers, [from, to) as YYYY-MM-DD; without a year, `month` alone. */
  date?: {from: string; to: string};
}

const SCALES: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  bn: 1e9,
  b: 1e9,
  billion: 1e9,
  trillion: 1e12,
};
const WORDS =
  "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );
const TENS = "thirty forty fifty sixty seventy eighty ninety".split(" ");
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const MONTH =
  "(?<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?";
const YEAR = "(?<year>[12]\\d{3})";
const DAY = "(?<day>[0-3]?\\d)(?:st|nd|rd|th)?";

const CLOCK = "(?:[ T]\\d{2}:\\d{2}(?::\\d{2})?)?";

const DATES = [
  `(?<year>[12]\\d{3})-(?<monthNumber>[01]\\d)(?:-(?<day>[0-3]\\d)${CLOCK})?(?![\\d-])`,
  `${DAY} ${MONTH},? ${YEAR}${CLOCK}`,
  `${MONTH} ${DAY},? ${YEAR}${CLOCK}`,
  `${MONTH},? ${YEAR}`,
  `Q(?<quarter>[1-4])[ /-]?${YEAR}`,
  `${YEAR}[ /-]?Q(?<quarter>[1-4])`,
].map((pattern) => new RegExp(`(?<![\\w.])${pattern}(?!\\w)`, "gi"));

const NUMBER =
  /(?<![\w.])(?<minus>[-−–+](?=[$€£¥₹₩₽\d.]))?(?:(?<sign>US\$|A\$|C\$|R\$|(?:USD|EUR|GBP)(?=\s?\d)|[$€£¥₹₩₽])\s?)?(?<minus2>[-−])?(?<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?<exponent>[eE][-+]?\d+)?(?:(?<ordinal>st|nd|rd|th)\b|(?<scale>\s?(?:thousand|million|billion|trillion|bn|mn)\b|[kKMB]\b)?(?<percent>\s?%|\s?(?:percent|per cent|pct|percentage points?|pp)\b)?)/g;
const TIME = /(?<![\w:.])(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?::[0-5]\d)?(?![\w:])/g;
const WORD = new RegExp(`(?<![\\w-])(?:${[...WORDS, ...TENS].join("|")})(?![\\w-])`, "gi");
const CODES: Record<string, string> = {USD: "$", EUR: "€", GBP: "£"};

/**
 * Every number that a text states, in order: digits, money, percentages, scales ("1.2 million", "3k"), ordinals, dates,
 * and words from two to twenty. A digit that follows a letter is part of a name (B2B, CO2); a number that begins a line
 * as its label ("1. East") is none.
 */
export function scanNumbers(text: string): ShownNumber[] {
  const found: ShownNumber[] = [];
  const isFree = (start: number, end: number) => found.every((one) => end <= one.start || start >= one.end);
  for (const pattern of DATES) {
    for (const match of text.matchAll(pattern)) {
      const date = daysOf(match.groups ?? {});
      const [start, end] = [match.index, match.index + match[0].length];
      if (date && isFree(start, end))
        found.push({text: match[0], start, end, value: Number.NaN, tolerance: 0, kind: "date", date});
    }
  }
  for (const match of text.matchAll(TIME)) {
    const [start, end] = [match.index, match.index + match[0].length];
    const value = match.groups?.minute === "00" ? Number(match.groups.hour) : Number.NaN;
    if (isFree(start, end)) found.push({text: match[0], start, end, value, tolerance: 0, kind: "word"});
  }
  const labels = [...text.matchAll(/^[ \t]*\d{1,3}[.)](?=\s)/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  for (const match of text.matchAll(NUMBER)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (isFree(start, end) && !labels.some((label) => start >= label.start && start < label.end))
      found.push(asNumber(match, text));
  }
  for (const match of text.matchAll(WORD)) {
    const [start, end] = [match.index, match.index + match[0].length];
    const word = match[0].toLowerCase();
    const value = TENS.includes(word) ? 30 + 10 * TENS.indexOf(word) : WORDS.indexOf(word) + 2;
    if (isFree(start, end)) found.push({text: match[0], start, end, value, tolerance: 0, kind: "word"});
  }
  return paired(
    found.sort((a, b) => a.start - b.start).map((number) => hedged(number, text)),
    text,
  );
}

const HEDGE =
  /(?:\b(?:about|roughly|around|approximately|approx\.?|nearly|almost|some|circa|ca\.|close to|just over|just under|a little (?:over|under)|slightly (?:over|under|more than|less than)|or so)|~)\s*$/i;
const EARLIER_HEDGE = /\b(?:about|roughly|around|approximately|nearly|almost)\s[^.;\n]{0,60}$/i;
/** How far a hedged round number may be off, as a part of itself. */
const HEDGED = 0.03;
const WORD_HEDGED = 0.06;

/** "roughly 1,800" is said of 1,792: the zeros at its end are rounding. */
function hedged(number: ShownNumber, text: string): ShownNumber {
  if (
    number.kind === "word" &&
    number.value <= 20 &&
    HEDGE.test(text.slice(Math.max(0, number.start - 24), number.start))
  )
    return {...number, tolerance: WORD_HEDGED * number.value};
  if (!["plain", "money", "percent"].includes(number.kind)) return number;
  const digits = /\d[\d,]*/.exec(number.text)?.[0].replaceAll(",", "") ?? "";
  const zeros = /0*$/.exec(digits)![0].length;
  if (number.text.includes(".") || zeros === 0 || digits.length < 2) return number;
  const before = text.slice(0, number.start);
  const isHedged =
    HEDGE.test(before.slice(-24)) ||
    (zeros > 1 && digits.length > 3 && EARLIER_HEDGE.test(before.slice(-80))) ||
    /^[^.;,]{0,12}\bor so\b/.test(text.slice(number.end, number.end + 20));
  if (!isHedged) return number;
  const rounding = number.tolerance * 10 ** zeros;
  return {
    ...number,
    tolerance: Math.max(number.tolerance, Math.min(rounding, HEDGED * Math.abs(number.value))),
  };
}

const JOINED = /^\s*(?:to|and|or|vs\.?|versus|against|–|-|\/|→|->)\s*(?:about\s|roughly\s|around\s)?$/i;
const SCALED = /[a-z%]/i;

/** "from 71.2 to 81.2 million", "between 10 and 13 %", "$5 to 7": what is said once holds for both. */
function paired(numbers: readonly ShownNumber[], text: string): ShownNumber[] {
  return numbers.map((number, at) => {
    const next = numbers[at + 1];
    if (
      number.kind !== "plain" ||
      /^(?:19|20)\d\d$/.test(number.text) ||
      !next ||
      !JOINED.test(text.slice(number.end, next.start))
    )
      return number;
    if (next.kind !== "plain" && next.kind !== "money" && next.kind !== "percent") return number;
    if (next.kind === "plain" && !SCALED.test(next.text)) return {...number, unitAt: next.end};
    const shown = Number(/\d[\d,]*(?:\.\d+)?/.exec(next.text)?.[0].replaceAll(",", ""));
    const factor = shown === 0 ? 1 : Math.abs(next.value) / shown;
    return {
      ...number,
      shared: {
        value: number.value * factor,
        tolerance: number.tolerance * factor,
        kind: next.kind,
        ...(next.sign !== undefined && {sign: next.sign}),
      },
    };
  });
}

function asNumber(match: RegExpExecArray, text: string): ShownNumber {
  const {minus, minus2, sign, digits = "", exponent, ordinal, scale, percent} = match.groups ?? {};
  const start = match.index;
  const raw = match[0];
  // A dash right after a digit or a word is a range ("10-20") or a hyphen, not a sign.
  const isRange = /[\w)%]/.test(text[start - 1] ?? "");
  const isMinus = Boolean(minus2) || (minus !== undefined && minus !== "+" && !isRange);
  const factor = (scale ? SCALES[scale.trim().toLowerCase()]! : 1) * (exponent ? Number(`1${exponent}`) : 1);
  const decimals = digits.split(".")[1]?.length ?? 0;
  const value = Number(digits.replaceAll(",", "")) * factor * (isMinus ? -1 : 1);
  const lead = isMinus ? 0 : (minus?.length ?? 0);
  const kind = percent ? "percent" : sign ? "money" : ordinal ? "ordinal" : "plain";
  return {
    text: raw.slice(lead),
    start: start + lead,
    end: start + raw.length,
    value,
    tolerance: ordinal ? 0 : 0.5 * 10 ** -decimals * factor,
    kind,
    ...(sign && {sign: CODES[sign.trim()] ?? sign.toUpperCase()}),
  };
}

function daysOf(part: Record<string, string | undefined>): {from: string; to: string} | undefined {
  const year = Number(part.year);
  if (part.quarter) return span(year, (Number(part.quarter) - 1) * 3, 1, 3);
  const month = part.month
    ? MONTHS.indexOf(part.month.slice(0, 3).toLowerCase())
    : Number(part.monthNumber) - 1;
  if (month < 0 || month > 11) return undefined;
  if (!part.day) return span(year, month, 1, 1);
  const day = Number(part.day);
  const date = new Date(Date.UTC(year, month, day));
  if (date.getUTCMonth() !== month) return undefined;
  return {from: isoDay(date), to: isoDay(new Date(date.getTime() + 86_400_000))};
}

function span(year: number, month: number, day: number, months: number): {from: string; to: string} {
  return {
    from: isoDay(new Date(Date.UTC(year, month, day))),
    to: isoDay(new Date(Date.UTC(year, month + months, day))),
  };
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
