import {describe, expect, it} from "vitest";
import {findPeriods} from "../../../src/agents/offline/periods.ts";
import {DATES, sayPhrases, TODAY} from "./period_columns.ts";

const find = (question: string, column: string) =>
  findPeriods(question, {asOf: TODAY, dateColumns: [DATES[column]!]});

const GIVEN: [question: string, data: string, meaning: string][] = [
  ["for the years 1972 to 1975", "cars", "1972-01-01..1976-01-01 | 1972-1975"],
  ["between the years 1972 and 1975", "cars", "1972-01-01..1976-01-01 | 1972-1975"],
  ["in or after 2022", "orders", "2022-01-01.. | since 2022"],
  ["in 2022 or 2023", "orders", "2022-01-01..2024-01-01 | 2022-2023"],
  ["in the 21st century", "orders", "2001-01-01..2101-01-01 partial | 21st century (2001-2100)"],
  ["total sales in 2022", "orders", "2022-01-01..2023-01-01 | 2022"],
  ["sales in 2019", "orders", "2019-01-01..2020-01-01 partial outside | 2019"],
  ["2022 sales", "orders", "2022-01-01..2023-01-01 | 2022"],
  ["sales in May 2024", "orders", "2024-05-01..2024-06-01 partial | May 2024"],
  ["May, 2023", "orders", "2023-05-01..2023-06-01 | May 2023"],
  ["on 5 May 2024", "orders", "2024-05-05..2024-05-06 | 5 May 2024"],
  ["May 5th, 2024 orders", "orders", "2024-05-05..2024-05-06 | 5 May 2024"],
  ["the 5th of May 2024", "orders", "2024-05-05..2024-05-06 | 5 May 2024"],
  ["orders on 2024-05-05", "orders", "2024-05-05..2024-05-06 | 5 May 2024"],
  ["on 2012-03-04", "weather", "2012-03-04..2012-03-05 | 4 March 2012"],
  ["in 05/2024", "orders", "2024-05-01..2024-06-01 partial | May 2024"],
  ["in 2024-05", "orders", "2024-05-01..2024-06-01 partial | May 2024"],
  ["12/25/2023", "orders", "2023-12-25..2023-12-26 | 25 December 2023"],
  ["25/12/2023", "orders", "2023-12-25..2023-12-26 | 25 December 2023"],
  ["13.05.2024", "orders", "2024-05-13..2024-05-14 | 13 May 2024"],
  ["Q2 2021", "orders", "2021-04-01..2021-07-01 | Q2 2021"],
  ["2021 Q2", "orders", "2021-04-01..2021-07-01 | Q2 2021"],
  ["second quarter of 2021", "orders", "2021-04-01..2021-07-01 | Q2 2021"],
  ["the last quarter of 2022", "orders", "2022-10-01..2023-01-01 | Q4 2022"],
  ["H1 2022", "orders", "2022-01-01..2022-07-01 | first half of 2022 (January-June)"],
  ["first half of 2022", "orders", "2022-01-01..2022-07-01 | first half of 2022 (January-June)"],
  ["movies in the 1990s", "orders", "1990-01-01..2000-01-01 partial outside | 1990s (1990-1999)"],
  ["the nineties", "orders", "1990-01-01..2000-01-01 partial outside | 1990s (1990-1999)"],
  ["in the 90s", "orders", "1990-01-01..2000-01-01 partial outside | 1990s (1990-1999)"],
  ["the 20th century", "orders", "1901-01-01..2001-01-01 partial outside | 20th century (1901-2000)"],
  ["between 2012 and 2013", "weather", "2012-01-01..2014-01-01 | 2012-2013"],
  ["from 2012 to 2014", "weather", "2012-01-01..2015-01-01 | 2012-2014"],
  ["2012-2014", "weather", "2012-01-01..2015-01-01 | 2012-2014"],
  ["2012–2014", "weather", "2012-01-01..2015-01-01 | 2012-2014"],
  ["from March to June 2022", "orders", "2022-03-01..2022-07-01 | March-June 2022"],
  ["from November 2022 to February 2023", "orders", "2022-11-01..2023-03-01 | November 2022 - February 2023"],
  ["from December to February 2023", "orders", "2022-12-01..2023-03-01 | December 2022 - February 2023"],
  ["between 5 May 2023 and 8 May 2023", "orders", "2023-05-05..2023-05-09 | 5-8 May 2023"],
  ["5-9 May 2024", "orders", "2024-05-05..2024-05-10 | 5-9 May 2024"],
  ["May 5 to 9, 2024", "orders", "2024-05-05..2024-05-10 | 5-9 May 2024"],
  ["since 2022", "orders", "2022-01-01.. | since 2022"],
  ["from 2022 to now", "orders", "2022-01-01.. | since 2022"],
  ["2022 onwards", "orders", "2022-01-01.. | since 2022"],
  ["2022 or later", "orders", "2022-01-01.. | since 2022"],
  ["from 2022 on", "orders", "2022-01-01.. | since 2022"],
  ["starting in May 2023", "orders", "2023-05-01.. | since May 2023"],
  ["after 2022", "orders", "2023-01-01.. | after 2022"],
  ["after May 2023", "orders", "2023-06-01.. | after May 2023"],
  ["before 2022", "orders", "..2022-01-01 | before 2022"],
  ["prior to March 2023", "orders", "..2023-03-01 | before March 2023"],
  ["pre-2022", "orders", "..2022-01-01 | before 2022"],
  ["cars older than 1975", "cars", "..1975-01-01 | before 1975"],
  ["until May 2022", "orders", "..2022-06-01 | until the end of May 2022"],
  ["up to 2022", "orders", "..2023-01-01 | until the end of 2022"],
  ["by the end of 2022", "orders", "..2023-01-01 | until the end of 2022"],
  ["in summer 2022", "orders", "2022-06-01..2022-09-01 | summer 2022 (June-August)"],
  ["winter 2013", "weather", "2013-12-01..2014-03-01 | winter 2013 (December-February 2014)"],
  ["in January", "oneYear", "2024-01-01..2024-02-01 | January 2024"],
  ["in the first quarter", "oneYear", "2024-01-01..2024-04-01 | Q1 2024"],
  ["orders on 4 July", "orders", "2023-07-04..2023-07-05 | 4 July 2023 (the latest in the data)"],
  ["from March to May", "oneYear", "2024-03-01..2024-06-01 | March-May 2024"],
  ["cars from 1975", "cars", "1975-01-01..1976-01-01 | 1975"],
  ["cars made before 1975", "cars", "..1975-01-01 | before 1975"],
  ["year 2022", "orders", "2022-01-01..2023-01-01 | 2022"],
  ["fiscal year 2022", "orders", "2022-01-01..2023-01-01 | 2022"],
  ["FY2022", "orders", "2022-01-01..2023-01-01 | 2022"],
  ["in the year 2022", "orders", "2022-01-01..2023-01-01 | 2022"],
  ["during 2022", "orders", "2022-01-01..2023-01-01 | 2022"],
  ["only 2022", "orders", "2022-01-01..2023-01-01 | 2022"],
  ["not in 2022", "orders", "2022-01-01..2023-01-01 | 2022"],
  ["2021, 2022 and 2023", "orders", "2021-01-01..2024-01-01 | 2021-2023"],
  ["January and February 2024", "orders", "2024-01-01..2024-03-01 | January-February 2024"],
  ["Q1 and Q2 2022", "orders", "2022-01-01..2022-07-01 | January-June 2022"],
];

