import {eq} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {aggregateCall, caseWhen, columnNode, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askRows} from "./ask_table.ts";
import {type Change, madeArtifact} from "./made_artifact.ts";
import {badPlan, columnCalled, openTable, withColumns} from "./open_table.ts";

const MOST_VALUES = 5_000;
const MOST_MATCHES = 1_000;

const matchValuesInputSchema = z.strictObject({
  method: z.literal("match_values"),
  table: tableReferenceSchema,
  column: z.string(),
  to: z
    .array(z.string())
    .default([])
    .describe("the right spellings; default: the more frequent of values that are alike"),
  threshold: z.number().min(0.5).max(1).default(0.85).describe("how alike, 0 to 1"),
  into: z.string().optional().describe("a new column; default: in place"),
});
type MatchValuesInput = z.infer<typeof matchValuesInputSchema>;

/** Spellings of one thing made one. */
export const matchValuesMethod = defineMethod<MatchValuesInput>({
  name: "match_values",
  description:
    "A new table with spellings of one thing made one, by likeness: to given values, or to the more frequent spelling; every change is said.",
  input: matchValuesInputSchema as z.ZodType<MatchValuesInput>,
  run: matchValues,
});

async function matchValues(input: MatchValuesInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const column = columnCalled(input.column, table);
  if (column.type !== "text")
    throw badPlan(`${column.name} is ${column.type}, not text.`, "Choose a column of text.");
  const node = columnNode(column.name);
  const found = await askRows(
    selectFrom(
      [
        {name: column.name, node},
        {name: "?count", node: aggregateCall("count", [node])},
      ],
      table.source.from,
    )
      .groupby(node)
      .orderby(node),
    table,
    MOST_VALUES + 2,
  );
  const values = found.rows
    .filter(([one]) => one !== null)
    .map(([one, count]) => ({value: String(one), count: Number(count)}));
  if (values.length > MOST_VALUES)
    throw badPlan(
      `${column.name} has more than ${MOST_VALUES} different values.`,
      "Clean its text first (clean_text), or filter rows.",
    );
  const spelled = values.map((one) => one.value);
  const options = workOf(context);
  const matches =
    input.to.length > 0
      ? await offload(
          "learning/preparation/match_values",
          "matchToKnown",
          [spelled, input.to, input.threshold],
          options,
        )
      : await offload(
          "learning/preparation/match_values",
          "matchAmong",
          [spelled, values.map((one) => one.count), input.threshold],
          options,
        );
  if (matches.length > MOST_MATCHES)
    throw badPlan(
      `${matches.length} values would be changed.`,
      "Take a higher threshold, or clean the text first.",
    );
  const counts = new Map(values.map((one) => [one.value, one.count]));
  const known = new Set([...input.to, ...matches.map((one) => one.value)]);
  const left = input.to.length > 0 ? values.filter((one) => !known.has(one.value)) : [];
  const changes = matches.map(
    ({value: from, match, similarity}): Change => ({
      change: "cells matched",
      column: column.name,
      count: counts.get(from) ?? 0,
      detail: `${from} -> ${match} (${similarity.toFixed(2)})`,
    }),
  );
  if (left.length > 0)
    changes.push({
      change: "cells without a match, left as they are",
      column: column.name,
      count: left.reduce((sum, one) => sum + one.count, 0),
      detail: left
        .slice(0, 5)
        .map((one) => one.value)
        .join(", "),
    });
  const form =
    matches.length > 0
      ? caseWhen(
          matches.map((one) => [eq(node, value(one.value)), value(one.match)] as const),
          node,
        )
      : node;
  return madeArtifact({
    method: "match_values",
    title: `${table.name} with spellings of ${column.name} matched`,
    table,
    query: selectFrom(withColumns(table, [{name: input.into ?? column.name, node: form}]), table.source.from),
    changes,
    notes: matches.length === 0 ? ["No values are alike enough."] : [],
    fitted: matches.map(({value: from, match}) => ({value: from, match})),
    sql: [found.sql],
  });
}
