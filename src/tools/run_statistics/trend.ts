import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadSeries, saySeries, seriesFields} from "./load_series.ts";
import {testArtifact} from "./test_artifact.ts";
import {levelSchema} from "./test_fields.ts";

const trendInputSchema = z.strictObject({method: z.literal("trend"), ...seriesFields, level: levelSchema});
type TrendInput = z.infer<typeof trendInputSchema>;

/** Whether a measure rises or falls with time. */
export const trendMethod = defineMethod<TrendInput>({
  name: "trend",
  description:
    "Whether a measure by period rises or falls throughout: Mann-Kendall test with Sen's slope and its interval.",
  input: trendInputSchema as z.ZodType<TrendInput>,
  run: trend,
});

/** @throws TabletalkError bad_plan for fewer than 4 periods, over 5,000, or a series that never changes */
async function trend(input: TrendInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const series = await loadSeries(input, context);
  const result = await offload(
    "statistics/time/trend",
    "mannKendall",
    [series.values, input.level],
    workOf(context),
  );
  const artifact = testArtifact(
    {...result, n: {periods: series.values.length}},
    {
      method: "trend",
      title: `Trend of ${saySeries(input)}`,
      tables: [],
      sql: series.sql,
      notes: [...series.notes, `Slopes are a ${series.unit}.`],
      begun,
    },
    context,
  );
  artifact.provenance.datasets = series.datasets;
  return artifact;
}
