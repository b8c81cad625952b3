import {
  add,
  and,
  asc,
  desc,
  div,
  type ExprNode,
  eq,
  gt,
  gte,
  isIn,
  isNotNull,
  lte,
  mul,
  or,
  Query,
} from "@uwdata/mosaic-sql";
import {z} from "zod";
import type {ColumnProfile} from "../data/profile.ts";
import {artifactOf} from "./artifact.ts";
import {knownAs, unknownColumn} from "./nearest.ts";
import {otherPlaceNames} from "./place_names.ts";
import {
  aggregateCall,
  call,
  caseWhen,
  castTo,
  columnNode,
  printSql,
  selectFrom,
  subquery,
  tableNamed,
  value,
} from "./sql_print.ts";
import {tableCalled} from "./sql_source.ts";
import type {Artifact, Tool, ToolContext} from "./tool.ts";

const findValuesInputSchema = z.strictObject({
  table: z.string(),
  column: z.string().optional().describe("default: every column of text"),
  text: z.string().min(1),
  limit: z.number().int().positive().max(200).default(10),
});
type FindValuesInput = z.infer<typeof findValuesInputSchema>;

/** How a value is spelled in the data. */
export const findValuesTool: Tool<FindValuesInput> = {
  name: "find_values",
  description:
    "Finds how a value is spelled in a table's text columns: exact, other case, abbreviation (CA and California), beginning, part, typo. Use it before filtering by a value.",
  input: findValuesInputSchema as z.ZodType<FindValuesInput>,
  run: findValues,
};

/**
 * The table has column, value, count (rows), score (1 = exact, 0.5 and up) and why, best first.
 * @throws TabletalkError unknown_table, unknown_column.
 */
async function findValues(input: FindValuesInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const table = tableCalled(input.table, context);
  const profile = await context.profile(table);
  const columns =
    input.column === undefined ? profile.columns.filter(isWords) : [columnCalled(input.column, profile)];
  const searched =
    columns.length > 0 ? columns : profile.columns.filter((column) => column.role === "identifier");
  if (searched.length === 0) {
    return artifactOf(
      {
        tool: "find_values",
        title: titleOf(input),
        table: NOTHING,
        tables: [table],
        notes: ["No column holds text."],
        begun,
      },
      context,
    );
  }
  const each = searched.map((column) => matchesIn(column, table, input.text));
  const all = each.length === 1 ? each[0]! : Query.unionAll(...each);
  const names = ["column", "value", "count", "score", "why"].map((name) => ({name, node: columnNode(name)}));
  const sql = printSql(
    selectFrom(names, subquery(all, "matches"))
      .where(isNotNull(columnNode("score")))
      .orderby(
        desc(columnNode("score")),
        desc(columnNode("count")),
        asc(columnNode("column")),
        asc(columnNode("value")),
      )
      .limit(input.limit),
  );
  const result = await context.session.query(sql, {signal: context.signal, limits: context.limits});
  return artifactOf(
    {
      tool: "find_values",
      title: titleOf(input),
      table: result,
      truncated: result.truncated,
      tables: [table],
      sql: [sql],
      begun,
    },
    context,
  );
}

const NOTHING: Artifact["table"] = {
  columns: [
    {name: "column", type: "text"},
    {name: "value", type: "text"},
    {name: "count", type: "integer"},
    {name: "score", type: "number"},
    {name: "why", type: "text"},
  ],
  rows: [],
};

function titleOf(input: FindValuesInput): string {
  return `Values like '${input.text}'`;
}

function isWords(column: ColumnProfile): boolean {
  return column.type === "text" && column.role !== "identifier";
}

function columnCalled(name: string, profile: {table: string; columns: ColumnProfile[]}): ColumnProfile {
  const known = profile.columns.map((column) => column.name);
  const found = knownAs(name, known);
  if (found === undefined) throw unknownColumn(name, profile.table, known);
  return profile.columns.find((column) => column.name === found)!;
}

/** Each value of a column with its rows, its score (missing where it is nothing like the text) and the reason. */
function matchesIn(column: ColumnProfile, table: string, text: string): Query {
  const cell = column.type === "text" ? columnNode(column.name) : castTo(columnNode(column.name), "VARCHAR");
  const values = selectFrom(
    [
      {name: "value", node: cell},
      {name: "count", node: aggregateCall("count")},
    ],
    tableNamed(table),
  )
    .where(isNotNull(columnNode(column.name)))
    .groupby(value(1));
  const branches = likenesses(columnNode("value"), text);
  return selectFrom(
    [
      {name: "column", node: value(column.name)},
      {name: "value", node: columnNode("value")},
      {name: "count", node: columnNode("count")},
      {name: "score", node: caseWhen(branches.map(({when, score}) => [when, score]))},
      {name: "why", node: caseWhen(branches.map(({when, why}) => [when, value(why)]))},
    ],
    subquery(values, "values_of_column"),
  );
}

interface Likeness {
  when: ExprNode;
  score: ExprNode;
  why: string;
}

/** The ways in which a value can be like a text, the surest first. */
function likenesses(cell: ExprNode, text: string): Likeness[] {
  const plain = (node: ExprNode) => call("strip_accents", call("lower", call("trim", node)));
  const given = plain(value(text));
  const own = plain(cell);
  const names = otherPlaceNames(text);
  const alike = call("jaro_winkler_similarity", own, given);
  const letters = [...text.trim()].length;
  // One slip in a short word, two from eight letters on: Damerau (1964) found one slip in four of five typos.
  const slips = letters >= 8 ? 2 : 1;
  const typo = lte(call("damerau_levenshtein", own, given), value(slips));
  const ways: Likeness[] = [{when: eq(cell, value(text)), score: value(1), why: "exact"}];
  ways.push({when: eq(own, given), score: value(0.98), why: "other case or accents"});
  if (names.length > 0) {
    ways.push({
      when: isIn(
        own,
        names.map((name) => plain(value(name))),
      ),
      score: value(0.95),
      why: "another name of the same place",
    });
  }
  const covered = (base: number) =>
    add(
      value(base),
      mul(value(0.09), call("least", value(1), div(call("length", given), call("length", own)))),
    );
  if (letters >= 2) {
    ways.push({when: call("starts_with", own, given), score: covered(0.85), why: "begins with it"});
    ways.push({
      when: or(
        call("contains", own, call("concat", value(" "), given)),
        call("contains", own, call("concat", value("-"), given)),
      ),
      score: covered(0.75),
      why: "a word begins with it",
    });
  }
  if (letters >= 4) {
    ways.push({when: typo, score: add(value(0.6), mul(value(0.1), alike)), why: "typo"});
  }
  if (letters >= 3) {
    ways.push({when: call("contains", own, given), score: covered(0.65), why: "contains it"});
    ways.push({
      when: and(gt(call("length", own), value(2)), call("contains", given, own)),
      score: value(0.55),
      why: "part of it",
    });
  }
  if (letters >= 4)
    ways.push({when: gte(alike, value(0.92)), score: mul(value(0.55), alike), why: "similar spelling"});
  return ways;
}
