import type {Times} from "../../../src/workflows/schedule/times.ts";

/** Zones, each with a moment near a change of its clock: an hour, half an hour, at midnight, and none. */
export const ZONES_WITH_CHANGES = [
  {timeZone: "Europe/Berlin", change: "2026-03-29T01:00Z"},
  {timeZone: "Europe/Berlin", change: "2026-10-25T01:00Z"},
  {timeZone: "America/New_York", change: "2026-03-08T07:00Z"},
  {timeZone: "America/New_York", change: "2026-11-01T06:00Z"},
  {timeZone: "Australia/Lord_Howe", change: "2026-10-03T15:30Z"},
  {timeZone: "Australia/Lord_Howe", change: "2026-04-04T15:00Z"},
  {timeZone: "America/Santiago", change: "2026-09-06T04:00Z"},
  {timeZone: "Africa/Cairo", change: "2026-04-23T22:00Z"},
  {timeZone: "Asia/Kolkata", change: "2026-05-31T18:30Z"},
] as const;

/** Five cron fields as somebody might write them, most of them at the hours in which clocks change. Always the same. */
export function randomTimes(seed: string, count: number): string[] {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const of = (...choices: string[]) => choices[below(choices.length)]!;
  const numbers = (count: number, from: number, to: number) =>
    [...new Set(Array.from({length: count}, () => from + below(to - from + 1)))]
      .sort((a, b) => a - b)
      .join(",");
  return Array.from({length: count}, () => {
    const minute = of(numbers(1, 0, 59), numbers(3, 0, 59), "*/15", "0", "30", "10-50/20");
    const hour = of(numbers(1, 0, 3), numbers(2, 0, 4), "*", "0-4", "*/2", "9", "22-23");
    const [day, weekday] = [
      ["*", "*"],
      ["*", numbers(2, 0, 6)],
      [numbers(4, 1, 31), "*"],
      ["L", "*"],
    ][below(4)] as [string, string];
    return [minute, hour, day, of("*", "*", "3-11"), weekday].join(" ");
  });
}

/** The moments of times between two moments, by looking at every minute on the clock of the zone. */
export function walked({cron, timeZone}: Times, after: Date, until: Date): Date[] {
  const [minutes, hours, days, months, weekdays] = cron.split(" ") as [
    string,
    string,
    string,
    string,
    string,
  ];
  const isInterval = /[*/]/.test(minutes + hours);
  const isNamed = (wall: Date) => {
    const last = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
    return (
      holds(minutes, wall.getUTCMinutes(), 0, 59) &&
      holds(hours, wall.getUTCHours(), 0, 23) &&
      (days === "L" ? wall.getUTCDate() === last : holds(days, wall.getUTCDate(), 1, 31)) &&
      holds(months, wall.getUTCMonth() + 1, 1, 12) &&
      holds(weekdays, wall.getUTCDay(), 0, 6)
    );
  };
  const wallOf = clockOf(timeZone);
  const found: Date[] = [];
  let furthest = wallOf(after.getTime());
  for (let moment = after.getTime() + 60_000; moment <= until.getTime(); moment += 60_000) {
    const wall = wallOf(moment);
    // What is named by its hour has come when the clock first shows it, or is past it; an interval only while it shows it.
    const from = isInterval ? wall : furthest + 60_000;
    for (let one = from; one <= wall; one += 60_000)
      if (isNamed(new Date(one))) {
        found.push(new Date(moment));
        break;
      }
    furthest = Math.max(furthest, wall);
  }
  return found;
}

/** What the clock of a zone shows at a moment, as if it were UTC. Asked of the platform once for each quarter of an hour. */
function clockOf(timeZone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat("sv-SE", {timeZone, dateStyle: "short", timeStyle: "short"});
  const offsets = new Map<number, number>();
  const quarter = 900_000;
  return (moment) => {
    const start = Math.floor(moment / quarter) * quarter;
    const known = offsets.get(start) ?? Date.parse(`${format.format(start).replace(" ", "T")}Z`) - start;
    offsets.set(start, known);
    return moment + known;
  };
}

function holds(field: string, value: number, least: number, most: number): boolean {
  return field.split(",").some((piece) => {
    const [range = "*", step = "1"] = piece.split("/");
    const [from = least, to] = range === "*" ? [least, most] : range.split("-").map(Number);
    return value >= from && value <= (to ?? from) && (value - from) % Number(step) === 0;
  });
}
