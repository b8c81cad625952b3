import type {ColumnProfile} from "../../data/profile.ts";
import {percent, value} from "./words.ts";

/** What a column is, in a word or two: "country", "measure, $", "date, monthly". */
export function kindOf(column: ColumnProfile): string {
  const {role, geography, unit, details} = column;
  const pattern = details?.text?.pattern;
  if (role === "geography") return geography === "us_state" ? "US state" : (geography ?? "place");
  if (role === "measure") return unit ? `measure, ${unit}` : "measure";
  if (role === "boolean") return "yes/no";
  if (pattern && pattern.name !== "code" && (role === "text" || role === "identifier")) return pattern.name;
  return role;
}

/** What stands for the values of a column about persons: a profile is sent around. */
export const PRIVATE = "personal: values not shown";

/** Whether a column's values are likely personal, so that no example of them is shown. */
export function isPrivate({details}: ColumnProfile): boolean {
  return details?.personal !== undefined && details.personal.confidence !== "possible";
}

/** What the values are like, short: range and middle of numbers, first and last date, the most frequent values. */
export function typical(column: ColumnProfile, rows: number): string {
  const {min, max, quantiles, top, nulls, distinct, role, type} = column;
  const filled = rows - nulls;
  if (isPrivate(column) && type !== "date" && type !== "timestamp") return PRIVATE;
  if (filled === 0) return "empty";
  const show = (cell: ColumnProfile["min"]): string => value(cell, column, 24);
  if (distinct === 1) return `always ${show(min ?? top[0]?.value ?? null)}`;
  const numeric = type === "integer" || type === "number";
  if (role === "identifier" || type === "date" || type === "timestamp" || (numeric && role === "date"))
    return `${show(min)} – ${show(max)}`;
  if (numeric && quantiles && role !== "category")
    return `${show(min)} – ${show(max)}, median ${show(quantiles[2])}`;
  const [first] = top;
  if (first && role !== "text" && (first.count > 1 || distinct <= 10))
    return top
      .slice(0, 5)
      .map((one) => `${show(one.value)} ${percent(one.count, filled)}`)
      .join(", ");
  if (top.length > 0)
    return `such as ${top
      .slice(0, 3)
      .map((one) => show(one.value))
      .join(", ")}`;
  return min === null ? "" : `${show(min)} – ${show(max)}`;
}

/** The counts behind a column's small picture: a histogram, or its most frequent values. */
export function countsOf(column: ColumnProfile): {counts: number[]; ordered: boolean} | undefined {
  const histogram = column.details?.histogram;
  if (histogram) {
    const {bins, below, above} = histogram;
    const counts = bins.map((bin) => bin.count);
    return {counts: [...(below > 0 ? [below] : []), ...counts, ...(above > 0 ? [above] : [])], ordered: true};
  }
  if (column.role === "identifier" || column.role === "text" || isPrivate(column)) return undefined;
  if (column.top.length < 2 || column.top[0]!.count === 1) return undefined;
  return {counts: column.top.slice(0, 12).map((one) => one.count), ordered: false};
}
