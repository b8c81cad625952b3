import {expect, test} from "vitest";
import {readAnalysisRequest} from "../../../src/channels/requests/read_analysis_request.ts";

test.each([
  ["deep dive into sales", "sales"],
  ["Please do a full analysis of churn by plan", "churn by plan"],
  ["what drives churn? full analysis", "what drives churn"],
  ["what drives churn - deep dive please", "what drives churn"],
  ["analyse revenue thoroughly", "revenue"],
  ["can you explore delivery times and write a report?", "delivery times"],
  ["I'd like a thorough analysis of why orders are cancelled", "why orders are cancelled"],
])("%s: the goal is %s", (text, goal) => {
  expect(readAnalysisRequest(text)).toEqual({goal});
});

test.each([
  "analyse this thoroughly",
  "deep dive",
  "Explore this data and write a report",
  "do a full exploratory analysis of the dataset",
  "thoroughly analyse my data",
])("%s: whatever there is to find", (text) => {
  expect(readAnalysisRequest(text)).toEqual({});
});

test.each([
  "sales by region",
  "how many deep dives were there in May?",
  "which analysis has the most views",
  "average depth by full report",
  "make a report of this conversation",
  "export the whole analysis as SQL",
  "explore type by month",
  "what drives sales?",
  "show me the full table",
  "list the detailed reports",
  "count of reports by type in detail",
  "average price of deep fryers",
])("%s: a question, or another request", (text) => {
  expect(readAnalysisRequest(text)).toBeUndefined();
});

test("a column's name wins", () => {
  const names = ["full_report", "Deep Dive"];
  expect(readAnalysisRequest("full report of sales", names)).toBeUndefined();
  expect(readAnalysisRequest("deep dives", names)).toBeUndefined();
  expect(readAnalysisRequest("full analysis of sales", names)).toEqual({goal: "sales"});
});
