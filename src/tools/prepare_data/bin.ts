import {type ExprNode, gt, gte, isNull, lt, lte} from "@uwdata/mosaic-sql";
import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {aggregateCall, caseWhen, castTo, columnNode, selectFrom, subquery, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures, askRows, real} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, cells, freeName, numbersCalled, openTable, withColumns} from "./open_table.ts";

const binInputSchema = z.strictObject({
  method: z.literal("bin"),
  table: tableReferenceSchema,
  column: z.string(),
  how: z.enum(["equal_width", "equal_count", "edges"]),
  bins: z.number().int().min(2).max(200).default(4),
  edges: z
    .array(z.number())
    .min(2)
    .max(201)
    .optional()
    .describe("rising; what is outside of them is missing"),
  labels: z.array(z.string()).optional().describe("one a bin; bins with the same label are one"),
  closed: z.enum(["right", "left"]).default("right").describe("which edge belongs to a bin"),
  into: z.string().optional().describe("the new column's name"),
});
type BinInput = z.infer<typeof binInputSchema>;

/** A number cut into named bins; agrees with pandas' cut and qcut. */
export const binMethod = defineMethod<BinInput>({
  name: "bin",
  description:
    "A new table with a column of bins of a number: equal_width, equal_count (quantiles) or given edges.",
  input: binInputSchema as z.ZodType<BinInput>,
  run: bin,
});

async function bin(input: BinInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const [column] = numbersCalled([input.column], table);
  const node = castTo(cells(column!, table), "DOUBLE");
  const ran: string[] = [];
  let edges = input.edges ?? [];
  const notes: string[] = [];
  if (input.how !== "edges") {
    const shares = Array.from({length: input.bins + 1}, (_, at) => at / input.bins);
    const {figures, sql} = await askFigures(
      input.how === "equal_count"
        ? shares.map((share) => aggregateCall("quantile_cont", [node, real(share)]))
        : [aggregateCall("min", [node]), aggregateCall("max", [node])],
      table,
    );
    ran.push(sql);
    const found = figures.map(Number);
    if (found[0] === found.at(-1))
      throw badPlan(
        `${column!.name} is ${found[0]} in every row: it has no bins.`,
        "Choose a column that varies.",
      );
    edges =
      input.how === "equal_count"
        ? found.filter((edge, at) => at === 0 || edge > found[at - 1]!)
        : shares.map((share) => (share === 1 ? found[1]! : found[0]! + share * (found[1]! - found[0]!)));
    if (edges.length < input.bins + 1)
      notes.push(`Values are repeated so often that ${input.bins} bins become ${edges.length - 1}.`);
  } else if (edges.length < 2) throw badPlan("The edges of the bins are not given.", "Give `edges`.");
  if (edges.some((edge, at) => at > 0 && edge <= edges[at - 1]!))
    throw badPlan("The edges of the bins do not rise.", "Give rising numbers.");
  const names = input.labels ?? namesOf(edges, input.closed);
  if (names.length !== edges.length - 1)
    throw badPlan(
      `There are ${edges.length - 1} bins and ${names.length} labels.`,
      "Give a label for each bin.",
    );
  const into = input.into ?? freeName(`${column!.name}_bin`, table);
  const binned = binSql(node, edges, names, input.closed);
  const made = selectFrom(withColumns(table, [{name: into, node: binned}]), table.source.from);
  const counts = await askRows(
    selectFrom(
      [
        {name: "bin", node: columnNode("bin")},
        {name: "rows", node: aggregateCall("count")},
      ],
      subquery(selectFrom([{name: "bin", node: binned}], table.source.from), "binned"),
    ).groupby(columnNode("bin")),
    table,
  );
  const rows = new Map(counts.rows.map(([name, count]) => [name, Number(count)]));
  const outside = (rows.get(null) ?? 0) - column!.nulls - (column!.nonFinite ?? 0);
  return madeArtifact({
    method: "bin",
    title: `${table.name} with bins of ${column!.name}`,
    table,
    query: made,
    changes: [
      ...[...new Set(names)].map((name) => ({
        change: "rows in the bin",
        column: into,
        count: rows.get(name) ?? 0,
        detail: name,
      })),
      ...(outside > 0
        ? [{change: "values outside of the edges, now missing", column: into, count: outside}]
        : []),
    ],
    notes,
    fitted: {column: column!.name, edges, labels: names, closed: input.closed},
    sql: [...ran, counts.sql],
  });
}

/** The outermost edge belongs to its bin on both sides. */
function binSql(
  node: ExprNode,
  edges: readonly number[],
  names: readonly string[],
  closed: "right" | "left",
): ExprNode {
  const [first, last] = [real(edges[0]!), real(edges.at(-1)!)];
  return caseWhen([
    [isNull(node), value(null)],
    [lt(node, first), value(null)],
    [gt(node, last), value(null)],
    ...names.map((name, at) => {
      if (closed === "right") return [lte(node, real(edges[at + 1]!)), value(name)] as const;
      return at === names.length - 1
        ? ([gte(node, real(edges[at]!)), value(name)] as const)
        : ([lt(node, real(edges[at + 1]!)), value(name)] as const);
    }),
  ]);
}

/** "(10, 20]" with as few digits as tell the edges apart; the outermost is taken in. */
function namesOf(edges: readonly number[], closed: "right" | "left"): string[] {
  let digits = 3;
  const written = (): string[] => edges.map((edge) => String(Number(edge.toPrecision(digits))));
  while (digits < 17 && new Set(written()).size < edges.length) digits++;
  const said = written();
  return said.slice(1).map((high, at) => {
    const open = closed === "right" && at > 0 ? "(" : "[";
    const shut = closed === "left" && at < said.length - 2 ? ")" : "]";
    return `${open}${said[at]}, ${high}${shut}`;
  });
}
