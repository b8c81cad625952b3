import {expect, test} from "vitest";
import {readMissing} from "../../../src/channels/requests/missing_request.ts";

const setting = {timeZone: "UTC", now: new Date("2026-11-22T12:00Z"), names: ["sales", "run_rate", "weight"]};
const read = (text: string, hasAnswer = false) => readMissing(text, {...setting, hasAnswer});

test.each([
  ["save this as heaviest", /no answer to save yet/],
  ["please save the last answer", /no answer to save yet/],
  ["every monday at 9", /no answer yet to be posted/],
  ["post this daily at 7 in #sales", /no answer yet to be posted/],
  ["tell me when this falls below 5", /no answer yet to be watched/],
])("%s: with nothing answered", (text, problem) => {
  expect(read(text)?.problem).toMatch(problem);
  expect(read(text)?.next).toContain("Ask something");
  expect(read(text, true)).toBeUndefined();
});

test.each([
  ["run heaviest", /no workflow called "heaviest"/],
  ["run the monthly overview again", /no workflow called "monthly overview"/],
  ["please start the workflow monthly sales", /no workflow called "monthly sales"/],
  ["tell me when this goes strange", /not clear when "goes strange" is/],
  ["alert us if the revenue goes sideways", /not clear when "the revenue goes sideways" is/],
  ["post this every Monday at 9 until Christmas", /"until Christmas" is not understood/],
  ["every Monday at 9 until Christmas", /"until Christmas" is not understood/],
  ["send the sales by region daily at 8 starting next week", /"starting next week" is not understood/],
  ["post this every blue moon", /not clear when "every blue moon" is/],
  ["send this tomorrow at 9", /not clear when "tomorrow at 9" is/],
])("%s", (text, problem) => {
  expect(read(text, true)?.problem).toMatch(problem);
});

test.each([
  ...["average of saved amount every Monday", "run time by workflow", "sales by report type"],
  ...["how many runs did we save this month", "run a t-test on sales", "run rate", "run weight", "run total"],
  ...["saved amount by month", "start date by region", "execute count per day", "run sales forecast"],
  ...["tell me when this was highest", "tell me when it is cheapest", "tell me which region sells most"],
  ...["sales until Christmas", "orders from next week every Monday", "share of sales every month until June"],
  ...["show this for each region", "post count every day", "store sales each week", "warn rate by level"],
])("%s stays a question", (text) => {
  expect(read(text)).toBeUndefined();
  expect(read(text, true)).toBeUndefined();
});
