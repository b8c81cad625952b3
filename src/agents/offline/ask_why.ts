import type {TableProfile} from "../../data/profile.ts";
import {groups} from "../../data/roles.ts";
import type {Reading} from "../../planning/reading.ts";
import type {Token} from "./tokens.ts";

const MOST_GROUPS = 15;

/** "why?", "but why did it fall?": a question about the answer before. */
export const asksWhy = (tokens: readonly Token[]): boolean =>
  tokens.length <= 8 && tokens.slice(0, 2).some((token) => token.lower === "why");

/**
 * The earlier measure (and comparison), by the category with the fewest values that was not looked at yet. That is where
 * a number comes from, not why: the reading says so. Undefined where there is nothing to break down, or nothing to do it by.
 */
export function whereNotWhy(earlier: Reading, profile: TableProfile): Reading | undefined {
  if (earlier.measures.length === 0 || !["aggregate", "which"].includes(earlier.intent)) return undefined;
  const used = JSON.stringify([earlier.groups, earlier.filters]);
  const [category] = profile.columns
    .filter((column) => groups(column) && column.distinct > 1 && column.distinct <= MOST_GROUPS)
    .filter((column) => !used.includes(JSON.stringify(column.name)))
    .sort((a, b) => a.distinct - b.distinct);
  if (!category) return undefined;
  const {limit: _limit, chart: _chart, ...rest} = earlier;
  return {
    ...rest,
    intent: "aggregate",
    groups: [{name: category.name, of: {column: category.name}}],
    windows: [],
    order: [],
    having: [],
    placements: [],
    question: "why",
    assumptions: [`that is where, not why: the same by ${category.name}`],
  };
}
