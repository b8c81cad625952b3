import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {quantile} from "../../statistics/descriptive/quantiles.ts";
import type {Estimate, TestResult} from "../../statistics/result.ts";
import {meanOf} from "../../statistics/sums.ts";
import {sourceFields} from "../aggregate_input.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import {offload} from "../offload/offload.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadGroups, rowNotes} from "./load_groups.ts";
import {testArtifact} from "./test_artifact.ts";
import {alternativeSchema, levelSchema} from "./test_fields.ts";

const groupTestInputSchema = z.strictObject({
  method: z.literal("group_test"),
  ...sourceFields,
  column: namedColumnSchema.describe("the number compared"),
  group: groupSchema,
  test: z
    .enum(["auto", "welch", "student", "mann_whitney", "ks", "welch_anova", "anova", "kruskal"])
    .default("auto"),
  alternative: alternativeSchema.describe("of the first group in order, for two groups"),
  level: levelSchema,
  post_hoc: z
    .enum(["auto", "tukey", "games_howell", "dunn"])
    .optional()
    .describe("all pairs, corrected; auto: what goes with the test"),
});
type GroupTestInput = z.infer<typeof groupTestInputSchema>;

/** Whether groups differ in a number, by the test that suits or the one asked for. */
export const groupTestMethod = defineMethod<GroupTestInput>({
  name: "group_test",
  description:
    "Tests whether groups differ in a number: Welch, Student, Mann-Whitney, KS for two; Welch's or Fisher's ANOVA, Kruskal-Wallis for more; auto chooses and says why. Effect sizes, assumptions, pairs by post_hoc.",
  input: groupTestInputSchema as z.ZodType<GroupTestInput>,
  run: groupTest,
});

/** Resampled values in all, at most: what a moment's work takes. */
const MOST_DRAWN = 20_000_000;

/** Groups whose own middles are told: more are a table of their own (compare_groups). */
const MOST_TOLD = 12;

/** The mean of each group, or the median where ranks are compared. */
function centres(groups: Groups, test: string): Estimate[] {
  if (groups.length > MOST_TOLD) return [];
  return ["mann_whitney", "ks", "kruskal"].includes(test)
    ? groups.map(({name, values}) => ({name: `median of ${name}`, value: quantile(values.toSorted(), 0.5)}))
    : groups.map(({name, values}) => ({name: `mean of ${name}`, value: meanOf(values)}));
}

/** The comparison of pairs that takes the same for granted as the test of all groups. */
function pairTest(
  asked: NonNullable<GroupTestInput["post_hoc"]>,
  test: string,
): "tukey" | "games_howell" | "dunn" {
  if (asked !== "auto") return asked;
  if (test === "kruskal" || test === "mann_whitney" || test === "ks") return "dunn";
  return test === "anova" || test === "student" ? "tukey" : "games_howell";
}

type Groups = {name: string; values: Float64Array}[];

async function groupTest(input: GroupTestInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const {loaded, groups, missing} = await loadGroups(input, context);
  const {chooseGroupTest} = await import("../../statistics/choose_test.ts");
  const chosen = input.test === "auto" ? chooseGroupTest(groups) : {test: input.test, why: undefined};
  const two = ["welch", "student", "mann_whitney", "ks"].includes(chosen.test);
  if (two && groups.length !== 2)
    throw new TabletalkError(
      "bad_plan",
      `${chosen.test} compares two groups; ${input.group.name} has ${groups.length}.`,
      "Use anova, welch_anova or kruskal, or keep two groups by a filter.",
    );
  const result = two
    ? await ofTwo(groups, chosen.test, input)
    : await ofMany(groups, chosen.test, input.level, context);
  const pairs = input.post_hoc
    ? await pairwise(groups, pairTest(input.post_hoc, chosen.test), input.level)
    : [];
  const small = groups.filter(({values}) => values.length < 10);
  return testArtifact(
    {
      ...result,
      estimates: [...result.estimates, ...pairs, ...centres(groups, chosen.test)],
      n: Object.fromEntries(groups.map(({name, values}) => [name, values.length])),
      warnings: [
        ...result.warnings,
        ...(small.length > 0
          ? [`Small groups: ${small.map(({name, values}) => `${name} (n ${values.length})`).join(", ")}.`]
          : []),
      ],
    },
    {
      method: "group_test",
      title: `${input.column.name} by ${input.group.name}`,
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...(chosen.why ? [`Chosen: ${chosen.why}`] : []), ...rowNotes(loaded, missing)],
      begun,
    },
    context,
  );
}

