import type {PlannerOutput} from "../../contracts.ts";
import {askAdvice, askWhoWillLeave} from "./advice.ts";
import type {Ask, AskScene} from "./ask_scene.ts";
import {askBarePeriod} from "./bare_period.ts";
import {askChecks} from "./checks.ts";
import {askDateOrder} from "./date_order.ts";
import {askDifference} from "./difference.ts";
import {askDuration} from "./durations.ts";
import {askWhyChanged} from "./explain.ts";
import {askFlag} from "./flags.ts";
import {askForecast} from "./forecast.ts";
import {askGrowth} from "./growth.ts";
import {keepsWords} from "./keeps_words.ts";
import {askLapsed} from "./lapsed.ts";
import {askMatchFiles} from "./match_files.ts";
import {askOneRowPer} from "./one_row_per.ts";
import {askPerDay} from "./per_day.ts";
import {askRepeat} from "./repeat.ts";
import {askWorst} from "./worst.ts";

/** The kinds of question that people put to a fresh file, in the order in which they are tried. */
const ASKS: readonly Ask[] = [
  askWhyChanged,
  askBarePeriod,
  askDateOrder,
  askWhoWillLeave,
  askDifference,
  askAdvice,
  askMatchFiles,
  askPerDay,
  askOneRowPer,
  askLapsed,
  askRepeat,
  askForecast,
  askGrowth,
  askFlag,
  askDuration,
  askWorst,
  askChecks,
];

/** The plan of a question that is of one of these kinds; undefined where it is of none. */
export async function planAsk(scene: AskScene): Promise<PlannerOutput | undefined> {
  for (const ask of ASKS) {
    const found = await ask(scene);
    if (!found) continue;
    if (found.kind !== "plan" || keepsWords(scene, found.plan)) return found;
  }
  return undefined;
}
