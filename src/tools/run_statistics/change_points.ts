import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadSeries, saySeries, seriesFields} from "./load_series.ts";

const changePointsInputSchema = z.strictObject({
  method: z.literal("change_points"),
  ...seriesFields,
  algorithm: z.enum(["pelt", "binary_segmentation"]).default("pelt"),
  penalty: z.number().positive().optional().describe("default 3 log n; more finds fewer"),
  least: z.number().int().min(2).default(2).describe("the least periods of a stretch"),
});
type ChangePointsInput = z.infer<typeof changePointsInputSchema>;

/** When the level of a measure changed. */
export const changePointsMethod = defineMethod<ChangePointsInput>({
  name: "change_points",
  description:
    "When the mean of a measure by period changed: stretches with their mean, PELT or binary segmentation.",
  input: changePointsInputSchema as z.ZodType<ChangePointsInput>,
  run: findChangePoints,
});

/** A row a stretch: from, to (its last period), periods, mean, sd, change (of the mean from the stretch before). */
async function findChangePoints(input: ChangePointsInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const series = await loadSeries(input, context);
  const {algorithm, penalty, least} = input;
  const found = await offload(
    "statistics/time/change_points",
    "changePoints",
    [series.values, {method: algorithm, least, ...(penalty && {penalty})}],
    workOf(context),
  );
  const rows = found.segments.map(({from, to, mean, sd}, at): Cell[] => [
    series.periods[from]!,
    series.periods[to - 1]!,
    to - from,
    mean,
    to - from > 1 ? sd : null,
    at === 0 ? null : mean - found.segments[at - 1]!.mean,
  ]);
  const unit = series.measureUnit;
  const artifact = artifactOf(
    {
      tool: "run_statistics",
      method: "change_points",
      kind: "statistic",
      title: `Change points of ${saySeries(input)}`,
      table: {
        columns: [
          {name: "from", type: series.periodType},
          {name: "to", type: series.periodType},
          {name: "periods", type: "integer"},
          {name: "mean", type: "number"},
          {name: "sd", type: "number"},
          {name: "change", type: "number"},
        ],
        rows,
      },
      ...(unit && {units: {mean: unit, sd: unit, change: unit}}),
      tables: [],
      sql: series.sql,
      notes: [
        ...series.notes,
        found.rows.length === 0
          ? "The mean does not change by more than noise would."
          : `${found.rows.length} changes of the mean, each worth more than the penalty of ${found.penalty.toPrecision(3)}.`,
        `${algorithm === "pelt" ? "PELT (Killick 2012), the best of all cuts" : "Binary segmentation, one cut after another"}: normal noise of one spread, taken as ${found.noise.toPrecision(3)} from neighbouring periods.`,
        "A season or a steady trend shows as several changes: look at those first.",
      ],
      begun,
    },
    context,
  );
  artifact.provenance.datasets = series.datasets;
  return artifact;
}
