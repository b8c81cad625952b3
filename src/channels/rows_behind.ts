import {z} from "zod";
import type {Cell, Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {Plan, Step} from "../planning/plan.ts";
import {type Condition, conditionSchema} from "../tools/condition.ts";
import {type Group, groupSchema, measureSchema} from "../tools/measure.ts";

/** What we need of the input of an `aggregate` step; other tools' inputs share `table`, `joins` and `where`. */
const sourceSchema = z.object({
  table: z.string(),
  joins: z.unknown().optional(),
  where: conditionSchema.optional(),
  groups: z.array(groupSchema).default([]),
  measures: z.array(measureSchema).default([]),
});

/** Whether an answer was computed from the rows of one table, which can be shown. */
export function hasRowsBehind({steps, headline}: Plan): boolean {
  const step = steps.find(({id}) => id === headline);
  return step?.tool === "aggregate" && sourceSchema.safeParse(step.input).success;
}

/**
 * A plan that shows the rows that a number was computed from: those of the whole answer, or of one row of its table
 * (counted from 1).
 * @throws TabletalkError bad_use where the answer has no such row, or was not computed from rows of a table
 */
export function rowsBehind(plan: Plan, table: Table, row: number | undefined, limit: number): Plan {
  const headline = plan.steps.find((step) => step.id === plan.headline);
  const source = sourceSchema.safeParse(headline?.input);
  if (!headline || !source.success) {
    throw new TabletalkError(
      "bad_use",
      "This answer was not computed from the rows of one table.",
      "See /how.",
    );
  }
  const cells = row === undefined ? undefined : table.rows[row - 1];
  if (row !== undefined && !cells) {
    throw new TabletalkError(
      "bad_use",
      `The answer has no row ${row}.`,
      `It has ${table.rows.length}: /rows 1 shows what is behind the first.`,
    );
  }
  const {groups, measures, where, joins} = source.data;
  const conditions: Condition[] = where ? [where] : [];
  const only = measures.length === 1 ? measures[0]?.where : undefined;
  if (only) conditions.push(only);
  if (cells) {
    for (const group of groups) {
      const at = table.columns.findIndex((column) => column.name === group.name);
      conditions.push(inGroup(group, cells[at] ?? null));
    }
  }
  const input: Step["input"] = {
    method: "select",
    table: source.data.table,
    ...(joins !== undefined && {joins}),
    ...(conditions.length > 0 && {
      where: conditions.length === 1 ? conditions[0] : {op: "and", args: conditions},
    }),
    columns: [],
    limit,
  };
  return {steps: [{id: "rows", tool: "prepare_data", input, purpose: "the rows behind"}], headline: "rows"};
}

function inGroup(group: Group, value: Cell): Condition {
  const {of} = group;
  if (value === null) return {op: "is_null", of};
  if (group.part) return {op: "=", of: {part: group.part, of}, value};
  if (group.unit) return {op: "range", of, from: String(value), to: endOf(String(value), group.unit)};
  if (group.bins || group.width || group.edges) {
    throw new TabletalkError(
      "bad_use",
      "The rows of one bin cannot be shown.",
      "Use /rows without a number.",
    );
  }
  return {op: "=", of, value};
}

/** The first moment after the period that begins on this day. */
function endOf(from: string, unit: NonNullable<Group["unit"]>): string {
  const end = new Date(from.length > 10 ? `${from.replace(" ", "T")}Z` : `${from}T00:00:00Z`);
  if (unit === "hour") {
    end.setUTCHours(end.getUTCHours() + 1);
    return end.toISOString().slice(0, 19).replace("T", " ");
  }
  if (unit === "day") end.setUTCDate(end.getUTCDate() + 1);
  if (unit === "week") end.setUTCDate(end.getUTCDate() + 7);
  if (unit === "month") end.setUTCMonth(end.getUTCMonth() + 1);
  if (unit === "quarter") end.setUTCMonth(end.getUTCMonth() + 3);
  if (unit === "year") end.setUTCFullYear(end.getUTCFullYear() + 1);
  return end.toISOString().slice(0, 10);
}
