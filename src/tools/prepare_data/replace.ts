import type {ExprNode} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {defineMethod} from "../methods.ts";
import {call, columnNode, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {countChanges} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, columnsCalled, openTable, withColumns} from "./open_table.ts";

const replaceInputSchema = z.strictObject({
  method: z.literal("replace"),
  table: tableReferenceSchema,
  columns: z.array(z.string()).min(1),
  find: z.string().min(1).max(1000),
  with: z.string().max(1000).default("").describe("default: it is taken out"),
  pattern: z
    .boolean()
    .default(false)
    .describe("find is a regular expression (RE2), \\1 in `with` what its first group matched"),
  ignoreCase: z.boolean().default(false),
});
type ReplaceInput = z.infer<typeof replaceInputSchema>;

/** Every place of a text in columns of text, replaced. */
export const replaceMethod = defineMethod<ReplaceInput>({
  name: "replace",
  description:
    "A new table with text replaced inside columns of text, or taken out: as it stands, or by a regular expression.",
  input: replaceInputSchema as z.ZodType<ReplaceInput>,
  run: replace,
});

async function replace(input: ReplaceInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const columns = columnsCalled(input.columns, table);
  for (const {name, type} of columns)
    if (type !== "text") throw badPlan(`${name} is ${type}, not text.`, "Choose columns of text, or cast.");
  const forms = columns.map(({name}) => ({
    column: name,
    before: columnNode(name),
    after: replaced(columnNode(name), input),
  }));
  const {changes, sql} = await countChanges(forms, table).catch((error: unknown) => {
    if (!(error instanceof TabletalkError) || error.code !== "bad_query") throw error;
    throw badPlan(
      `The pattern cannot be used: ${error.message}`,
      "RE2 has no look-around and no back references.",
    );
  });
  return madeArtifact({
    method: "replace",
    title: `${table.name} with text replaced`,
    table,
    query: selectFrom(
      withColumns(
        table,
        forms.map(({column, after}) => ({name: column, node: after})),
      ),
      table.source.from,
    ),
    changes,
    sql,
  });
}

function replaced(text: ExprNode, {find, with: by, pattern, ignoreCase}: ReplaceInput): ExprNode {
  if (!pattern && !ignoreCase) return call("replace", text, value(find), value(by));
  const searched = pattern ? find : find.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const put = pattern ? by : by.replaceAll("\\", "\\\\");
  return call("regexp_replace", text, value(searched), value(put), value(ignoreCase ? "gi" : "g"));
}
