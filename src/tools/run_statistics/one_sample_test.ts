import {z} from "zod";
import type {TestResult} from "../../statistics/result.ts";
import {sourceFields} from "../aggregate_input.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadComplete, rowNotes} from "./load_groups.ts";
import {testArtifact} from "./test_artifact.ts";
import {alternativeSchema, levelSchema} from "./test_fields.ts";

const oneSampleTestInputSchema = z.strictObject({
  method: z.literal("one_sample_test"),
  ...sourceFields,
  column: namedColumnSchema,
  second: namedColumnSchema.optional().describe("paired with the first: their difference is tested"),
  mu: z.number().default(0).describe("what the mean or median is compared with"),
  test: z.enum(["auto", "t", "wilcoxon", "sign"]).default("auto"),
  alternative: alternativeSchema,
  level: levelSchema,
});
type OneSampleTestInput = z.infer<typeof oneSampleTestInputSchema>;

/** Whether a mean is what is supposed, or paired numbers differ. */
export const oneSampleTestMethod = defineMethod<OneSampleTestInput>({
  name: "one_sample_test",
  description:
    "Tests a column's mean or median against mu, or paired columns (second) against each other: t, Wilcoxon's signed ranks, sign; auto chooses and says why.",
  input: oneSampleTestInputSchema as z.ZodType<OneSampleTestInput>,
  run: oneSampleTest,
});

async function oneSampleTest(input: OneSampleTestInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const columns = input.second ? [input.column, input.second] : [input.column];
  const {loaded, columns: found, missing} = await loadComplete({...input, columns}, context, 2);
  const [first, second] = found as [Float64Array, Float64Array | undefined];
  const values = second ? first.map((value, row) => value - second[row]!) : first;
  const {choosePairedTest} = await import("../../statistics/choose_test.ts");
  const off = values.map((value) => value - input.mu);
  const chosen = input.test === "auto" ? choosePairedTest(off) : {test: input.test, why: undefined};
  const what = input.second ? `${input.column.name} - ${input.second.name}` : input.column.name;
  const result = await tested(values, off, chosen.test, what, input);
  return testArtifact(
    {...result, n: {"": values.length}},
    {
      method: "one_sample_test",
      title: input.second ? `${what}, paired` : `${what} against ${input.mu}`,
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...(chosen.why ? [`Chosen: ${chosen.why}`] : []), ...rowNotes(loaded, missing)],
      begun,
    },
    context,
  );
}

async function tested(
  values: Float64Array,
  off: Float64Array,
  test: "t" | "wilcoxon" | "sign",
  what: string,
  {alternative, level, mu, second}: OneSampleTestInput,
): Promise<TestResult> {
  const {INDEPENDENT, nearNormal} = await import("../../statistics/assumptions/shape.ts");
  const constant = off.every((value) => value === off[0]);
  if (constant) {
    const {TabletalkError} = await import("../../errors.ts");
    throw new TabletalkError("bad_plan", `${what} is the same in every row.`, "Test a column that varies.");
  }
  if (test === "t") {
    const {oneSampleT} = await import("../../statistics/means/t_tests.ts");
    const found = oneSampleT(values, mu, {alternative, level});
    return {
      test: second ? "Paired t test" : "One-sample t test",
      hypothesis: `the mean of ${what} is ${mu}`,
      statistic: {name: "t", value: found.t},
      df: [found.df],
      p: found.p,
      alternative,
      estimates: [
        {
          name: second ? "mean difference" : "mean",
          value: found.estimate,
          low: found.low,
          high: found.high,
          level,
        },
        {name: "Cohen's d", ...found.d},
      ],
      n: {},
      assumptions: [INDEPENDENT, nearNormal([{name: what, values}])],
      warnings: [],
    };
  }
  const {signTest, wilcoxonSignedRank} = await import("../../statistics/ranks/wilcoxon.ts");
  if (test === "sign") {
    const found = signTest(off, alternative);
    return {
      test: "Sign test",
      hypothesis: `the median of ${what} is ${mu}`,
      statistic: {name: "positive differences", value: found.positive},
      p: found.p,
      alternative,
      estimates: [{name: "share of positive differences", value: found.positive / found.n}],
      n: {},
      assumptions: [INDEPENDENT],
      warnings: [],
    };
  }
  const found = wilcoxonSignedRank(off, {alternative});
  return {
    test: `Wilcoxon's signed-rank test (${found.method === "exact" ? "exact" : "normal approximation with ties and continuity"})`,
    hypothesis: `${what} is symmetric around ${mu}`,
    statistic: {name: "V", value: found.v},
    p: found.p,
    alternative,
    estimates: [{name: "rank-biserial correlation", value: found.rankBiserial}],
    n: {},
    assumptions: [
      INDEPENDENT,
      {name: "symmetric differences", holds: undefined, detail: "the test is of their centre then."},
    ],
    warnings: found.zeros > 0 ? [`${found.zeros} differences of 0 are left out.`] : [],
  };
}
