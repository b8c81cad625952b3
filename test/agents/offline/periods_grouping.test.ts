import {describe, expect, it} from "vitest";
import {findPeriods} from "../../../src/agents/offline/periods.ts";
import {DATES, sayPhrases, TODAY} from "./period_columns.ts";

const find = (question: string, column: string) =>
  findPeriods(question, {asOf: TODAY, dateColumns: [DATES[column]!]});

const REPEATING: [question: string, data: string, meaning: string][] = [
  ["in January", "orders", "month 1 | January of every year"],
  ["in january and february", "orders", "month 1,2 | January and February of every year"],
  ["every December", "orders", "month 12 | December of every year"],
  ["in Q4", "orders", "quarter 4 | Q4 of every year"],
  ["on Mondays", "orders", "weekday 1 | Mondays"],
  ["on Monday", "orders", "weekday 1 | Mondays"],
  ["on weekends", "orders", "weekday 6,7 | Saturdays and Sundays"],
  ["on weekdays", "orders", "weekday 1,2,3,4,5 | Mondays to Fridays"],
  ["Saturdays and Sundays", "orders", "weekday 6,7 | Saturdays and Sundays"],
  ["Monday to Friday", "orders", "weekday 1,2,3,4,5 | Mondays to Fridays"],
  ["from December to February", "orders", "month 12,1,2 | December to February of every year"],
  ["in summer", "orders", "month 6,7,8 | June to August of every year"],
  ["sales in may", "orders", "month 5 | May of every year"],
];

const GRAIN: [question: string, data: string, meaning: string][] = [
  ["sales by month", "orders", "by month"],
  ["per month", "orders", "by month"],
  ["monthly sales", "orders", "by month unsure"],
  ["for each month", "orders", "by month"],
  ["each year", "orders", "by year"],
  ["yearly", "orders", "by year unsure"],
  ["annual revenue", "orders", "by year unsure"],
  ["per quarter", "orders", "by quarter"],
  ["weekly", "orders", "by week unsure"],
  ["daily orders", "orders", "by day unsure"],
  ["month by month", "orders", "by month"],
  ["by day", "orders", "by day"],
  ["by date", "orders", "by day"],
  ["over the years", "orders", "by year"],
  ["by weekday", "orders", "by part weekday"],
  ["by day of week", "orders", "by part weekday"],
  ["by day of the week", "orders", "by part weekday"],
  ["by month of the year", "orders", "by part month"],
  ["seasonal pattern", "orders", "by part month"],
  ["by hour", "live", "by part hour"],
  ["per decade", "cars", "by part year x10"],
  ["over time", "orders", "by month"],
  ["over time", "weather", "by month"],
  ["over time", "cars", "by year"],
  ["over time", "oneYear", "by month"],
  ["over time", "fewDays", "by hour"],
  ["trend", "full", "by month"],
  ["over time", "monthly", "by year"],
  ["trends in 2022", "orders", "by month & 2022-01-01..2023-01-01 | 2022"],
  ["evolution since 2024", "orders", "by month & 2024-01-01.. | since 2024"],
  ["over time in May 2023", "orders", "by day & 2023-05-01..2023-06-01 | May 2023"],
];

