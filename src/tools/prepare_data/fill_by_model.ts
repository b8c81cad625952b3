import type {ColumnProfile} from "../../data/profile.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import type {Artifact} from "../tool.ts";
import {besideTable, loadNumbers} from "./beside_table.ts";
import type {FillMissingInput} from "./fill_missing.ts";
import {madeArtifact} from "./made_artifact.ts";
import {cells, numbersCalled, type OpenTable} from "./open_table.ts";

/** Fills missing numbers from the other columns named (all of numbers where none are), in a worker thread. */
export async function fillByModel(
  input: FillMissingInput,
  columns: readonly ColumnProfile[],
  table: OpenTable,
): Promise<Artifact> {
  const used = numbersCalled(input.columns.length > 0 ? columns.map(({name}) => name) : [], table);
  const {context} = table;
  const loaded = await loadNumbers(
    used.map((column) => cells(column, table)),
    table,
  );
  const options = workOf(context);
  const notes: string[] = [];
  let filled: Float64Array[];
  if (input.how === "knn") {
    filled = await offload(
      "learning/preparation/knn_imputation",
      "imputeNearest",
      [loaded.columns, input.neighbours],
      options,
    );
    notes.push(
      `Each is the mean of the ${input.neighbours} nearest rows that have it; distances are of the columns as they are, so scale them first where their units differ.`,
    );
  } else {
    const made = await offload(
      "learning/preparation/iterative_imputation",
      "imputeIteratively",
      [loaded.columns, {rounds: input.rounds}],
      options,
    );
    filled = made.columns;
    notes.push(
      made.converged
        ? `Least squares of each column on the others; settled after ${made.rounds} rounds.`
        : `Least squares of each column on the others; values still moved after ${made.rounds} rounds.`,
    );
  }
  const lacking = used.flatMap((column, at) => {
    const count = column.nulls + (column.nonFinite ?? 0);
    return count > 0 ? [{column, count, values: filled[at]!}] : [];
  });
  const beside = besideTable(
    table,
    lacking.map(({column, values}) => ({name: column.name, values})),
  );
  return madeArtifact({
    method: "fill_missing",
    title: `${table.name} with missing values filled`,
    table,
    ...beside,
    changes: lacking.map(({column, count}) => ({
      change: "values filled",
      column: column.name,
      count,
      detail: input.how,
    })),
    notes,
    sql: [loaded.sql],
  });
}
