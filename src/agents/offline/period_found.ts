import {MONTH_NAMES, WEEKDAY_NAMES} from "./period_calendar.ts";
import type {Stretch} from "./period_phrase.ts";
import type {TimeToken} from "./period_tokens.ts";

/** What was read from some token on, up to `next`. */
export type Found =
  | {
      kind: "period";
      next: number;
      stretch: Stretch;
      certain: boolean;
      /** Its two ends, where it was said as a pair. */
      ends?: [Stretch, Stretch];
      /** Other stretches that the same words may be. */
      others?: Stretch[];
    }
  | {
      kind: "recurring";
      next: number;
      part: "month" | "weekday" | "quarter";
      values: number[];
      certain: boolean;
      said: string;
    };

/** "weekends", "on weekdays". */
export function readWeekend(tokens: readonly TimeToken[], at: number, prefixed: boolean): Found | undefined {
  const start = tokens[at]?.lower === "the" ? at + 1 : at;
  const word = tokens[start]?.lower ?? "";
  if (word === "weekends" || word === "weekend") return recurring("weekday", [6, 7], start + 1, true);
  if (word === "weekdays" || (word === "weekday" && prefixed)) {
    return recurring("weekday", [1, 2, 3, 4, 5], start + 1, prefixed);
  }
  return undefined;
}

export function recurring(
  part: "month" | "weekday" | "quarter",
  values: number[],
  next: number,
  certain: boolean,
): Found {
  return {kind: "recurring", part, values, next, certain, said: sayRecurring(part, values)};
}

/** "January of every year", "Saturdays and Sundays", "Q1 of every year". */
export function sayRecurring(part: "month" | "weekday" | "quarter", values: readonly number[]): string {
  const names = values.map((value) =>
    part === "month"
      ? MONTH_NAMES[value - 1]!
      : part === "weekday"
        ? `${WEEKDAY_NAMES[value - 1]}s`
        : `Q${value}`,
  );
  const size = part === "month" ? 12 : part === "weekday" ? 7 : 4;
  const inRow = values.every((value, index) => index === 0 || value === (values[index - 1]! % size) + 1);
  const listed =
    names.length > 2 && inRow
      ? `${names[0]} to ${names.at(-1)}`
      : names.join(names.length === 2 ? " and " : ", ");
  return part === "weekday" ? listed : `${listed} of every year`;
}