const NONE: [question: string, data: string, meaning: string][] = [
  ["in the early 1970s", "cars", ""],
  ["late 2022", "orders", ""],
  ["orders over 2000 dollars", "orders", ""],
  ["top 2022 customers", "orders", ""],
  ["2022 rows", "orders", ""],
  ["price more than 2022", "orders", ""],
  ["exactly 2022", "orders", ""],
  ["first 2022", "orders", ""],
  ["$2022", "orders", ""],
  ["2,022", "orders", ""],
  ["which customers may churn", "orders", ""],
  ["march through the data", "orders", ""],
  ["a second look", "orders", ""],
  ["orders of 3000 units", "orders", ""],
  ["the last customer", "orders", ""],
  ["year with the highest sales", "orders", ""],
  ["budget 3000", "orders", ""],
];

describe("dates that are given", () => {
  it.each(GIVEN)("%s (%s)", (question, data, meaning) => {
    expect(sayPhrases(find(question, data))).toBe(meaning);
  });
});

describe("numbers and words that are no dates", () => {
  it.each(NONE)("%s (%s)", (question, data, meaning) => {
    expect(sayPhrases(find(question, data))).toBe(meaning);
  });
});

describe("what a phrase carries", () => {
  it("has its span in the question", () => {
    const question = "Average fare in May 2023 by day of week, compared to last year?";
    const phrases = find(question, "orders");
    expect(phrases.map(({start, end}) => question.slice(start, end))).toEqual([
      "in May 2023",
      "by day of week",
      "compared to last year",
    ]);
  });

  it("names whole years, both inclusive, for columns of years", () => {
    const [phrase] = find("cars from 1975 to 1978", "cars");
    expect(phrase).toMatchObject({kind: "period", fromYear: 1975, toYear: 1978});
    expect(find("after 1975", "cars")[0]).toMatchObject({fromYear: 1976});
    expect(find("before 1975", "cars")[0]).toMatchObject({toYear: 1974});
    expect(find("in May 1975", "cars")[0]).not.toHaveProperty("fromYear");
  });

  it("is unsure of a bare number in the data's years, and passes over others", () => {
    expect(find("sales 2022", "orders")[0]).toMatchObject({certain: false, fromYear: 2022});
    expect(find("weight between 1800 and 2000", "orders")[0]).toMatchObject({certain: false});
    expect(find("sales 1822", "orders")).toEqual([]);
  });

  it("keeps an explicit date apart from an amount in one question", () => {
    const phrases = find("orders before 2023 with more than 2000 units", "orders");
    expect(phrases.map((one) => one.text)).toEqual(["before 2023"]);
  });

  it("finds dates that are hostile to read without failing", () => {
    for (const text of [
      "",
      "2024-13-45",
      "99/99/9999",
      "May May May",
      "between and",
      "since since 2020",
      "31 February 2024",
      "Q5 2024",
      "💥 2022 💥",
    ]) {
      expect(() => find(text, "orders")).not.toThrow();
    }
    expect(find("on 31 February 2024", "orders").some((one) => one.text.includes("31"))).toBe(false);
  });

  it("works without a date column: years with a preposition are still dates", () => {
    const phrases = findPeriods("sales in 2019 by month", {asOf: TODAY, dateColumns: []});
    expect(phrases.map((one) => [one.kind, one.certain])).toEqual([
      ["period", true],
      ["grain", true],
    ]);
  });
});
