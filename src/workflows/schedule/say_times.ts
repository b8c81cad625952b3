import {joinedWords, MONTHS, ordinal, WEEKDAYS} from "./calendar_words.ts";
import {sayClock} from "./clock_words.ts";
import {fieldsOf, type Times, timesAfter} from "./times.ts";

/** Times in words, as they can be said again: "every Monday at 09:00 Europe/Berlin time". */
export function sayTimes(times: Times): string {
  const {timeZone, cron} = times;
  // The minutes of an hour are nearly everywhere the same.
  if (/^\S+ \*(\/\d+)? \* \* \*$/.test(cron)) return sayFields(times) ?? `cron ${cron}`;
  return `${sayFields(times) ?? `cron ${cron}`}${timeZone === "UTC" ? " UTC" : ` ${timeZone} time`}`;
}

/** The next times in words, on their own clock: "Mon 23 Nov 2026 09:00". */
export function sayNext(times: Times, after: Date, count = 3): string[] {
  return timesAfter(times, after, count).map((at) => sayMoment(at, times.timeZone));
}

/** A moment on the clock of a time zone: "Mon 23 Nov 2026 09:00". */
export function sayMoment(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    ...{weekday: "short", day: "numeric", month: "short", year: "numeric"},
    ...{hour: "2-digit", minute: "2-digit", hourCycle: "h23"},
  });
  return format.format(at).replaceAll(",", "").replace(" at ", " ");
}

/** The fields in words; undefined for those that only cron says well. */
function sayFields(times: Times): string | undefined {
  const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = times.cron.split(" ");
  const {every} = times;
  const clock = sayClocks(minute, hour);
  const plain = /^[\d,]+$/;
  if (!clock) {
    const often = sayOften(minute, hour);
    if (!often || day !== "*" || month !== "*" || every) return undefined;
    if (weekday === "*") return often;
    return plain.test(weekday) ? `${often} on ${dayNames(weekday, true)}` : undefined;
  }
  if (day === "*" && month === "*") {
    const days = every?.unit === "days";
    if (weekday === "*")
      return `${days ? `every ${every.count} days` : every ? undefined : "every day"} ${clock}`;
    const nth = /^([0-6])#(L|[1-5])$/.exec(weekday);
    if (nth && !every)
      return `on the ${nth[2] === "L" ? "last" : ordinal(Number(nth[2]))} ${WEEKDAYS[Number(nth[1])]} of the month ${clock}`;
    if (!plain.test(weekday) || days) return undefined;
    if (every) return `every ${every.count} weeks on ${dayNames(weekday, false)} ${clock}`;
    const names = dayNames(weekday, false);
    return `${names === "weekdays" || names === "weekends" ? names : `every ${names}`} ${clock}`;
  }
  if (weekday !== "*" || every) return undefined;
  const which = sayDay(day);
  if (which === undefined) return undefined;
  if (month === "*") return `on ${which} of the month ${clock}`;
  if (!plain.test(month)) return undefined;
  const months = month.split(",").map(Number);
  if (months.length === 1 && plain.test(day) && !day.includes(","))
    return `every year on ${MONTHS[months[0]! - 1]} ${day} ${clock}`;
  const step = 12 / months.length;
  const isEven = months.every((one, at) => at === 0 || one - months[at - 1]! === step);
  if (!isEven || months.length === 1) return undefined;
  if (step === 3 && months[0] === (/^L/.test(day) ? 3 : 1)) return `every quarter on ${which} ${clock}`;
  return `every ${step} months on ${which} ${clock}`;
}

function sayDay(day: string): string | undefined {
  if (day === "L") return "the last day";
  if (day === "LW") return "the last weekday";
  if (day === "1W") return "the first weekday";
  if (!/^[\d,]+$/.test(day)) return undefined;
  return `the ${joinedWords(day.split(",").map((one) => ordinal(Number(one))))}`;
}

function dayNames(field: string, isMany: boolean): string {
  const days = [...new Set(field.split(",").map((one) => Number(one) % 7))].sort(
    (a, b) => ((a + 6) % 7) - ((b + 6) % 7),
  );
  if (days.join() === "1,2,3,4,5") return "weekdays";
  if (days.join() === "6,0") return "weekends";
  return joinedWords(days.map((one) => `${WEEKDAYS[one]}${isMany ? "s" : ""}`));
}

function sayClocks(minute: string, hour: string): string | undefined {
  if (!/^\d+$/.test(minute) || !/^[\d,]+$/.test(hour)) return undefined;
  const clocks = fieldsOf({cron: `${minute} ${hour} * * *`}).hour.map((one) => ({
    hour: one,
    minute: Number(minute),
  }));
  return `at ${joinedWords(clocks.map(sayClock))}`;
}

/** Intervals within a day. */
function sayOften(minute: string, hour: string): string | undefined {
  const [within = "*", step] = hour.split("/");
  const range = /^(\d+)-(\d+)$/.exec(within);
  if (within !== "*" && !range) return undefined;
  const window = range ? ` from ${range[1]} to ${range[2]}` : "";
  const minutes = /^\*\/(\d+)$/.exec(minute);
  if (minutes && step === undefined) return `every ${minutes[1]} minutes${window}`;
  if (minute === "*" && step === undefined) return `every minute${window}`;
  if (!/^\d+$/.test(minute)) return undefined;
  const past = minute === "0" ? "" : ` at :${minute.padStart(2, "0")}`;
  return `${step === undefined ? "every hour" : `every ${step} hours`}${past}${window}`;
}
