import type {Cell} from "../../data/table.ts";

/**
 * Text of strangers (column names, values, titles) as a prompt may show it: one line, short, and without the
 * brackets that open or close a fence; `a < 5` stays.
 */
export function tame(text: string, length = 40): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{DI}\u2028\u2029]+/gu, " ")
    .replaceAll(/<(?=[/\p{L}!?|])/gu, "‹")
    .replaceAll(/\s+/g, " ")
    .trim();
  const points = [...line];
  return points.length > length ? `${points.slice(0, length - 1).join("")}…` : line;
}

/** Text between two marks that it cannot hold itself. */
export function fence(mark: string, text: string): string {
  return `<${mark}>\n${text}\n</${mark}>`;
}

/** A number at no more than `digits` significant digits, without an exponent where it is readable. */
export function shortNumber(value: number, digits = 4): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(digits)));
}

/** A cell as a prompt shows it. */
export function shortCell(value: Cell, length = 40): string {
  if (value === null) return "";
  return typeof value === "number" ? shortNumber(value, 6) : tame(String(value), length);
}
