import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Correlation, CorrelationKind} from "../../statistics/correlation.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {type NamedColumn, namedColumnSchema} from "../named_column.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {tableCalled} from "../sql_source.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {type Association, type Associations, ofLabels} from "./label_association.ts";
import {figure, loadColumns} from "./load_columns.ts";
import {levelSchema} from "./test_fields.ts";

const PLAIN = ["pearson", "spearman", "kendall"] as const;
const OF_LABELS = ["cramers_v", "eta_squared", "mutual_information"] as const;

const correlationInputSchema = z.strictObject({
  method: z.literal("correlation"),
  ...sourceFields,
  columns: z
    .array(namedColumnSchema)
    .default([])
    .describe("two or more: their pairs; one: with every other measure; none: all pairs of measures"),
  labels: z
    .array(groupSchema)
    .max(50)
    .default([])
    .describe("labels: pairs of them (cramers_v, mutual_information), or each with the column (eta_squared)"),
  controls: z.array(namedColumnSchema).max(20).default([]).describe("partial: numbers held fixed"),
  coefficient: z.enum([...PLAIN, "point_biserial", "partial", ...OF_LABELS]).default("pearson"),
  adjust: z
    .enum(["bonferroni", "holm", "benjamini_hochberg"])
    .optional()
    .describe("another column: p corrected for the number of pairs"),
  level: levelSchema,
});
type CorrelationInput = z.infer<typeof correlationInputSchema>;

/** How columns of numbers go together. */
export const correlationMethod = defineMethod<CorrelationInput>({
  name: "correlation",
  description:
    "How columns go together, with interval, p and n: Pearson, Spearman, Kendall, point-biserial (yes/no with a number), partial (controls held fixed); of two columns, one against all, or all pairs. Of labels: Cramér's V, mutual information; of a label and a number: eta squared.",
  input: correlationInputSchema as z.ZodType<CorrelationInput>,
  run: correlation,
});

function withoutCoefficient(pairs: readonly {x: string; y: string}[]): string[] {
  if (pairs.length === 0) return [];
  const some = pairs.slice(0, 3).map(({x, y}) => `${x} and ${y}`);
  return [
    `${some.join("; ")}${pairs.length > 3 ? `; and ${pairs.length - 3} more` : ""} have no coefficient: a column does not vary, or too few rows have both.`,
  ];
}

