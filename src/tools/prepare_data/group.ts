import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {type AggregateInput, sourceFields} from "../aggregate_input.ts";
import {aggregateUnits} from "../aggregate_units.ts";
import {checkMeasures} from "../check_measures.ts";
import {groupSchema, measureSchema} from "../measure.ts";
import {defineMethod} from "../methods.ts";
import {aggregateSql} from "../sql_select.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, openTable} from "./open_table.ts";

const groupInputSchema = z.strictObject({
  method: z.literal("group"),
  table: sourceFields.table,
  where: sourceFields.where,
  groups: z.array(groupSchema).min(1),
  measures: z.array(measureSchema).min(1),
});
type GroupInput = z.infer<typeof groupInputSchema>;

/** Rows in groups, as a table to go on with. */
export const groupMethod = defineMethod<GroupInput>({
  name: "group",
  description:
    "A new table with a row a group and measures of its rows, to go on with (`aggregate` is for answers).",
  input: groupInputSchema as z.ZodType<GroupInput>,
  run: group,
});

async function group(input: GroupInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const asked: AggregateInput = {
    table: table.name,
    joins: [],
    where: input.where,
    period: undefined,
    groups: input.groups,
    measures: input.measures,
    windows: [],
    having: [],
    order: [],
    includeMissing: true,
  };
  if (
    input.groups.some(({name}) => input.measures.some((one) => one.name.toLowerCase() === name.toLowerCase()))
  )
    throw badPlan("A group and a measure have one name.", "Give each its own name.");
  checkMeasures(asked, table.source);
  const made = madeArtifact({
    method: "group",
    title: `${input.measures.map(({name}) => name).join(", ")} by ${input.groups.map(({name}) => name).join(", ")}`,
    table,
    query: aggregateSql(asked, table.source, undefined),
    units: aggregateUnits(asked, table.source),
  });
  return made.catch((error: unknown) => {
    if (error instanceof TabletalkError && error.code === "bad_query" && /out of range/i.test(error.message))
      throw badPlan(
        "A measure of these values is larger than a number can hold.",
        "Divide the column by a power of ten first (derive), or ask for other measures.",
      );
    throw error;
  });
}
