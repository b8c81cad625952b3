import type {ColumnProfile} from "../../data/profile.ts";
import type {Artifact} from "../tool.ts";
import type {FillMissingInput} from "./fill_missing.ts";
import {badPlan, type OpenTable} from "./open_table.ts";

/** Fills missing numbers from the other columns. */
export async function fillByModel(
  input: FillMissingInput,
  columns: readonly ColumnProfile[],
  table: OpenTable,
): Promise<Artifact> {
  throw badPlan(`${input.how} ${columns.length} ${table.name}`, "todo");
}
