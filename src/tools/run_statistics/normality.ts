import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure} from "./load_columns.ts";
import {loadComplete, rowNotes} from "./load_groups.ts";

const TESTS = [
  "shapiro",
  "anderson",
  "dagostino",
  "jarque_bera",
  "lilliefors",
  "kolmogorov_smirnov",
] as const;

const normalityInputSchema = z.strictObject({
  method: z.literal("normality"),
  ...sourceFields,
  column: namedColumnSchema,
  tests: z.array(z.enum(TESTS)).min(1).default(["shapiro", "anderson", "dagostino"]),
  mean: z
    .number()
    .optional()
    .describe("kolmogorov_smirnov: of the normal distribution tested; without it the column's own"),
  sd: z.number().positive().optional().describe("kolmogorov_smirnov: likewise; without it the column's own"),
  own_sd: z
    .enum(["sample", "population"])
    .default("sample")
    .describe("kolmogorov_smirnov with the column's own sd: divided by n - 1, or by n (of z-scored values)"),
  alpha: z.number().gt(0).lt(1).default(0.05),
});
type NormalityInput = z.infer<typeof normalityInputSchema>;

/** Whether a column's values come from a normal distribution. */
export const normalityMethod = defineMethod<NormalityInput>({
  name: "normality",
  description:
    "Tests whether values are normal: Shapiro-Wilk, Anderson-Darling, D'Agostino, Jarque-Bera, Lilliefors, Kolmogorov-Smirnov (against a known or the column's own mean and sd); with skewness and kurtosis.",
  input: normalityInputSchema as z.ZodType<NormalityInput>,
  run: normality,
});

const COLUMNS: Column[] = [
  {name: "test", type: "text"},
  {name: "statistic", type: "number"},
  {name: "p", type: "number"},
  {name: "normal", type: "text"},
];
/** Royston tried his approximation of p up to here. */
const SHAPIRO_EXACT = 5000;
/** More values are sampled: each is weighed by a quantile of its own. */
const SHAPIRO_MOST = 50_000;

/** A row a test: `normal` says "not rejected" or "rejected" at alpha; then rows for skewness and excess kurtosis. */
async function normality(input: NormalityInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const {loaded, columns, missing} = await loadComplete({...input, columns: [input.column]}, context, 3);
  const values = columns[0]!;
  if (values.every((value) => value === values[0]))
    throw new TabletalkError(
      "bad_plan",
      `${input.column.name} is the same in every row.`,
      "Test a column that varies.",
    );
  const notes = rowNotes(loaded, missing);
  const rows: Cell[][] = [];
  for (const test of input.tests) {
    const {name, statistic, p, note} = await run(test, values, input);
    if (note) notes.push(note);
    rows.push([
      name,
      figure(statistic),
      figure(p),
      !Number.isFinite(p) ? "cannot be told" : p < input.alpha ? "rejected" : "not rejected",
    ]);
  }
  const {momentsOf} = await import("../../statistics/descriptive/moments.ts");
  const {skewness, kurtosis, n} = momentsOf(values);
  rows.push(
    ["skewness", figure(skewness), null, null],
    ["excess kurtosis", figure(kurtosis), null, null],
    ["n", n, null, null],
  );
  if (n > 1000)
    notes.push(
      "With so many values the smallest departure is found: look at its size (skewness, kurtosis, histogram).",
    );
  notes.push(
    `Tested at alpha = ${input.alpha}. "Not rejected" is no proof of being normal.`,
    "Skewness and kurtosis are adjusted for sample size; figures has those of a population too.",
  );
  return artifactOf(
    {
      tool: "run_statistics",
      method: "normality",
      kind: "statistic",
      title: `Normality of ${input.column.name}`,
      table: {columns: COLUMNS, rows},
      tables: loaded.tables,
      sql: loaded.sql,
      notes,
      begun,
    },
    context,
  );
}

async function run(
  test: (typeof TESTS)[number],
  values: Float64Array,
  input: NormalityInput,
): Promise<{name: string; statistic: number; p: number; note?: string}> {
  const n = values.length;
  const none = {statistic: Number.NaN, p: Number.NaN};
  switch (test) {
    case "shapiro": {
      const {shapiroWilk} = await import("../../statistics/normality/shapiro_wilk.ts");
      const {MersenneTwister} = await import("../../statistics/random/mersenne_twister.ts");
      const some =
        n > SHAPIRO_MOST ? new MersenneTwister(42).permutation(n).slice(0, SHAPIRO_MOST) : undefined;
      const {w, p} = shapiroWilk(some ? Float64Array.from(some, (row) => values[row]!) : values);
      const taken = some ? `Shapiro-Wilk is of a seeded sample of ${SHAPIRO_MOST} values. ` : "";
      return {
        name: "Shapiro-Wilk W",
        statistic: w,
        p,
        ...(n > SHAPIRO_EXACT && {
          note: `${taken}The p-value of Shapiro-Wilk is made for ${SHAPIRO_EXACT} values at most: beyond it is rough.`,
        }),
      };
    }
    case "anderson": {
      const {andersonDarling} = await import("../../statistics/normality/anderson_darling.ts");
      if (n < 8) return {name: "Anderson-Darling A2", ...none, note: "Anderson-Darling needs 8 values."};
      const {a2, p} = andersonDarling(values);
      return {name: "Anderson-Darling A2", statistic: a2, p};
    }
    case "dagostino": {
      const {dagostino} = await import("../../statistics/normality/moment_tests.ts");
      if (n < 20) return {name: "D'Agostino K2", ...none, note: "D'Agostino's test needs 20 values."};
      const {k2, p} = dagostino(values);
      return {name: "D'Agostino K2", statistic: k2, p};
    }
    case "jarque_bera": {
      const {jarqueBera} = await import("../../statistics/normality/moment_tests.ts");
      const {jb, p} = jarqueBera(values);
      return {name: "Jarque-Bera", statistic: jb, p};
    }
    case "kolmogorov_smirnov":
      return againstNormal(values, input);
    case "lilliefors": {
      const {lilliefors} = await import("../../statistics/normality/kolmogorov_smirnov.ts");
      if (n < 5) return {name: "Lilliefors D", ...none, note: "Lilliefors's test needs 5 values."};
      const {d, p} = lilliefors(values);
      return {name: "Lilliefors D", statistic: d, p};
    }
  }
}

/** Kolmogorov's test against a normal distribution, which is right only where its mean and sd do not come from the values. */
async function againstNormal(
  values: Float64Array,
  {mean, sd, own_sd}: NormalityInput,
): Promise<{name: string; statistic: number; p: number; note?: string}> {
  const {kolmogorovSmirnov} = await import("../../statistics/normality/kolmogorov_smirnov.ts");
  const {normalLower} = await import("../../statistics/distributions/normal.ts");
  const {momentsOf} = await import("../../statistics/descriptive/moments.ts");
  const own = momentsOf(values);
  const [centre, spread] = [mean ?? own.mean, sd ?? (own_sd === "sample" ? own.sd : own.sdPopulation)];
  const {d, p} = kolmogorovSmirnov(values, (x) => normalLower((x - centre) / spread));
  const known = mean !== undefined && sd !== undefined;
  return {
    name: "Kolmogorov-Smirnov D",
    statistic: d,
    p,
    note: known
      ? `Kolmogorov-Smirnov is against a normal distribution of mean ${centre} and sd ${spread}.`
      : "Kolmogorov-Smirnov is against the column's own mean or sd, so its p is too large; Lilliefors is the right test then.",
  };
}
