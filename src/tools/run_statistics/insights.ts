import {z} from "zod";
import type {TableProfile} from "../../data/profile.ts";
import {groups as isGroup} from "../../data/roles.ts";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import type {Measure, TimeUnit} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {correlationMethod} from "./correlation.ts";
import {segmentsMethod} from "./segments.ts";
import {timeAnomaliesMethod} from "./time_anomalies.ts";
import {trendMethod} from "./trend.ts";

const insightsInputSchema = z.strictObject({
  method: z.literal("insights"),
  ...sourceFields,
  column: z.string().optional().describe("a number to look at; default: the table's main amounts"),
  limit: z.number().int().min(1).max(20).default(10),
});
type InsightsInput = z.infer<typeof insightsInputSchema>;

/** What stands out in a table: trends, odd periods, segments, columns that go together, values that are missing. */
export const insightsMethod = defineMethod<InsightsInput>({
  name: "insights",
  description:
    "What stands out in a table, ranked: trends, odd periods, segments that differ, numbers that go together, concentration, missing values; p corrected together. Nothing may stand out.",
  input: insightsInputSchema as z.ZodType<InsightsInput>,
  run: insights,
});

/** One thing found: what, how much, how sure, and what it is of. */
interface Finding {
  kind: string;
  what: string;
  figure: number;
  said: string;
  p: number | null;
  /** 0 to 1: how much it matters beside the others. */
  weight: number;
}

const MOST_MEASURES = 3;
const LEVEL = 0.05;

/**
 * A row a finding, the weightiest first. p is corrected for all findings of its call (Benjamini and Hochberg); what is no
 * more than chance is left out.
 * @throws TabletalkError bad_plan where the table has no number to look at
 */
async function insights(input: InsightsInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const profile = await context.profile(input.table);
  const measures = measuresOf(input, profile);
  if (measures.length === 0)
    throw new TabletalkError(
      "bad_plan",
      "There is no number to look at.",
      "Name a column of numbers, or count rows.",
    );
  const sql: string[] = [];
  const tables = new Set<string>([profile.table]);
  const looked: Finding[] = [...missing(profile), ...concentrated(profile)];
  const take = async (
    run: () => Promise<Artifact>,
    read: (artifact: Artifact) => Finding[],
  ): Promise<void> => {
    context.signal.throwIfAborted();
    const artifact = await run().catch((error: unknown) => {
      // A method that cannot be used on these columns has nothing to say of them.
      if (error instanceof TabletalkError && (error.code === "bad_plan" || error.code === "refused"))
        return undefined;
      throw error;
    });
    if (!artifact) return;
    sql.push(...artifact.provenance.sql);
    looked.push(...read(artifact));
  };
  const source = {
    table: input.table,
    joins: input.joins,
    ...(input.where && {where: input.where}),
    ...(input.period && {period: input.period}),
  };
  const time = timeOf(profile);
  for (const measure of measures) {
    const {column} = measure.of as {column: string};
    if (time) {
      const series = {...source, time: {of: {column: time.column}, unit: time.unit}, measure};
      await take(
        () => trendMethod.run(trendMethod.input.parse({method: "trend", ...series}), context),
        (one) => trendsIn(one, measure, time.unit),
      );
      await take(
        () =>
          timeAnomaliesMethod.run(
            timeAnomaliesMethod.input.parse({method: "time_anomalies", ...series}),
            context,
          ),
        (one) => oddPeriods(one, measure),
      );
    }
    await take(
      () =>
        segmentsMethod.run(
          segmentsMethod.input.parse({
            method: "segments",
            ...source,
            column: {name: column, of: {column}},
            pairs: false,
          }),
          context,
        ),
      (one) => segmentsIn(one, column),
    );
  }
  const numbers = profile.columns
    .filter((column) => column.role === "measure" && column.distinct > 2)
    .slice(0, 12);
  if (numbers.length > 1) {
    const columns = numbers.map(({name}) => ({name, of: {column: name}}));
    await take(
      () =>
        correlationMethod.run(
          correlationMethod.input.parse({method: "correlation", ...source, columns, coefficient: "spearman"}),
          context,
        ),
      pairsIn,
    );
  }
  const found = await certain(looked);
  const rows = found
    .sort((a, b) => b.weight - a.weight)
    .slice(0, input.limit)
    .map((one): Cell[] => [one.kind, one.what, one.figure, one.said, one.p]);
  return artifactOf(
    {
      tool: "run_statistics",
      method: "insights",
      kind: "statistic",
      title: `What stands out in ${profile.table}`,
      table: {
        columns: [
          {name: "kind", type: "text"},
          {name: "what", type: "text"},
          {name: "figure", type: "number"},
          {name: "finding", type: "text"},
          {name: "p", type: "number"},
        ],
        rows,
      },
      tables: [...tables],
      sql,
      notes: [
        rows.length === 0
          ? `Nothing stands out: ${looked.length} things were looked at.`
          : `${rows.length} of ${looked.length} things that were looked at stand out.`,
        "p is corrected for all that were looked at (Benjamini and Hochberg); findings without p are counts.",
      ],
      begun,
    },
    context,
  );
}

/** The amounts first; what is summed is summed, all else is averaged. */
function measuresOf(input: InsightsInput, profile: TableProfile): Measure[] {
  const numbers = profile.columns.filter((column) => column.role === "measure" && column.distinct > 1);
  const chosen = input.column
    ? numbers.filter((column) => column.name.toLowerCase() === input.column!.toLowerCase())
    : [...numbers]
        .sort((a, b) => Number(b.additivity === "additive") - Number(a.additivity === "additive"))
        .slice(0, MOST_MEASURES);
  return chosen.map(({name, additivity}) => ({
    name: `${additivity === "additive" ? "total" : "average"} ${name}`,
    fn: additivity === "additive" ? "sum" : "avg",
    of: {column: name},
  }));
}

