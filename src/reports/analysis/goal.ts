import {dateColumnOf} from "../../agents/offline/period_phrase.ts";
import {dayIn, findPeriods} from "../../agents/offline/periods.ts";
import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {nameParts, namesThings} from "../../data/roles.ts";
import type {Scope, Target} from "./subjects.ts";
import {flagTarget, isFlag} from "./subjects.ts";

/** What the words of a goal name in a table. */
export interface GoalRead {
  target?: Target;
  /** Columns that it names beside the target. */
  columns: string[];
  period?: Scope["period"];
  /** How its period was understood. */
  said: string[];
  /** How many of its words name something of this table: of several tables the one that it speaks of. */
  score: number;
}

const FILLER = new Set(
  "a an the of in on at for to and or by with from is are was were be do does did what which who why how when where explain explore understand analyse analyze analysis deep dive into full thorough thoroughly report write this that these those data dataset table our my me we us it its about drives driver drivers drive goes makes make affect affects influence influences go look looking find out please tell everything all rows more less most least than between across per each over time".split(
    " ",
  ),
);

/**
 * Reads a goal with the words of one table: its columns, its values, its periods. "what drives cancelled orders" makes
 * `status is cancelled` the target.
 */
export function readGoal(
  goal: string,
  profile: TableProfile,
  scene: {asOf: Date; timeZone: string},
): GoalRead {
  const words = stems(goal).filter((word) => !FILLER.has(word));
  const found = columnsNamed(words, profile);
  const named = found.map(({column}) => column);
  const value = valueNamed(goal, words, profile);
  const period = periodIn(goal, profile, scene);
  // A measure that is named is the outcome; a value is, where no measure is: "cancelled orders", "churned customers".
  const numbers = named.filter(
    ({role, type}) => role === "measure" && (type === "integer" || type === "number"),
  );
  const first = numbers.find((column) => !isFlag(column));
  const isWhole = found.some(({column, share}) => column === first && share === 1);
  const flag = named.find(isFlag);
  const group = named.find(
    (column) =>
      !numbers.includes(column) && column.distinct > 1 && column.distinct <= 12 && column.role !== "date",
  );
  const target: Target | undefined = flag
    ? flagTarget(flag)
    : value && !(first && isWhole && asksOfNumber(goal))
      ? flagTarget(value.column, value.value)
      : first
        ? {kind: "number", column: first, name: first.name}
        : group && numbers.length === 0 && asksOfGroup(goal)
          ? group.distinct === 2
            ? flagTarget(group)
            : {kind: "label", column: group, name: group.name}
          : undefined;
  return {
    ...(target && {target}),
    columns: named.map(({name}) => name),
    ...(period && {period: period.scope}),
    said: period ? [period.said] : [],
    score:
      named.length * 2 +
      (value ? 2 : 0) +
      (stems(profile.table).some((word) => words.includes(word)) ? 1 : 0),
  };
}

const asksOfNumber = (goal: string): boolean =>
  /\b(?:drives?|explains?|goes with|affects?|influences?|determines?|behind)\b/i.test(goal);
const asksOfGroup = asksOfNumber;

/** Lower-case words without the endings of number and tense. */
function stems(text: string): string[] {
  return nameParts(text).map(stem);
}

function stem(word: string): string {
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|us|is)$/.test(word)) return word;
  return word.length > 3 ? word.replace(/s$/, "") : word;
}

/** Columns with half of their name in the goal, and how much of it. */
function columnsNamed(
  words: readonly string[],
  profile: TableProfile,
): {column: ColumnProfile; share: number}[] {
  const said = new Set(words);
  const scored = profile.columns.flatMap((column) => {
    if (namesThings(column) && column.role === "identifier") return [];
    const parts = stems(column.name).filter((part) => !FILLER.has(part));
    const hits = parts.filter((part) => said.has(part) || words.some((word) => isKin(word, part)));
    return hits.length > 0 ? [{column, share: hits.length / parts.length, hits: hits.length}] : [];
  });
  return scored.filter(({share}) => share >= 0.5).sort((a, b) => b.share - a.share || b.hits - a.hits);
}

/** "churn" names "churned", "cancelled" names "cancellation": one begins with what the other is without its ending. */
function isKin(word: string, part: string): boolean {
  const bare = (text: string): string =>
    text.replace(/(?:ation|ing|ed|er|al|ment)$/, "").replace(/(.)\1$/, "$1");
  const [a, b] = [bare(word), bare(part)];
  return a.length >= 4 && a === b;
}

function valueNamed(
  goal: string,
  words: readonly string[],
  profile: TableProfile,
): {column: ColumnProfile; value: string} | undefined {
  const said = ` ${goal.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ")} `;
  for (const column of profile.columns) {
    if (column.type !== "text" || column.distinct > 40 || column.distinct < 2) continue;
    for (const {value} of column.top) {
      const text = String(value ?? "").toLowerCase();
      if (text.length < 3 || FILLER.has(text)) continue;
      const whole = said.includes(` ${text.replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim()} `);
      if (whole || words.some((word) => isKin(word, stem(text)))) return {column, value: String(value)};
    }
  }
  return undefined;
}

function periodIn(
  goal: string,
  profile: TableProfile,
  {asOf, timeZone}: {asOf: Date; timeZone: string},
): {scope: NonNullable<Scope["period"]>; said: string} | undefined {
  const dateColumns = profile.columns.flatMap((column) => {
    const dates = dateColumnOf(column);
    return dates && dates.type !== "integer_year" ? [dates] : [];
  });
  const [first] = dateColumns;
  if (!first) return undefined;
  const found = findPeriods(goal, {asOf: dayIn(asOf, timeZone), dateColumns}).find(
    (one) => one.kind === "period" && one.certain && !one.outside,
  );
  if (found?.kind !== "period") return undefined;
  const {from, to, said} = found;
  return {
    scope: {column: first.name, ...(from !== undefined && {from}), ...(to !== undefined && {to})},
    said,
  };
}
