import {type Clock, sayClock} from "./clock_words.ts";
import {firstFrom} from "./start_date.ts";
import type {Said} from "./time_pieces.ts";
import {dayOn, nextTime, type Times} from "./times.ts";

/** Times that were said, or why they cannot be had. */
export type Composed = {times: Times} | {problem: string; next: string};

/** When something is done of which only the day was said. */
const USUAL: Clock = {hour: 9, minute: 0};

/** Times as cron fields, from what was said of them. Those that never come or come too often are for `checkTimes`. */
export function composeTimes(said: Said, setting: {timeZone: string; now: Date}): Composed {
  const timeZone = said.timeZone ?? setting.timeZone;
  if (said.wrong !== undefined) return wrong(said.wrong);
  if (said.cron !== undefined) return {times: {cron: said.cron, timeZone}};
  const clock = clockFields(said);
  if ("problem" in clock) return clock;
  const count = said.unit === "quarters" ? 3 * (said.count ?? 1) : (said.count ?? 1);
  const days = (fields: string) => ({cron: `${clock.minute} ${clock.hour} ${fields}`, timeZone});
  const counted = (times: Times, unit: "days" | "weeks"): Composed => {
    if (count === 1) return {times};
    if (!(count <= 366)) return wrong(`every ${said.count} ${unit}`);
    const next = nextTime(times, setting.now);
    const since = said.start ? firstFrom(said.start, times, setting.now) : next && dayOn(timeZone, next);
    if (said.start && since === undefined) return wrong("a day that no month has");
    return since === undefined ? {times} : {times: {...times, every: {count, unit, since}}};
  };
  if (said.start && (count === 1 || (said.unit !== "weeks" && said.unit !== "days")))
    return {
      problem: "Only what comes every so many weeks or days is counted from a date.",
      next: 'Leave the date out, or say "every other Monday starting 7 December".',
    };
  switch (said.unit) {
    case "minutes":
    case "hours":
      return {times: days(said.weekdays ? `* * ${said.weekdays.join(",")}` : "* * *")};
    case "days":
      if (said.weekdays && count === 1) return {times: days(`* * ${said.weekdays.join(",")}`)};
      if (said.weekdays || said.days || said.nth || said.dayToken) return wrong("a day of every day");
      return counted(days("* * *"), "days");
    case "weeks":
      if (said.days || said.dayToken || said.nth) return wrong("a day of the month every week");
      return counted(days(`* * ${(said.weekdays ?? [1]).join(",")}`), "weeks");
    case "years":
      if (count !== 1) return wrong(`every ${count} years`);
      return {times: days(`${said.days?.join(",") ?? said.dayToken ?? 1} ${said.month ?? 1} *`)};
    case "months":
    case "quarters":
      return monthly(said, count, days, setting.now);
    default:
      return wrong("");
  }
}

function monthly(said: Said, count: number, days: (fields: string) => Times, now: Date): Composed {
  if (said.weekdays && !said.nth)
    return {
      problem: "A month has several of that weekday.",
      next: 'Say which: "on the first Monday of the month".',
    };
  if (said.month) return wrong("a month of every month");
  const fields = (months: string) =>
    said.nth
      ? `* ${months} ${said.nth.weekday}#${said.nth.week}`
      : `${said.dayToken ?? said.days?.join(",") ?? 1} ${months} *`;
  if (said.days?.some((day) => !(day >= 1 && day <= 31))) return wrong("a day that no month has");
  if (count === 1) return {times: days(fields("*"))};
  if (count > 12 || 12 % count !== 0)
    return {
      problem: `Every ${count} months does not come at the same months each year.`,
      next: "Say every 2, 3, 4 or 6 months, or every year.",
    };
  // Quarters begin and end with the year; anything else is counted from the next one.
  const every = days(fields("*"));
  const first = said.unit === "quarters" ? undefined : nextTime(every, now);
  const start = first
    ? Number(dayOn(every.timeZone, first).slice(5, 7))
    : /^L/.test(said.dayToken ?? "")
      ? 3
      : 1;
  const months = Array.from({length: 12 / count}, (_, at) => ((start - 1 + at * count) % 12) + 1);
  return {times: days(fields(months.sort((a, b) => a - b).join(",")))};
}

type ClockFields = {minute: string; hour: string} | {problem: string; next: string};

/** The first two cron fields. */
function clockFields(said: Said): ClockFields {
  const count = said.count ?? 1;
  if (said.unit === "minutes" || said.unit === "hours") {
    if (said.clocks)
      return {
        problem: `Every ${said.unit === "hours" ? "hour" : "few minutes"} and at ${said.clocks.map(sayClock).join(", ")} do not go together.`,
        next: 'Say "every hour", "every hour from 9 to 17", or "daily at 9 and 15".',
      };
    const within = said.window ? `${said.window.from}-${said.window.to}` : "*";
    if (said.unit === "minutes") {
      if (count < 60 && 60 % count === 0) return {minute: count === 1 ? "*" : `*/${count}`, hour: within};
      if (count % 60 !== 0 || 24 % (count / 60) !== 0)
        return {
          problem: `Every ${count} minutes does not come at the same minutes of each hour.`,
          next: "Say every 5, 10, 15, 20 or 30 minutes, or every hour.",
        };
    }
    const hours = said.unit === "minutes" ? count / 60 : count;
    if (!(hours >= 1 && hours <= 24) || 24 % hours !== 0)
      return {
        problem: `Every ${hours} hours does not come at the same hours of each day.`,
        next: "Say every 1, 2, 3, 4, 6, 8 or 12 hours, or daily.",
      };
    const minute = String(said.minuteOfHour ?? 0);
    if (hours === 24) return {minute, hour: "0"};
    return {minute, hour: hours === 1 ? within : `${within}/${hours}`};
  }
  if (said.window || said.minuteOfHour !== undefined)
    return {
      problem: "From one time to another is for every hour.",
      next: 'Say "every hour from 9 to 17", or a time of day: "daily at 9".',
    };
  const clocks = said.clocks?.map((clock) => inPart(clock, said.part)) ?? [said.part ?? USUAL];
  if (new Set(clocks.map(({minute}) => minute)).size > 1)
    return {
      problem: `${clocks.map(sayClock).join(" and ")} are at different minutes, which one schedule cannot have.`,
      next: "Make a schedule for each.",
    };
  const hours = [...new Set(clocks.map(({hour}) => hour))].sort((a, b) => a - b);
  return {minute: String(clocks[0]!.minute), hour: hours.join(",")};
}

/** "Every evening at 7" is 19:00. */
const inPart = (clock: Clock, part: Clock | undefined): Clock =>
  part && part.hour > 12 && part.hour < 22 && clock.hour >= 1 && clock.hour < 12
    ? {...clock, hour: clock.hour + 12}
    : clock;

function wrong(what: string): Composed & {problem: string} {
  return {
    problem: what === "" ? "It is not clear when." : `"${what.trim()}" is not clear as a time.`,
    next: 'Say for example "every Monday at 9", "weekdays at 8:30", "on the 1st of the month at 7" or "every other Friday".',
  };
}
