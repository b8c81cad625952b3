import {altText} from "../../charts/alt_text.ts";
import {TabletalkError} from "../../errors.ts";
import type {Answer} from "../channel.ts";
import {chartOf} from "../http/drawn_chart.ts";
import {fileName} from "./compose_table.ts";
import type {DeskParts} from "./desk_parts.ts";
import type {ReplyChart, ReplyFile} from "./reply.ts";

/** A picture of fewer values says less than the sentence. */
const LEAST_ROWS = 3;

/**
 * The chart of an answer: where the question asked for one, or where its plan has one that shows several values. Drawn when it
 * is asked for, once.
 */
export function replyChart(
  {service}: {service: Pick<DeskParts["service"], "charts">},
  {plan, artifacts, charts}: Answer,
): ReplyChart | undefined {
  const step = plan?.chart;
  const artifact = step === undefined ? undefined : artifacts[step];
  const chart = artifact && chartOf(artifact);
  if (!artifact || !chart || (!isAsked(plan) && chart.table.rows.length < LEAST_ROWS)) return undefined;
  const {spec, table} = chart;
  let drawn: Promise<ReplyFile> | undefined;
  return {
    kind: "chart",
    title: artifact.title,
    altText: charts.find((one) => one.step === step)?.altText ?? altText(spec, table),
    spec,
    table,
    png() {
      drawn ??= draw();
      return drawn;
    },
  };

  async function draw(): Promise<ReplyFile> {
    const renderer = await service.charts();
    const {content} = await renderer.renderChecked(spec, table, {format: "png"}).catch((error: unknown) => {
      if (error instanceof TabletalkError) throw error;
      throw new TabletalkError("bad_chart", "This table makes no such chart.", "Ask for another kind.", {
        cause: error,
      });
    });
    return {name: `${fileName(spec.title)}.png`, mediaType: "image/png", content};
  }
}

/** Whether the question itself asked for a chart. */
export function isAsked(plan: Answer["plan"]): boolean {
  return plan !== undefined && (plan.reading?.chart?.asked ?? !plan.reading);
}
