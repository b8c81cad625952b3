import type {Answer} from "../../channels/channel.ts";
import {formatDate} from "../../planning/format_value.ts";
import type {Period} from "../../planning/reading.ts";
import {isIdentifier} from "./identifiers.ts";

const LONGEST = 90;
const MOST_FILTERS = 3;

/**
 * What an answer is restricted to, as the beginning of its sentence: "In October 2024, where region is North". Empty where the sentence
 * says it already, or where it would be longer than one listens to.
 */
export function echoOf(answer: Answer, sentence: string): string {
  const reading = answer.plan?.reading;
  if (!reading || /^(?:Yes|No)\b/.test(sentence)) return "";
  const period = reading.period ? periodName(reading.period) : "";
  const filters = reading.filters
    .map(({said}) => said)
    .filter((said) => !/ is (?:known|not missing)$/.test(said) && !isSaid(said, sentence));
  if (filters.length > MOST_FILTERS) return "";
  const during =
    period === "" || isSaid(period, sentence)
      ? ""
      : `${/^(?:first|second) half/.test(period) ? "in the" : /^(?:\p{L}|\d{4}$)/u.test(period) ? "in" : "for"} ${period}`;
  const where = filters.length === 0 ? "" : `where ${filters.map(sayFilter).join(" and ")}`;
  const echo = [during, where].filter(Boolean).join(", ");
  return echo.length <= LONGEST ? echo : "";
}

/** "age < 10" is "age is under 10", "State is in (Texas, Ohio)" is "State is Texas or Ohio". */
function sayFilter(said: string): string {
  const isNaming = isIdentifier(/^(.*?) (?:is|=|<|>|<=|>=)(?: |$)/.exec(said)?.[1] ?? "");
  return said
    .replace(/ is in \(([^()]*)\)/, (_, list: string) => ` is ${list.replace(/, (?=[^,]*$)/, " or ")}`)
    .replace(/ <= /, " is at most ")
    .replace(/ >= /, " is at least ")
    .replace(/ < /, " is under ")
    .replace(/ > /, " is over ")
    .replace(/ = /, " is ")
    .replace(/(?<![\d.-])\d{5,15}(?![\d.-])/g, (digits) =>
      isNaming
        ? digits
        : Number(digits)
            .toLocaleString("en-US")
            .replace(/,000,000$/, " million"),
    );
}

function isSaid(echo: string, sentence: string): boolean {
  const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const there = new Set(words(sentence));
  return words(echo).every((word) => word === "is" || there.has(word));
}

/** A period by its name where it has one: a month, a quarter, a year. */
function periodName({from, to, said}: Period): string {
  const plain = said.replace(/\s*\([^()]*\)/g, "").trim();
  if (!from || !to) return plain;
  const [year = 0, month = 0, day = 0] = from.split("-").map(Number);
  if (day !== 1) return plain;
  const ends = (months: number): string =>
    new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  if (to === ends(1)) return formatDate(from, "month") ?? plain;
  if (to === ends(3) && month % 3 === 1) return formatDate(from, "quarter") ?? plain;
  if (to === ends(12) && month === 1) return String(year);
  return plain;
}
