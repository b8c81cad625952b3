import {MONTH_NAMES} from "../period_calendar.ts";

/** Two stretches of time that a question sets against each other, as it writes them, the earlier one first. */
export interface TwoStretches {
  earlier: string;
  later: string;
  /** The question without them. */
  rest: string;
}

const YEAR = "(?:19|20)\\d\\d";
const MONTHS = MONTH_NAMES.map((name) => name.toLowerCase());
const MONTH = `(?:${MONTHS.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join("|")}|sept)`;
const STRETCH = new RegExp(
  `\\b(?:(?:the )?(?:first|second) half(?: of)?(?: ${YEAR})?|q[1-4](?:,? (?:of )?${YEAR})?|${MONTH}\\.?(?:,? (?:of )?${YEAR})?|${YEAR})\\b`,
  "gi",
);
/** "may" and "march" are months where they stand as one. */
const VERB = /^(?:may|march|mar)$/i;
const BEFORE_MONTH =
  /\b(?:in|on|of|for|from|to|than|vs|versus|against|and|between|with|over|by|was|is|why)\W*$/i;

/** Exactly two stretches named in a question: "q2 2025 on q1 2025", "from the 2007 peak to 2013"; undefined where there are more or fewer. */
export function twoStretches(question: string): TwoStretches | undefined {
  const meant = stretchesOf(question);
  const [first, second] = meant;
  if (!first || !second || meant.length > 2) return undefined;
  const year = yearOf(first[0]) ?? yearOf(second[0]);
  const all = [first, second].map(({0: text}) => ({
    text: year !== undefined && yearOf(text) === undefined ? `${text} ${year}` : text,
    at: (yearOf(text) ?? year ?? 0) + startOf(text),
  }));
  const [one, other] = all as [(typeof all)[0], (typeof all)[0]];
  if (one.at === other.at) return undefined;
  const rest =
    question.slice(0, first.index) +
    question.slice(first.index + first[0].length, second.index) +
    question.slice(second.index + second[0].length);
  const [earlier, later] = one.at < other.at ? [one.text, other.text] : [other.text, one.text];
  return {earlier, later, rest};
}

/** "march 2025 than feb": the year of one of two like stretches is the other's too. */
export function withBothYears(question: string): string {
  const found = stretchesOf(question);
  const [first, second] = found;
  if (!first || !second || found.length > 2 || kindOf(first[0]) !== kindOf(second[0])) return question;
  const year = yearOf(first[0]) ?? yearOf(second[0]);
  if (year === undefined) return question;
  let text = question;
  for (const {0: said, index} of [second, first])
    if (yearOf(said) === undefined)
      text = `${text.slice(0, index + said.length)}${/half$/i.test(said) ? " of" : ""} ${year}${text.slice(index + said.length)}`;
  return text;
}

const kindOf = (text: string): string =>
  /half/i.test(text)
    ? "half"
    : /^q\d/i.test(text)
      ? "quarter"
      : /^(?:19|20)\d\d$/.test(text)
        ? "year"
        : "month";

const stretchesOf = (question: string): RegExpExecArray[] =>
  [...question.matchAll(STRETCH)].filter(
    ({0: text, index}) => !VERB.test(text) || BEFORE_MONTH.test(question.slice(0, index)),
  ) as RegExpExecArray[];

const yearOf = (text: string): number | undefined => {
  const found = new RegExp(YEAR).exec(text)?.[0];
  return found === undefined ? undefined : Number(found);
};

/** Where in its year a stretch starts, 0 to 1. */
function startOf(text: string): number {
  const lower = text.toLowerCase();
  if (/second half/.test(lower)) return 0.5;
  const quarter = /^q(\d)/.exec(lower)?.[1];
  if (quarter) return (Number(quarter) - 1) / 4;
  const month = MONTHS.findIndex((name) => lower.startsWith(name.slice(0, 3)));
  return month < 0 ? 0 : month / 12;
}
