import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {Estimate, TestResult} from "../../statistics/result.ts";
import {sourceFields} from "../aggregate_input.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {differenceTest} from "./difference_test.ts";
import {loadLong, loadWide, type Measurements} from "./load_measurements.ts";
import {repeatedTest} from "./repeated_test.ts";
import {testArtifact} from "./test_artifact.ts";
import {alternativeSchema, levelSchema} from "./test_fields.ts";

const TWO = ["t", "wilcoxon", "sign"] as const;
const MANY = ["repeated_anova", "friedman"] as const;

const pairedTestInputSchema = z.strictObject({
  method: z.literal("paired_test"),
  ...sourceFields,
  columns: z
    .array(namedColumnSchema)
    .max(50)
    .default([])
    .describe("measurements side by side: two or more columns of numbers, a row a subject"),
  column: namedColumnSchema.optional().describe("or measurements below one another: the number,"),
  subject: groupSchema.optional().describe("whose it is,"),
  condition: groupSchema.optional().describe("and when or how it was measured"),
  test: z.enum(["auto", ...TWO, ...MANY]).default("auto"),
  sphericity: z
    .enum(["greenhouse_geisser", "huynh_feldt", "assumed"])
    .default("greenhouse_geisser")
    .describe("which p of repeated_anova is the result; all are shown"),
  pairs: z.enum(["none", "t", "wilcoxon"]).default("none").describe("all pairs, p by Holm"),
  alternative: alternativeSchema.describe("of the first less the second, for two measurements"),
  level: levelSchema,
});
type PairedTestInput = z.infer<typeof pairedTestInputSchema>;

/** Whether measurements of the same subjects differ. */
export const pairedTestMethod = defineMethod<PairedTestInput>({
  name: "paired_test",
  description:
    "Tests whether measurements of the same subjects differ: paired t, Wilcoxon's signed ranks, sign for two; repeated measures analysis of variance (sphericity: Mauchly, Greenhouse-Geisser, Huynh-Feldt), Friedman for more; auto chooses and says why. Columns side by side, or a long table with a subject and a condition.",
  input: pairedTestInputSchema as z.ZodType<PairedTestInput>,
  run: pairedTest,
});

/** @throws TabletalkError bad_plan: no measurements named, a test that does not suit their number, those of the loaders */
async function pairedTest(input: PairedTestInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const found = await measurements(input, context);
  const k = found.columns.length;
  const {choosePairedTest, chooseRepeatedTest} = await import("../../statistics/choose_test.ts");
  const off = differences(found.columns, 0, 1);
  const chosen =
    input.test !== "auto"
      ? {test: input.test, why: undefined}
      : k === 2
        ? choosePairedTest(off)
        : chooseRepeatedTest(found.columns);
  const {test} = chosen;
  if (isOfTwo(test) && k !== 2)
    throw new TabletalkError(
      "bad_plan",
      `The test '${test}' compares two measurements; there are ${k}.`,
      "Use repeated_anova or friedman, or name two.",
    );
  const what = `${found.names[0]} - ${found.names[1]}`;
  const result: TestResult = isOfTwo(test)
    ? await differenceTest(test, {
        values: off,
        off,
        what,
        paired: true,
        mu: 0,
        alternative: input.alternative,
        level: input.level,
      })
    : await repeatedTest(test, found, input, context);
  const pairs = input.pairs === "none" || k === 2 ? [] : await allPairs(found, input.pairs, input.level);
  return testArtifact(
    {...result, estimates: [...result.estimates, ...pairs], n: {"": found.columns[0]!.length}},
    {
      method: "paired_test",
      title: k === 2 ? `${what}, paired` : `${found.names.join(", ")} of the same subjects`,
      tables: found.loaded.tables,
      sql: found.loaded.sql,
      notes: [...(chosen.why ? [`Chosen: ${chosen.why}`] : []), ...found.notes],
      begun,
    },
    context,
  );
}

function measurements(input: PairedTestInput, context: ToolContext): Promise<Measurements> {
  const {columns, column, subject, condition} = input;
  if (columns.length >= 2 && !column && !subject && !condition) return loadWide(input, context);
  if (columns.length === 0 && column && subject && condition)
    return loadLong({...input, column, subject, condition}, context);
  throw new TabletalkError(
    "bad_plan",
    "A paired test needs measurements of the same subjects.",
    "Name two columns or more, or a column with its subject and its condition.",
  );
}

const isOfTwo = (test: string): test is (typeof TWO)[number] => (TWO as readonly string[]).includes(test);

function differences(columns: readonly Float64Array[], first: number, second: number): Float64Array {
  return columns[first]!.map((value, row) => value - columns[second]![row]!);
}

/** Each pair of measurements (later less earlier), its p corrected by Holm. */
async function allPairs(
  {columns, names}: Measurements,
  test: "t" | "wilcoxon",
  level: number,
): Promise<Estimate[]> {
  const {adjust} = await import("../../statistics/multiple/adjust.ts");
  const {oneSampleT} = await import("../../statistics/means/t_tests.ts");
  const {wilcoxonSignedRank} = await import("../../statistics/ranks/wilcoxon.ts");
  const {pairedRankBiserialBounds} = await import("../../statistics/effects/rank_biserial.ts");
  const made = names.flatMap((_, second) =>
    names.slice(0, second).map((__, first): {p: number; estimate: Estimate} => {
      const off = differences(columns, second, first);
      const name = `${names[second]} - ${names[first]}`;
      if (test === "t") {
        const {p, estimate, low, high} = oneSampleT(off, 0, {level});
        return {p, estimate: {name, value: estimate, low, high, level}};
      }
      const {p, rankBiserial, n} = wilcoxonSignedRank(off);
      const bounds = pairedRankBiserialBounds(rankBiserial, n, level);
      return {
        p,
        estimate: {name: `${name}, rank-biserial correlation`, value: rankBiserial, ...bounds, level},
      };
    }),
  );
  const corrected = adjust(
    made.map(({p}) => p),
    "holm",
  );
  const label = test === "t" ? "paired t" : "Wilcoxon";
  return made.flatMap(({estimate}, at) => [
    estimate,
    {name: `${estimate.name.replace(/, rank.*/, "")}, p (${label}, Holm)`, value: corrected[at]!},
  ]);
}
