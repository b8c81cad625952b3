import {TabletalkError} from "../../errors.ts";
import type {AggregateInput} from "../aggregate_input.ts";
import type {Group} from "../measure.ts";
import type {NamedColumn} from "../named_column.ts";
import type {ToolContext} from "../tool.ts";
import {byGroups, type Loaded, loadColumns} from "./load_columns.ts";

type Where = Pick<AggregateInput, "table" | "joins" | "where" | "period">;

export interface GroupedValues {
  loaded: Loaded;
  groups: {name: string; values: Float64Array}[];
  /** Rows whose value is missing. */
  missing: number;
}

const MOST_GROUPS = 200;

/**
 * The values of a column by the values of a group; missing ones left out.
 * @throws TabletalkError bad_plan where there are fewer than `least` groups with two values, or over 200
 */
export async function loadGroups(
  input: Where & {column: NamedColumn; group: Group},
  context: ToolContext,
  least = 2,
): Promise<GroupedValues> {
  const loaded = await loadColumns(
    {...input, columns: [input.column], groups: [input.group], needGroup: true},
    context,
  );
  const values = loaded.numbers[0]!;
  const groups = byGroups(loaded)
    .map(({key, rows}) => ({
      name: String(key[0]),
      values: Float64Array.from(rows, (row) => values[row]!).filter(Number.isFinite),
    }))
    .filter((group) => group.values.length > 0);
  if (groups.length < least || groups.length > MOST_GROUPS)
    throw new TabletalkError(
      "bad_plan",
      `${input.group.name} has ${groups.length} group${groups.length === 1 ? "" : "s"} with values of ${input.column.name}.`,
      `Compare ${least} to ${MOST_GROUPS} groups.`,
    );
  const single = groups.filter((group) => group.values.length < 2);
  if (single.length > 0)
    throw new TabletalkError(
      "bad_plan",
      `${single
        .slice(0, 3)
        .map(({name}) => name)
        .join(
          ", ",
        )}${single.length > 3 ? ` and ${single.length - 3} more groups` : ""} ${single.length > 1 ? "have" : "has"} one value of ${input.column.name} only: a spread takes two.`,
      single.length > 1
        ? "Leave them out, or join them with other groups."
        : "Leave it out, or join it with another group.",
    );
  if (groups.every((group) => group.values.every((value) => value === group.values[0])))
    throw new TabletalkError(
      "bad_plan",
      `${input.column.name} does not vary within any group of ${input.group.name}.`,
      "Compare a column that varies.",
    );
  const counted = groups.reduce((sum, group) => sum + group.values.length, 0);
  return {loaded, groups, missing: loaded.rows - counted};
}

/**
 * Columns over the rows that have all of them.
 * @throws TabletalkError bad_plan where fewer than `least` such rows are left
 */
export async function loadComplete(
  input: Where & {columns: readonly NamedColumn[]},
  context: ToolContext,
  least = 3,
): Promise<{loaded: Loaded; columns: Float64Array[]; missing: number}> {
  const loaded = await loadColumns(input, context);
  const rows: number[] = [];
  for (let row = 0; row < loaded.rows; row++)
    if (loaded.numbers.every((column) => Number.isFinite(column[row]!))) rows.push(row);
  if (rows.length < least)
    throw new TabletalkError(
      "bad_plan",
      `Only ${rows.length} row${rows.length === 1 ? " has" : "s have"} ${input.columns.map(({name}) => name).join(" and ")}.`,
      `At least ${least} are needed.`,
    );
  return {
    loaded,
    columns: loaded.numbers.map((column) => Float64Array.from(rows, (row) => column[row]!)),
    missing: loaded.rows - rows.length,
  };
}

/** Counts of two labels against one another, in the order of their values; rows where one is missing are left out. */
export async function loadCounts(
  input: Where & {rows: Group; columns: Group},
  context: ToolContext,
): Promise<{loaded: Loaded; counts: number[][]; rowNames: string[]; columnNames: string[]; missing: number}> {
  const loaded = await loadColumns({...input, columns: [], groups: [input.rows, input.columns]}, context);
  const [left, right] = loaded.groups;
  const names = (cells: readonly unknown[]): string[] =>
    [...new Set(cells.filter((cell) => cell !== null).map(String))].sort();
  const [rowNames, columnNames] = [names(left!.cells), names(right!.cells)];
  if (rowNames.length < 2 || columnNames.length < 2)
    throw new TabletalkError(
      "bad_plan",
      `${rowNames.length < 2 ? input.rows.name : input.columns.name} has ${(rowNames.length < 2 ? rowNames : columnNames).length === 0 ? "no value" : "one value only"}.`,
      "Choose two columns that each have two values or more.",
    );
  if (rowNames.length * columnNames.length > 10_000)
    throw new TabletalkError(
      "bad_plan",
      `${input.rows.name} and ${input.columns.name} have ${rowNames.length} and ${columnNames.length} values: too many to compare.`,
      "Join rare values, or choose columns with fewer.",
    );
  const rowAt = new Map(rowNames.map((name, at) => [name, at]));
  const columnAt = new Map(columnNames.map((name, at) => [name, at]));
  const counts = rowNames.map(() => columnNames.map(() => 0));
  let missing = 0;
  for (let row = 0; row < loaded.rows; row++) {
    const [a, b] = [left!.cells[row], right!.cells[row]];
    if (a === null || a === undefined || b === null || b === undefined) missing++;
    else counts[rowAt.get(String(a))!]![columnAt.get(String(b))!]!++;
  }
  return {loaded, counts, rowNames, columnNames, missing};
}

/** What every test says of its rows. */
export function rowNotes(loaded: Loaded, missing: number): string[] {
  return [...loaded.notes, ...(missing > 0 ? [`${missing} rows with a missing value are left out.`] : [])];
}
