import type {Column} from "../../data/table.ts";
import {knownAs} from "../../tools/nearest.ts";
import type {ColumnScene} from "../node_kind.ts";
import {UNKNOWN_NAME} from "../parameters.ts";
import {nearestTo, type WorkflowProblem} from "../problem.ts";

/**
 * Where one node's columns are looked up and its problems gathered, each once.
 * @param tables the columns of datasets and of the nodes before it; a name that is not there is known to nobody
 * @param under what stands before the fields of its input
 */
export function columnScene(
  node: string,
  tables: ReadonlyMap<string, readonly Column[] | undefined>,
  under: string,
  problems: WorkflowProblem[],
): ColumnScene {
  const of = (table: string): readonly Column[] | undefined =>
    tables.get(table) ?? tables.get(knownAs(table, [...tables.keys()]) ?? table);
  const tell = (field: string, message: string, next: string): void => {
    const full = `${under}${field}`;
    if (problems.some((one) => one.node === node && one.field === full && one.message === message)) return;
    problems.push({node, field: full, message, next});
  };
  return {
    of,
    expect(table, column, field) {
      const known = of(table);
      if (!known || column === UNKNOWN_NAME) return undefined;
      const names = known.map(({name}) => name);
      const found = knownAs(column, names);
      if (found !== undefined) return known.find(({name}) => name === found);
      tell(field, `there is no column "${column}" in ${table}.`, nearestTo(column, names, "columns"));
      return undefined;
    },
    problem: tell,
  };
}