const COMPARED: [question: string, data: string, meaning: string][] = [
  [
    "sales in 2021 vs 2023",
    "orders",
    "2023-01-01..2024-01-01 | 2023 & previous_period year against 2021-01-01..2022-01-01",
  ],
  [
    "did it fall from 1972 to 1980",
    "cars",
    "previous_period year against 1972-01-01..1973-01-01 & 1980-01-01..1981-01-01 | 1980",
  ],
  [
    "sales vs last year",
    "live",
    "previous_period year of 2026-01-01..2026-11-22 against 2025-01-01..2025-11-22",
  ],
  [
    "sales vs last year",
    "orders",
    "previous_period year of 2023-01-01..2024-01-01 against 2022-01-01..2023-01-01",
  ],
  [
    "May 2023 vs last year",
    "orders",
    "2023-05-01..2023-06-01 | May 2023 & same_period_last_year year against 2022-05-01..2022-06-01",
  ],
  [
    "May 2023 vs May 2022",
    "orders",
    "2023-05-01..2023-06-01 | May 2023 & previous_period month against 2022-05-01..2022-06-01",
  ],
  [
    "2023 compared to 2022",
    "orders",
    "2023-01-01..2024-01-01 | 2023 & previous_period year against 2022-01-01..2023-01-01",
  ],
  [
    "this year vs last year",
    "live",
    "2026-01-01..2027-01-01 partial | 2026 (this year, so far) & previous_period year against 2025-01-01..2025-11-22",
  ],
  [
    "this month versus last month",
    "live",
    "2026-11-01..2026-12-01 partial | November 2026 (this month, so far) & previous_period month against 2026-10-01..2026-10-22",
  ],
  [
    "compared to the previous month",
    "orders",
    "previous_period month of 2024-04-01..2024-05-01 against 2024-03-01..2024-04-01",
  ],
  [
    "last month vs the month before",
    "orders",
    "2024-04-01..2024-05-01 | 1-30 April 2024 (last full month in the data) & previous_period month against 2024-03-01..2024-04-01",
  ],
  [
    "last month compared to the same month last year",
    "orders",
    "2024-04-01..2024-05-01 | 1-30 April 2024 (last full month in the data) & same_period_last_year year against 2023-04-01..2023-05-01",
  ],
  [
    "same period last year",
    "orders",
    "same_period_last_year year of 2024-04-01..2024-05-01 against 2023-04-01..2023-05-01",
  ],
  [
    "Q1 2024 against the same quarter of the previous year",
    "orders",
    "2024-01-01..2024-04-01 | Q1 2024 & same_period_last_year year against 2023-01-01..2023-04-01",
  ],
  [
    "2022 relative to the previous year",
    "orders",
    "2022-01-01..2023-01-01 | 2022 & previous_period year against 2021-01-01..2022-01-01",
  ],
  ["year over year", "orders", "each_step year percent"],
  ["yoy growth", "orders", "each_step year percent"],
  ["month-over-month", "orders", "each_step month percent"],
  ["mom", "orders", "each_step month percent"],
  ["sales growth by month", "orders", "each_step month percent & by month"],
  [
    "growth in 2022",
    "orders",
    "previous_period year percent against 2021-01-01..2022-01-01 & 2022-01-01..2023-01-01 | 2022",
  ],
  [
    "growth over the last 5 years",
    "cars",
    "each_step year percent & 1978-01-01..1983-01-01 | 1978-1982 (last 5 years in the data)",
  ],
  ["growth", "orders", "each_step month percent"],
  [
    "compare 2021 and 2022",
    "orders",
    "previous_period year against 2021-01-01..2022-01-01 & 2022-01-01..2023-01-01 | 2022",
  ],
  [
    "how did sales change from 2021 to 2023",
    "orders",
    "previous_period year against 2021-01-01..2022-01-01 & 2023-01-01..2024-01-01 | 2023",
  ],
  [
    "difference between 2021 and 2022",
    "orders",
    "previous_period year against 2021-01-01..2022-01-01 & 2022-01-01..2023-01-01 | 2022",
  ],
];

describe("parts of the calendar that repeat", () => {
  it.each(REPEATING)("%s (%s)", (question, data, meaning) => {
    expect(sayPhrases(find(question, data))).toBe(meaning);
  });
});

describe("what time is grouped by", () => {
  it.each(GRAIN)("%s (%s)", (question, data, meaning) => {
    expect(sayPhrases(find(question, data))).toBe(meaning);
  });
});

describe("comparisons in time", () => {
  it.each(COMPARED)("%s (%s)", (question, data, meaning) => {
    expect(sayPhrases(find(question, data))).toBe(meaning);
  });
});
