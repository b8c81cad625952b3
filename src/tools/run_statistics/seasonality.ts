import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure} from "./load_columns.ts";
import {loadSeries, saySeries, seriesFields} from "./load_series.ts";

const seasonalityInputSchema = z.strictObject({
  method: z.literal("seasonality"),
  ...seriesFields,
  season: z
    .number()
    .int()
    .min(2)
    .optional()
    .describe("a season's length in periods; default: those of the unit"),
});
type SeasonalityInput = z.infer<typeof seasonalityInputSchema>;

/** Whether a measure has seasons, and whether it rises or falls. */
export const seasonalityMethod = defineMethod<SeasonalityInput>({
  name: "seasonality",
  description:
    "Seasons of a measure by period (autocorrelation, strength, highest and lowest place) and its trend (Mann-Kendall, Sen's slope).",
  input: seasonalityInputSchema as z.ZodType<SeasonalityInput>,
  run: findSeasonality,
});

/**
 * A row a season looked for (figure "season of 12": strength as value, autocorrelation, found) and rows of the trend: Sen's
 * slope with its interval, Kendall's tau, p.
 */
async function findSeasonality(input: SeasonalityInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const series = await loadSeries(input, context);
  const options = workOf(context);
  const {SEASONS_OF} = await import("../../statistics/time/seasonality.ts");
  const usual = SEASONS_OF[series.unit];
  const candidates = input.season
    ? [
        usual.find(({period}) => period === input.season) ?? {
          period: input.season,
          name: `${input.season} ${input.time.unit}s`,
        },
      ]
    : [...usual];
  const seasons = await offload(
    "statistics/time/seasonality",
    "findSeasons",
    [series.values, candidates],
    options,
  );
  const changes = series.values.some((value) => value !== series.values[0]);
  const trend = changes
    ? await offload("statistics/time/trend", "mannKendall", [series.values, 0.95], options)
    : undefined;
  const rows: Cell[][] = seasons.map((season) => [
    `season of ${season.period} (a ${season.name})`,
    season.declined ? null : figure(season.strength),
    null,
    null,
    season.declined ? null : figure(season.autocorrelation),
    season.declined ? null : season.found,
  ]);
  if (trend) {
    for (const {name, value, low, high} of trend.estimates.slice(0, 2)) {
      rows.push([
        name,
        figure(value),
        low === undefined ? null : figure(low),
        high === undefined ? null : figure(high),
        null,
        trend.p < 0.05,
      ]);
    }
    rows.push(["p of the trend", figure(trend.p), null, null, null, null]);
  }
  const artifact = artifactOf(
    {
      tool: "run_statistics",
      method: "seasonality",
      kind: "statistic",
      title: `Seasons and trend of ${saySeries(input)}`,
      table: {
        columns: [
          {name: "figure", type: "text"},
          {name: "value", type: "number"},
          {name: "low", type: "number"},
          {name: "high", type: "number"},
          {name: "autocorrelation", type: "number"},
          {name: "found", type: "boolean"},
        ],
        rows,
      },
      tables: [],
      sql: series.sql,
      notes: [
        ...series.notes,
        ...seasons.map((season) => {
          if (season.declined)
            return `A season of ${season.period} was not looked for: it ${season.declined}.`;
          if (!season.found)
            return `No season of ${season.period}: strength ${season.strength.toFixed(2)}, autocorrelation ${season.autocorrelation.toFixed(2)}.`;
          const places = [...season.figures.keys()];
          const most = places.reduce((a, b) => (season.figures[b]! > season.figures[a]! ? b : a));
          const least = places.reduce((a, b) => (season.figures[b]! < season.figures[a]! ? b : a));
          return `Season of ${season.period}: highest as at ${series.periods[most]}, lowest as at ${series.periods[least]}.`;
        }),
        "A season's strength is the share of what the trend leaves that it makes up; it is found where that is 0.3 or more and the autocorrelation is over chance (99%).",
        ...(trend
          ? [`${trend.test}: slopes are a ${series.unit}.`, ...trend.warnings]
          : ["The series never changes."]),
      ],
      begun,
    },
    context,
  );
  artifact.provenance.datasets = series.datasets;
  return artifact;
}
