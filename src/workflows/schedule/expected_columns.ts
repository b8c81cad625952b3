import type {Cell, Column, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnScene} from "../columns/scene.ts";
import type {WorkflowDocument} from "../document.ts";
import {inOrder, nodeOrder} from "../graph.ts";
import {nodeKinds} from "../node_kinds.ts";
import type {Alert} from "./alert.ts";
import {watchedColumn, watchedColumns} from "./watched_columns.ts";

/** The names of columns that a workflow groups by, in any of its nodes. */
export function groupNames({nodes}: Pick<WorkflowDocument, "nodes">): string[] {
  const found = nodes.flatMap(({input}) => {
    const inner = (input.input ?? {}) as Record<string, unknown>;
    return [input.groups, inner.groups].flatMap((groups) => (Array.isArray(groups) ? groups : []));
  });
  return found.flatMap((group: unknown) => {
    const name = typeof group === "string" ? group : (group as {name?: unknown} | null)?.name;
    return typeof name === "string" ? [name] : [];
  });
}

/**
 * The columns of what answers, as far as they follow from the workflow; undefined where only a run tells.
 * @param datasets the columns of what it reads: without them the smallest of a column is a number for nobody
 */
export function expectedColumns(
  document: WorkflowDocument,
  datasets: ReadonlyMap<string, readonly Column[]> = new Map(),
): readonly Column[] | undefined {
  const kinds = nodeKinds();
  const tables = new Map<string, readonly Column[] | undefined>(datasets);
  for (const id of inOrder(nodeOrder(document))) {
    const node = document.nodes.find((one) => one.id === id)!;
    const kind = kinds.get(node.kind);
    const read = kind?.input.safeParse(node.input);
    tables.set(id, undefined);
    if (!kind?.columns || !read?.success) continue;
    tables.set(id, kind.columns(read.data, columnScene(id, tables, "", [])));
  }
  return tables.get(document.headline);
}

/**
 * An alert with the name of the column that it watches, and of those that tell its rows apart: what its maker is told.
 * @param result what the workflow gives, its rows too where they are known
 * @throws TabletalkError unknown_column where it names a number that is not there, or there is none to watch
 */
export function alertOn(
  alert: Alert,
  {columns, rows}: {columns: readonly Column[]; rows?: readonly (readonly Cell[])[]},
  groups: readonly string[],
): Alert {
  const table: Table = {columns: [...columns], rows: (rows ?? []).map((row) => [...row])};
  if (alert.when.kind === "differs") return alert;
  const known = watchedColumns(table, groups);
  const column = watchedColumn(columns, known, alert.of);
  if (!column)
    throw new TabletalkError(
      "unknown_column",
      "The result has no number that could be watched.",
      "Watch for any difference, or name the number.",
    );
  const each = known.keys.flatMap((at) =>
    at === known.time || columns[at] === column ? [] : [columns[at]!.name],
  );
  const {each: _, ...rest} = alert;
  return {...rest, of: column.name, ...(each.length > 0 && rows?.length !== 1 && {each: each.slice(0, 8)})};
}
