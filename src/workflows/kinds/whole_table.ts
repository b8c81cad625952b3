import type {Dataset} from "../../data/dataset.ts";
import type {Session} from "../../data/engine.ts";
import type {Cell, Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {NodeContext} from "../node_kind.ts";

/** Rows cross from the process that reads them so many cells at a time. */
const PAGE_CELLS = 20_000;

/** A whole table on its way out. */
export interface WholeTable {
  title: string;
  columns: readonly Column[];
  /** How many rows there are. */
  rows: number;
  /** All rows, some at a time. */
  pages(): AsyncGenerator<Cell[][]>;
  /** Where the table is stored as one. */
  dataset?: Dataset;
}

/**
 * Works with the whole table that a node made, or with a dataset, though an artifact shows its first rows alone.
 * @throws TabletalkError no_data where there is none of that name
 */
export async function withWholeTable<T>(
  name: string,
  context: NodeContext,
  work: (table: WholeTable) => Promise<T>,
): Promise<T> {
  const {session, artifacts, signal, limits} = context;
  const artifact = artifacts.get(name);
  if (artifact && !artifact.made && (!artifact.truncated || artifact.select === undefined)) {
    const {columns, rows} = artifact.table;
    if (artifact.truncated)
      throw new TabletalkError(
        "no_data",
        `The node "${name}" gave more rows than are kept.`,
        "Let it give fewer, or read its table with a node before this one.",
      );
    return work({
      title: artifact.title,
      columns,
      rows: rows.length,
      async *pages() {
        for (let from = 0; from < rows.length; from += 1_000) yield rows.slice(from, from + 1_000);
      },
    });
  }
  const stored = artifact ? await storedTable(name, context) : datasetCalled(name, session);
  const isThere = session.datasets.some((one) => one.name === stored.name && !artifact);
  const opened = isThere ? session : await session.with!([{...stored, name: OWN_NAME}]);
  const table = isThere ? stored.name : OWN_NAME;
  try {
    const {columns, rows} = stored.version;
    const size = Math.max(1, Math.floor(PAGE_CELLS / Math.max(1, columns.length)));
    return await work({
      title: artifact?.title ?? name,
      columns,
      rows,
      dataset: stored,
      async *pages() {
        for (let from = 0; from < rows; from += size) {
          const sql = `SELECT * FROM "${table.replaceAll('"', '""')}" LIMIT ${size} OFFSET ${from}`;
          yield (await opened.query(sql, {limits: {rows: size, timeMs: limits.timeMs}, signal})).rows;
        }
      },
    });
  } finally {
    if (opened !== session) await opened.close();
  }
}

/** No dataset and no node is called so. */
const OWN_NAME = "table on its way out";

async function storedTable(
  name: string,
  {artifacts, session, signal, limits}: NodeContext,
): Promise<Dataset> {
  const artifact = artifacts.get(name)!;
  if (artifact.made) return artifact.made;
  const {dataset} = await session.make!(
    {name, sql: artifact.select!},
    {signal, limits: {timeMs: limits.timeMs, rows: 1}},
  );
  return dataset;
}

function datasetCalled(name: string, session: Session): Dataset {
  const found = session.datasets.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new TabletalkError(
    "no_data",
    `There is no table ${JSON.stringify(name)} to write.`,
    `There are: ${session.datasets.map((one) => one.name).join(", ") || "none"}.`,
  );
}
