import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure} from "./load_columns.ts";
import {loadSeries, saySeries, seriesFields} from "./load_series.ts";

const autocorrelationInputSchema = z.strictObject({
  method: z.literal("autocorrelation"),
  ...seriesFields,
  lags: z.number().int().min(1).max(200).optional().describe("default 10 log10 n, at most half the periods"),
});
type AutocorrelationInput = z.infer<typeof autocorrelationInputSchema>;

/** How far a series follows its own past. */
export const autocorrelationMethod = defineMethod<AutocorrelationInput>({
  name: "autocorrelation",
  description:
    "How a measure by period follows its own past: autocorrelation and partial autocorrelation by lag, Ljung-Box's test.",
  input: autocorrelationInputSchema as z.ZodType<AutocorrelationInput>,
  run: autocorrelated,
});

const COLUMNS: Column[] = [
  {name: "lag", type: "integer"},
  {name: "autocorrelation", type: "number"},
  {name: "partial", type: "number"},
  {name: "bound", type: "number"},
  {name: "Ljung-Box Q", type: "number"},
  {name: "p", type: "number"},
];

/** A row a lag; `bound` is where noise stays below in 95 of 100 lags; Q and p are of all lags up to that one. */
async function autocorrelated(input: AutocorrelationInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const series = await loadSeries(input, context);
  const {values} = series;
  const n = values.length;
  if (n < 8)
    throw new TabletalkError("bad_plan", `There are only ${n} ${input.time.unit}s.`, "Take at least 8.");
  if (values.every((value) => value === values[0]))
    throw new TabletalkError(
      "bad_plan",
      `${saySeries(input)} never changes.`,
      "Choose a measure that varies.",
    );
  const lags = Math.min(input.lags ?? Math.ceil(10 * Math.log10(n)), Math.floor(n / 2));
  const {autocorrelation, partialAutocorrelation} = await import("../../statistics/time/autocorrelation.ts");
  const {chiSquaredUpper} = await import("../../statistics/distributions/chi_squared.ts");
  const [plain, partial] = [autocorrelation(values, lags), partialAutocorrelation(values, lags)];
  let q = 0;
  const rows = Array.from({length: lags}, (_, at): Cell[] => {
    const lag = at + 1;
    q += (n * (n + 2) * plain[lag]! ** 2) / (n - lag);
    return [
      lag,
      figure(plain[lag]!),
      figure(partial[lag]!),
      1.96 / Math.sqrt(n),
      figure(q),
      figure(chiSquaredUpper(q, lag)),
    ];
  });
  const artifact = artifactOf(
    {
      tool: "run_statistics",
      method: "autocorrelation",
      kind: "statistic",
      title: `Autocorrelation of ${saySeries(input)}`,
      table: {columns: COLUMNS, rows},
      tables: [],
      sql: series.sql,
      notes: [
        ...series.notes,
        `Ljung-Box's test, all lags up to each. Tested: the ${input.time.unit}s do not follow one another.`,
        "The rows are not so many tests: read one lag, chosen before looking.",
        ...(lags < (input.lags ?? 0) ? [`Only ${lags} lags: half the periods.`] : []),
      ],
      begun,
    },
    context,
  );
  artifact.provenance.datasets = series.datasets;
  return artifact;
}
