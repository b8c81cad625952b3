import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {byGroups, figure, loadColumns} from "./load_columns.ts";

const compareGroupsInputSchema = z.strictObject({
  method: z.literal("compare_groups"),
  ...sourceFields,
  column: namedColumnSchema.describe("the number compared"),
  group: groupSchema,
});
type CompareGroupsInput = z.infer<typeof compareGroupsInputSchema>;

/** Whether groups differ in a number. */
export const compareGroupsMethod = defineMethod<CompareGroupsInput>({
  name: "compare_groups",
  description:
    "Compares groups by a number: n, mean, sd, median, 95% intervals; Welch's t test and Hedges' g for two groups, Welch's analysis of variance and eta squared for more.",
  input: compareGroupsInputSchema as z.ZodType<CompareGroupsInput>,
  run: compareGroups,
});

const FIGURES: Column[] = [
  {name: "n", type: "integer"},
  {name: "mean", type: "number"},
  {name: "sd", type: "number"},
  {name: "median", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
  {name: "difference", type: "number"},
  {name: "statistic", type: "number"},
  {name: "df", type: "number"},
  {name: "df2", type: "number"},
  {name: "p", type: "number"},
  {name: "effect", type: "number"},
];

const MOST_GROUPS = 200;

/**
 * A row a group: n, mean, sd, median, and low and high, the 95% interval of the mean. The last row is the test: for two
 * groups "first - second" with the `difference` of the means, its interval, t as `statistic`, df, p and Hedges' g as
 * `effect`; for more "all groups" with F, df and df2, p and eta squared. Missing groups and values are left out.
 * @throws TabletalkError bad_plan where there are not 2 to 200 groups with values.
 */
async function compareGroups(input: CompareGroupsInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadColumns(
    {...input, columns: [input.column], groups: [input.group], needGroup: true},
    context,
  );
  const {oneWayAnova, welchOneWay} = await import("../../statistics/anova/one_way.ts");
  const {summarise} = await import("../../statistics/descriptive/summary.ts");
  const {meanInterval} = await import("../../statistics/intervals/mean.ts");
  const {welchTest} = await import("../../statistics/means/t_tests.ts");
  const values = loaded.numbers[0]!;
  const groups = byGroups(loaded)
    .map(({key, rows}) => ({
      name: String(key[0]),
      values: Float64Array.from(rows, (row) => values[row]!).filter(Number.isFinite),
    }))
    .filter((group) => group.values.length > 0);
  if (groups.length < 2 || groups.length > MOST_GROUPS) {
    throw new TabletalkError(
      "bad_plan",
      `${input.group.name} has ${groups.length} group${groups.length === 1 ? "" : "s"} with values of ${input.column.name}.`,
      `Compare 2 to ${MOST_GROUPS} groups.`,
    );
  }
  const figures = groups.map(({values: own}) => {
    const {n, mean, sd, median} = summarise(own);
    return {n, mean, sd, median, ...boundsOf(meanInterval(own))};
  });
  const rows: Cell[][] = figures.map(({n, mean, sd, median, low, high}, index) => [
    groups[index]!.name,
    n,
    ...[mean, sd, median, low, high].map(figure),
    ...new Array<Cell>(6).fill(null),
  ]);
  const all = figures.reduce((sum, one) => sum + one.n, 0);
  const none = Number.NaN;
  if (groups.length === 2) {
    const {estimate, low, high, t, df, p, g} = welchTest(groups[0]!.values, groups[1]!.values);
    const test = [none, none, none, low, high, estimate, t, df, none, p, g.value];
    rows.push([`${groups[0]!.name} - ${groups[1]!.name}`, all, ...test.map(figure)]);
  } else {
    const samples = groups.map((group) => group.values);
    const {f, df1, df2, p} = welchOneWay(samples);
    const {etaSquared} = oneWayAnova(samples);
    const test = [none, none, none, none, none, none, f, df1, df2, p, etaSquared];
    rows.push(["all groups", all, ...test.map(figure)]);
  }
  const unit = loaded.units[0];
  const units = unit
    ? Object.fromEntries(["mean", "sd", "median", "low", "high"].map((name) => [name, unit]))
    : {};
  return artifactOf(
    {
      tool: "run_statistics",
      method: "compare_groups",
      kind: "statistic",
      title: `${input.column.name} by ${input.group.name}`,
      table: {columns: [{name: input.group.name, type: "text"}, ...FIGURES], rows},
      units,
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [...loaded.notes, ...notesOn(figures, loaded.rows - all)],
      begun,
    },
    context,
  );
}

const boundsOf = ({low, high}: {low: number; high: number}): {low: number; high: number} => ({low, high});

function notesOn(figures: readonly {n: number; sd: number}[], missing: number): string[] {
  const test =
    figures.length === 2
      ? "Welch's t test: rows are independent; variances may differ; with 30 rows a group or more the values need not be normal. The effect is Hedges' g."
      : "Welch's analysis of variance: rows are independent; variances may differ; with 30 rows a group or more the values need not be normal. The effect is eta squared.";
  const small = figures.filter(({n}) => n < 30).length;
  const still = figures.filter(({n, sd}) => n < 2 || sd === 0).length;
  return [
    test,
    ...(missing > 0 ? [`${missing} rows whose value is missing are left out.`] : []),
    ...(small > 0
      ? [`${small} groups have fewer than 30 rows: the test leans on values being near normal.`]
      : []),
    ...(still > 0 ? [`${still} groups have no spread: the test may not exist.`] : []),
  ];
}
