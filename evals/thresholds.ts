import type {Thresholds} from "./own_suite.ts";
import type {Result} from "./run_record.ts";
import {tallyOf} from "./tally.ts";

/** Which bars a run breaks, one sentence each; none without bars. */
export function brokenBars(results: readonly Result[], bars: Thresholds | undefined): string[] {
  if (!bars) return [];
  const {right, wrong, error, rightWhenAnswered = 1} = tallyOf("all", results);
  const least = bars.rightWhenAnswered ?? 0;
  return [
    ...(right < bars.right ? [`below the bar: ${right} right, at least ${bars.right} wanted`] : []),
    ...(wrong + error > bars.wrong
      ? [`above the bar: ${wrong} wrong and ${error} failed, at most ${bars.wrong} allowed`]
      : []),
    ...(rightWhenAnswered < least
      ? [`below the bar: ${rightWhenAnswered.toFixed(3)} right when answered, at least ${least} wanted`]
      : []),
  ];
}
