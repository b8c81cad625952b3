import {describe, expect, test} from "vitest";
import {readKaggleRequest} from "../../../src/channels/requests/read_kaggle_request.ts";
import {isLicenceCalled} from "../../../src/channels/requests/read_kaggle_search.ts";

describe("a message asks for data of Kaggle", () => {
  test.each([
    ["use the kaggle data set zillow/zecon", {ref: "zillow/zecon"}],
    ["use zillow/zecon from kaggle", {ref: "zillow/zecon"}],
    ["https://www.kaggle.com/datasets/zillow/zecon", {ref: "https://www.kaggle.com/datasets/zillow/zecon"}],
    [
      "what is in https://www.kaggle.com/datasets/zillow/zecon?",
      {ref: "https://www.kaggle.com/datasets/zillow/zecon", question: "what is in {table}?"},
    ],
    [
      "use kaggle zillow/zecon and tell me the average price by state",
      {ref: "zillow/zecon", question: "tell me the average price by state"},
    ],
    [
      "what is the average fare in kaggle:heptapod/titanic?",
      {ref: "heptapod/titanic", question: "what is the average fare in {table}?"},
    ],
    [
      "use zillow/zecon from kaggle version 3, file State.csv: how many rows by state",
      {ref: "zillow/zecon/versions/3", file: "State.csv", question: "how many rows by state"},
    ],
    ["please use the kaggle competition titanic", {ref: "competitions/titanic"}],
  ])("%s", (message, asked) => {
    expect(readKaggleRequest(message)).toEqual({kind: "import", ...asked});
  });

  test.each([
    [
      "search kaggle for house prices under 10 MB with licence CC0",
      {search: {search: "house prices", maxSize: 10_000_000, licence: "cc"}, licence: {name: "CC0"}},
    ],
    [
      "Search Kaggle for CC BY licensed csv data about wine, newest, page 2",
      {
        search: {search: "wine", licence: "cc", fileType: "csv", sort: "published", page: 2},
        licence: {name: "CC BY"},
      },
    ],
    [
      "search kaggle for data that allow commercial use about cars between 1 MB and 2 GB",
      {
        search: {search: "cars", minSize: 1e6, maxSize: 2e9},
        licence: {uses: ["any", "attribution", "share_alike"]},
      },
    ],
    [
      "search kaggle for netflix tagged movies by user shivamb",
      {search: {search: "netflix", tags: ["movies"], user: "shivamb"}},
    ],
    ["find house prices on kaggle", {search: {search: "house prices"}}],
    ["kaggle: titanic", {named: "titanic", search: {search: "titanic"}}],
    ["use the kaggle titanic dataset", {named: "titanic", search: {search: "titanic"}}],
  ])("to find it: %s", (message, asked) => {
    expect(readKaggleRequest(message)).toEqual({kind: "search", ...asked});
  });

  test.each([
    ["what kaggle datasets do I have locally?", {kind: "local"}],
    ["delete the kaggle dataset zillow/zecon", {kind: "remove", ref: "zillow/zecon"}],
    ["what is the licence of the kaggle data set zillow/zecon?", {kind: "describe", ref: "zillow/zecon"}],
    ["show me the leaderboard of the kaggle competition titanic", {kind: "leaderboard", slug: "titanic"}],
    ["find competitions on kaggle about images", {kind: "competitions", search: "images"}],
    ["use the first one", {kind: "pick", number: 1}],
  ])("or to do with it: %s", (message, asked) => {
    expect(readKaggleRequest(message)).toEqual(asked);
  });
});

test.each([
  "average kaggle rank by country",
  "how many users use kaggle?",
  "which platform has most users, kaggle or coursera?",
  "kaggle score by month",
  "total sales by kaggle tier",
  "show kaggle/medium share",
  "average score on kaggle by year",
  "find the average score on kaggle",
  "find the number of users on kaggle per country",
  "what is the ratio of kaggle/github users",
  "top 10 by kaggle_score",
  "list kaggle users",
  "use the first column",
  "sales by report type",
])("a question to data that speaks of Kaggle stays one: %s", (question) => {
  expect(readKaggleRequest(question)).toBeUndefined();
});

test.each([
  ["Attribution 4.0 International (CC BY 4.0)", "CC BY 4.0", true],
  ["CC-BY-4.0", "cc by", true],
  ["CC-BY-NC-SA-4.0", "cc by", false],
  ["CC0: Public Domain", "cc0", true],
  ["CC-BY-4.0", "cc0", false],
  ["GPL-3.0", "GPL 3", true],
  ["Permitted", "mit", false],
])("a licence called %s is meant by %s: %s", (name, said, isMeant) => {
  expect(isLicenceCalled(name, said)).toBe(isMeant);
});
