import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure} from "./load_columns.ts";
import {loadSeries, saySeries, seriesFields} from "./load_series.ts";

const stationarityInputSchema = z.strictObject({
  method: z.literal("stationarity"),
  ...seriesFields,
  tests: z
    .array(z.enum(["adf", "kpss"]))
    .min(1)
    .default(["adf", "kpss"]),
  around: z.enum(["level", "trend"]).default("level"),
  alpha: z.number().gt(0).lt(1).default(0.05),
});
type StationarityInput = z.infer<typeof stationarityInputSchema>;

/** Whether a series keeps to a level. */
export const stationarityMethod = defineMethod<StationarityInput>({
  name: "stationarity",
  description:
    "Whether a measure by period keeps to a level (or a trend) or wanders: augmented Dickey-Fuller and KPSS, read together.",
  input: stationarityInputSchema as z.ZodType<StationarityInput>,
  run: stationarity,
});

const COLUMNS: Column[] = [
  {name: "test", type: "text"},
  {name: "statistic", type: "number"},
  {name: "lags", type: "integer"},
  {name: "p", type: "number"},
  {name: "verdict", type: "text"},
];
const LEAST = 20;
/** Each lag tried is a regression of its own: on longer series the search would hold the process up. */
const MOST = 2_000;

/** A row a test; `verdict` says "keeps to it", "wanders" or "not shown". */
async function stationarity(input: StationarityInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const series = await loadSeries(input, context);
  const {values} = series;
  if (values.length < LEAST || values.length > MOST)
    throw new TabletalkError(
      "bad_plan",
      `There ${values.length === 1 ? "is" : "are"} ${values.length} ${input.time.unit}${values.length === 1 ? "" : "s"}.`,
      `Take periods of a length that gives ${LEAST} to ${MOST} of them.`,
    );
  if (values.every((value) => value === values[0]))
    throw new TabletalkError(
      "bad_plan",
      `${saySeries(input)} never changes.`,
      "Choose a measure that varies.",
    );
  const {augmentedDickeyFuller, kpss} = await import("../../statistics/time/unit_root.ts");
  const trend = input.around === "level" ? "c" : "ct";
  const notes = [...series.notes];
  const rows = input.tests.map((test): Cell[] => {
    if (test === "adf") {
      const {statistic, p, lags} = augmentedDickeyFuller(values, {trend});
      return [
        "Augmented Dickey-Fuller",
        figure(statistic),
        lags,
        figure(p),
        p < input.alpha ? "keeps to it" : "not shown",
      ];
    }
    const {statistic, p, lags, held} = kpss(values, {trend});
    if (held) notes.push(`The p of KPSS is from a table: it is ${p} or ${p > 0.05 ? "more" : "less"}.`);
    return ["KPSS", figure(statistic), lags, figure(p), p < input.alpha ? "wanders" : "not shown"];
  });
  if (rows.some(([, statistic]) => statistic === null))
    throw new TabletalkError(
      "bad_plan",
      `${saySeries(input)} follows from its own past exactly: no test exists.`,
      "Choose a measure with some noise.",
    );
  notes.push(
    `Dickey-Fuller supposes that the series wanders, KPSS that it keeps to a ${input.around}; tested at alpha = ${input.alpha}. Where they disagree, differences or a trend may be needed, or there are too few periods.`,
    "A change of level in the middle looks like wandering: see change_points.",
  );
  const artifact = artifactOf(
    {
      tool: "run_statistics",
      method: "stationarity",
      kind: "statistic",
      title: `Stationarity of ${saySeries(input)}`,
      table: {columns: COLUMNS, rows},
      tables: [],
      sql: series.sql,
      notes,
      begun,
    },
    context,
  );
  artifact.provenance.datasets = series.datasets;
  return artifact;
}
