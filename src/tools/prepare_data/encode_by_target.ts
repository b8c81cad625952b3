import {sql} from "@uwdata/mosaic-sql";
import type {ColumnProfile} from "../../data/profile.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {isNumeric} from "../sql_expression.ts";
import {castTo, columnNode, selectFrom} from "../sql_print.ts";
import type {Artifact} from "../tool.ts";
import {askRows} from "./ask_table.ts";
import {besideTable, loadNumbers} from "./beside_table.ts";
import type {EncodeInput} from "./encode.ts";
import {madeArtifact} from "./made_artifact.ts";
import {badPlan, cells, columnCalled, freeName, type OpenTable} from "./open_table.ts";

const MOST_FITTED = 10_000;

/** A category as the mean target of its rows in the other folds; missing is a category of its own. */
export async function encodeByTarget(
  input: EncodeInput,
  column: ColumnProfile,
  table: OpenTable,
): Promise<Artifact> {
  if (input.target === undefined)
    throw badPlan("Target encoding has no target.", "Give `target`, a column of numbers.");
  const target = columnCalled(input.target, table);
  if (target === column)
    throw badPlan(`${column.name} is its own target.`, "Choose another column as target.");
  if (!isNumeric(target.type) && target.type !== "boolean")
    throw badPlan(
      `${target.name} is ${target.type}, not a number.`,
      "Choose a column of numbers, or of yes and no.",
    );
  const text = castTo(cells(column, table), "VARCHAR");
  const loaded = await loadNumbers(
    [sql`dense_rank() OVER (ORDER BY ${text} NULLS LAST) - 1`, cells(target, table)],
    table,
  );
  const [ranks, goals] = loaded.columns as [Float64Array, Float64Array];
  const codes = Int32Array.from(ranks);
  const categories = codes.reduce((most, code) => Math.max(most, code), -1) + 1;
  const binary = target.type === "boolean" || (target.distinct === 2 && target.min === 0 && target.max === 1);
  const {context} = table;
  const {values, fitted} = await offload(
    "learning/preparation/target_encoding",
    "crossEncodeTarget",
    [codes, goals, categories, {folds: input.folds, seed: input.seed, smoothing: input.smoothing, binary}],
    workOf(context),
  );
  const named = await askRows(
    selectFrom([{name: "v", node: text}], table.source.from)
      .distinct()
      .orderby(sql`${columnNode("v")} NULLS LAST`),
    table,
    MOST_FITTED,
  );
  const name = freeName(`${column.name}_${target.name}`, table);
  const beside = besideTable(table, [{name, values}]);
  const query = input.dropColumn
    ? sql`SELECT * EXCLUDE (${columnNode(column.name)}) FROM (${beside.query}) AS encoded`
    : beside.query;
  return madeArtifact({
    method: "encode",
    title: `${table.name} with ${column.name} as its mean ${target.name}`,
    table,
    query,
    values: beside.values,
    changes: [{change: "values encoded", column: column.name, count: categories, detail: `into ${name}`}],
    notes: [
      `Each row's number was learnt from the other ${input.folds - 1} of ${input.folds} folds (seed ${input.seed}), never from its own target.`,
      ...(categories > MOST_FITTED
        ? [`Of ${categories} values the first ${MOST_FITTED} are kept to apply to new rows.`]
        : []),
    ],
    fitted: {
      column: column.name,
      target: target.name,
      otherwise: fitted.otherwise,
      encodings: named.rows.map(([one], at) => ({
        value: one ?? null,
        encoding: fitted.encodings[at] ?? fitted.otherwise,
      })),
    },
    sql: [loaded.sql, named.sql],
  });
}
