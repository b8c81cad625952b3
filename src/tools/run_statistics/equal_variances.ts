import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {TestResult} from "../../statistics/result.ts";
import {sourceFields} from "../aggregate_input.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadGroups, rowNotes} from "./load_groups.ts";
import {testArtifact} from "./test_artifact.ts";

const equalVariancesInputSchema = z.strictObject({
  method: z.literal("equal_variances"),
  ...sourceFields,
  column: namedColumnSchema,
  group: groupSchema,
  test: z.enum(["brown_forsythe", "levene", "bartlett", "fligner", "f"]).default("brown_forsythe"),
});
type EqualVariancesInput = z.infer<typeof equalVariancesInputSchema>;

/** Whether groups spread alike. */
export const equalVariancesMethod = defineMethod<EqualVariancesInput>({
  name: "equal_variances",
  description:
    "Tests whether groups spread alike: Brown-Forsythe, Levene, Bartlett, Fligner-Killeen, F (two groups).",
  input: equalVariancesInputSchema as z.ZodType<EqualVariancesInput>,
  run: equalVariances,
});

async function equalVariances(input: EqualVariancesInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const {loaded, groups, missing} = await loadGroups(input, context);
  const values = groups.map((group) => group.values);
  const spread = await import("../../statistics/spread/equal_variances.ts");
  const {varianceOf} = await import("../../statistics/sums.ts");
  const base = {
    hypothesis: `${input.column.name} varies alike in all groups of ${input.group.name}`,
    estimates: groups.map(({name, values: own}) => ({
      name: `sd of ${name}`,
      value: Math.sqrt(varianceOf(own)),
    })),
    n: Object.fromEntries(groups.map(({name, values: own}) => [name, own.length])),
    warnings: [],
  };
  const normal = [{name: "normal values", holds: undefined, detail: "this test leans on it heavily."}];
  const result = ((): TestResult => {
    switch (input.test) {
      case "bartlett": {
        const {k2, df, p} = spread.bartlett(values);
        return {
          ...base,
          test: "Bartlett's test",
          statistic: {name: "K squared", value: k2},
          df: [df],
          p,
          assumptions: normal,
        };
      }
      case "fligner": {
        const {chi2, df, p} = spread.flignerKilleen(values);
        return {
          ...base,
          test: "Fligner-Killeen test",
          statistic: {name: "chi squared", value: chi2},
          df: [df],
          p,
          assumptions: [],
        };
      }
      case "f": {
        if (values.length !== 2) throw needsTwo(input.group.name, values.length);
        const {f, df1, df2, p, low, high} = spread.varianceRatio(values[0]!, values[1]!);
        return {
          ...base,
          test: "F test of two variances",
          statistic: {name: "F", value: f},
          df: [df1, df2],
          p,
          estimates: [{name: "ratio of variances", value: f, low, high}, ...base.estimates],
          assumptions: normal,
        };
      }
      default: {
        const {f, df1, df2, p} = spread.levene(values, input.test === "levene" ? "mean" : "median");
        return {
          ...base,
          test: input.test === "levene" ? "Levene's test" : "Brown and Forsythe's test",
          statistic: {name: "F", value: f},
          df: [df1, df2],
          p,
          assumptions: [],
        };
      }
    }
  })();
  return testArtifact(
    result,
    {
      method: "equal_variances",
      title: `Spread of ${input.column.name} by ${input.group.name}`,
      tables: loaded.tables,
      sql: loaded.sql,
      notes: rowNotes(loaded, missing),
      begun,
    },
    context,
  );
}

const needsTwo = (group: string, found: number): TabletalkError =>
  new TabletalkError(
    "bad_plan",
    `The F test compares two groups; ${group} has ${found}.`,
    "Use brown_forsythe.",
  );
