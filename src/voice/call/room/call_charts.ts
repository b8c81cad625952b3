import type {CallResult} from "../../../channels/calls/wire.ts";
import type {Answer} from "../../../channels/channel.ts";
import {replyChart} from "../../../channels/chat/compose_chart.ts";
import type {ReplyChart} from "../../../channels/chat/reply.ts";
import type {OpenService} from "../../../channels/open_service.ts";

/** A chart of an answer, that can be drawn. */
export interface CallChart {
  /** As the service names the step: those of several questions carry the number of theirs. */
  step: string;
  title: string;
  alt: string;
  chart: ReplyChart;
}

/** The charts of an answer, of each of its parts. Nothing is drawn before it is asked for. */
export function callCharts(answer: Answer, charts: OpenService["charts"]): CallChart[] {
  const {parts} = answer;
  if (!parts) return chartIn(answer, "", charts);
  const main = parts.findLastIndex((part) => part.plan && !part.declined);
  return parts.flatMap((part, at) => chartIn(part, at === main ? "" : `q${at + 1}_`, charts));
}

/** How the charts stand in a result. */
export function namedCharts(charts: readonly CallChart[]): CallResult["charts"] {
  return charts.map(({step, title, alt}) => ({step, title, alt}));
}

function chartIn(answer: Answer, prefix: string, charts: OpenService["charts"]): CallChart[] {
  if (answer.declined || answer.choices.length > 0) return [];
  const step = answer.plan?.chart;
  const chart = replyChart({service: {charts}}, answer);
  return chart && step !== undefined
    ? [{step: prefix + step, title: chart.title, alt: chart.altText, chart}]
    : [];
}
