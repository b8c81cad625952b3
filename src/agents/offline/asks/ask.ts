import type {Plan} from "../../../planning/plan.ts";
import type {PlannerOutput} from "../../contracts.ts";
import {askAdvice, askWhoWillLeave} from "./advice.ts";
import type {Ask, AskScene} from "./ask_scene.ts";
import {askBarePeriod, BARE_PERIOD_WORDS} from "./bare_period.ts";
import {askChecks, CHECKS_WORDS} from "./checks.ts";
import {askDateOrder, DATE_ORDER_WORDS} from "./date_order.ts";
import {askDifference, DIFFERENCE_WORDS} from "./difference.ts";
import {askDuration, askLonger, DURATION_WORDS, LONGER_WORDS} from "./durations.ts";
import {askWhyChanged, WHY_CHANGED_WORDS} from "./explain.ts";
import {askFirstRows, FIRST_ROWS_WORDS} from "./first_rows.ts";
import {askFlag, FLAG_WORDS} from "./flags.ts";
import {askForecast, FORECAST_WORDS} from "./forecast.ts";
import {askGrewMost, GREW_MOST_WORDS} from "./grew_most.ts";
import {askGrowth, GROWTH_WORDS} from "./growth.ts";
import {askLapsed, LAPSED_WORDS} from "./lapsed.ts";
import {askMatchFiles, MATCH_FILES_WORDS} from "./match_files.ts";
import {narrowed, narrowing} from "./narrow_plan.ts";
import {askOneRowPer, ONE_ROW_PER_WORDS} from "./one_row_per.ts";
import {askPerDay, PER_DAY_WORDS} from "./per_day.ts";
import {askPerHead, PER_HEAD_WORDS} from "./per_head.ts";
import {type Places, placesOfWords, type Vocabulary, vocabulary} from "./places_words.ts";
import {askRepeat, REPEAT_WORDS} from "./repeat.ts";
import {askRepeats, REPEATS_WORDS} from "./repeats.ts";
import {askWhatsIn, WHATS_IN_WORDS} from "./whats_in.ts";
import {askWorst, WORST_WORDS} from "./worst.ts";

/** A kind of question, the words that it is made of, and what else its plans may keep to: conditions, a stretch of time. */
interface AskKind {
  ask: Ask;
  words: Vocabulary;
  keeps: readonly ("filters" | "period")[];
  /** Its plans may be of any table: words are those of the table of the plan. */
  anyTable?: true;
}

const NO_WORDS = vocabulary("");
const ROWS = ["filters", "period"] as const;
const FILTERS = ["filters"] as const;

/** The kinds of question that people put to a fresh file, in the order in which they are tried. */
const KINDS: readonly AskKind[] = [
  {ask: askWhyChanged, words: WHY_CHANGED_WORDS, keeps: FILTERS},
  {ask: askBarePeriod, words: BARE_PERIOD_WORDS, keeps: []},
  {ask: askDateOrder, words: DATE_ORDER_WORDS, keeps: ROWS},
  {ask: askWhoWillLeave, words: NO_WORDS, keeps: []},
  {ask: askDifference, words: DIFFERENCE_WORDS, keeps: ROWS},
  {ask: askAdvice, words: NO_WORDS, keeps: []},
  {ask: askMatchFiles, words: MATCH_FILES_WORDS, keeps: []},
  {ask: askPerDay, words: PER_DAY_WORDS, keeps: ROWS},
  {ask: askPerHead, words: PER_HEAD_WORDS, keeps: ROWS},
  {ask: askOneRowPer, words: ONE_ROW_PER_WORDS, keeps: ROWS},
  {ask: askLapsed, words: LAPSED_WORDS, keeps: FILTERS},
  {ask: askRepeat, words: REPEAT_WORDS, keeps: ROWS},
  {ask: askForecast, words: FORECAST_WORDS, keeps: FILTERS},
  {ask: askGrewMost, words: GREW_MOST_WORDS, keeps: FILTERS},
  {ask: askGrowth, words: GROWTH_WORDS, keeps: FILTERS},
  {ask: askFlag, words: FLAG_WORDS, keeps: ROWS},
  {ask: askLonger, words: LONGER_WORDS, keeps: ROWS},
  {ask: askDuration, words: DURATION_WORDS, keeps: ROWS},
  {ask: askWorst, words: WORST_WORDS, keeps: ROWS},
  {ask: askRepeats, words: REPEATS_WORDS, keeps: ROWS},
  {ask: askChecks, words: CHECKS_WORDS, keeps: ROWS},
  {ask: askFirstRows, words: FIRST_ROWS_WORDS, keeps: [], anyTable: true},
  {ask: askWhatsIn, words: WHATS_IN_WORDS, keeps: []},
];

/** The plan of a question that is of one of these kinds and has a place for each of its words; undefined where it is of none. */
export async function planAsk(scene: AskScene): Promise<PlannerOutput | undefined> {
  for (const kind of KINDS) {
    const found = await kind.ask(scene);
    const whole = found && (await withEveryWord(found, kind, kind.anyTable ? over(found, scene) : scene));
    if (whole) return whole;
  }
  return undefined;
}

/** The scene with the words of the table that a plan is of. */
function over(found: PlannerOutput, scene: AskScene): AskScene {
  const table = found.kind === "plan" ? found.plan.reading?.table : undefined;
  return {...scene, lexicon: scene.lexicons.find(({tables}) => tables[0]?.table === table) ?? scene.lexicon};
}

/** What a kind makes of a question, over the rows that the rest of its words keep; undefined where a word is left over. */
async function withEveryWord(
  found: PlannerOutput,
  {words, keeps}: AskKind,
  scene: AskScene,
): Promise<PlannerOutput | undefined> {
  if (found.kind === "readings") {
    const placed = found.readings.map((one) => ({one, places: placesOfWords(scene, one, words)}));
    if (placed.some(({places}) => places.left.length > 0)) return undefined;
    return {...found, readings: placed.map(({one, places}) => ({...one, placements: places.placements}))};
  }
  if (found.kind !== "plan") return found;
  const places = placesOfWords(scene, found.plan, words);
  if (places.left.length === 0) return withPlaces(found.plan, places);
  const by = keeps.length > 0 ? await narrowing(scene, places.left) : undefined;
  if (!by || (by.period && !keeps.includes("period"))) return undefined;
  const plan = narrowed(found.plan, by, scene.table.table);
  const all = plan && placesOfWords(scene, plan, words);
  return plan && all?.left.length === 0 ? withPlaces(plan, all) : undefined;
}

const withPlaces = (plan: Plan, {placements}: Places): PlannerOutput => ({
  kind: "plan",
  plan: plan.reading ? {...plan, reading: {...plan.reading, placements}} : plan,
});
