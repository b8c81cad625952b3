import {type ExprNode, sql} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import {defineMethod} from "../methods.ts";
import {isNumeric} from "../sql_expression.ts";
import {call, columnNode, list, printSql} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, columnCalled, type OpenTable, openTable} from "./open_table.ts";

const joinInputSchema = z.strictObject({
  method: z.literal("join"),
  table: tableReferenceSchema,
  with: z.strictObject({table: tableReferenceSchema}),
  on: z.array(z.strictObject({left: z.string(), right: z.string()})).min(1),
  kind: z.enum(["inner", "left", "right", "full"]).default("left"),
  multiply: z
    .boolean()
    .default(false)
    .describe("allow a row to match several: it is then there several times"),
});
type JoinInput = z.infer<typeof joinInputSchema>;

/** Two tables side by side on equal keys, with a report of what matched. */
export const joinMethod = defineMethod<JoinInput>({
  name: "join",
  description:
    "A new table of two joined on equal keys, with a match report: matched rows, rows left over on both sides; refused where it would multiply rows unless `multiply`.",
  input: joinInputSchema as z.ZodType<JoinInput>,
  run: join,
});

/** @throws TabletalkError refused where rows would be multiplied unasked */
async function join(input: JoinInput, context: ToolContext): Promise<Artifact> {
  const left = await openTable(input.table, context);
  const right = await openTable(input.with.table, context);
  const keys = input.on.map((on) => {
    const [one, other] = [columnCalled(on.left, left), columnCalled(on.right, right)];
    if (one.type !== other.type && !(isNumeric(one.type) && isNumeric(other.type)))
      throw badPlan(
        `${one.name} of ${left.name} is ${one.type}, ${other.name} of ${right.name} is ${other.type}.`,
        "Cast one of them first, so that both are of one type.",
      );
    return {left: one.name, right: other.name};
  });
  const l = (name: string): ExprNode => columnNode(name, "l");
  const r = (name: string): ExprNode => columnNode(name, "r");
  const on = keys
    .slice(1)
    .reduce<ExprNode>(
      (all, key) => sql`${all} AND ${l(key.left)} = ${r(key.right)}`,
      sql`${l(keys[0]!.left)} = ${r(keys[0]!.right)}`,
    );
  const [leftTable, rightTable] = [columnNode(left.name), columnNode(right.name)];
  const report = printSql(sql`SELECT
    (SELECT count(*) FROM ${leftTable} AS l WHERE EXISTS (SELECT 1 FROM ${rightTable} AS r WHERE ${on})),
    (SELECT count(*) FROM ${rightTable} AS r WHERE EXISTS (SELECT 1 FROM ${leftTable} AS l WHERE ${on})),
    (SELECT count(*) FROM ${leftTable} AS l JOIN ${rightTable} AS r ON ${on})`);
  const options = {signal: context.signal, limits: {timeMs: context.limits.timeMs}};
  const asked = await context.session.query(report, options);
  const [matchedLeft = 0, matchedRight = 0, pairs = 0] = (asked.rows[0] ?? []).map(Number);
  if (pairs > matchedLeft && !input.multiply)
    throw new TabletalkError(
      "refused",
      `Joining ${right.name} would multiply rows: ${matchedLeft} rows of ${left.name} have ${pairs} matches.`,
      `Group or deduplicate ${right.name} by ${keys.map((key) => key.right).join(", ")} first, join on more columns, or say \`multiply\`.`,
    );
  const byRight = new Map(keys.map((key) => [key.right, key.left]));
  const byLeft = new Map(keys.map((key) => [key.left, key.right]));
  const both = input.kind === "right" || input.kind === "full";
  const shown = left.columns.map(({name}) => {
    const other = byLeft.get(name);
    return {name, node: both && other !== undefined ? call("coalesce", l(name), r(other)) : l(name)};
  });
  const names = shown.map(({name}) => name);
  for (const {name} of right.columns) {
    if (byRight.has(name)) continue;
    const taken = new Set(names.map((one) => one.toLowerCase()));
    let free = taken.has(name.toLowerCase()) ? `${name}_${right.name}` : name;
    for (let at = 2; taken.has(free.toLowerCase()); at++) free = `${name}_${right.name}_${at}`;
    names.push(free);
    shown.push({name: free, node: r(name)});
  }
  const listed = list(shown.map(({name, node}) => sql`${node} AS ${columnNode(name)}`));
  const kind = {inner: sql`JOIN`, left: sql`LEFT JOIN`, right: sql`RIGHT JOIN`, full: sql`FULL JOIN`}[
    input.kind
  ];
  const place = sql`row_number() OVER ()`;
  const placed = (table: ExprNode): ExprNode => sql`(SELECT *, ${place} AS "?place" FROM ${table})`;
  const query = sql`SELECT ${listed} FROM ${placed(leftTable)} AS l ${kind} ${placed(rightTable)} AS r ON ${on} ORDER BY l."?place" NULLS LAST, r."?place" NULLS LAST`;
  const fate = (kept: boolean): string => (kept ? "kept, with missing values" : "left out");
  const keepsLeft = input.kind === "left" || input.kind === "full";
  return madeArtifact({
    method: "join",
    title: `${left.name} with ${right.name}`,
    table: left,
    query,
    alsoRead: [right.name],
    changes: [
      {change: `rows of ${left.name} matched`, count: matchedLeft},
      {
        change: `rows of ${left.name} without a match`,
        count: left.rows - matchedLeft,
        detail: fate(keepsLeft),
      },
      {change: `rows of ${right.name} matched`, count: matchedRight},
      {change: `rows of ${right.name} without a match`, count: right.rows - matchedRight, detail: fate(both)},
      ...(pairs > matchedLeft ? [{change: "rows more by multiple matches", count: pairs - matchedLeft}] : []),
    ],
    units: unitsOf(left, right),
    sql: [report],
  });
}

function unitsOf(...tables: OpenTable[]): Record<string, string> {
  const all = tables.flatMap(({columns}) => columns);
  return Object.fromEntries(all.flatMap(({name, unit}): [string, string][] => (unit ? [[name, unit]] : [])));
}
