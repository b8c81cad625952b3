import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Rows} from "../../statistics/insights/segment_test.ts";
import {aggregateTool} from "../aggregate.ts";
import {aggregateInputSchema, sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import type {Expression} from "../condition.ts";
import {type Group, groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {plainOverflow} from "./too_large.ts";
import {usualDimensions} from "./usual_dimensions.ts";

const segmentsInputSchema = z.strictObject({
  method: z.literal("segments"),
  ...sourceFields,
  column: namedColumnSchema.describe("a number, or a yes/no: its mean (share of yes) is compared"),
  dimensions: z.array(groupSchema).max(20).optional().describe("default: the categories of the table"),
  pairs: z.boolean().default(true).describe("also two labels together"),
  least: z.number().int().min(2).default(10).describe("the fewest rows of a segment"),
  limit: z.number().int().min(1).max(100).default(20),
});
type SegmentsInput = z.infer<typeof segmentsInputSchema>;

/** Where a number differs most from the rest. */
export const segmentsMethod = defineMethod<SegmentsInput>({
  name: "segments",
  description:
    "Segments (one label or two together) whose mean or share differs most from all other rows: size, difference with interval, p corrected for all that were looked at.",
  input: segmentsInputSchema as z.ZodType<SegmentsInput>,
  run: segments,
});

const MOST = {dimensions: 8, distinct: 40};
const MOST_SEGMENTS = 5_000;

interface Segment {
  name: string;
  rows: Rows;
}

/**
 * A row a segment that differs by more than chance, the largest difference in standard deviations first; two labels together
 * only where they differ more than either does.
 * @throws TabletalkError bad_plan where the column does not vary or there is no category
 */
async function segments(input: SegmentsInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const dimensions = input.dimensions ?? (await usualDimensions(input.table, input.column.of, MOST, context));
  if (dimensions.length === 0)
    throw new TabletalkError("bad_plan", "There is no category to look for segments in.", "Name dimensions.");
  const whole = await rowsBy(input, [], context);
  const all = whole.segments[0]?.rows;
  if (!all || all.n < 2 * input.least || !(all.variance > 0))
    throw new TabletalkError(
      "bad_plan",
      all && all.n >= 2 * input.least
        ? `${input.column.name} is the same in every row.`
        : `${all?.n ?? 0} rows have a ${input.column.name}; ${2 * input.least} are needed.`,
      "Choose a column that varies, and more rows.",
    );
  const sql = [...whole.sql];
  const found: Segment[] = [];
  const combinations = [
    ...dimensions.map((one) => [one]),
    ...(input.pairs
      ? dimensions.flatMap((one, at) => dimensions.slice(at + 1).map((other) => [one, other]))
      : []),
  ];
  for (const [at, groups] of combinations.entries()) {
    context.signal.throwIfAborted();
    context.progress?.(at / combinations.length, groups.map(({name}) => name).join(" and "));
    const {segments: own, sql: ran} = await rowsBy(input, groups, context);
    sql.push(...ran);
    found.push(...own.filter(({rows}) => rows.n >= input.least && all.n - rows.n >= input.least));
    if (found.length > MOST_SEGMENTS) break;
  }
  const {segmentTest} = await import("../../statistics/insights/segment_test.ts");
  const {adjust} = await import("../../statistics/multiple/adjust.ts");
  const tested = found.flatMap((one) => {
    const test = segmentTest(one.rows, all);
    return test ? [{...one, ...test}] : [];
  });
  const p = adjust(
    tested.map((one) => one.p),
    "benjamini_hochberg",
  );
  const sd = Math.sqrt(all.variance);
  const certain = tested.map((one, at) => ({...one, p: p[at]!})).filter((one) => one.p < 0.05);
  const single = new Map(
    certain.filter(({name}) => !name.includes(AND)).map((one) => [one.name, Math.abs(one.difference)]),
  );
  const kept = certain.filter(({name, difference}) =>
    name.includes(AND)
      ? name.split(AND).every((part) => Math.abs(difference) > 1.25 * (single.get(part) ?? 0))
      : true,
  );
  const rows = kept
    .sort(
      (a, b) => Math.abs(b.difference) * Math.sqrt(b.rows.n) - Math.abs(a.difference) * Math.sqrt(a.rows.n),
    )
    .slice(0, input.limit)
    .map((one): Cell[] => [
      one.name,
      one.rows.mean,
      one.rest,
      one.difference,
      one.low,
      one.high,
      one.difference / sd,
      one.p,
      one.rows.n,
    ]);
  const unit = whole.unit;
  return artifactOf(
    {
      tool: "run_statistics",
      method: "segments",
      kind: "statistic",
      title: `Segments by ${input.column.name}`,
      table: {
        columns: [
          {name: "segment", type: "text"},
          ...[
            "mean",
            "mean of the rest",
            "difference",
            "low",
            "high",
            "difference in standard deviations",
            "p",
          ].map((name) => ({name, type: "number" as const})),
          {name: "rows", type: "integer"},
        ],
        rows,
      },
      ...(unit && {
        units: Object.fromEntries(
          ["mean", "mean of the rest", "difference", "low", "high"].map((name) => [name, unit]),
        ),
      }),
      tables: whole.tables,
      sql,
      notes: [
        rows.length === 0
          ? `No segment differs from the rest by more than chance: ${tested.length} were looked at.`
          : `${kept.length} of ${tested.length} segments differ from the rest by more than chance (Welch's test, Benjamini and Hochberg).`,
        `The mean of all ${all.n} rows is ${Number(all.mean.toPrecision(6))}.`,
      ],
      begun,
    },
    context,
  );
}

const AND = " and ";

async function rowsBy(input: SegmentsInput, groups: readonly Group[], context: ToolContext) {
  const {table, joins, where, period} = input;
  const of: Expression = input.column.of;
  const made = await aggregateTool
    .run(
      aggregateInputSchema.parse({
        table,
        joins,
        ...(where && {where}),
        ...(period && {period}),
        measures: [
          {name: "n of it", fn: "count", of},
          {name: "mean of it", fn: "avg", of},
          {name: "variance of it", fn: "variance", of},
        ],
        groups,
      }),
      {...context, limits: {...context.limits, rows: MOST_SEGMENTS}},
    )
    .catch((error: unknown) => plainOverflow(error, input.column.name));
  const at = (name: string): number => made.table.columns.findIndex((column) => column.name === name);
  const found = made.table.rows.map(
    (row): Segment => ({
      name: groups
        .map(({name}) => `${name} ${row[at(name)] === null ? "(missing)" : String(row[at(name)])}`)
        .join(AND),
      rows: {
        n: Number(row[at("n of it")] ?? 0),
        mean: Number(row[at("mean of it")] ?? 0),
        variance: Number(row[at("variance of it")] ?? 0),
      },
    }),
  );
  return {
    segments: found,
    sql: made.provenance.sql,
    unit: made.units["mean of it"],
    tables: made.provenance.datasets.map(({name}) => name),
  };
}
