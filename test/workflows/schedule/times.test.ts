import {expect, test} from "vitest";
import {checkTimes, dayOn, nextTime, type Times, timesAfter} from "../../../src/workflows/schedule/times.ts";
import {randomTimes, walked, ZONES_WITH_CHANGES} from "./walk_minutes.ts";

const utc = (cron: string, timeZone: string, after: string, count: number) =>
  timesAfter({cron, timeZone}, new Date(after), count).map((at) => at.toISOString().slice(5, 16));

test("half past two comes once where the spring has none, and once where the autumn has two", () => {
  expect(utc("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00Z", 3)).toEqual([
    "03-28T01:30",
    "03-29T01:00",
    "03-30T00:30",
  ]);
  expect(utc("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", 2)).toEqual(["10-25T00:30", "10-26T01:30"]);
  expect(utc("30 2 * * *", "America/New_York", "2026-03-07T12:00Z", 2)).toEqual([
    "03-08T07:00",
    "03-09T06:30",
  ]);
  expect(utc("30 1 * * *", "America/New_York", "2026-10-31T12:00Z", 2)).toEqual([
    "11-01T05:30",
    "11-02T06:30",
  ]);
  // Half an hour on Lord Howe; a midnight that is left out in Santiago.
  expect(utc("15 2 * * *", "Australia/Lord_Howe", "2026-10-02T16:00Z", 2)).toEqual([
    "10-03T15:30",
    "10-04T15:15",
  ]);
  expect(utc("0 0 * * *", "America/Santiago", "2026-09-05T12:00Z", 2)).toEqual([
    "09-06T04:00",
    "09-07T03:00",
  ]);
});

test("every hour is every hour, also when the clock is put back", () => {
  expect(utc("0 * * * *", "Europe/Berlin", "2026-10-24T23:30Z", 3)).toEqual([
    "10-25T00:00",
    "10-25T01:00",
    "10-25T02:00",
  ]);
});

test("times are those of a walk over every minute", () => {
  let compared = 0;
  for (const {timeZone, change} of ZONES_WITH_CHANGES)
    for (const cron of randomTimes(timeZone, 12)) {
      const from = new Date(Date.parse(change) - 3 * 86_400_000);
      const until = new Date(Date.parse(change) + 3 * 86_400_000);
      const expected = walked({cron, timeZone}, from, until);
      const got = timesAfter({cron, timeZone}, from, expected.length + 1).filter((at) => at <= until);
      expect({cron, timeZone, times: got.map(String)}).toEqual({cron, timeZone, times: expected.map(String)});
      compared += expected.length;
    }
  expect(compared).toBeGreaterThan(1_000);
});

test("each so-manieth week or day is counted from one day on, over the change of the clock and of the year", () => {
  const fridays = {
    cron: "0 9 * * 5",
    timeZone: "Europe/Berlin",
    every: {count: 2, unit: "weeks" as const, since: "2026-10-02"},
  };
  expect(timesAfter(fridays, new Date("2026-10-02T12:00Z"), 7).map((at) => at.toISOString())).toEqual([
    "2026-10-16T07:00:00.000Z",
    "2026-10-30T08:00:00.000Z",
    "2026-11-13T08:00:00.000Z",
    "2026-11-27T08:00:00.000Z",
    "2026-12-11T08:00:00.000Z",
    "2026-12-25T08:00:00.000Z",
    "2027-01-08T08:00:00.000Z",
  ]);
  const thirds = {
    cron: "0 0 * * *",
    timeZone: "America/Santiago",
    every: {count: 3, unit: "days" as const, since: "2026-09-03"},
  };
  expect(timesAfter(thirds, new Date("2026-09-03T05:00Z"), 2).map((at) => at.toISOString())).toEqual([
    "2026-09-06T04:00:00.000Z",
    "2026-09-09T03:00:00.000Z",
  ]);
});

