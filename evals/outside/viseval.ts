import {join} from "node:path";
import {z} from "zod";
import type {Case, OutsideSet} from "./adapter.ts";
import {type ChartLine, chartLine} from "./chart_reply.ts";
import {judgePlot} from "./judge_plot.ts";
import {readQuestions} from "./read_lines.ts";

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const lineSchema = z.object({
  id: z.string(),
  instance: z.string(),
  table: z.string(),
  nl_query: z.string(),
  chart: z.string(),
  hardness: z.string(),
  gold: z.object({
    chart: z.string(),
    x_data: z.array(z.array(cellSchema)),
    y_data: z.array(z.array(cellSchema)),
    classify: z.array(cellSchema),
    sort: z.object({channel: z.enum(["x", "y"]), order: z.enum(["ascending", "descending"])}).nullable(),
  }),
  channel_specified: z.array(z.string()),
  sort_by: z.string().nullable(),
  stacked_bar: z.boolean().nullable(),
});
export type VisEvalLine = z.infer<typeof lineSchema>;

interface VisEvalCase extends Case {
  line: VisEvalLine;
}

/** Requests for a chart of one table each, judged by what is plotted. The wordings of one chart share a group. */
export const viseval: OutsideSet<VisEvalCase, ChartLine> = {
  name: "viseval",
  read: (folder) =>
    readQuestions(folder, lineSchema).map((line) => ({
      id: line.id,
      files: [join(folder, line.table)],
      turns: [line.nl_query],
      level: line.hardness,
      concepts: [line.chart],
      group: line.instance,
      line,
    })),
  reply: (one, asked) => chartLine(one.id, asked),
  judge: (one, line) => judgePlot(one.line, line),
};
