import {z} from "zod";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {sourceFields} from "../aggregate_input.ts";
import {artifactOf} from "../artifact.ts";
import {groupSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {namedColumnSchema} from "../named_column.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {byGroups, figure, type Loaded, loadColumns} from "./load_columns.ts";
import {rowNotes} from "./load_groups.ts";
import {levelSchema} from "./test_fields.ts";

const survivalInputSchema = z.strictObject({
  method: z.literal("survival"),
  ...sourceFields,
  time: namedColumnSchema.describe("how long each row was followed, 0 or more"),
  event: namedColumnSchema.describe("1 or true where it ended then, 0 or false where it was last seen then"),
  group: groupSchema.optional(),
  weight: z.enum(["none", "breslow"]).default("none").describe("breslow: early events count more"),
  level: levelSchema,
});
type SurvivalInput = z.infer<typeof survivalInputSchema>;

/** How long things last, where some are still going on. */
export const survivalMethod = defineMethod<SurvivalInput>({
  name: "survival",
  description:
    "How long things last, with rows still going on: Kaplan-Meier curves with intervals and median, by group with the log-rank test.",
  input: survivalInputSchema as z.ZodType<SurvivalInput>,
  run: survival,
});

const COLUMNS: Column[] = [
  {name: "group", type: "text"},
  {name: "time", type: "number"},
  {name: "at risk", type: "integer"},
  {name: "events", type: "integer"},
  {name: "survival", type: "number"},
  {name: "low", type: "number"},
  {name: "high", type: "number"},
  {name: "median", type: "number"},
  {name: "chi squared", type: "number"},
  {name: "df", type: "integer"},
  {name: "p", type: "number"},
];
const MOST_GROUPS = 20;

interface Followed {
  name: string;
  time: Float64Array;
  event: Float64Array;
}

/**
 * A row a group with n as `at risk`, events and the median time; where there are groups a row "log-rank" with chi squared, df
 * and p; then the steps of each group's curve.
 * @throws TabletalkError bad_plan where a time is negative, an event is neither 0 nor 1, or nothing happened
 */
async function survival(input: SurvivalInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const loaded = await loadColumns(
    {
      ...input,
      columns: [input.time, input.event],
      groups: input.group ? [input.group] : [],
      needGroup: input.group !== undefined,
    },
    context,
  );
  const {groups, missing} = followed(loaded, input);
  const {kaplanMeier} = await import("../../statistics/survival/kaplan_meier.ts");
  const curves = groups.map(({time, event}) => kaplanMeier(time, event, {level: input.level}));
  const rows: Cell[][] = curves.map(({n, events, median}, at) => [
    groups[at]!.name,
    null,
    n,
    events,
    null,
    null,
    null,
    figure(median),
    null,
    null,
    null,
  ]);
  const notes = [
    ...rowNotes(loaded, missing),
    `Kaplan-Meier; intervals are ${input.level * 100}% (log-log). Assumes that rows last seen before the end would have gone on like the others: not to be seen in the data.`,
  ];
  if (groups.length > 1) {
    const {logRank} = await import("../../statistics/survival/log_rank.ts");
    const {chi2, df, p} = logRank(groups, {weight: input.weight});
    rows.push(["log-rank", ...new Array<Cell>(7).fill(null), figure(chi2), df, figure(p)]);
    notes.push(
      `Log-rank test${input.weight === "breslow" ? " with Breslow's weights" : ""}. Tested: all groups last alike. It sees little where curves cross.`,
    );
  }
  const few = groups.filter((_, at) => curves[at]!.events < 5);
  if (few.length > 0)
    notes.push(`Few events (under 5) in ${few.map(({name}) => name).join(", ")}: its curve is rough.`);
  if (curves.some(({median}) => !Number.isFinite(median)))
    notes.push("A median is missing where more than half were still going on at the end.");
  for (const [at, {steps}] of curves.entries())
    for (const {time, atRisk, events, survival: share, low, high} of steps)
      rows.push([
        groups[at]!.name,
        time,
        atRisk,
        events,
        share,
        figure(low),
        figure(high),
        null,
        null,
        null,
        null,
      ]);
  const truncated = rows.length > context.limits.rows;
  return artifactOf(
    {
      tool: "run_statistics",
      method: "survival",
      kind: "statistic",
      title: `Survival of ${input.time.name}${input.group ? ` by ${input.group.name}` : ""}`,
      table: {columns: COLUMNS, rows: rows.slice(0, context.limits.rows)},
      truncated,
      tables: loaded.tables,
      sql: loaded.sql,
      notes,
      begun,
    },
    context,
  );
}

function followed(loaded: Loaded, input: SurvivalInput): {groups: Followed[]; missing: number} {
  const [time, event] = loaded.numbers as [Float64Array, Float64Array];
  let kept = 0;
  const groups = byGroups(loaded).flatMap(({key, rows}): Followed[] => {
    const whole = rows.filter((row) => Number.isFinite(time[row]!) && Number.isFinite(event[row]!));
    kept += whole.length;
    if (whole.length === 0) return [];
    return [
      {
        name: input.group ? String(key[0]) : "all",
        time: Float64Array.from(whole, (row) => time[row]!),
        event: Float64Array.from(whole, (row) => event[row]!),
      },
    ];
  });
  const refuse = (message: string, next: string): never => {
    throw new TabletalkError("bad_plan", message, next);
  };
  if (groups.some((group) => group.time.some((value) => value < 0)))
    refuse(`${input.time.name} is negative in some rows.`, "Leave those rows out, or correct them.");
  if (groups.some((group) => group.event.some((value) => value !== 0 && value !== 1)))
    refuse(
      `${input.event.name} has values other than 0 and 1.`,
      "Name a column of 0 and 1, or true and false.",
    );
  if (!groups.some((group) => group.event.includes(1)))
    refuse(`No row has ${input.event.name}: nothing is known of how long things last.`, "Choose other rows.");
  if (groups.length > MOST_GROUPS || (input.group && groups.length < 2))
    refuse(
      `${input.group?.name} has ${groups.length} group${groups.length === 1 ? "" : "s"} with values.`,
      `Compare 2 to ${MOST_GROUPS} groups, or leave the group out.`,
    );
  return {groups, missing: loaded.rows - kept};
}
