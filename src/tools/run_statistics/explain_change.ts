import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {MemberSides, SideOfMember} from "../../statistics/insights/excess.ts";
import {aggregateTool} from "../aggregate.ts";
import {aggregateInputSchema, sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {type Condition, conditionSchema} from "../condition.ts";
import {type Group, groupSchema, type Measure, measureSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {plainOverflow} from "./too_large.ts";
import {usualDimensions} from "./usual_dimensions.ts";

const explainChangeInputSchema = z.strictObject({
  method: z.literal("explain_change"),
  ...sourceFields,
  measure: measureSchema.describe("sum, count, avg, or one sum or count over another"),
  before: conditionSchema.describe("the rows of the earlier period, or of the first group"),
  after: conditionSchema.describe("the rows of the later period, or of the second group"),
  dimensions: z.array(groupSchema).max(20).optional().describe("default: the categories of the table"),
  members: z.number().int().min(1).max(50).default(8).describe("rows shown of each dimension"),
});
type ExplainChangeInput = z.infer<typeof explainChangeInputSchema>;

/** Where a difference of a measure between two periods or groups comes from. */
export const explainChangeMethod = defineMethod<ExplainChangeInput>({
  name: "explain_change",
  description:
    "Where a difference between two periods or groups comes from: contributions of members by dimension (they add up), mix and rate for averages and ratios, dimensions ranked by how unevenly their members changed. Where, not why.",
  input: explainChangeInputSchema as z.ZodType<ExplainChangeInput>,
  run: explainChange,
});

const COLUMNS: Column[] = [
  {name: "dimension", type: "text"},
  {name: "member", type: "text"},
  {name: "before", type: "number"},
  {name: "after", type: "number"},
  {name: "contribution", type: "number"},
  {name: "share of the change", type: "number"},
  {name: "mix", type: "number"},
  {name: "rate", type: "number"},
  {name: "p", type: "number"},
  {name: "rows before", type: "integer"},
  {name: "rows after", type: "integer"},
];
const MOST_MEMBERS = 1000;
const MOST = {dimensions: 12, distinct: 200};
const ALL = "(all)";
const OTHERS = "(all others)";
const LEVEL = 0.05;

type Kind = "sum" | "mean" | "ratio";

interface Member extends MemberSides {
  /** Numerator and denominator of a mean or ratio; of a sum the sum and 1. */
  top: [before: number, after: number];
  bottom: [before: number, after: number];
}

interface Dimension {
  name: string;
  members: Member[];
  contributions: {contribution: number; mix: number | null; rate: number | null}[];
  p: number;
  memberP: Map<string, number>;
}

/**
 * The first row is the whole; then a row a member, dimensions that changed least evenly first, each adding up to the whole
 * change by its row "(all others)". p says whether a member changed otherwise than the whole (Benjamini and Hochberg over all
 * members); it is missing where its measure gives none.
 * @throws TabletalkError bad_plan where a side has no rows, nothing changes, or there is no dimension
 */
async function explainChange(input: ExplainChangeInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const kind = kindOf(input.measure);
  const dimensions =
    input.dimensions ?? (await usualDimensions(input.table, [input.before, input.after], MOST, context));
  if (dimensions.length === 0)
    throw new TabletalkError(
      "bad_plan",
      "There is no category to break the difference down by.",
      "Name dimensions: columns with a few values, or bins of a number.",
    );
  const whole = await sidesOf(input, kind, undefined, context);
  const [all] = whole.members;
  const [before, after] = [sideValue(all!, kind, 0), sideValue(all!, kind, 1)];
  if (before === null || after === null)
    throw new TabletalkError(
      "bad_plan",
      `The ${before === null ? "earlier" : "later"} side has no rows to compute ${input.measure.name} of.`,
      "Choose periods or groups that have rows.",
    );
  const change = after - before;
  const found: Dimension[] = [];
  const sql = [...whole.sql];
  const notes: string[] = [];
  for (const group of dimensions) {
    const {members, sql: own, truncated} = await sidesOf(input, kind, group, context);
    sql.push(...own);
    if (truncated) notes.push(`${group.name} has over ${MOST_MEMBERS} values and was left out.`);
    else if (members.length > 1) found.push(await weighed(group.name, members, kind));
    context.progress?.(found.length / dimensions.length, "comparing dimensions");
  }
  const {adjust} = await import("../../statistics/multiple/adjust.ts");
  const raw = found.flatMap((one) => [...one.memberP.values()]);
  const corrected = adjust(raw, "benjamini_hochberg");
  let at = 0;
  for (const one of found) for (const name of one.memberP.keys()) one.memberP.set(name, corrected[at++]!);
  const ranked = rankedByP(
    found,
    adjust(
      found.map((one) => one.p),
      "benjamini_hochberg",
    ),
  );
  const rows: Cell[][] = [
    [ALL, ALL, before, after, change, change === 0 ? null : 1, null, null, null, all!.before.n, all!.after.n],
    ...ranked.flatMap((one) => rowsOf(one, change, kind, input.members)),
  ];
  const uneven = ranked.filter((one) => one.p < LEVEL);
  return artifactOf(
    {
      tool: "run_statistics",
      method: "explain_change",
      kind: "statistic",
      title: `Where the change of ${input.measure.name} comes from`,
      table: {columns: COLUMNS, rows},
      units: unitsOf(whole.unit),
      tables: whole.tables,
      sql,
      notes: [
        ...notes,
        uneven.length > 0
          ? `Members changed unlike one another by: ${uneven.map((one) => one.name).join(", ")} (after correction for ${found.length} dimensions).`
          : `By no dimension did members change unlike one another by more than chance: the change is spread over ${kind === "sum" ? "all in proportion to their size" : "all alike"}.`,
        ...(kind === "ratio"
          ? [
              "A ratio of two sums has no p here; its dimensions are ranked by how much of the change one member makes up.",
            ]
          : []),
        "This says where the change is, not why it came about.",
      ],
      begun,
    },
    context,
  );
}

function kindOf({fn, over}: Measure): Kind {
  if (over) {
    if (
      (fn === "sum" || fn === "count") &&
      (over.fn === "sum" || over.fn === "count" || over.fn === "count_distinct")
    )
      return "ratio";
  } else if (fn === "sum" || fn === "count") return "sum";
  else if (fn === "avg") return "mean";
  throw new TabletalkError(
    "bad_plan",
    `Changes of ${fn.replaceAll("_", " ")} have no parts that add up.`,
    "Take sum, count, avg, or one sum or count over another.",
  );
}

/** Count, mean and variance of each side, by the members of a group. */
async function sidesOf(
  input: ExplainChangeInput,
  kind: Kind,
  group: Group | undefined,
  context: ToolContext,
) {
  const sides = [input.before, input.after].flatMap((side, at) => measuresOf(input.measure, kind, side, at));
  const {table, joins, where, period} = input;
  const made = await aggregateTool
    .run(
      aggregateInputSchema.parse({
        table,
        joins,
        ...(where && {where}),
        ...(period && {period}),
        measures: [...sides, {...input.measure, name: "unit_only"}],
        groups: group ? [{...group, name: "member"}] : [],
      }),
      {...context, limits: {...context.limits, rows: MOST_MEMBERS + 1}},
    )
    .catch((error: unknown) => plainOverflow(error, input.measure.name));
  const place = (name: string): number => made.table.columns.findIndex((column) => column.name === name);
  const number = (row: readonly Cell[], name: string): number => Number(row[place(name)] ?? 0);
  const members = made.table.rows.flatMap((row): Member[] => {
    const side = (at: number): SideOfMember => ({
      n: number(row, `n${at}`),
      mean: number(row, `mean${at}`),
      variance: number(row, `variance${at}`),
    });
    const [before, after] = [side(0), side(1)];
    const bottom = (at: number): number =>
      kind === "ratio" ? number(row, `bottom${at}`) : at === 0 ? before.n : after.n;
    const top = (at: number): number =>
      kind === "ratio" ? number(row, `top${at}`) : at === 0 ? before.n * before.mean : after.n * after.mean;
    const label = group ? row[place("member")] : ALL;
    if (group && before.n === 0 && after.n === 0 && bottom(0) === 0 && bottom(1) === 0) return [];
    return [
      {
        member: label === null || label === undefined ? "(missing)" : String(label),
        before,
        after,
        top: [top(0), top(1)],
        bottom: [bottom(0), bottom(1)],
      },
    ];
  });
  return {
    members,
    sql: made.provenance.sql,
    truncated: made.truncated || made.table.rows.length > MOST_MEMBERS,
    unit: made.units.unit_only,
    tables: made.provenance.datasets.map(({name}) => name),
  };
}

function measuresOf(measure: Measure, kind: Kind, side: Condition, at: number): Measure[] {
  const both = (where: Condition | undefined): Condition => (where ? {op: "and", args: [where, side]} : side);
  const where = both(measure.where);
  if (kind === "ratio") {
    const over = measure.over!;
    return [
      {name: `n${at}`, fn: "count", where: both(over.where)},
      {name: `top${at}`, fn: measure.fn, ...(measure.of && {of: measure.of}), where},
      {name: `bottom${at}`, fn: over.fn, ...(over.of && {of: over.of}), where: both(over.where)},
    ];
  }
  if (measure.fn === "count") {
    const counted: Condition = measure.of
      ? {op: "and", args: [where, {op: "is_not_null", of: measure.of}]}
      : where;
    return [
      {name: `n${at}`, fn: "count", where: counted},
      {name: `mean${at}`, fn: "count", where: counted, over: {fn: "count", where: counted}},
    ];
  }
  return [
    {name: `n${at}`, fn: "count", of: measure.of!, where},
    {name: `mean${at}`, fn: "avg", of: measure.of!, where},
    {name: `variance${at}`, fn: "variance", of: measure.of!, where},
  ];
}

function sideValue({top, bottom}: Member, kind: Kind, at: 0 | 1): number | null {
  if (kind === "sum") return bottom[at] === 0 ? null : top[at];
  return bottom[at] === 0 ? null : top[at] / bottom[at];
}

async function weighed(name: string, members: Member[], kind: Kind): Promise<Dimension> {
  const {excessOfMeans, excessOfSums} = await import("../../statistics/insights/excess.ts");
  if (kind === "sum") {
    const {members: told, p} = excessOfSums(members);
    return {
      name,
      members,
      contributions: members.map(({top}) => ({contribution: top[1] - top[0], mix: null, rate: null})),
      p,
      memberP: new Map(told.map((one) => [one.member, one.p])),
    };
  }
  const {mixAndRate} = await import("../../statistics/insights/mix_and_rate.ts");
  const parts = mixAndRate(
    members.map(({member, top, bottom}) => ({
      member,
      before: {top: top[0], bottom: bottom[0]},
      after: {top: top[1], bottom: bottom[1]},
    })),
  );
  const contributions = parts.map(({mix, rate, interaction}) => ({
    contribution: mix + rate + interaction,
    mix: mix + interaction,
    rate,
  }));
  if (kind === "ratio") return {name, members, contributions, p: Number.NaN, memberP: new Map()};
  const {members: told, p} = excessOfMeans(members);
  return {name, members, contributions, p, memberP: new Map(told.map((one) => [one.member, one.p]))};
}

/** The least even first; where there is no p, those whose largest member makes up most. */
function rankedByP(found: readonly Dimension[], corrected: readonly number[]): Dimension[] {
  const largest = ({contributions}: Dimension): number => {
    const sizes = contributions.map(({contribution}) => Math.abs(contribution));
    const all = sizes.reduce((sum, size) => sum + size, 0);
    return all === 0 ? 0 : Math.max(...sizes) / all;
  };
  return found
    .map((one, at) => ({...one, p: corrected[at] ?? Number.NaN}))
    .sort((a, b) => (Number.isNaN(a.p) ? 1 : a.p) - (Number.isNaN(b.p) ? 1 : b.p) || largest(b) - largest(a));
}

function rowsOf(dimension: Dimension, change: number, kind: Kind, most: number): Cell[][] {
  const {name, members, contributions, memberP} = dimension;
  const order = [...members.keys()].sort(
    (a, b) => Math.abs(contributions[b]!.contribution) - Math.abs(contributions[a]!.contribution),
  );
  const share = (part: number): Cell => (change === 0 ? null : part / change);
  const shown = order.length > most + 1 ? order.slice(0, most) : order;
  const rest = order.slice(shown.length);
  const rows = shown.map((at): Cell[] => {
    const member = members[at]!;
    const {contribution, mix, rate} = contributions[at]!;
    const p = memberP.get(member.member);
    return [
      name,
      member.member,
      sideValue(member, kind, 0),
      sideValue(member, kind, 1),
      contribution,
      share(contribution),
      mix,
      rate,
      p === undefined || !Number.isFinite(p) ? null : p,
      member.before.n,
      member.after.n,
    ];
  });
  if (rest.length === 0) return rows;
  const total = (of: (at: number) => number): number => rest.reduce((sum, at) => sum + of(at), 0);
  const part = total((at) => contributions[at]!.contribution);
  const [mix, rate] =
    kind === "sum"
      ? [null, null]
      : [total((at) => contributions[at]!.mix!), total((at) => contributions[at]!.rate!)];
  return [
    ...rows,
    [
      name,
      OTHERS,
      kind === "sum" ? total((at) => members[at]!.top[0]) : null,
      kind === "sum" ? total((at) => members[at]!.top[1]) : null,
      part,
      share(part),
      mix,
      rate,
      null,
      total((at) => members[at]!.before.n),
      total((at) => members[at]!.after.n),
    ],
  ];
}

function unitsOf(unit: string | undefined): Record<string, string> {
  const shares = {"share of the change": "%"};
  if (!unit) return shares;
  return {
    ...Object.fromEntries(["before", "after", "contribution", "mix", "rate"].map((name) => [name, unit])),
    ...shares,
  };
}
