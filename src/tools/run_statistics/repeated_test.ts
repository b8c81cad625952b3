import {TabletalkError} from "../../errors.ts";
import type {Assumption, TestResult} from "../../statistics/result.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {ToolContext} from "../tool.ts";
import type {Measurements} from "./load_measurements.ts";

type Sphericity = "greenhouse_geisser" | "huynh_feldt" | "assumed";

const SUBJECTS: Assumption = {
  name: "independent subjects",
  holds: undefined,
  detail: "each row is one subject; its measurements belong together.",
};
/** Resampled values in all, at most: what a moment's work takes. */
const MOST_DRAWN = 20_000_000;

/**
 * Whether two or more measurements of the same subjects differ: analysis of variance, or Friedman's ranks.
 * @throws TabletalkError bad_plan where nothing but the subjects varies
 */
export async function repeatedTest(
  test: "repeated_anova" | "friedman",
  {columns, names}: Measurements,
  {sphericity, level}: {sphericity: Sphericity; level: number},
  context: ToolContext,
): Promise<TestResult> {
  const {residualsOfRepeated} = await import("../../statistics/choose_test.ts");
  const size = Math.max(
    ...columns.map((column) => column.reduce((most, one) => Math.max(most, Math.abs(one)), 0)),
  );
  if (residualsOfRepeated(columns).every((value) => Math.abs(value) <= 1e-12 * size))
    throw new TabletalkError(
      "bad_plan",
      `${names.join(", ")} differ by the same in every row.`,
      "Nothing is left to chance: compare measurements that vary.",
    );
  return test === "friedman"
    ? friedmanTest(columns, level, context)
    : repeatedAnova(columns, sphericity, level);
}

async function friedmanTest(
  columns: readonly Float64Array[],
  level: number,
  context: ToolContext,
): Promise<TestResult> {
  const {friedman} = await import("../../statistics/ranks/friedman.ts");
  const {chi2, df, p, kendallW, n} = friedman(columns);
  const resamples = Math.min(2000, Math.floor(MOST_DRAWN / (n * columns.length)));
  const bounds =
    resamples >= 500
      ? await offload(
          "statistics/resampling/figure_intervals",
          "kendallWBounds",
          [columns, {resamples, level, seed: 0}],
          workOf(context),
        )
      : {};
  return {
    test: "Friedman's test",
    hypothesis: "all measurements have one distribution",
    statistic: {name: "chi squared", value: chi2},
    df: [df],
    p,
    estimates: [{name: "Kendall's W", value: kendallW, ...bounds, level}],
    n: {},
    assumptions: [SUBJECTS],
    warnings: [
      ...(n < 10 ? [`With ${n} subjects chi squared is a rough guide to p.`] : []),
      ...(resamples >= 500
        ? [`The interval of W is of ${resamples} resamples of the subjects (seeded).`]
        : []),
    ],
  };
}

async function repeatedAnova(
  columns: readonly Float64Array[],
  sphericity: Sphericity,
  level: number,
): Promise<TestResult> {
  const {repeatedMeasures} = await import("../../statistics/anova/repeated_measures.ts");
  const {residualsOfRepeated} = await import("../../statistics/choose_test.ts");
  const {etaSquaredBounds} = await import("../../statistics/effects/noncentrality.ts");
  const {looksNormal} = await import("../../statistics/assumptions/shape.ts");
  const shape = looksNormal(residualsOfRepeated(columns));
  const found = repeatedMeasures(columns);
  const two = columns.length === 2;
  const ways = {
    assumed: {factor: 1, p: found.p, name: "sphericity assumed"},
    greenhouse_geisser: {factor: found.epsilon, p: found.correctedP, name: "Greenhouse-Geisser"},
    huynh_feldt: {factor: found.huynhFeldt, p: found.huynhFeldtP, name: "Huynh-Feldt"},
  };
  const way = two ? ways.assumed : ways[sphericity];
  const holds = Number.isFinite(found.mauchlyP) ? found.mauchlyP >= 0.05 : undefined;
  return {
    test: `Repeated measures analysis of variance${two ? "" : ` (${way.name})`}`,
    hypothesis: "all measurements have one mean",
    statistic: {name: "F", value: found.f},
    df: [found.df1 * way.factor, found.df2 * way.factor],
    p: way.p,
    estimates: [
      {
        name: "partial eta squared",
        value: found.partialEtaSquared,
        ...etaSquaredBounds(found.f, found.df1, found.df2, level),
        level,
      },
      ...(two
        ? []
        : [
            {name: "p, sphericity assumed", value: found.p},
            {name: "p, Greenhouse-Geisser", value: found.correctedP},
            {name: "p, Huynh-Feldt", value: found.huynhFeldtP},
            {name: "epsilon, Greenhouse-Geisser", value: found.epsilon},
            {name: "epsilon, Huynh-Feldt", value: found.huynhFeldt},
            {name: "Mauchly's W", value: found.mauchlyW},
            {name: "p of Mauchly's test", value: found.mauchlyP},
            {name: "df without correction", value: found.df1},
            {name: "df2 without correction", value: found.df2},
          ]),
    ],
    n: {},
    assumptions: [
      SUBJECTS,
      {
        name: "near normal residuals",
        holds: shape.normal,
        detail: `${shape.test}'s test gives p ${shape.p.toPrecision(2)}.`,
      },
      ...(two
        ? []
        : [
            {
              name: "sphericity (differences of all pairs spread alike)",
              holds,
              detail:
                holds === undefined
                  ? "too few subjects to test it; the corrected p allows for it."
                  : `Mauchly's test gives p ${found.mauchlyP.toPrecision(2)}; the corrected p allows for it.`,
            },
          ]),
    ],
    warnings: [],
  };
}
