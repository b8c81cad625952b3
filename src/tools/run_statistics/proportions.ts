import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {TestResult} from "../../statistics/result.ts";
import {sourceFields} from "../aggregate_input.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {byGroups, loadColumns} from "./load_columns.ts";
import {rowNotes} from "./load_groups.ts";
import {testArtifact} from "./test_artifact.ts";
import {alternativeSchema, levelSchema} from "./test_fields.ts";

const proportionsInputSchema = z.strictObject({
  method: z.literal("proportions"),
  ...sourceFields,
  column: namedColumnSchema.describe("true or false, or 1 and 0: what is counted"),
  group: groupSchema.optional().describe("compare its values: two (an A/B test) or more"),
  p0: z.number().gt(0).lt(1).default(0.5).describe("without a group: what the share is compared with"),
  alternative: alternativeSchema,
  level: levelSchema,
});
type ProportionsInput = z.infer<typeof proportionsInputSchema>;

/** Shares: one against a number, two against each other, or several. */
export const proportionsMethod = defineMethod<ProportionsInput>({
  name: "proportions",
  description:
    "Tests shares of yes: one against p0 (exact binomial), two against each other (A/B test: z, difference with interval, lift, ratio), several (chi squared); Wilson intervals.",
  input: proportionsInputSchema as z.ZodType<ProportionsInput>,
  run: proportions,
});

async function proportions(input: ProportionsInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadColumns(
    {...input, columns: [input.column], ...(input.group && {groups: [input.group], needGroup: true})},
    context,
  );
  const values = loaded.numbers[0]!;
  if (values.some((value) => Number.isFinite(value) && value !== 0 && value !== 1))
    throw new TabletalkError(
      "bad_plan",
      `${input.column.name} is not yes or no.`,
      "Choose a column of true and false (or 1 and 0), or a condition.",
    );
  const groups = byGroups(loaded)
    .map(({key, rows}) => {
      const own = rows.map((row) => values[row]!).filter(Number.isFinite);
      return {name: String(key[0] ?? ""), k: own.reduce((sum, one) => sum + one, 0), n: own.length};
    })
    .filter(({n}) => n > 0);
  if (groups.length === 0 || (input.group && groups.length < 2))
    throw new TabletalkError(
      "bad_plan",
      input.group ? `${input.group.name} has fewer than two groups.` : `${input.column.name} has no values.`,
      "Compare two groups or more.",
    );
  const result = await tested(groups, input);
  const counted = groups.reduce((sum, {n}) => sum + n, 0);
  return testArtifact(
    {...result, n: Object.fromEntries(groups.map(({name, n}) => [name, n]))},
    {
      method: "proportions",
      title: `Share of ${input.column.name}${input.group ? ` by ${input.group.name}` : ""}`,
      tables: loaded.tables,
      sql: loaded.sql,
      notes: rowNotes(loaded, loaded.rows - counted),
      begun,
    },
    context,
  );
}

async function tested(
  groups: readonly {name: string; k: number; n: number}[],
  {group, p0, alternative, level, column}: ProportionsInput,
): Promise<TestResult> {
  const {binomialTest, twoProportions, wilson} = await import("../../statistics/counts/proportions.ts");
  const shares = groups.map(({name, k, n}) => ({
    name: name === "" ? "share" : `share of ${name}`,
    value: k / n,
    ...wilson(k, n, level),
    level,
  }));
  const [yes, all] = [groups.reduce((sum, {k}) => sum + k, 0), groups.reduce((sum, {n}) => sum + n, 0)];
  if (group && (yes === 0 || yes === all))
    throw new TabletalkError(
      "bad_plan",
      `${column.name} is ${yes === 0 ? "never" : "always"} yes: the groups do not differ.`,
      "Compare a column that varies.",
    );
  const few = groups.filter(({k, n}) => Math.min(k, n - k) < 5);
  const base = {
    n: {},
    assumptions: [{name: "independent rows", holds: undefined, detail: "each row is one trial."}],
    warnings:
      few.length > 0 && group
        ? [`Fewer than five yes or no in ${few.map(({name}) => name).join(", ")}: p is rough.`]
        : [],
  };
  if (!group) {
    const {k, n} = groups[0]!;
    const found = binomialTest(k, n, p0, alternative, level);
    return {
      ...base,
      test: "Exact binomial test",
      hypothesis: `the share of ${column.name} is ${p0}`,
      statistic: {name: "yes", value: k},
      p: found.p,
      alternative,
      estimates: [...shares, {name: "share, exact interval", value: found.share, ...found.exact, level}],
    };
  }
  if (groups.length === 2) {
    const [a, b] = groups as [(typeof groups)[number], (typeof groups)[number]];
    const found = twoProportions([a.k, a.n], [b.k, b.n], alternative, level);
    return {
      ...base,
      test: "Two-proportion z test",
      hypothesis: `the shares of ${a.name} and ${b.name} are equal`,
      statistic: {name: "z", value: found.z},
      p: found.p,
      alternative,
      estimates: [
        ...shares,
        {
          name: `difference (${a.name} - ${b.name})`,
          value: found.difference,
          low: found.low,
          high: found.high,
          level,
        },
        {
          name: `ratio (${a.name} / ${b.name})`,
          value: found.ratio,
          low: found.ratioLow,
          high: found.ratioHigh,
          level,
        },
        {
          name: `lift of ${b.name} over ${a.name}`,
          value: 1 / found.ratio - 1,
          low: 1 / found.ratioHigh - 1,
          high: 1 / found.ratioLow - 1,
          level,
        },
        {name: "Cohen's h", value: found.h, low: found.hLow, high: found.hHigh, level},
      ],
    };
  }
  const {severalProportions} = await import("../../statistics/counts/rates.ts");
  const {cramersVBounds} = await import("../../statistics/effects/noncentrality.ts");
  const found = severalProportions(groups.map(({k, n}) => [k, n] as const));
  return {
    ...base,
    test: "Chi-squared test of shares",
    hypothesis: "all groups have one share",
    statistic: {name: "chi squared", value: found.chi2},
    df: [found.df],
    p: found.p,
    estimates: [
      ...shares,
      {
        name: "Cramér's V",
        value: Math.sqrt(found.chi2 / all),
        ...cramersVBounds(found.chi2, found.df, all, 2, level),
        level,
      },
    ],
  };
}
