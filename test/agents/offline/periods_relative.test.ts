import {describe, expect, it} from "vitest";
import {findPeriods} from "../../../src/agents/offline/periods.ts";
import {DATES, sayPhrases, TODAY} from "./period_columns.ts";

const find = (question: string, column: string) =>
  findPeriods(question, {asOf: TODAY, dateColumns: [DATES[column]!]});

const RELATIVE: [question: string, data: string, meaning: string][] = [
  ["today", "live", "2026-11-21..2026-11-22 partial outside | 21 November 2026 (today)"],
  ["yesterday", "live", "2026-11-20..2026-11-21 | 20 November 2026 (yesterday)"],
  ["today", "orders", "2024-05-14..2024-05-15 | 14 May 2024 (last day in the data)"],
  ["yesterday", "orders", "2024-05-13..2024-05-14 | 13 May 2024 (1 day before the data's last)"],
  ["last week", "live", "2026-11-09..2026-11-16 | 9-15 November 2026 (last week)"],
  ["last week", "orders", "2024-05-06..2024-05-13 | 6-12 May 2024 (last full week in the data)"],
  ["this week", "live", "2026-11-16..2026-11-23 partial | 16-22 November 2026 (this week, so far)"],
  ["last month", "live", "2026-10-01..2026-11-01 | 1-31 October 2026 (last month)"],
  ["last month", "orders", "2024-04-01..2024-05-01 | 1-30 April 2024 (last full month in the data)"],
  ["last month", "full", "2024-05-01..2024-06-01 | 1-31 May 2024 (last full month in the data)"],
  ["in the past month", "orders", "2024-04-01..2024-05-01 | 1-30 April 2024 (last full month in the data)"],
  ["previous month", "orders", "2024-04-01..2024-05-01 | 1-30 April 2024 (last full month in the data)"],
  ["last month", "monthly", "2010-03-01..2010-04-01 | 1-31 March 2010 (last full month in the data)"],
  ["this month", "live", "2026-11-01..2026-12-01 partial | November 2026 (this month, so far)"],
  ["this month", "orders", "2024-05-01..2024-06-01 partial | May 2024 (latest month in the data)"],
  ["last quarter", "live", "2026-07-01..2026-10-01 | Q3 2026 (last quarter)"],
  ["last quarter", "orders", "2024-01-01..2024-04-01 | Q1 2024 (last full quarter in the data)"],
  ["this quarter", "live", "2026-10-01..2027-01-01 partial | Q4 2026 (this quarter, so far)"],
  ["last year", "live", "2025-01-01..2026-01-01 | 2025 (last year)"],
  ["last year", "orders", "2023-01-01..2024-01-01 | 2023 (last full year in the data)"],
  ["last year", "weather", "2015-01-01..2016-01-01 | 2015 (last full year in the data)"],
  ["last year", "cars", "1982-01-01..1983-01-01 | 1982 (last year in the data)"],
  ["this year", "live", "2026-01-01..2027-01-01 partial | 2026 (this year, so far)"],
  ["last 30 days", "live", "2026-10-22..2026-11-21 | 22 October - 20 November 2026 (last 30 days)"],
  ["last 30 days", "orders", "2024-04-15..2024-05-15 | 15 April - 14 May 2024 (last 30 days in the data)"],
  ["past 7 days", "orders", "2024-05-08..2024-05-15 | 8-14 May 2024 (last 7 days in the data)"],
  ["last 3 months", "live", "2026-08-01..2026-11-01 | August-October 2026 (last 3 months)"],
  [
    "last 3 months",
    "orders",
    "2024-02-01..2024-05-01 | February-April 2024 (last 3 full months in the data)",
  ],
  ["last three months", "full", "2024-03-01..2024-06-01 | March-May 2024 (last 3 full months in the data)"],
  ["past 6 months", "live", "2026-05-01..2026-11-01 | May-October 2026 (last 6 months)"],
  [
    "past twelve months",
    "orders",
    "2023-05-01..2024-05-01 | May 2023 - April 2024 (last 12 full months in the data)",
  ],
  [
    "last 2 weeks",
    "orders",
    "2024-04-29..2024-05-13 | 29 April - 12 May 2024 (last 2 full weeks in the data)",
  ],
  [
    "last two quarters",
    "orders",
    "2023-10-01..2024-04-01 | October 2023 - March 2024 (last 2 full quarters in the data)",
  ],
  ["last 5 years", "cars", "1978-01-01..1983-01-01 | 1978-1982 (last 5 years in the data)"],
  ["the last decade", "cars", "1973-01-01..1983-01-01 | 1973-1982 (last 10 years in the data)"],
  ["last couple of years", "weather", "2014-01-01..2016-01-01 | 2014-2015 (last 2 full years in the data)"],
  [
    "year to date",
    "live",
    "2026-01-01..2026-11-22 partial | 1 January - 21 November 2026 (this year to date)",
  ],
  ["ytd sales", "orders", "2024-01-01..2024-05-15 | 1 January - 14 May 2024 (year to the data's last day)"],
  ["mtd", "live", "2026-11-01..2026-11-22 partial | 1-21 November 2026 (this month to date)"],
  ["qtd", "live", "2026-10-01..2026-11-22 partial | 1 October - 21 November 2026 (this quarter to date)"],
  [
    "so far this year",
    "live",
    "2026-01-01..2026-11-22 partial | 1 January - 21 November 2026 (this year to date)",
  ],
  ["most recent month", "orders", "2024-04-01..2024-05-01 | 1-30 April 2024 (last full month in the data)"],
  [
    "latest month in the data",
    "full",
    "2024-05-01..2024-06-01 | 1-31 May 2024 (last full month in the data)",
  ],
  ["latest year", "cars", "1982-01-01..1983-01-01 | 1982 (last year in the data)"],
  ["the most recent year", "orders", "2023-01-01..2024-01-01 | 2023 (last full year in the data)"],
  ["most recent day", "orders", "2024-05-14..2024-05-15 | 14 May 2024 (last day in the data)"],
  ["3 months ago", "live", "2026-08-01..2026-09-01 | August 2026 (3 months ago)"],
  ["2 years ago", "orders", "2022-01-01..2023-01-01 | 2022 (2 years before the data's last)"],
  ["a year ago", "live", "2025-01-01..2026-01-01 | 2025 (1 year ago)"],
  ["the month before last", "live", "2026-09-01..2026-10-01 | September 2026 (month before last)"],
  ["last May", "orders", "2023-05-01..2023-06-01 | May 2023 (last May in the data)"],
  ["last Friday", "live", "2026-11-20..2026-11-21 | 20 November 2026 (last Friday)"],
  ["last weekend", "live", "2026-11-14..2026-11-16 | 14-15 November 2026 (last weekend)"],
  ["next month", "live", "2026-12-01..2027-01-01 partial outside | December 2026 (next month)"],
  ["since last month", "live", "2026-10-01.. | since 1-31 October 2026 (last month)"],
  ["before last year", "live", "..2025-01-01 | before 2025 (last year)"],
  ["since yesterday", "live", "2026-11-20.. | since 20 November 2026 (yesterday)"],
];

describe("relative phrases, from today or from the data's last day", () => {
  it.each(RELATIVE)("%s (%s)", (question, data, meaning) => {
    expect(sayPhrases(find(question, data))).toBe(meaning);
  });
});
