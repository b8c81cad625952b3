import {TabletalkError} from "../errors.ts";
import type {Execution} from "../planning/execute.ts";
import type {Plan} from "../planning/plan.ts";
import type {RenderedChart, TurnEvent} from "./channel.ts";
import type {TurnParts, TurnSetting} from "./turn_parts.ts";

/** Draws the chart of a plan where one is wanted. A chart that cannot be drawn is told; the answer stands without it. */
export async function drawCharts(
  {drawChart}: TurnParts,
  {charts, signal}: TurnSetting,
  {plan, execution}: {plan: Plan; execution: Execution},
  emit: (event: TurnEvent) => void,
): Promise<RenderedChart[]> {
  const step = plan.chart;
  const artifact = step === undefined ? undefined : execution.artifacts.get(step);
  const asked = plan.reading?.chart?.asked ?? !plan.reading;
  if (step === undefined || !artifact?.chart || (charts === "asked" && !asked)) return [];
  emit({type: "status", text: "Drawing"});
  try {
    const chart = await drawChart(step, artifact, signal);
    emit({type: "chart", chart});
    return [chart];
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const next =
      thrown instanceof TabletalkError ? thrown.next : "Run `tabletalk doctor` to see what is missing.";
    emit({type: "status", text: `The chart could not be drawn: ${message} ${next}`});
    return [];
  }
}