function timeOf(profile: TableProfile): {column: string; unit: TimeUnit} | undefined {
  const date = profile.columns.find((column) => column.type === "date" || column.type === "timestamp");
  if (!date || typeof date.min !== "string" || typeof date.max !== "string") return undefined;
  const days = (Date.parse(date.max.slice(0, 10)) - Date.parse(date.min.slice(0, 10))) / 86_400_000;
  if (!(days > 6)) return undefined;
  return {column: date.name, unit: days > 540 ? "month" : days > 120 ? "week" : "day"};
}

function cell(artifact: Artifact, row: readonly Cell[], name: string): number {
  const at = artifact.table.columns.findIndex((column) => column.name === name);
  return Number(row[at] ?? Number.NaN);
}

function figureNamed(artifact: Artifact, name: string): number {
  const row = artifact.table.rows.find(([figure]) => figure === name);
  return row ? Number(row[1] ?? Number.NaN) : Number.NaN;
}

function trendsIn(artifact: Artifact, measure: Measure, unit: string): Finding[] {
  const [p, slope, tau] = ["p", "Sen's slope a period", "Kendall's tau"].map((name) =>
    figureNamed(artifact, name),
  ) as [number, number, number];
  if (![p, slope, tau].every(Number.isFinite)) return [];
  return [
    {
      kind: "trend",
      what: measure.name,
      figure: slope,
      said: `${measure.name} ${slope < 0 ? "falls" : "rises"} a ${unit}, throughout`,
      p,
      weight: Math.abs(tau),
    },
  ];
}

function oddPeriods(artifact: Artifact, measure: Measure): Finding[] {
  return artifact.table.rows.slice(0, 3).map((row) => ({
    kind: "odd period",
    what: `${measure.name}, ${String(row[0])}`,
    figure: cell(artifact, row, "actual"),
    said: `${measure.name} of ${String(row[0])} is far ${cell(artifact, row, "z") < 0 ? "below" : "above"} what is expected`,
    p: null,
    weight: Math.min(1, Math.abs(cell(artifact, row, "z")) / 15),
  }));
}

function segmentsIn(artifact: Artifact, column: string): Finding[] {
  return artifact.table.rows.slice(0, 3).map((row) => ({
    kind: "segment",
    what: `${column}: ${String(row[0])}`,
    figure: cell(artifact, row, "mean"),
    said: `average ${column} of ${String(row[0])} is ${cell(artifact, row, "difference") < 0 ? "below" : "above"} that of all others`,
    p: cell(artifact, row, "p"),
    weight: Math.min(1, Math.abs(cell(artifact, row, "difference in standard deviations"))),
  }));
}

function pairsIn(artifact: Artifact): Finding[] {
  const place = (...names: string[]): number =>
    artifact.table.columns.findIndex((column) => names.includes(column.name.toLowerCase()));
  const [x, y, r, p] = [
    place("x", "column", "column_1"),
    place("y", "other", "column_2"),
    place("r", "rho", "coefficient"),
    place("p"),
  ];
  if ([x, y, r, p].some((at) => at < 0)) return [];
  return artifact.table.rows
    .map((row) => {
      const value = Number(row[r] ?? Number.NaN);
      return {
        kind: "go together",
        what: `${String(row[x])} and ${String(row[y])}`,
        figure: value,
        said: `${String(row[x])} and ${String(row[y])} go ${value < 0 ? "against each other" : "together"}`,
        p: Number(row[p] ?? Number.NaN),
        weight: value * value,
      };
    })
    .filter(
      (one) => Number.isFinite(one.figure) && Math.abs(one.figure) >= 0.3 && Math.abs(one.figure) < 0.999,
    )
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 5);
}

function missing(profile: TableProfile): Finding[] {
  return profile.columns
    .filter((column) => column.nulls > 0.05 * profile.rows && profile.rows >= 20)
    .sort((a, b) => b.nulls - a.nulls)
    .slice(0, 3)
    .map((column) => ({
      kind: "missing",
      what: column.name,
      figure: column.nulls,
      said: `${column.name} is missing in ${column.nulls} of ${profile.rows} rows`,
      p: null,
      weight: column.nulls / profile.rows,
    }));
}

/** A value that most rows have, where several could be had. */
function concentrated(profile: TableProfile): Finding[] {
  return profile.columns.flatMap((column): Finding[] => {
    const [top] = column.top;
    if (!isGroup(column) || column.distinct < 3 || !top || top.value === null || profile.rows < 20) return [];
    const share = top.count / profile.rows;
    if (share < 0.6) return [];
    return [
      {
        kind: "concentration",
        what: column.name,
        figure: top.count,
        said: `${top.count} of ${profile.rows} rows have ${column.name} ${String(top.value)}`,
        p: null,
        weight: share / 2,
      },
    ];
  });
}

/** Findings beyond chance after correction, and counts, which need none. */
async function certain(looked: readonly Finding[]): Promise<Finding[]> {
  const {adjust} = await import("../../statistics/multiple/adjust.ts");
  const tested = looked.filter((one) => one.p !== null && Number.isFinite(one.p));
  const p = adjust(
    tested.map((one) => one.p!),
    "benjamini_hochberg",
  );
  return [
    ...tested.map((one, at) => ({...one, p: p[at]!})).filter((one) => one.p < LEVEL),
    ...looked.filter((one) => one.p === null),
  ];
}
