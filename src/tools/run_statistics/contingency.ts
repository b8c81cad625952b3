import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {Estimate, TestResult} from "../../statistics/result.ts";
import {sourceFields} from "../aggregate_input.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadCounts, rowNotes} from "./load_groups.ts";
import {stratifiedTest} from "./stratified_test.ts";
import {testArtifact} from "./test_artifact.ts";
import {levelSchema} from "./test_fields.ts";

const contingencyInputSchema = z.strictObject({
  method: z.literal("contingency"),
  ...sourceFields,
  rows: groupSchema,
  columns: groupSchema,
  stratum: groupSchema
    .optional()
    .describe("Cochran-Mantel-Haenszel: the association of two yes/no labels within each of its values"),
  test: z.enum(["auto", "chi_squared", "g", "fisher", "mcnemar", "cochran_mantel_haenszel"]).default("auto"),
  correct: z
    .boolean()
    .optional()
    .describe("continuity correction of a 2 x 2 table; default no, but yes for mcnemar and with a stratum"),
  level: levelSchema,
});
type ContingencyInput = z.infer<typeof contingencyInputSchema>;

/** Whether two labels go together. */
export const contingencyMethod = defineMethod<ContingencyInput>({
  name: "contingency",
  description:
    "Tests whether two columns of labels go together: chi squared, G, Fisher's exact, McNemar (paired yes/no), Cochran-Mantel-Haenszel (within strata); Cramér's V, odds ratio, mutual information with intervals; auto chooses and says why.",
  input: contingencyInputSchema as z.ZodType<ContingencyInput>,
  run: contingency,
});

async function contingency(input: ContingencyInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  if (input.stratum || input.test === "cochran_mantel_haenszel") return stratified(input, context, begun);
  const {level} = input;
  const {loaded, counts, rowNames, columnNames, missing} = await loadCounts(input, context);
  const {chiSquaredIndependence} = await import("../../statistics/counts/chi_squared.ts");
  const {chooseTableTest} = await import("../../statistics/choose_test.ts");
  const {mutualInformation} = await import("../../statistics/association/mutual_information.ts");
  const {chiSquaredBounds, cramersVBounds} = await import("../../statistics/effects/noncentrality.ts");
  const uncorrected = chiSquaredIndependence(counts);
  const g = chiSquaredIndependence(counts, {likelihood: true});
  const plain = input.test === "g" ? g : chiSquaredIndependence(counts, {correct: input.correct ?? false});
  const cells = counts.length * counts[0]!.length;
  const chosen =
    input.test === "auto" ? chooseTableTest(plain.leastExpected, cells) : {test: input.test, why: undefined};
  const two = counts.length === 2 && counts[0]!.length === 2;
  const shared = chiSquaredBounds(g.chi2, g.df, level);
  const strength: Estimate[] = [
    {
      name: "Cramér's V",
      value: plain.cramersV,
      ...cramersVBounds(
        uncorrected.chi2,
        plain.df,
        plain.n,
        Math.min(counts.length, counts[0]!.length),
        level,
      ),
      level,
    },
    {name: "Cramér's V, corrected for bias", value: plain.cramersVCorrected},
    // G is twice the rows times the mutual information.
    {
      name: "mutual information (nats)",
      value: mutualInformation(counts).nats,
      low: shared.low / (2 * plain.n),
      high: shared.high / (2 * plain.n),
      level,
    },
  ];
  const odds = two
    ? (await import("../../statistics/effects/odds_ratio.ts")).oddsRatio(counts, level)
    : undefined;
  const oddsName = `odds ratio (${rowNames[0]} and ${columnNames[0]})`;
  const hypothesis = `${input.rows.name} and ${input.columns.name} are independent`;
  const base = {hypothesis, n: {"": plain.n}, assumptions: [], warnings: []};
  let result: TestResult;
  if (chosen.test === "fisher") {
    const {fisherExact} = await import("../../statistics/counts/fisher_exact.ts");
    const exact = two ? fisherExact(counts, "two_sided", level) : undefined;
    const conditional = exact ? [{name: oddsName, ...exact.conditional, level}] : [];
    result = {
      ...base,
      test: "Fisher's exact test",
      statistic: {name: "chi squared", value: plain.chi2},
      p: exact ? exact.p : await largeTable(counts, context),
      estimates: [...conditional, ...strength],
    };
  } else if (chosen.test === "mcnemar") {
    if (!two || rowNames.join() !== columnNames.join())
      throw new TabletalkError(
        "bad_plan",
        "McNemar's test needs two columns with the same two answers.",
        "Name the answer before and the answer after.",
      );
    const {mcnemar} = await import("../../statistics/counts/paired_counts.ts");
    const found = mcnemar(counts, input.correct ?? true, level);
    if (found.discordant === 0)
      throw new TabletalkError(
        "bad_plan",
        "No answer changed: McNemar's test compares those that did.",
        "Ask for the counts instead.",
      );
    result = {
      ...base,
      test: "McNemar's test",
      hypothesis: `as many changed from ${rowNames[0]} to ${rowNames[1]} as back`,
      statistic: {name: "chi squared", value: found.chi2},
      df: [1],
      p: found.p,
      estimates: [
        {
          name: `odds of a change from ${rowNames[0]} to ${rowNames[1]}`,
          value: found.oddsRatio,
          low: found.low,
          high: found.high,
          level,
        },
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
      estimates: odds ? [{name: oddsName, ...odds, level}, ...strength] : strength,
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

async function stratified(input: ContingencyInput, context: ToolContext, begun: number): Promise<Artifact> {
  const {stratum, rows, columns, level} = input;
  if (!stratum || !["auto", "cochran_mantel_haenszel"].includes(input.test))
    throw new TabletalkError(
      "bad_plan",
      stratum ? `The test '${input.test}' knows no strata.` : "Cochran-Mantel-Haenszel needs strata.",
      stratum ? "Leave out the stratum, or ask for cochran_mantel_haenszel." : "Name the label as `stratum`.",
    );
  const {result, loaded, missing} = await stratifiedTest(
    {...input, stratum, correct: input.correct ?? true, level},
    context,
  );
  return testArtifact(
    result,
    {
      method: "contingency",
      title: `${rows.name} and ${columns.name} within ${stratum.name}`,
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        `Chosen: Cochran-Mantel-Haenszel, because ${stratum.name} keeps strata apart.`,
        ...rowNotes(loaded, missing),
      ],
      begun,
    },
    context,
  );
}

/** Millions of tables may share its margins: counted in a thread. */
async function largeTable(counts: number[][], context: ToolContext): Promise<number> {
  const {p} = await offload("statistics/counts/fisher_exact", "fisherExactLarge", [counts], workOf(context));
  return p;
}