const COLUMNS: Column[] = [
  {name: "x", type: "text"},
  {name: "y", type: "text"},
  {name: "r", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
  {name: "p", type: "number"},
  {name: "n", type: "integer"},
];

/**
 * Columns x, y, r, low, high, p and n (and p corrected, where asked). One against all comes strongest first; all pairs in the
 * table's order.
 * @throws TabletalkError bad_plan where the columns do not suit the coefficient
 */
async function correlation(input: CorrelationInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const {coefficient, level} = input;
  checkSuits(input);
  const found = isOfLabels(coefficient)
    ? await ofLabels({...input, coefficient}, context)
    : await ofNumbers(input, context);
  const {adjust} = await import("../../statistics/multiple/adjust.ts");
  const corrected = input.adjust
    ? adjust(
        found.pairs.map(({p}) => p),
        input.adjust,
      )
    : undefined;
  const order = found.pairs.map((_, at) => at);
  if (found.ranked)
    order.sort((a, b) => (Math.abs(found.pairs[b]!.r) || 0) - (Math.abs(found.pairs[a]!.r) || 0));
  const rows = order.map((at): Cell[] => {
    const {x, y, r, low, high, p, n} = found.pairs[at]!;
    return [x, y, ...[r, low, high, p].map(figure), n, ...(corrected ? [figure(corrected[at]!)] : [])];
  });
  const [only] = found.pairs;
  return artifactOf(
    {
      tool: "run_statistics",
      method: "correlation",
      kind: "statistic",
      title:
        found.pairs.length === 1
          ? `${isOfLabels(coefficient) ? "Association" : "Correlation"} of ${only!.x} and ${only!.y}`
          : "Correlations",
      table: {
        columns: corrected ? [...COLUMNS, {name: "p_adjusted", type: "number"}] : COLUMNS,
        rows,
      },
      tables: found.loaded.tables,
      sql: found.loaded.sql,
      notes: [
        ...found.loaded.notes,
        ...notesOn(input, found),
        ...withoutCoefficient(found.pairs.filter(({r}) => !Number.isFinite(r))),
        ...(level === 0.95 ? [] : [`Intervals are ${Number((level * 100).toPrecision(6))}%.`]),
      ],
      begun,
    },
    context,
  );
}

const isOfLabels = (coefficient: string): coefficient is (typeof OF_LABELS)[number] =>
  (OF_LABELS as readonly string[]).includes(coefficient);

function checkSuits({coefficient, columns, labels, controls}: CorrelationInput): void {
  const refuse = (message: string, next: string): never => {
    throw new TabletalkError("bad_plan", message, next);
  };
  if (labels.length > 0 && !isOfLabels(coefficient))
    refuse(
      `'${coefficient}' is of numbers, not of labels.`,
      "Use cramers_v, mutual_information or eta_squared.",
    );
  if (controls.length > 0 && coefficient !== "partial")
    refuse(`'${coefficient}' holds nothing fixed.`, "Use partial with controls.");
  if (coefficient === "partial" && controls.length === 0)
    refuse("A partial correlation needs what is held fixed.", "Name it in controls.");
  if (coefficient === "point_biserial" && columns.length !== 2)
    refuse("A point-biserial correlation is of two columns.", "Name a yes/no column and a number.");
}

/** Rows times pairs that take no time. */
const AT_ONCE = 50_000;

async function ofNumbers(input: CorrelationInput, context: ToolContext): Promise<Associations> {
  const {coefficient, level, controls} = input;
  const columns = await withOthers(input, context);
  const loaded = await loadColumns({...input, columns: [...columns, ...controls]}, context);
  const {partialCorrelation} = await import("../../statistics/association/partial_correlation.ts");
  const held = loaded.numbers.slice(columns.length);
  if (coefficient === "point_biserial" && !loaded.numbers.some(isYesOrNo))
    throw new TabletalkError(
      "bad_plan",
      `Neither ${columns[0]!.name} nor ${columns[1]!.name} is yes or no.`,
      "Name a column of true and false (or 1 and 0), or use pearson.",
    );
  const partial = (x: Float64Array, y: Float64Array): Omit<Association, "x" | "y"> => {
    const all = [x, y, ...held];
    const rows = [...x.keys()].filter((row) => all.every((column) => Number.isFinite(column[row]!)));
    const [a, b, ...rest] = all.map((column) => Float64Array.from(rows, (row) => column[row]!));
    return partialCorrelation(a!, b!, rest, level);
  };
  const alone = input.columns.length === 1;
  const pairs = columns.flatMap((_, i) =>
    alone && i > 0 ? [] : columns.slice(i + 1).map((__, j) => [i, i + 1 + j] as const),
  );
  const found =
    coefficient === "partial"
      ? pairs.map(([i, j]) => partial(loaded.numbers[i]!, loaded.numbers[j]!))
      : await correlated(
          loaded.numbers.slice(0, columns.length),
          pairs,
          isPlain(coefficient) ? coefficient : "pearson",
          level,
          context,
        );
  return {
    loaded,
    ranked: alone,
    pairs: pairs.map(([i, j], at) => ({x: columns[i]!.name, y: columns[j]!.name, ...found[at]!})),
  };
}

/** Where there is much to do, it is done in a thread. */
async function correlated(
  columns: Float64Array[],
  pairs: (readonly [number, number])[],
  kind: CorrelationKind,
  level: number,
  context: ToolContext,
): Promise<Correlation[]> {
  const rows = columns[0]?.length ?? 0;
  if (rows * pairs.length > AT_ONCE)
    return offload(
      "statistics/association/correlations",
      "correlations",
      [columns, pairs, kind, level],
      workOf(context),
    );
  const {correlations} = await import("../../statistics/association/correlations.ts");
  return correlations(columns, pairs, kind, level);
}

const isPlain = (coefficient: string): coefficient is (typeof PLAIN)[number] =>
  (PLAIN as readonly string[]).includes(coefficient);

function isYesOrNo(values: Float64Array): boolean {
  return values.every((value) => value === 0 || value === 1 || !Number.isFinite(value));
}

function notesOn({coefficient, adjust, controls}: CorrelationInput, {pairs, loaded}: Associations): string[] {
  const left = Math.max(0, ...pairs.map(({n}) => loaded.rows - n));
  const says: Record<CorrelationInput["coefficient"], string> = {
    pearson: "Pearson's r: how near the points are to a straight line; outliers weigh heavily.",
    spearman: "Spearman's rho: how near the ranks are to one order.",
    kendall: "Kendall's tau-b: how many pairs of rows are in the same order in both columns.",
    point_biserial: "Point-biserial: Pearson's r of a yes/no column (yes is 1) and a number.",
    partial: `Partial correlation: of what a line on ${controls.map(({name}) => name).join(", ")} leaves of each.`,
    cramers_v:
      "Cramér's V: 0 is independent, 1 is determined; p by chi squared, interval of the population's V by its non-central distribution.",
    eta_squared:
      "Eta squared: the share of the number's variance that lies between the labels; p by analysis of variance, interval by the non-central F.",
    mutual_information:
      "Mutual information in nats: what one label tells of the other; p and interval by G, twice the rows times it.",
  };
  return [
    says[coefficient],
    ...(left > 0 ? [`Up to ${left} rows with a missing value are left out of a pair.`] : []),
    ...(pairs.length > 1
      ? [
          adjust
            ? `${pairs.length} pairs were tested: p_adjusted is corrected for that (${adjust.replaceAll("_", "-")}).`
            : `${pairs.length} pairs were tested: p is not corrected for that.`,
        ]
      : []),
    isOfLabels(coefficient)
      ? "An association does not say what causes what."
      : "A correlation does not say what causes what.",
  ];
}

async function withOthers(input: CorrelationInput, context: ToolContext): Promise<NamedColumn[]> {
  if (input.columns.length > 1) return input.columns;
  const table = tableCalled(input.table, context);
  const profile = await context.profile(table);
  const [given] = input.columns;
  const chosen = given && "column" in given.of ? given.of.column.toLowerCase() : undefined;
  const others = profile.columns
    .filter(({role, type}) => role === "measure" && (type === "integer" || type === "number"))
    .filter(({name}) => name.toLowerCase() !== chosen)
    .map(({name}) => ({name, of: {column: name, table}}));
  const columns = [...(given ? [given] : []), ...others];
  if (columns.length < 2) {
    throw new TabletalkError(
      "bad_plan",
      `${table} has no two measures to correlate.`,
      "Name two columns of numbers.",
    );
  }
  return columns;
}
