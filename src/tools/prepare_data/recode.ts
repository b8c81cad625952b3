import {type ExprNode, eq, isNotNull, not, or} from "@uwdata/mosaic-sql";
import {z} from "zod";
import type {ColumnProfile} from "../../data/profile.ts";
import {defineMethod} from "../methods.ts";
import {asBoolean} from "../sql_condition.ts";
import {isNumeric} from "../sql_expression.ts";
import {aggregateCall, caseWhen, castTo, columnNode, selectFrom, subquery, value} from "../sql_print.ts";
import {tableReferenceSchema} from "../table_reference.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {askFigures, askRows} from "./ask_table.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, cells, columnCalled, type OpenTable, openTable, withColumns} from "./open_table.ts";

const recodeInputSchema = z.strictObject({
  method: z.literal("recode"),
  table: tableReferenceSchema,
  column: z.string(),
  values: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('old to new: {"yes": 1, "no": 0}; null makes it missing'),
  others: z.enum(["keep", "missing", "value"]).default("keep").describe("what becomes of all other values"),
  value: z.union([z.string(), z.number(), z.boolean()]).optional().describe("for others: value"),
  into: z.string().optional().describe("a new column; default: in place"),
});
type RecodeInput = z.infer<typeof recodeInputSchema>;
type NewValue = string | number | boolean | null;
type Kind = "number" | "boolean" | "text";

/** Values of a column under other values: labels as numbers, several labels as one, codes as names. */
export const recodeMethod = defineMethod<RecodeInput>({
  name: "recode",
  description:
    "A new table with values of a column mapped to others: labels to numbers, several to one, codes to names.",
  input: recodeInputSchema as z.ZodType<RecodeInput>,
  run: recode,
});

const MOST_VALUES = 1_000;
/** How many of the values that are not named are told. */
const TOLD = 5;

/** @throws TabletalkError bad_plan where new values are of several kinds, or values of another kind would stay */
async function recode(input: RecodeInput, context: ToolContext): Promise<Artifact> {
  const table = await openTable(input.table, context);
  const column = columnCalled(input.column, table);
  const pairs = Object.entries(input.values);
  if (pairs.length === 0 || pairs.length > MOST_VALUES)
    throw badPlan(`values maps ${pairs.length} values.`, 'Name 1 to 1,000: {"yes": 1, "no": 0}.');
  if (input.others === "value" && input.value === undefined)
    throw badPlan("others is value, but there is none.", "Give value too.");
  const otherwise = input.others === "value" ? input.value! : null;
  const news = [...pairs.map(([, to]) => to), otherwise];
  const kind = kindOf(news) ?? kindOfColumn(column);
  const node = cells(column, table);
  const isOld = pairs.map(([from]) => isValue(node, from, column));
  const {mapped, rest, told, sql} = await counted(node, isOld, table);
  const stay = input.others === "keep" && rest > 0;
  if (stay && kind !== "text" && kind !== kindOfColumn(column))
    throw badPlan(
      `${column.name} has values that are not named and would be no ${kind}: ${told}.`,
      'Map them too, or set others to "missing" or "value".',
    );
  const whole = news.every((one) => typeof one !== "number" || Number.isSafeInteger(one));
  const typed = (one: NewValue): ExprNode =>
    kind === "number" ? castTo(value(one), whole ? "BIGINT" : "DOUBLE") : value(textual(one, kind));
  const kept = kind === "text" && column.type !== "text" ? castTo(node, "VARCHAR") : node;
  const made = caseWhen(
    pairs.map(([, to], at) => [isOld[at]!, typed(to)]),
    input.others !== "keep" ? caseWhen([[isNotNull(node), typed(otherwise)]]) : stay ? kept : undefined,
  );
  const fate = {keep: "as they are", missing: "now missing", value: `now ${otherwise}`}[input.others];
  return madeArtifact({
    method: "recode",
    title: `${table.name} with ${column.name} recoded`,
    table,
    query: selectFrom(withColumns(table, [{name: input.into ?? column.name, node: made}]), table.source.from),
    changes: [
      {
        change: "cells mapped",
        column: column.name,
        count: mapped,
        detail: pairs
          .map(([from, to]) => `${from} -> ${to ?? "missing"}`)
          .join(", ")
          .slice(0, 200),
      },
      ...(rest > 0
        ? [{change: `cells of other values, ${fate}`, column: column.name, count: rest, detail: told}]
        : []),
    ],
    units: {},
    sql,
  });
}

/** The one kind of all values that are not missing. @throws TabletalkError bad_plan where there are several */
function kindOf(values: readonly NewValue[]): Kind | undefined {
  const kinds = new Set(
    values
      .filter((one) => one !== null)
      .map(
        (one): Kind => (typeof one === "string" ? "text" : typeof one === "number" ? "number" : "boolean"),
      ),
  );
  if (kinds.size > 1)
    throw badPlan(
      `New values are of several kinds: ${[...kinds].join(", ")}.`,
      "Make all of them numbers, text or yes/no.",
    );
  return [...kinds][0];
}

const kindOfColumn = ({type}: ColumnProfile): Kind =>
  isNumeric(type) ? "number" : type === "boolean" ? "boolean" : "text";

const textual = (one: NewValue, kind: Kind): NewValue =>
  kind === "text" && one !== null ? String(one) : one;

function isValue(node: ExprNode, from: string, {name, type}: ColumnProfile): ExprNode {
  if (type === "boolean") return eq(node, value(asBoolean(from)));
  if (!isNumeric(type)) return eq(type === "text" ? node : castTo(node, "VARCHAR"), value(from));
  const number = Number(from);
  if (from.trim() === "" || !Number.isFinite(number))
    throw badPlan(`${name} holds numbers, and '${from}' is none.`, "Name values of the column.");
  return eq(node, value(number));
}

/** How many cells are named, how many are not, and which those are. */
async function counted(node: ExprNode, isOld: readonly ExprNode[], table: OpenTable) {
  const other = not(isOld.length === 1 ? isOld[0]! : or(...isOld));
  const counts = await askFigures(
    [aggregateCall("count", [node]), aggregateCall("count", [], {where: other})],
    table,
  );
  const others = selectFrom([{name: "v", node}], table.source.from)
    .where(other)
    .distinct();
  const first = await askRows(
    selectFrom([{name: "v", node: castTo(columnNode("v"), "VARCHAR")}], subquery(others, "others"))
      .orderby(columnNode("v", "others"))
      .limit(TOLD + 1),
    table,
  );
  const told = first.rows.slice(0, TOLD).map(([one]) => String(one));
  const [filled = 0, rest = 0] = counts.figures.map(Number);
  return {
    mapped: filled - rest,
    rest,
    told: [...told, ...(first.rows.length > TOLD ? ["..."] : [])].join(", "),
    sql: [counts.sql, first.sql],
  };
}
