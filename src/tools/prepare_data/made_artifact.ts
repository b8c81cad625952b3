import type {SQLNode} from "@uwdata/mosaic-sql";
import type {MakeRequest} from "../../data/engine.ts";
import type {Cell, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {artifactOf} from "../artifact.ts";
import {printSql} from "../sql_print.ts";
import type {Artifact} from "../tool.ts";
import type {OpenTable} from "./open_table.ts";

/** One thing that a preparation did: what, to which column, to how many cells or rows, with what or for example. */
export interface Change {
  change: string;
  column?: string;
  count: number;
  detail?: string;
}

export interface MadeParts {
  method: string;
  title: string;
  table: OpenTable;
  query: SQLNode | string;
  /** Tables read beside the first. */
  alsoRead?: readonly string[];
  changes?: readonly Change[];
  notes?: readonly string[];
  fitted?: unknown;
  units?: Record<string, string>;
  /** What ran before it, to fit or to count. */
  sql?: readonly string[];
  values?: MakeRequest["values"];
}

/**
 * Stores the result of a preparation as a table of its own and says what changed: its artifact holds the first rows, up
 * to the limit, and `made`, which later steps read.
 */
export async function madeArtifact(parts: MadeParts): Promise<Artifact> {
  const {table, changes = []} = parts;
  const {context} = table;
  if (!context.session.make)
    throw new TabletalkError("internal", "This session can store no tables.", "Report this.");
  const sql = typeof parts.query === "string" ? parts.query : printSql(parts.query);
  const tables = [table.name, ...(parts.alsoRead ?? [])];
  const {dataset, first} = await context.session.make(
    {name: "prepared", sql, tables, ...(parts.values && {values: parts.values})},
    {signal: context.signal, limits: context.limits},
  );
  const after = dataset.version.rows;
  const rows =
    after === table.rows ? `${after} rows, as before.` : `${after} rows; ${table.name} has ${table.rows}.`;
  return artifactOf(
    {
      tool: "prepare_data",
      method: parts.method,
      title: parts.title,
      table: first,
      units: parts.units ?? unitsKept(table, first),
      truncated: first.truncated,
      made: dataset,
      receipt: receiptTable(table.rows, after, changes),
      ...(parts.fitted !== undefined && {fitted: parts.fitted}),
      tables,
      sql: [...(parts.sql ?? []), sql],
      notes: [rows, ...(parts.notes ?? []), ...changes.map(sayChange)],
      begun: table.begun,
    },
    context,
  );
}

/** `rows before` and `rows after`, then every change. */
function receiptTable(before: number, after: number, changes: readonly Change[]): Table {
  const rows: Cell[][] = [
    ["rows before", null, before, null],
    ["rows after", null, after, null],
    ...changes.map(({change, column, count, detail}): Cell[] => [
      change,
      column ?? null,
      count,
      detail ?? null,
    ]),
  ];
  return {
    columns: [
      {name: "change", type: "text"},
      {name: "column", type: "text"},
      {name: "count", type: "integer"},
      {name: "detail", type: "text"},
    ],
    rows,
  };
}

function sayChange({change, column, count, detail}: Change): string {
  const where = column === undefined ? "" : `${column}: `;
  return `${where}${count} ${change}${detail ? ` (${detail})` : ""}.`;
}

/** Units of the columns that keep their name. */
function unitsKept(table: OpenTable, made: Table): Record<string, string> {
  const units = new Map(table.columns.map(({name, unit}) => [name, unit]));
  return Object.fromEntries(
    made.columns.flatMap(({name}): [string, string][] => {
      const unit = units.get(name);
      return unit ? [[name, unit]] : [];
    }),
  );
}
