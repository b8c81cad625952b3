import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadSeries, saySeries, seriesFields} from "./load_series.ts";

const timeAnomaliesInputSchema = z.strictObject({
  method: z.literal("time_anomalies"),
  ...seriesFields,
  bound: z.number().positive().optional().describe("robust z; default 3.5, with seasons 4.7"),
});
type TimeAnomaliesInput = z.infer<typeof timeAnomaliesInputSchema>;

/** Periods whose value is unlike its time. */
export const timeAnomaliesMethod = defineMethod<TimeAnomaliesInput>({
  name: "time_anomalies",
  description:
    "Periods whose value is far from what trend and season lead to expect, with the expected range.",
  input: timeAnomaliesInputSchema as z.ZodType<TimeAnomaliesInput>,
  run: findAnomalies,
});

/** A row an anomaly, the furthest first: period, actual, expected, low, high, z. */
async function findAnomalies(input: TimeAnomaliesInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const series = await loadSeries(input, context);
  const options = workOf(context);
  const {SEASONS_OF} = await import("../../statistics/time/seasonality.ts");
  const seasons = await offload(
    "statistics/time/seasonality",
    "findSeasons",
    [series.values, [...SEASONS_OF[series.unit]]],
    options,
  );
  const periods = seasons.filter(({found}) => found).map(({period}) => period);
  const found = await offload(
    "statistics/time/anomalies",
    "timeAnomalies",
    [series.values, {periods, ...(input.bound && {bound: input.bound})}],
    options,
  );
  const order = [...found.rows].sort((a, b) => Math.abs(found.z[b]!) - Math.abs(found.z[a]!));
  const rows = order.map((row): Cell[] => [
    series.periods[row]!,
    series.values[row]!,
    ...[found.expected, found.low, found.high, found.z].map((path) => path[row]!),
  ]);
  const unit = series.measureUnit;
  const empty = order.filter((row) => series.filled.has(row)).length;
  const artifact = artifactOf(
    {
      tool: "run_statistics",
      method: "time_anomalies",
      kind: "statistic",
      title: `Anomalies of ${saySeries(input)}`,
      table: {
        columns: [
          {name: "period", type: series.periodType},
          ...["actual", "expected", "low", "high", "z"].map((name) => ({name, type: "number" as const})),
        ],
        rows,
      },
      ...(unit && {units: {actual: unit, expected: unit, low: unit, high: unit}}),
      tables: [],
      sql: series.sql,
      notes: [
        ...series.notes,
        `${rows.length} of ${series.values.length} periods are further than ${found.bound} robust standard deviations (by MAD) from what is expected.`,
        found.periods.length > 0
          ? `Expected: trend and season of ${found.periods.join(" and ")} periods by robust STL${found.logarithms ? ", on logarithms" : ""}.`
          : "Expected: the running median of the periods around; no season was found.",
        ...(empty > 0 ? [`${empty} of them are periods without rows.`] : []),
      ],
      begun,
    },
    context,
  );
  artifact.provenance.datasets = series.datasets;
  return artifact;
}
