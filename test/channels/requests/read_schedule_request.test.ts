import {expect, test} from "vitest";
import {readScheduleRequest} from "../../../src/channels/requests/read_schedule_request.ts";

const setting = {timeZone: "UTC", now: new Date("2026-11-22T12:00Z")};
const read = (text: string) => readScheduleRequest(text, setting);

test.each([
  ["every Monday at 9 in #sales", "0 9 * * 1", undefined, {channel: "sales"}],
  ["post this every Monday at 9 in #sales", "0 9 * * 1", undefined, {channel: "sales"}],
  ["post the sales by region every Monday at 9", "0 9 * * 1", "the sales by region", undefined],
  ["show me the revenue every Monday at 9 in #sales", "0 9 * * 1", "the revenue", {channel: "sales"}],
  ["run monthly sales every 1st of the month at 7", "0 7 1 * *", "monthly sales", undefined],
  ["send this to me every morning", "0 9 * * *", undefined, "me"],
  ["schedule this weekly", "0 9 * * 1", undefined, undefined],
  ["schedule this for the last working day of each month", "0 9 LW * *", undefined, undefined],
])("%s", (text, cron, what, place) => {
  expect(read(text)).toEqual({
    kind: "make",
    times: expect.objectContaining({times: {cron, timeZone: "UTC"}}),
    ...(what !== undefined && {what}),
    ...(place !== undefined && {place}),
  });
});

test.each([
  ["tell me when revenue falls below 10k", "revenue", undefined],
  ["tell me when revenue falls below 10k every hour", "revenue", "0 * * * *"],
  ["alert us in #ops when orders drop by 20% daily at 8", "orders", "0 8 * * *"],
  ["check this every hour and tell me when it is below 5", undefined, "0 * * * *"],
  ["tell me when this differs", undefined, undefined],
])("%s", (text, what, cron) => {
  const asked = read(text);
  expect(asked).toMatchObject({kind: "make", alert: expect.anything(), ...(what !== undefined && {what})});
  const times = asked?.kind === "make" ? asked.times : undefined;
  expect(times && "times" in times ? times.times.cron : undefined).toBe(cron);
});

test.each([
  ["what is scheduled here?", {kind: "list"}],
  ["list schedules", {kind: "list"}],
  ["show my alerts", {kind: "list"}],
  ["stop the Monday one", {kind: "stop", which: "Monday"}],
  ["cancel the monthly sales schedule", {kind: "stop", which: "monthly sales"}],
  ["stop posting monthly sales", {kind: "stop", which: "monthly sales"}],
  ["stop all schedules", {kind: "stop", which: "all"}],
  ["resume the Monday one", {kind: "resume", which: "Monday"}],
])("%s", (text, asked) => {
  expect(read(text)).toEqual(asked);
});

test.each([
  ...["monthly", "daily", "by month", "sales every month", "show revenue on Mondays", "revenue every Monday"],
  ...[
    "show me the revenue every Monday at 9",
    "how many orders come in every day",
    "daily revenue",
    "weekly sales",
  ],
  ...[
    "what happened every Monday at 9",
    "average temperature per day at 9",
    "tell me when sales were highest",
  ],
  ...[
    "tell me which region sells most",
    "delete the last row",
    "remove outliers",
    "stop",
    "cancel rate by month",
  ],
  ...["stop words in reviews", "end date of each schedule", "schedules by status", "alerts per month"],
  ...[
    "which schedule has most delays",
    "run a t-test on revenue by region",
    "how many alerts were sent daily",
  ],
])("%s stays a question", (text) => {
  expect(read(text)).toBeUndefined();
});
