import type {Answer} from "../../src/channels/channel.ts";
import {chartFault} from "../judge_answer.ts";
import type {Question} from "../suite.ts";

/** 1 where a chart of the expected kind shows the expected columns. */
export function scoreChart(question: Question, answer: Answer): number | undefined {
  const {chart} = question.expect;
  return chart && Number(chartFault(chart, answer) === undefined);
}