test("every other week, every third day and the last working day are those of a walk over every day", () => {
  const DAY_MS = 86_400_000;
  const from = Date.parse("2026-11-22T00:00Z");
  const days = Array.from({length: 1_200}, (_, at) => new Date(from + at * DAY_MS));
  const text = (day: Date) => day.toISOString().slice(0, 10);
  const mondayOf = (day: Date) => day.getTime() - ((day.getUTCDay() + 6) % 7) * DAY_MS;
  const isLastWorking = (day: Date) => {
    const rest = Array.from({length: 31}, (_, at) => new Date(day.getTime() + at * DAY_MS)).filter(
      (one) => one.getUTCMonth() === day.getUTCMonth() && one.getUTCFullYear() === day.getUTCFullYear(),
    );
    const working = rest.filter((one) => one.getUTCDay() % 6 !== 0).map(text);
    return working.join() === text(day);
  };
  const weeks = (count: number, weekdays: number[], since: string) => (day: Date) =>
    weekdays.includes(day.getUTCDay()) &&
    text(day) >= since &&
    ((mondayOf(day) - mondayOf(new Date(since))) / DAY_MS / 7) % count === 0;
  const kinds: [Omit<Times, "timeZone">, (day: Date) => boolean][] = [
    [
      {cron: "30 2 * * 1", every: {count: 2, unit: "weeks", since: "2026-11-30"}},
      weeks(2, [1], "2026-11-30"),
    ],
    [
      {cron: "30 2 * * 1,4", every: {count: 3, unit: "weeks", since: "2026-12-10"}},
      weeks(3, [1, 4], "2026-12-10"),
    ],
    [
      {cron: "30 2 * * 0", every: {count: 2, unit: "weeks", since: "2026-11-22"}},
      weeks(2, [0], "2026-11-22"),
    ],
    [
      {cron: "30 2 * * *", every: {count: 3, unit: "days", since: "2026-12-01"}},
      (day) => text(day) >= "2026-12-01" && ((day.getTime() - Date.parse("2026-12-01")) / DAY_MS) % 3 === 0,
    ],
    [{cron: "30 2 LW * *"}, isLastWorking],
  ];
  for (const timeZone of new Set(ZONES_WITH_CHANGES.map((one) => one.timeZone)))
    for (const [times, isMeant] of kinds) {
      const expected = days.filter(isMeant).map(text);
      const found = timesAfter({...times, timeZone}, new Date(from - DAY_MS), expected.length + 5)
        .map((at) => dayOn(timeZone, at))
        .filter((day) => day >= text(days[0]!) && day <= text(days.at(-1)!));
      expect({timeZone, ...times, found}).toEqual({timeZone, ...times, found: expected});
      expect(expected.length).toBeGreaterThan(30);
    }
});

test("what never comes, comes too often or cannot be read is refused", () => {
  const now = new Date("2026-11-22T12:00Z");
  const refused = (cron: string, timeZone = "UTC") => {
    try {
      checkTimes({cron, timeZone}, now);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(refused("0 9 30 2 *")).toBe("That time never comes.");
  expect(refused("0 9 31 4,6 *")).toBe("That time never comes.");
  expect(refused("* * * * *")).toContain("more often than every 5 minutes");
  expect(refused("*/4 9 * * *")).toContain("more often");
  expect(refused("58,2 * * * *")).toContain("more often");
  expect(refused("58 23 * * *,0 0 * * *")).toContain("cannot be read");
  expect(refused("0 0 9 * * *")).toContain("cannot be read");
  expect(refused("0 9 1 13 *")).toContain("cannot be read");
  expect(refused("0 9 * * 1", "Europe/Atlantis")).toContain("no time zone");
  expect(refused("*/5 * * * *")).toBe("");
  expect(refused("0 9 29 2 *")).toBe("");
  expect(nextTime({cron: "0 9 29 2 *", timeZone: "UTC"}, now)?.toISOString()).toBe(
    "2028-02-29T09:00:00.000Z",
  );
});
