import {distance} from "fastest-levenshtein";
import type {TableProfile} from "../../data/profile.ts";
import {groups} from "../../data/roles.ts";
import type {Nearest, PlannerOutput} from "../contracts.ts";

type Declined = Extract<PlannerOutput, {kind: "declined"}>;

/** Three questions that this table can answer, made from its profile. */
export function suggestions(profiles: readonly TableProfile[]): string[] {
  const found: string[] = [];
  for (const profile of profiles.slice(0, 2)) {
    const measure = profile.columns.find((column) => column.role === "measure");
    const category = profile.columns.find(
      (column) => groups(column) && column.distinct > 1 && column.distinct <= 30,
    );
    const date = profile.columns.find((column) => column.role === "date" && column.type !== "integer");
    const fn = measure?.additivity === "additive" ? "total" : "average";
    if (measure && category) found.push(`${fn} ${measure.name} by ${category.name}`);
    if (measure && date) found.push(`${fn} ${measure.name} by month`);
    if (measure) found.push(`distribution of ${measure.name}`);
    if (category) found.push(`how many rows by ${category.name}`);
    found.push("what is in this data?");
  }
  return [...new Set(found)].slice(0, 4);
}

/** Says which words have no place, and the nearest names that do. */
export function declineWords(words: readonly string[], profiles: readonly TableProfile[]): Declined {
  const names = profiles.flatMap((profile) => profile.columns.map((column) => column.name));
  const quoted = words.map((word) => `"${word}"`).join(", ");
  const near = [...new Set(words.flatMap((word) => nearest(word, names)))].slice(0, 5);
  const tables = profiles.map((profile) => profile.table).join(", ");
  const columns = names.length <= 25 ? ` It has: ${names.join(", ")}.` : ` It has ${names.length} columns.`;
  return {
    kind: "declined",
    reason: `I can't place ${quoted}: no column or value of ${tables} is called that.${near.length > 0 ? ` Nearest: ${near.join(", ")}.` : columns}`,
    suggestions: suggestions(profiles),
    unplaced: [...words],
  };
}

/** A refusal for another reason than a word without a place; `nearest` are offered in its stead. */
export const decline = (
  reason: string,
  profiles: readonly TableProfile[],
  nearest: readonly Nearest[] = [],
): Declined => ({
  kind: "declined",
  reason,
  suggestions: suggestions(profiles),
  unplaced: [],
  ...(nearest.length > 0 && {nearest}),
});

function nearest(word: string, names: readonly string[]): string[] {
  const lower = word.toLowerCase();
  return names.filter((name) => {
    const other = name.toLowerCase();
    return (
      (lower.length > 3 && other.includes(lower)) ||
      distance(lower, other) <= Math.max(1, Math.floor(lower.length / 3))
    );
  });
}
