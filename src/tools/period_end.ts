import type {TimeUnit} from "./measure.ts";

/** The first moment after the period that begins at `start` (`YYYY-MM-DD[ HH:MM:SS]`), in milliseconds. */
export function periodEnd(start: string, unit: TimeUnit): number {
  const [year, month, day] = start.slice(0, 10).split("-").map(Number) as [number, number, number];
  switch (unit) {
    case "year":
      return Date.UTC(year + 1, 0, 1);
    case "quarter":
      return Date.UTC(year, month - 1 + 3, 1);
    case "month":
      return Date.UTC(year, month, 1);
    case "week":
      return Date.UTC(year, month - 1, day + 7);
    case "day":
      return Date.UTC(year, month - 1, day + 1);
    default:
      return Date.parse(`${start.slice(0, 10)}T${start.slice(11, 19) || "00:00:00"}Z`) + 3_600_000;
  }
}
