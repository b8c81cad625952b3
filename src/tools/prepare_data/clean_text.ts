import {type ExprNode, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {call, columnNode, selectFrom, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {countChanges} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, columnsCalled, openTable, withColumns} from "./open_table.ts";

const cleanTextInputSchema = z.strictObject({
  method: z.literal("clean_text"),
  table: tableReferenceSchema,
  columns: z.array(z.string()).default([]).describe("default: every column of text"),
  trim: z.boolean().default(true),
  whitespace: z.boolean().default(true).describe("runs of white space become one space"),
  unicode: z.boolean().default(true).describe("NFC, so that equal letters are equal"),
  accents: z.boolean().default(false).describe("take accents off"),
  case: z.enum(["lower", "upper", "title"]).optional(),
  emptyIsMissing: z.boolean().default(true),
});
type CleanTextInput = z.infer<typeof cleanTextInputSchema>;

/** Text in one form. */
export const cleanTextMethod = defineMethod<CleanTextInput>({
  name: "clean_text",
  description: "A new table with text in one form: trimmed, white space, case, Unicode (NFC), accents.",
  input: cleanTextInputSchema as z.ZodType<CleanTextInput>,
  run: cleanText,
});

/** White space as Unicode has it, which \s of RE2 does not; with what has no width. */
const SPACE =
  "[\\s\\x{00A0}\\x{1680}\\x{2000}-\\x{200B}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}]+";

async function cleanText(input: CleanTextInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const columns =
    input.columns.length > 0
      ? columnsCalled(input.columns, table)
      : table.columns.filter(({type}) => type === "text");
  if (columns.length === 0)
    throw badPlan(`${table.name} has no column of text.`, "Cast a column to text first.");
  for (const {name, type} of columns)
    if (type !== "text") throw badPlan(`${name} is ${type}, not text.`, "Choose columns of text.");
  const forms = columns.map(({name}) => ({
    column: name,
    before: columnNode(name),
    after: cleanSql(columnNode(name), input),
  }));
  const {changes, sql: counted} = await countChanges(forms, table);
  const distinct = forms.map(({after}) => after);
  return madeArtifact({
    method: "clean_text",
    title: `${table.name} with clean text`,
    table,
    query: selectFrom(
      withColumns(
        table,
        forms.map(({column}, at) => ({name: column, node: distinct[at]!})),
      ),
      table.source.from,
    ),
    changes,
    sql: counted,
  });
}

function cleanSql(column: ExprNode, input: CleanTextInput): ExprNode {
  let node = column;
  if (input.unicode) node = call("nfc_normalize", node);
  if (input.accents) node = call("strip_accents", node);
  if (input.whitespace) node = call("regexp_replace", node, value(SPACE), value(" "), value("g"));
  if (input.trim) node = call("regexp_replace", node, value(`^${SPACE}|${SPACE}$`), value(""), value("g"));
  if (input.case === "title")
    node = sql`array_to_string(list_transform(string_split(lower(${node}), ' '), w -> upper(left(w, 1)) || substr(w, 2)), ' ')`;
  else if (input.case) node = call(input.case, node);
  return input.emptyIsMissing ? call("nullif", node, value("")) : node;
}
