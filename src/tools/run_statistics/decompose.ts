import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure} from "./load_columns.ts";
import {loadSeries, saySeries, seriesFields} from "./load_series.ts";

const decomposeInputSchema = z.strictObject({
  method: z.literal("decompose"),
  ...seriesFields,
  season: z
    .number()
    .int()
    .min(2)
    .optional()
    .describe("a season's length in periods; default: the unit's usual one"),
  kind: z.enum(["stl", "stl_robust", "additive", "multiplicative"]).default("stl"),
});
type DecomposeInput = z.infer<typeof decomposeInputSchema>;

/** A series taken apart into trend, season and rest. */
export const decomposeMethod = defineMethod<DecomposeInput>({
  name: "decompose",
  description: "Takes a measure by period apart into trend, season and rest: STL (robust too) or classical.",
  input: decomposeInputSchema as z.ZodType<DecomposeInput>,
  run: decompose,
});

/**
 * A row a period: value, trend, season, rest (which add up; multiplied for "multiplicative").
 * @throws TabletalkError bad_plan where the unit has no usual season and none is named, or under two seasons of data
 */
async function decompose(input: DecomposeInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const series = await loadSeries(input, context);
  const {SEASONS_OF} = await import("../../statistics/time/seasonality.ts");
  const season = input.season ?? SEASONS_OF[series.unit][0]?.period;
  if (season === undefined)
    throw new TabletalkError(
      "bad_plan",
      `A ${series.unit} has no usual season.`,
      "Name the season's length in periods.",
    );
  if (series.values.length < 2 * season)
    throw new TabletalkError(
      "bad_plan",
      `Two seasons of ${season} ${series.unit}s are needed, there are ${series.values.length}.`,
      "Take shorter periods, a shorter season, or a longer history.",
    );
  if (input.kind === "multiplicative" && series.values.some((value) => value <= 0))
    throw new TabletalkError(
      "bad_plan",
      "A multiplicative season needs values above 0.",
      "Use additive, or stl.",
    );
  const classical = input.kind === "additive" || input.kind === "multiplicative";
  const parts = classical
    ? (await import("../../statistics/time/decompose.ts")).classicalDecomposition(
        series.values,
        season,
        input.kind === "multiplicative" ? "multiplicative" : "additive",
      )
    : (await import("../../statistics/time/stl.ts")).stl(series.values, season, {
        robust: input.kind === "stl_robust",
      });
  const rows = series.periods.map((period, at): Cell[] => [
    period,
    series.values[at]!,
    ...[parts.trend, parts.seasonal, parts.rest].map((path) => figure(path[at]!)),
  ]);
  const unit = series.measureUnit;
  const names = ["value", "trend", "season", "rest"];
  const factors = input.kind === "multiplicative" ? ["season", "rest"] : [];
  const artifact = artifactOf(
    {
      tool: "run_statistics",
      method: "decompose",
      kind: "statistic",
      title: `Trend, season and rest of ${saySeries(input)}`,
      table: {
        columns: [
          {name: "period", type: series.periodType},
          ...names.map((name) => ({name, type: "number" as const})),
        ],
        rows,
      },
      ...(unit && {
        units: Object.fromEntries(
          names.filter((name) => !factors.includes(name)).map((name) => [name, unit]),
        ),
      }),
      tables: [],
      sql: series.sql,
      notes: [
        ...series.notes,
        `${classical ? `Classical decomposition, ${input.kind}` : input.kind === "stl_robust" ? "Robust STL (Cleveland 1990)" : "STL (Cleveland 1990)"}, a season of ${season} ${series.unit}s.`,
        ...(classical ? ["The trend is missing half a season at each end."] : []),
      ],
      begun,
    },
    context,
  );
  artifact.provenance.datasets = series.datasets;
  return artifact;
}
