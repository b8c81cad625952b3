import type {Reading} from "../../../planning/reading.ts";
import {ADJECTIVES, type Adjective} from "../../offline/adjectives.ts";
import {hintedColumns} from "../../offline/column_nature.ts";
import {columnsIn} from "./condition_truth.ts";
import type {Heard} from "./mentions.ts";

const NO_SUPERLATIVE =
  /^(?:(?:in|con|pro|at|de|har)?(?:test|terest|vest)|re(?:qu)?est|guest|quest|forest|west|rest|best|latest|earliest|honest|digest|modest|arrest|chest|nearest|closest|furthest|farthest|suggest|manifest|almost|first)$/;
const LEADS = /^(?:the|which|what|whose|who|top|two|three|four|five|six|seven|eight|nine|ten|\d+)$/;

/** The end of an order that a superlative asks for; one of which the data knows nothing must be explained. */
export function orderDoubts(heard: Heard, reading: Reading): string[] {
  const side = sideOf(reading);
  if (!side) return [];
  const superlatives = ADJECTIVES.flatMap((one) =>
    one.forms.superlative.filter((word) => has(heard, word)).map((word) => ({one, word})),
  );
  const turned = superlatives.filter(({one}) => speaksOf(one, heard, reading) && one.direction !== side);
  const sides = new Set(superlatives.map(({one}) => one.direction));
  const doubts = sides.size === 1 ? turned.map(({word}) => `the question asks for the ${word}`) : [];
  const said = reading.assumptions.join(" ").toLowerCase();
  for (const {lower} of heard.unknown) {
    const at = heard.tokens.findIndex((one) => one.lower === lower);
    const led = [heard.tokens[at - 1], heard.tokens[at - 2]].some((one) => one && LEADS.test(one.lower));
    if (!/\p{L}{3}est$/u.test(lower) || NO_SUPERLATIVE.test(lower) || !(led || at === 0)) continue;
    if (superlatives.some(({word}) => word.includes(lower)) || said.includes(lower.slice(0, -4))) continue;
    doubts.push(
      `no column says what "${lower}" is: say in assumptions by what and from which end it is ranked`,
    );
  }
  return doubts;
}

/** The end that a reading takes: the first of an order, or the greatest or least of a column. */
function sideOf({order, limit, intent, measures}: Reading): Adjective["direction"] | undefined {
  const [first] = order;
  if (first && (limit !== undefined || intent === "which")) return first.direction === "desc" ? "max" : "min";
  const [measure, ...more] = measures;
  return more.length === 0 && (measure?.fn === "max" || measure?.fn === "min") ? measure.fn : undefined;
}

/** The word stands alone in the question, and is the name of nothing in the data. */
const has = ({question, mentions}: Heard, word: string): boolean =>
  new RegExp(`\\b${word}\\b`, "i").test(question) && !mentions.some(({text}) => text === word);

/** Whether what is ranked is what the adjective is of: "oldest" of an age, "rarest" of a count. */
function speaksOf(adjective: Adjective, {lexicon}: Heard, reading: Reading): boolean {
  if (adjective.hints.length === 0) return false;
  if (adjective.hints[0] === "#count")
    return reading.measures.length === 1 && reading.measures[0]!.fn === "count";
  const ranked = columnsIn([reading.measures, reading.columns, reading.order]);
  return hintedColumns(adjective, lexicon.columns).some(({profile}) => ranked.has(profile.name));
}
