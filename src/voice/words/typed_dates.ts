/** A word of a question as it is typed. */
export interface Typed {
  text: string;
  word: string;
  kind: "name" | "number" | "word";
}

const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);
const ORDINALS =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(
    " ",
  );
const CURRENCIES: Record<string, string> = {dollar: "$", dollars: "$", bucks: "$", euro: "€", euros: "€"};

/** Dates, quarters, percentages and money as they are typed: "first of may" is "1 May", "q three" is "Q3", "ten percent" is "10%". */
export function writtenDates(words: readonly Typed[]): Typed[] {
  const typed: Typed[] = [];
  for (let at = 0; at < words.length; ) {
    const {count, text} = rewritten(words, at) ?? {count: 1, text: undefined};
    const last = words[at + count - 1]!;
    const after = /[,.;:!?"'”)]*$/.exec(last.text)?.[0] ?? "";
    typed.push(
      text === undefined ? words[at]! : {...last, text: `${text}${after}`, word: text.toLowerCase()},
    );
    at += count;
  }
  return typed;
}

function rewritten(words: readonly Typed[], at: number): {count: number; text: string} | undefined {
  const word = (offset: number): string => words[at + offset]?.word ?? "";
  const kind = (offset: number): Typed["kind"] | undefined => words[at + offset]?.kind;
  if (words[at]!.kind === "name") return undefined;
  const isEndOf = (offset: number): boolean => /[,.;!?]$/.test(words[at + offset]?.text ?? "");

  if (/^(?:q|queue|cue|quarter)$/.test(word(0)) && /^[1-4]$/.test(word(1)) && !isEndOf(0))
    return {count: 2, text: `Q${word(1)}`};
  if (word(0) === "h" && /^[12]$/.test(word(1))) return {count: 2, text: `H${word(1)}`};
  if (/^(?:fy|fiscal)$/.test(word(0)) && kind(1) === "number" && word(0) === "fy")
    return {count: 2, text: `FY${word(1)}`};

  const day = dayAt(words, at + (word(0) === "the" ? 1 : 0));
  const lead = word(0) === "the" ? 1 : 0;
  if (day && !isEndOf(lead + day.count - 1)) {
    const of = word(lead + day.count) === "of" ? 1 : 0;
    const month = word(lead + day.count + of);
    if (MONTHS.includes(month))
      return {count: lead + day.count + of + 1, text: `${day.day} ${capital(month)}`};
  }
  if (MONTHS.includes(word(0)) && !isEndOf(0)) {
    const the = word(1) === "the" ? 1 : 0;
    const isOrdinal =
      the === 1 || ORDINALS.includes(word(1)) || /^(?:[23]0)$/.test(word(1)) || word(1) === "thirtieth";
    // "June twenty four" may be a day or a year: it is typed as it was said.
    const near = dayAt(words, at + 1 + the);
    const isYearNext = /^\d{4}$/.test(word(1 + the + (near?.count ?? 0)));
    const isTens = near?.count === 1 && the === 0 && /^\d0$/.test(word(1)) && !isYearNext;
    const found = near && (isOrdinal || isYearNext) && !isTens ? near : undefined;
    const year = found ? word(1 + the + found.count) : "";
    // "May first" is a day; "in May first class" is none, nor is "March second quarter".
    const next = word(1 + the + (found?.count ?? 0));
    if (
      found &&
      (next === "" || /^(?:\d{4}|to|and|until|till|through|in|by|for|or|versus|vs|compared|of)$/.test(next))
    )
      return {
        count: 1 + the + found.count,
        text:
          /^\d{4}$/.test(year) || word(0) !== "may" || at > 0
            ? `${found.day} ${capital(word(0))}`
            : `${found.day} May`,
      };
    if (word(0) !== "may" && word(0) !== "march") return {count: 1, text: capital(word(0))};
    if (
      /^\d{4}$/.test(word(1)) ||
      /^(?:in|of|since|until|during|last|to|from)$/.test(words[at - 1]?.word ?? "")
    )
      return {count: 1, text: capital(word(0))};
  }
  if (/^[b-z]$/.test(word(0)) && kind(0) === "word" && !isEndOf(0)) {
    // "T V" is TV: letters said one by one.
    let count = 1;
    while (/^[a-z]$/.test(word(count)) && kind(count) === "word" && count < 6) count++;
    if (count > 1)
      return {
        count,
        text: words
          .slice(at, at + count)
          .map((one) => one.word.toUpperCase())
          .join(""),
      };
  }
  if (kind(0) === "number") {
    if (/^(?:percent|per)$/.test(word(1)) && !isEndOf(0)) {
      if (word(1) === "percent") return {count: 2, text: `${word(0)}%`};
      if (word(2) === "cent") return {count: 3, text: `${word(0)}%`};
    }
    const sign = CURRENCIES[word(1)];
    if (sign && !isEndOf(0))
      return {count: 2, text: `${word(0).startsWith("-") ? "-" : ""}${sign}${word(0).replace("-", "")}`};
    const tens = /^[2-9]0$/.test(word(0)) ? ORDINALS.indexOf(word(1)) : -1;
    if (tens >= 0 && tens < 9 && !(word(1) === "second" && isLength(words, at)))
      return {count: 2, text: ordinal(Number(word(0)) + tens + 1)};
    if (
      /^(?:19|20)$/.test(word(0)) &&
      /^(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)$/.test(word(1))
    )
      return {
        count: 2,
        text: `${word(0)}${"twenties thirties forties fifties sixties seventies eighties nineties".split(" ").indexOf(word(1)) + 2}0s`,
      };
  }
  return undefined;
}

/** "Sixty second calls" last a minute; "the sixty second call" comes after the sixty first. */
function isLength(words: readonly Typed[], at: number): boolean {
  const next = words[at + 2];
  if (!next || /[.,;!?]$/.test(words[at + 1]?.text ?? "")) return false;
  if (/^(?:of|in|to|and|or|by|on|at|is|was|from|for|with)$/.test(next.word)) return false;
  const isOrdered = /^(?:the|every|each|our|my|his|her|their)$/.test(words[at - 1]?.word ?? "");
  return !isOrdered || /[^s]s$/.test(next.word);
}

/** A day of a month: "first", "twenty first", "5", "21st". */
function dayAt(words: readonly Typed[], at: number): {day: number; count: number} | undefined {
  const [one, two] = [words[at], words[at + 1]];
  if (!one || one.kind === "name") return undefined;
  const plain = ORDINALS.indexOf(one.word) + 1;
  if (plain > 0) return {day: plain, count: 1};
  if (one.word === "thirtieth") return {day: 30, count: 1};
  const written = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(one.word)?.[1];
  if (written === undefined) return undefined;
  const ones = ORDINALS.indexOf(two?.word ?? "") + 1;
  if (/^[23]0$/.test(written) && ones > 0 && ones < 10) return {day: Number(written) + ones, count: 2};
  return Number(written) >= 1 && Number(written) <= 31 ? {day: Number(written), count: 1} : undefined;
}

function ordinal(value: number): string {
  const last = value % 10;
  return `${value}${last === 1 ? "st" : last === 2 ? "nd" : last === 3 ? "rd" : "th"}`;
}

function capital(month: string): string {
  return month.charAt(0).toUpperCase() + month.slice(1);
}
