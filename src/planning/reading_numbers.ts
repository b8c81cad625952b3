import type {Period, Reading} from "./reading.ts";
import {sayReading} from "./say_reading.ts";
import {type ShownNumber, scanNumbers} from "./scan_numbers.ts";

/** Where the text repeats the reading word for word: its line, a filter, a period, an assumption. */
export function coveredByReading(text: string, reading: Reading): {start: number; end: number}[] {
  const said = [sayReading(reading), ...phrasesOf(reading)].filter((phrase) => phrase.trim() !== "");
  return said.flatMap((phrase) => {
    const spans: {start: number; end: number}[] = [];
    for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
      spans.push({start: at, end: at + phrase.length});
    }
    return spans;
  });
}

/** Whether the reading itself states this number: a limit, a value that a filter compares with, a day or year of a period. */
export function isInReading(number: ShownNumber, reading: Reading): boolean {
  const periods = [reading.period, reading.comparison?.against].filter((period) => period !== undefined);
  if (periods.some((period) => isOfPeriod(number, period))) return true;
  if (
    reading.limit !== undefined &&
    number.value === reading.limit &&
    number.kind !== "percent" &&
    number.kind !== "money"
  )
    return true;
  const said = [...phrasesOf(reading), ...reading.having.map((having) => String(having.value))];
  return said.flatMap(scanNumbers).some((other) => {
    if (number.date || other.date)
      return number.date?.from === other.date?.from && number.date?.to === other.date?.to;
    return number.value === other.value && (number.kind === "percent") === (other.kind === "percent");
  });
}

function isOfPeriod(number: ShownNumber, period: Period): boolean {
  const last = period.to && dayBefore(period.to);
  if (number.date) {
    const {from, to} = number.date;
    return from === period.from || to === period.to || (period.from === from && period.to === to);
  }
  if (number.kind !== "plain" || !Number.isInteger(number.value)) return false;
  return [period.from, last].some(
    (day) => day !== undefined && day !== "" && Number(day.slice(0, 4)) === number.value,
  );
}

function phrasesOf(reading: Reading): string[] {
  return [
    ...(reading.period ? [reading.period.said] : []),
    ...(reading.comparison?.against ? [reading.comparison.against.said] : []),
    ...reading.filters.map((filter) => filter.said),
    ...reading.assumptions,
  ];
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
