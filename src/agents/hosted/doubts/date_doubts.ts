import type {Reading} from "../../../planning/reading.ts";
import {isDate} from "../../offline/column_nature.ts";
import type {LexColumn} from "../../offline/lexicon.ts";
import {stem} from "../../offline/morphology.ts";
import {nameWords} from "../../offline/tokens.ts";
import {columnsIn} from "./condition_truth.ts";
import type {Heard} from "./mentions.ts";

const DULL = new Set(["date", "day", "at", "on", "time", "dt", "last", "first", "timestamp"]);

/** Of several dates the one that the question's verb or noun is of: "despatched in May" counts by the day of despatch. */
export function dateDoubts(heard: Heard, reading: Reading): string[] {
  const dates = heard.lexicon.columns.filter((one) => isDate(one) && one.table === reading.table);
  if (dates.length < 2) return [];
  const timed = heard.periods.some(({kind}) => kind === "period" || kind === "grain" || kind === "recurring");
  const used = usedDates(reading, dates);
  if (!timed || used.length === 0) return [];
  const said = reading.assumptions.join(" ").toLowerCase();
  const scored = dates.map((column) => ({column, score: heardOf(column, heard)}));
  const best = Math.max(...scored.map(({score}) => score));
  const own = Math.max(...scored.filter(({column}) => used.includes(column)).map(({score}) => score));
  if (best <= own || best === 0) return [];
  const meant = scored.find(({score}) => score === best)!.column.profile.name;
  return said.includes(used[0]!.profile.name.toLowerCase()) ? [] : [`the question is of ${meant}`];
}

function usedDates(reading: Reading, dates: readonly LexColumn[]): LexColumn[] {
  const names = columnsIn([
    reading.filters.filter(({condition}) => condition.op !== "is_null" && condition.op !== "is_not_null"),
    reading.groups,
  ]);
  if (reading.period) names.add(reading.period.column);
  return dates.filter(({profile}) => names.has(profile.name));
}

/** How much of a date's name the question has: a verb's form counts more than a noun. */
function heardOf({profile}: LexColumn, {tokens}: Heard): number {
  const words = nameWords(profile.name);
  const own = words.filter((word) => !DULL.has(word));
  if (own.length === 0) return 0;
  const spoken = tokens.map(({lower}) => lower);
  const whole = spoken.join(" ").includes(words.join(" ")) && words.length > 1 ? 1 : 0;
  const scores = own.map((word) =>
    Math.max(
      0,
      ...spoken.map((one, at) => {
        const joined = one + (spoken[at + 1] ?? "");
        const verb = /(?:ed|ing|ment|ations?|als?)$/.test(one) ? 2 : 1;
        if (akin(word, one)) return verb;
        const [, root = ""] = /^(\p{L}{3,}?)(?:ed|ing|s)?$/u.exec(one) ?? [];
        const single = root.replace(/(\p{L})\1$/u, "$1");
        const next = spoken[at + 1] ?? "";
        return [joined, root + next, single + next].some((text) => akin(word, text)) ? 2 : 0;
      }),
    ),
  );
  return Math.min(...scores) === 0 ? 0 : scores.reduce((sum, one) => sum + one, 0) / own.length + whole;
}

/** A word and its forms, or its short form: `desp` of despatched. */
function akin(name: string, word: string): boolean {
  if (word.length < 3) return false;
  if (stem(name) === stem(word)) return true;
  return (
    name.length >= 4 &&
    word.length >= 4 &&
    (word.startsWith(name) || (name.startsWith(word) && word.length >= 5))
  );
}
