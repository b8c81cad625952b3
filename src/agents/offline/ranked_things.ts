import type {Measure} from "../../tools/measure.ts";
import {dealCount} from "./asks/things.ts";
import {COUNT, isYear, measureOf, onlyAmount, target} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import {onlyText, type Parts} from "./parts.ts";
import {peopleColumn} from "./people_column.ts";
import {COUNTED} from "./row_nouns.ts";
import {asks, isDaily, type Scene} from "./scene.ts";
import {nameWords} from "./tokens.ts";
import {moneyColumns as tradeMoney} from "./trade_words.ts";
import {LIGHT_VERBS} from "./vocabulary.ts";

export const BIG = new Set(["biggest", "largest", "smallest", "best", "top", "worst", "bottom"]);
/** "highest unemployment?": who has it is worth saying beside the number. */
export const SHORTLY = new Set(["highest", "lowest", "biggest", "smallest", "largest"]);
/** Of a table with one amount these are of that amount too. */
export const EXTREME = new Set(
  "highest lowest high\u00a0point highest\u00a0point low\u00a0point lowest\u00a0point peak trough"
    .split(" ")
    .map((word) => word.replace("\u00a0", " ")),
);

/** "who emits the most" over countries and years: each country together, where no year is said. */
export function repeated({scene, filters, time}: Parts): LexColumn | undefined {
  const found = onlyText(scene);
  const isOneTime = time.filters.length > 0 || filters.filters.length > 0;
  const years = scene.columns.filter(isYear);
  return found && !isOneTime && years.length === 1 && found.profile.distinct < 0.5 * scene.profile.rows
    ? found
    : undefined;
}

/** Things of which there is the less the better. */
const BAD =
  /^(?:unemploy|death|fatal|delay|defect|error|complain|crime|injur|casualt|churn|absen|sick|downtime|wait|loss|late|refund|pollut|emission|fail|missing|overdue|debt|poverty|mortality|accident|damage|waste|breach|outage|down$|stoppage|cost|expense|spend|repl(?:y|ies)|response|minutes?$|mins$|hours?$|duration|time$|lag$|queue)/;

/** The worst unemployment is the highest, and the best time the shortest. */
export const isTurned = (word: string | undefined, numbers: readonly LexColumn[], {tokens}: Scene): boolean =>
  (word === "worst" || word === "best") &&
  numbers.length > 0 &&
  [...numbers.flatMap(({profile}) => nameWords(profile.name)), ...tokens.map(({lower}) => lower)].some(
    (part) => BAD.test(part),
  );

/** Verbs that say no more than that somebody was there. */
const WAS_THERE = new Set(
  "be been come came comes appear appeared appears visit visited on in here there".split(" "),
);

/** "who has been on the most": the people, where nothing else is said to be the most. */
export function whoMost(parts: Parts, word: string | undefined): LexColumn | undefined {
  const {bag, scene} = parts;
  const isBare = parts.measures.length + parts.numbers.length + parts.categories.length === 0;
  if (!isBare || !asks(scene, "who") || !["most", "least", "fewest"].includes(word ?? "")) return undefined;
  if (bag.has("group") || scene.tokens.some(({lower}) => LIGHT_VERBS.has(lower) && !WAS_THERE.has(lower)))
    return undefined;
  const people = peopleColumn(scene.profile);
  return scene.columns.find(({profile}) => profile === people);
}

/** What makes a place or a day busy: deals that a row counts, rows that are events, or the money taken. */
export function trafficOf({scene}: Parts): Measure {
  const counted =
    scene.columns.find(
      ({profile}) => COUNTED.has(profile.name.toLowerCase()) && profile.role === "measure",
    ) ?? scene.columns.find(({profile}) => profile === dealCount(scene.profile));
  if (counted) return measureOf("sum", target(counted));
  const [money] = scene.profile.keys.length > 0 ? [] : tradeMoney(scene.profile);
  const taken =
    (money && scene.columns.find(({profile}) => profile === money)) ??
    (isDaily(scene) ? onlyAmount(scene.columns) : undefined);
  return taken ? measureOf("sum", target(taken)) : COUNT;
}
