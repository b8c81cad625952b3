import type {Reading} from "../../../planning/reading.ts";
import {isDate, isYear} from "../../offline/column_nature.ts";
import type {LexColumn} from "../../offline/lexicon.ts";
import {dateColumnOf, type StretchPhrase} from "../../offline/period_phrase.ts";
import {type Cell, conjunctionsOf, truthOf} from "./condition_truth.ts";
import type {Heard} from "./mentions.ts";

/**
 * A stretch of time that a question names must be what the conditions keep: its first and last day, and not the days before and
 * after. Conditions are tried on those days, so that a period, a filter and a year of a date are the same.
 */
export function stretchDoubts(heard: Heard, reading: Reading): string[] {
  const stretches = halved(
    heard.periods.filter((one): one is StretchPhrase => one.kind === "period" && one.certain),
    heard.question,
  );
  if (reading.comparison || heard.periods.some(({kind}) => kind === "comparison")) return [];
  const dates = heard.lexicon.columns.filter((one) => isDate(one) || isYear(one));
  if (dates.length === 0) return [];
  const kept = conjunctionsOf(reading).map(({condition}) => condition);
  const doubts = stretches.flatMap((phrase) => {
    if (phrase.outside) return [];
    const met = dates.some((date) => {
      const asCell = (day: string): Cell => (isYear(date) ? Number(day.slice(0, 4)) : day);
      const [min, max] = [String(date.profile.min).slice(0, 10), String(date.profile.max).slice(0, 10)];
      const holds = (day: string, wanted: boolean): boolean =>
        kept.some((condition) => {
          const truth = truthOf(condition, {column: date.profile.name, value: asCell(day)});
          return wanted ? truth !== false : truth === false;
        });
      const {from, to} = phrase;
      const before = (day: string): string => lastBefore(day, date);
      const begins = from === undefined || from <= min || (holds(from, true) && holds(before(from), false));
      const last = to === undefined ? undefined : before(to);
      const ends = to === undefined || last! >= max || (holds(last!, true) && holds(to, false));
      const touched = kept.some((condition) => mentions(condition, date.profile.name));
      const open = from === undefined || to === undefined;
      const whole = (from === undefined || from <= min) && (to === undefined || last! >= max);
      const loose = stretches.length > 1 && from !== undefined && holds(from, true);
      const beyond = open && touched && outside(kept, date.profile.name, asCell, from, to, min, max);
      return (touched || whole) && ((begins && ends) || loose) && !beyond;
    });
    return met
      ? []
      : [`the question says "${phrase.text}", which is ${phrase.said}: the reading keeps other days`];
  });
  if (stretches.length > 1 && doubts.length < stretches.length) doubts.length = 0;
  for (const phrase of heard.periods) {
    if (stretches.length > 0 || phrase.kind !== "recurring" || !phrase.certain || phrase.part !== "month")
      continue;
    const others = [1, 4, 7, 10].filter((month) => !phrase.values.includes(month));
    const met =
      reading.groups.some(({part}) => part === "month") ||
      dates.some((date) =>
        kept.some((condition) => {
          const at = (month: number) =>
            truthOf(condition, {
              column: date.profile.name,
              value: `${String(date.profile.max).slice(0, 4)}-${String(month).padStart(2, "0")}-01`,
            });
          return (
            phrase.values.some((month) => at(month) !== false) && others.some((month) => at(month) === false)
          );
        }),
      );
    if (!met) doubts.push(`the question says "${phrase.text}", and no condition does`);
  }
  return doubts;
}

/** "the first half of July": of a half of the year and a month the half of the month is meant. */
function halved(stretches: readonly StretchPhrase[], question: string): readonly StretchPhrase[] {
  const [half, month] = stretches;
  for (const whole of stretches) {
    const end = endOf(whole, question);
    if (end)
      return [
        end,
        ...stretches.filter((one) => one !== whole && (one.end <= end.start || one.start >= whole.end)),
      ];
  }
  if (!half || !month?.from || !month.to || month.unit !== "month") return stretches;
  const [, which = ""] = /(first|second|last) half$/i.exec(half.text) ?? [];
  if (!which || !/^\s*of\s/i.test(question.slice(half.end, month.end))) return stretches;
  const middle = `${month.from.slice(0, 8)}16`;
  const first = which.toLowerCase() === "first";
  const text = question.slice(half.start, month.end);
  return [{...month, text, said: text, ...(first ? {to: middle} : {from: middle})}, ...stretches.slice(2)];
}

/** "the last 3 months of 2024", "the first 3 weeks of march 2024": as many at that end of the stretch. */
function endOf(whole: StretchPhrase, question: string): StretchPhrase | undefined {
  const head = question.slice(0, whole.start) + (/^of\s/i.exec(whole.text)?.[0] ?? "");
  const [phrase = "", side = "", count = "", unit = ""] =
    /\b(last|final|first|opening) (\d+|two|three|four|six) (day|week|month|quarter)s of (?:the )?$/i.exec(
      head,
    ) ?? [];
  const number = Number(count) || {two: 2, three: 3, four: 4, six: 6}[count.toLowerCase()];
  if (!number || !whole.from || !whole.to) return undefined;
  const last = /last|final/i.test(side);
  const cut = new Date(`${(last ? whole.to : whole.from).slice(0, 10)}T00:00:00Z`);
  const by = last ? -number : number;
  const days = {day: 1, week: 7}[unit.toLowerCase()];
  if (days) cut.setUTCDate(cut.getUTCDate() + by * days);
  else cut.setUTCMonth(cut.getUTCMonth() + by * (unit.toLowerCase() === "quarter" ? 3 : 1));
  const day = cut.toISOString().slice(0, 10);
  const start = head.length - phrase.length;
  const text = question.slice(start, whole.end);
  return {...whole, start, text, said: text, ...(last ? {from: day} : {to: day})};
}

/** With an open end all days on that side are kept: one beyond which the conditions stop is another question's. */
function outside(
  kept: readonly Parameters<typeof truthOf>[0][],
  column: string,
  asCell: (day: string) => Cell,
  from: string | undefined,
  to: string | undefined,
  min: string,
  max: string,
): boolean {
  const far = [...(from === undefined ? [min] : []), ...(to === undefined ? [max] : [])];
  return far.some(
    (day) =>
      !(from !== undefined && day < from) &&
      !(to !== undefined && day >= to) &&
      kept.every((condition) => truthOf(condition, {column, value: asCell(day)}) === false),
  );
}

const mentions = (condition: unknown, column: string): boolean =>
  JSON.stringify(condition).includes(`"column":${JSON.stringify(column)}`);

/** The last day before one that a column may have: where each date stands for a month, the month before. */
function lastBefore(day: string, {profile}: LexColumn): string {
  const before = dayBefore(day);
  const grain = dateColumnOf(profile)?.grain;
  if (grain === "month") return `${before.slice(0, 7)}-01`;
  return grain === "year" ? `${before.slice(0, 4)}-01-01` : before;
}

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
