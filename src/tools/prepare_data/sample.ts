import {row_number, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {columnNode, list, selectFrom, subquery, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {real} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {asIs, badPlan, columnsCalled, freeName, openTable} from "./open_table.ts";

const sampleInputSchema = z.strictObject({
  method: z.literal("sample"),
  table: tableReferenceSchema,
  rows: z.number().int().positive().optional(),
  share: z.number().gt(0).lte(1).optional(),
  by: z.array(z.string()).default([]).describe("stratified: the same share of each value of these columns"),
  seed: z.number().int().min(0).default(42),
});
type SampleInput = z.infer<typeof sampleInputSchema>;

/** Some rows by chance; the same every time. */
export const sampleMethod = defineMethod<SampleInput>({
  name: "sample",
  description:
    "A new table of rows drawn by chance (seeded: the same rows each time), a number or a share, stratified if asked.",
  input: sampleInputSchema as z.ZodType<SampleInput>,
  run: sample,
});

async function sample(input: SampleInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  if ((input.rows === undefined) === (input.share === undefined))
    throw badPlan("A sample has a number of rows or a share of them.", "Give `rows` or `share`, not both.");
  const by = columnsCalled(input.by, table);
  const place = freeName("place", table);
  const drawn = freeName("drawn", table, [place]);
  const all = freeName("all", table, [place, drawn]);
  const placed = selectFrom(
    [...table.columns.map(asIs), {name: place, node: row_number()}],
    table.source.from,
  );
  const partition = by.length > 0 ? sql`PARTITION BY ${list(by.map(({name}) => columnNode(name)))} ` : sql``;
  // A digest of the seed and the row's place: the same on every machine and in every version of the engine.
  const chance = sql`md5(${value(`${input.seed}:`)} || CAST(${columnNode(place)} AS VARCHAR))`;
  const numbered = selectFrom(
    [
      ...table.columns.map(asIs),
      {name: place, node: columnNode(place)},
      {name: drawn, node: sql`row_number() OVER (${partition}ORDER BY ${chance})`},
      {name: all, node: sql`count(*) OVER (${partition})`},
    ],
    subquery(placed, "placed"),
  );
  const share = input.share ?? Math.min(1, input.rows! / Math.max(1, table.rows));
  const quota =
    input.rows !== undefined && by.length === 0
      ? value(input.rows)
      : sql`round(${real(share)} * ${columnNode(all)})`;
  return madeArtifact({
    method: "sample",
    title: `A sample of ${table.name}`,
    table,
    query: selectFrom(table.columns.map(asIs), subquery(numbered, "numbered"))
      .where(sql`${columnNode(drawn)} <= ${quota}`)
      .orderby(columnNode(place)),
    notes: [
      `Drawn with seed ${input.seed}${by.length > 0 ? `, the same share of each ${by.map(({name}) => name).join(", ")}` : ""}.`,
    ],
  });
}
