import {expect, test} from "vitest";
import {readTimes} from "../../../src/workflows/schedule/read_times.ts";
import {sayNext, sayTimes} from "../../../src/workflows/schedule/say_times.ts";
import {checkTimes} from "../../../src/workflows/schedule/times.ts";

const setting = {timeZone: "Europe/Berlin", now: new Date("2026-11-22T12:00Z")};

/** The fields of what a text says; of what it cannot have, why. */
function read(text: string): string | undefined {
  const found = readTimes(text, setting);
  if (!found) return undefined;
  if ("problem" in found) return found.problem;
  const {cron, timeZone, every} = found.times;
  const zone = timeZone === setting.timeZone ? "" : ` ${timeZone}`;
  return `${cron}${zone}${every ? ` / ${every.count} ${every.unit} from ${every.since}` : ""}`;
}

test.each([
  ["every Monday at 9", "0 9 * * 1"],
  ["every monday at 9am in #sales", "0 9 * * 1"],
  ["weekdays at 8:30", "30 8 * * 1,2,3,4,5"],
  ["at 9 every weekday", "0 9 * * 1,2,3,4,5"],
  ["every Tuesday and Thursday at 16:00 UTC", "0 16 * * 2,4 UTC"],
  ["Mondays at 7.30", "30 7 * * 1"],
  ["weekends at 10", "0 10 * * 6,0"],
  ["every hour", "0 * * * *"],
  ["hourly at :15", "15 * * * *"],
  ["every hour from 9 to 17 on weekdays", "0 9-17 * * 1,2,3,4,5"],
  ["every 15 minutes", "*/15 * * * *"],
  ["every 2 hours", "0 */2 * * *"],
  ["daily", "0 9 * * *"],
  ["every day at noon", "0 12 * * *"],
  ["every day at 9 and 17", "0 9,17 * * *"],
  ["every evening at 7", "0 19 * * *"],
  ["every Friday at 5 in the afternoon", "0 17 * * 5"],
  ["every night at 2:30", "30 2 * * *"],
  ["on the 1st of the month at 7", "0 7 1 * *"],
  ["every 1st and 15th of the month", "0 9 1,15 * *"],
  ["monthly on the last day", "0 9 L * *"],
  ["on the last weekday of every month at 16:00", "0 16 LW * *"],
  ["on the first Monday of the month at 8", "0 8 * * 1#1"],
  ["every last Friday at 17:00", "0 17 * * 5#L"],
  ["quarterly", "0 9 1 1,4,7,10 *"],
  ["every 2 months on the 15th", "0 9 15 2,4,6,8,10,12 *"],
  ["every year on March 1st at 9", "0 9 1 3 *"],
  ["every other Friday", "0 9 * * 5 / 2 weeks from 2026-11-27"],
  ["every two weeks on Fridays at 15:00", "0 15 * * 5 / 2 weeks from 2026-11-27"],
  ["every alternate Monday", "0 9 * * 1 / 2 weeks from 2026-11-23"],
  ["every fortnight on Tuesday", "0 9 * * 2 / 2 weeks from 2026-11-24"],
  ["every two weeks", "0 9 * * 1 / 2 weeks from 2026-11-23"],
  ["every other Monday starting 7 December at 8", "0 8 * * 1 / 2 weeks from 2026-12-07"],
  ["every other Friday, beginning on Wednesday, December 9th", "0 9 * * 5 / 2 weeks from 2026-12-11"],
  ["every 2 weeks starting 4 January", "0 9 * * 1 / 2 weeks from 2027-01-04"],
  ["every 10 days starting 2026-12-24", "0 9 * * * / 10 days from 2026-12-24"],
  ["on the last working day of the month", "0 9 LW * *"],
  ["every 3 days at 8", "0 8 * * * / 3 days from 2026-11-23"],
  ["every day at 9am Berlin time", "0 9 * * *"],
  ["every day at 9 ET", "0 9 * * * America/New_York"],
  ["daily at 6pm (Asia/Tokyo)", "0 18 * * * Asia/Tokyo"],
  ["every weekday 7:30 London time", "30 7 * * 1,2,3,4,5 Europe/London"],
  ["0 9 * * 1-5", "0 9 * * 1-5"],
  ['cron "*/10 8-18 * * MON-FRI"', "*/10 8-18 * * MON-FRI"],
])("%s is %s", (said, fields) => {
  expect(read(said)).toBe(fields);
});

