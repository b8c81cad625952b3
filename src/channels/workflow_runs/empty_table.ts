import type {Engine} from "../../data/engine.ts";
import type {Column, ColumnType} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {nodesOf, runsOf, type StoredRun} from "../../store/runs.ts";
import type {Store} from "../../store/store.ts";
import type {Artifact} from "../../tools/tool.ts";

/** How DuckDB calls a type. */
const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  integer: "BIGINT",
  number: "DOUBLE",
  text: "VARCHAR",
  boolean: "BOOLEAN",
  date: "DATE",
  timestamp: "TIMESTAMP",
  time: "TIME",
  other: "VARCHAR",
};
const TIME_MS = 60_000;

/** Writes a table without rows as Parquet, which keeps the types of its columns. */
export async function writeEmptyTable(
  engine: Engine,
  columns: readonly Column[],
  to: string,
  signal: AbortSignal,
): Promise<void> {
  const cells = columns.map(({name, type}) => `CAST(NULL AS ${SQL_TYPES[type]}) AS ${quoted(name)}`);
  await using session = await engine.open([]);
  if (!session.make)
    throw new TabletalkError("internal", "Nothing here makes tables.", "Report this with the workflow.");
  const {dataset} = await session.make(
    {name: "rows", sql: `SELECT ${cells.join(", ")} WHERE 1 = 0`},
    {limits: {timeMs: TIME_MS}, signal},
  );
  await engine.writeParquet(dataset.version, to, {timeMs: TIME_MS, signal});
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The columns of what a node brought in the last run of its workflow that is done and that the same person began: another's may
 * have come over credentials of their own.
 */
export async function columnsOfLastRun(
  store: Pick<Store, "db">,
  workspace: string,
  {workflow, startedBy}: Pick<StoredRun, "workflow" | "startedBy">,
  node: string,
): Promise<readonly Column[] | undefined> {
  const runs = await runsOf(store, workspace, {workflow, state: "done", limit: LOOKED_AT});
  const last = runs.find((one) => one.startedBy === startedBy);
  const found = last && (await nodesOf(store, workspace, last.id)).find((one) => one.node === node);
  const artifact = found?.state === "done" ? (found.artifact as Artifact | undefined) : undefined;
  return artifact?.made?.version.columns;
}

/** So many runs are looked at for one of the same person. */
const LOOKED_AT = 20;
