import {z} from "zod";
import type {Estimate, TestResult} from "../../statistics/result.ts";
import {sourceFields} from "../aggregate_input.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadCounts, rowNotes} from "./load_groups.ts";
import {testArtifact} from "./test_artifact.ts";

const contingencyInputSchema = z.strictObject({
  method: z.literal("contingency"),
  ...sourceFields,
  rows: groupSchema,
  columns: groupSchema,
  test: z.enum(["auto", "chi_squared", "g", "fisher", "mcnemar"]).default("auto"),
  correct: z.boolean().default(false).describe("Yates's correction, 2 x 2 only"),
});
type ContingencyInput = z.infer<typeof contingencyInputSchema>;

/** Whether two labels go together. */
export const contingencyMethod = defineMethod<ContingencyInput>({
  name: "contingency",
  description:
    "Tests whether two columns of labels go together: chi squared, G, Fisher's exact, McNemar (paired yes/no); Cramér's V, odds ratio, mutual information; auto chooses and says why.",
  input: contingencyInputSchema as z.ZodType<ContingencyInput>,
  run: contingency,
});

async function contingency(input: ContingencyInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const {loaded, counts, rowNames, columnNames, missing} = await loadCounts(input, context);
  const {chiSquaredIndependence} = await import("../../statistics/counts/chi_squared.ts");
  const {chooseTableTest} = await import("../../statistics/choose_test.ts");
  const {mutualInformation} = await import("../../statistics/association/mutual_information.ts");
  const plain = chiSquaredIndependence(counts, {correct: input.correct, likelihood: input.test === "g"});
  const cells = counts.length * counts[0]!.length;
  const chosen =
    input.test === "auto" ? chooseTableTest(plain.leastExpected, cells) : {test: input.test, why: undefined};
  const two = counts.length === 2 && counts[0]!.length === 2;
  const strength: Estimate[] = [
    {name: "Cramér's V", value: plain.cramersV},
    {name: "Cramér's V, corrected for bias", value: plain.cramersVCorrected},
    {name: "mutual information (nats)", value: mutualInformation(counts).nats},
  ];
  const hypothesis = `${input.rows.name} and ${input.columns.name} are independent`;
  const base = {hypothesis, n: {"": plain.n}, assumptions: [], warnings: []};
  let result: TestResult;
  if (chosen.test === "fisher") {
    const {fisherExact, fisherExactLarge} = await import("../../statistics/counts/fisher_exact.ts");
    const exact = two ? fisherExact(counts) : undefined;
    const odds = exact
      ? [{name: `odds ratio (${rowNames[0]} and ${columnNames[0]})`, ...exact.conditional, level: 0.95}]
      : [];
    result = {
      ...base,
      test: "Fisher's exact test",
      statistic: {name: "chi squared", value: plain.chi2},
      p: exact ? exact.p : fisherExactLarge(counts).p,
      estimates: [...odds, ...strength],
    };
  } else if (chosen.test === "mcnemar") {
    const {TabletalkError} = await import("../../errors.ts");
    if (!two || rowNames.join() !== columnNames.join())
      throw new TabletalkError(
        "bad_plan",
        "McNemar's test needs two columns with the same two answers.",
        "Name the answer before and the answer after.",
      );
    const {mcnemar} = await import("../../statistics/counts/paired_counts.ts");
    const found = mcnemar(counts);
    result = {
      ...base,
      test: "McNemar's test",
      hypothesis: `as many changed from ${rowNames[0]} to ${rowNames[1]} as back`,
      statistic: {name: "chi squared", value: found.chi2},
      df: [1],
      p: found.p,
      estimates: [
        {name: "exact p", value: found.exactP},
        {name: "changed", value: found.discordant},
      ],
    };
  } else {
    result = {
      ...base,
      test: input.test === "g" ? "G test of independence" : "Chi-squared test of independence",
      statistic: {name: input.test === "g" ? "G" : "chi squared", value: plain.chi2},
      df: [plain.df],
      p: plain.p,
      estimates: strength,
      assumptions: [
        {
          name: "expected counts of 5 or more",
          holds: plain.leastExpected >= 5,
          detail: `the smallest is ${plain.leastExpected.toFixed(1)}.`,
        },
      ],
    };
  }
  return testArtifact(
    result,
    {
      method: "contingency",
      title: `${input.rows.name} and ${input.columns.name}`,
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...(chosen.why ? [`Chosen: ${chosen.why}`] : []), ...rowNotes(loaded, missing)],
      begun,
    },
    context,
  );
}