test.each([
  "sales on Monday",
  "sales per day",
  "sales by weekday",
  "which region sells most",
  "every region",
  "Mon, Wed and Fri",
  "what happened at 9",
  "share of each product",
])("%s says nothing of again and again", (text) => {
  expect(read(text)).toBeUndefined();
});

test.each([
  ["every 90 minutes", "Every 90 minutes does not come at the same minutes of each hour."],
  ["every 5 hours", "Every 5 hours does not come at the same hours of each day."],
  ["every day at 9 and 17:30", "09:00 and 17:30 are at different minutes, which one schedule cannot have."],
  ["every day at 25", '"at 25" is not clear as a time.'],
  ["every day at 9 Atlantis time", '"Atlantis time" is not clear as a time.'],
  ["every third Friday", '"every third Friday" is not clear as a time.'],
  ["every Monday starting 7 December", "Only what comes every so many weeks or days is counted from a date."],
  ["every other Monday starting 30 February", '"a day that no month has" is not clear as a time.'],
  ["twice a day", '"twice a day" is not clear as a time.'],
])("%s is not guessed at", (said, problem) => {
  expect(read(said)).toBe(problem);
});

test("a day that never comes is read, and refused", () => {
  const found = readTimes("every February 30 at 9", setting);
  expect(found).toMatchObject({times: {cron: "0 9 30 2 *"}});
  expect(() => checkTimes((found as {times: {cron: string; timeZone: string}}).times, setting.now)).toThrow(
    "never comes",
  );
});

test("the words of a schedule are said back so that they mean the same again, with its next times", () => {
  const said = [
    ...[
      "every Monday at 9",
      "every other Friday at 15:00",
      "every 3 days",
      "weekdays at 8:30",
      "hourly at :15",
    ],
    ...["monthly on the last day", "on the first Monday of the month", "every last Friday", "quarterly"],
    ...[
      "every quarter on the last day",
      "every 2 months on the 15th",
      "every March 1 at 7",
      "every day at 9 ET",
    ],
    ...[
      "every hour from 9 to 17 on weekdays",
      "weekends at 10",
      "on the last weekday of the month",
      "0 9 * * 1#2",
    ],
  ];
  for (const text of said) {
    const found = readTimes(text, setting);
    if (!found || "problem" in found) throw new Error(`${text} is not read`);
    const again = readTimes(sayTimes(found.times), setting);
    expect({text, ...again}).toMatchObject({text, times: found.times});
  }
  const found = readTimes("every other Friday at 15:00", setting);
  if (!found || "problem" in found) throw new Error("it is not read");
  expect(sayTimes(found.times)).toBe("every 2 weeks on Friday at 15:00 Europe/Berlin time");
  expect(sayNext(found.times, setting.now)).toEqual([
    "Fri 27 Nov 2026 15:00",
    "Fri 11 Dec 2026 15:00",
    "Fri 25 Dec 2026 15:00",
  ]);
});

test("a phrase is found within other words, by its span", () => {
  const text = "post the sales by region every Monday at 9am Berlin time in #sales";
  const found = readTimes(text, setting)!;
  expect(text.slice(found.start, found.end)).toBe("every Monday at 9am Berlin time");
});

test("a long text and strange signs cost no time and no error", () => {
  for (const text of [
    "every ".repeat(600),
    "1, ".repeat(1_200),
    "at 9 and ".repeat(400),
    "every Mon, ".repeat(300),
    "\u0000\u202e every ☃",
  ])
    expect(() => readTimes(text, setting)).not.toThrow();
});
