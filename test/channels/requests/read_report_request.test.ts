import {expect, test} from "vitest";
import {readReportRequest} from "../../../src/channels/requests/read_report_request.ts";

test.each([
  ["make a report of this conversation", {}],
  ["Please write me a PDF report on everything so far", {format: "pdf"}],
  ["report on the last three answers as PDF", {format: "pdf", last: 3}],
  ["can you create a report of the last answer in html?", {format: "html", last: 1}],
  ["export the whole analysis as SQL", {format: "sql"}],
  ["export the whole analysis as a notebook", {format: "ipynb"}],
  ["Export this as Excel", {format: "xlsx", last: 1}],
  ["give me the last 2 answers as an excel file", {format: "xlsx", last: 2}],
  ["turn this conversation into a PDF report", {format: "pdf"}],
  ["put everything into one sql script", {format: "sql"}],
  ['make a report called "The last answer"', {title: "The last answer"}],
  ["make a report of what we found, titled Q3 review", {title: "Q3 review"}],
  [
    'make a report of this conversation called "تقرير المبيعات 😀" as PDF',
    {title: "تقرير المبيعات 😀", format: "pdf"},
  ],
  ["make a report titled Q3 review as an excel file", {title: "Q3 review", format: "xlsx"}],
  ["export the whole analysis as SQL called Steps", {title: "Steps", format: "sql"}],
])("%s", (text, asked) => {
  expect(readReportRequest(text)).toEqual(asked);
});

test.each([
  "sales by report type",
  "how many reports came in per month",
  "which report has most views",
  "report the average fare by class",
  "report on sales by region",
  "make a report type breakdown",
  "show me the report",
  "show report by status",
  "export sales by region",
  "what is the total of excel licences",
  "notebook prices by brand",
  "script length by genre",
  "give me this as a bar chart",
  "give me the results",
  "download count by month",
  "save rate by goalkeeper",
])("%s is a question of the data", (text) => {
  expect(readReportRequest(text)).toBeUndefined();
});
