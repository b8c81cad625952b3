import {z} from "zod";
import {sourceFields} from "../aggregate_input.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {differenceTest} from "./difference_test.ts";
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
  const result = await differenceTest(chosen.test, {
    values,
    off,
    what,
    paired: input.second !== undefined,
    mu: input.mu,
    alternative: input.alternative,
    level: input.level,
  });
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