async function ofTwo(
  groups: Groups,
  test: string,
  {alternative, level}: GroupTestInput,
): Promise<TestResult> {
  const [first, second] = groups as [Groups[number], Groups[number]];
  const {equalSpread, INDEPENDENT, nearNormal} = await import("../../statistics/assumptions/shape.ts");
  const between = `${first.name} - ${second.name}`;
  if (test === "welch" || test === "student") {
    const {studentT, welchTest} = await import("../../statistics/means/t_tests.ts");
    const found = (test === "welch" ? welchTest : studentT)(first.values, second.values, {
      alternative,
      level,
    });
    return {
      test: test === "welch" ? "Welch's t test" : "Student's t test",
      hypothesis: `the means of ${first.name} and ${second.name} are equal`,
      statistic: {name: "t", value: found.t},
      df: [found.df],
      p: found.p,
      alternative,
      estimates: [
        {
          name: `difference of means (${between})`,
          value: found.estimate,
          low: found.low,
          high: found.high,
          level,
        },
        {name: "Hedges' g", ...found.g},
        {name: "Cohen's d", ...found.d},
      ],
      n: {},
      assumptions: [INDEPENDENT, nearNormal(groups), ...(test === "student" ? [equalSpread(groups)] : [])],
      warnings: [],
    };
  }
  const {mannWhitney} = await import("../../statistics/ranks/mann_whitney.ts");
  const {superiorityBounds} = await import("../../statistics/effects/superiority.ts");
  const ranked = mannWhitney(first.values, second.values, {alternative});
  const bounds = superiorityBounds(ranked.superiority, ...ranked.n, level);
  const superiority = {
    name: `chance that ${first.name} is larger`,
    value: ranked.superiority,
    ...bounds,
    level,
  };
  if (test === "ks") {
    const {kolmogorovSmirnovTwo} = await import("../../statistics/normality/kolmogorov_smirnov.ts");
    const {d, p, method} = kolmogorovSmirnovTwo(first.values, second.values);
    return {
      test: `Two-sample Kolmogorov-Smirnov test (${method})`,
      hypothesis: `${first.name} and ${second.name} follow one distribution`,
      statistic: {name: "D", value: d},
      p,
      estimates: [superiority],
      n: {},
      assumptions: [INDEPENDENT],
      warnings: [],
    };
  }
  return {
    test: `Mann-Whitney U test (${ranked.method === "exact" ? "exact" : "normal approximation with ties and continuity"})`,
    hypothesis: `neither ${first.name} nor ${second.name} tends to be larger`,
    statistic: {name: "U", value: ranked.u},
    p: ranked.p,
    alternative,
    estimates: [
      superiority,
      {
        name: "rank-biserial correlation",
        value: ranked.rankBiserial,
        low: 2 * bounds.low - 1,
        high: 2 * bounds.high - 1,
        level,
      },
    ],
    n: {},
    assumptions: [INDEPENDENT],
    warnings: [],
  };
}

async function ofMany(
  groups: Groups,
  test: string,
  level: number,
  {signal, limits}: ToolContext,
): Promise<TestResult> {
  const values = groups.map((group) => group.values);
  const {equalSpread, INDEPENDENT, nearNormal} = await import("../../statistics/assumptions/shape.ts");
  const {oneWayAnova, welchOneWay} = await import("../../statistics/anova/one_way.ts");
  if (test === "kruskal") {
    const {kruskalWallis} = await import("../../statistics/ranks/kruskal_wallis.ts");
    const {h, df, p, epsilonSquared, n} = kruskalWallis(values);
    const resamples = Math.min(2000, Math.floor(MOST_DRAWN / n));
    const bounds =
      resamples >= 500
        ? await offload(
            "statistics/resampling/figure_intervals",
            "epsilonSquaredBounds",
            [values, {resamples, level, seed: 0}],
            {signal, timeMs: limits.timeMs},
          )
        : {};
    return {
      test: "Kruskal-Wallis test",
      hypothesis: "all groups have one distribution",
      statistic: {name: "H", value: h},
      df: [df],
      p,
      estimates: [{name: "epsilon squared", value: epsilonSquared, ...bounds, level}],
      n: {},
      assumptions: [INDEPENDENT],
      warnings:
        resamples >= 500 ? [`The interval of epsilon squared is of ${resamples} resamples (seeded).`] : [],
    };
  }
  const plain = oneWayAnova(values);
  const found = test === "anova" ? plain : welchOneWay(values);
  const {etaSquaredBounds} = await import("../../statistics/effects/noncentrality.ts");
  const bounds = {...etaSquaredBounds(plain.f, plain.df1, plain.df2, level), level};
  return {
    test: test === "anova" ? "One-way analysis of variance" : "Welch's analysis of variance",
    hypothesis: "all groups have one mean",
    statistic: {name: "F", value: found.f},
    df: [found.df1, found.df2],
    p: found.p,
    estimates: [
      {name: "eta squared", value: plain.etaSquared, ...bounds},
      {name: "omega squared", value: plain.omegaSquared, ...bounds},
    ],
    n: {},
    assumptions: [INDEPENDENT, nearNormal(groups), ...(test === "anova" ? [equalSpread(groups)] : [])],
    warnings: [],
  };
}

/** Each pair's difference (later less earlier) with its corrected interval, then its corrected p. */
async function pairwise(
  groups: Groups,
  how: "tukey" | "games_howell" | "dunn",
  level: number,
): Promise<Estimate[]> {
  const {dunn, gamesHowell, tukey} = await import("../../statistics/anova/post_hoc.ts");
  const values = groups.map((group) => group.values);
  const pair = ({first, second}: {first: number; second: number}): string =>
    `${groups[second]!.name} - ${groups[first]!.name}`;
  if (how === "dunn")
    return dunn(values).flatMap((one) => [
      {name: `${pair(one)}, mean ranks`, value: one.difference},
      {name: `${pair(one)}, p (Dunn, Holm)`, value: one.p},
    ]);
  const found = how === "tukey" ? tukey(values, level) : gamesHowell(values, level);
  return found.flatMap((one) => [
    {name: pair(one), value: one.difference, low: one.low, high: one.high, level},
    {name: `${pair(one)}, p (${how === "tukey" ? "Tukey" : "Games-Howell"})`, value: one.p},
  ]);
}
