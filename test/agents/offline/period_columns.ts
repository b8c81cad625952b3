import type {DateColumn, PeriodPhrase, Stretch} from "../../../src/agents/offline/period_phrase.ts";

/** Today, in every example. */
export const TODAY = "2026-11-21";

/** Data that ends in the middle of a month, at its end, yesterday; of one year, of years, of months, of two days. */
export const DATES: Record<string, DateColumn> = {
  orders: {name: "ordered_at", type: "date", min: "2021-01-03", max: "2024-05-14"},
  full: {name: "ordered_at", type: "date", min: "2021-01-01", max: "2024-05-31"},
  weather: {name: "date", type: "date", min: "2012-01-01", max: "2015-12-31"},
  live: {name: "at", type: "timestamp", min: "2023-01-01 00:00:00", max: "2026-11-20 22:00:00"},
  oneYear: {name: "day", type: "date", min: "2024-01-01", max: "2024-12-31"},
  cars: {name: "Year", type: "integer_year", min: "1970", max: "1982"},
  monthly: {name: "month", type: "date", min: "2000-01-01", max: "2010-03-01", grain: "month"},
  fewDays: {name: "at", type: "timestamp", min: "2024-05-01 00:00:00", max: "2024-05-02 20:00:00"},
};

const days = (stretch: Stretch): string => `${stretch.from ?? ""}..${stretch.to ?? ""}`;

/** Phrases on one line, as the tables of examples write them. */
export function sayPhrases(phrases: readonly PeriodPhrase[]): string {
  return phrases.map(sayPhrase).join(" & ");
}

function sayPhrase(phrase: PeriodPhrase): string {
  const unsure = phrase.certain ? "" : " unsure";
  switch (phrase.kind) {
    case "period":
      return `${days(phrase)}${phrase.partial ? " partial" : ""}${phrase.outside ? " outside" : ""}${unsure} | ${phrase.said}`;
    case "recurring":
      return `${phrase.part} ${phrase.values.join(",")}${unsure} | ${phrase.said}`;
    case "grain":
      return `by ${phrase.unit ?? `part ${phrase.part}`}${phrase.width ? ` x${phrase.width}` : ""}${unsure}`;
    case "comparison":
      return `${phrase.comparison} ${phrase.unit}${phrase.percent ? " percent" : ""}${phrase.of ? ` of ${days(phrase.of)}` : ""}${phrase.against ? ` against ${days(phrase.against)}` : ""}`;
  }
}
