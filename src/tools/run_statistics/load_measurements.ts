import {TabletalkError} from "../../errors.ts";
import type {AggregateInput} from "../aggregate_input.ts";
import type {Group} from "../measure.ts";
import type {NamedColumn} from "../named_column.ts";
import type {ToolContext} from "../tool.ts";
import {type Loaded, loadColumns} from "./load_columns.ts";
import {loadComplete} from "./load_groups.ts";

type Where = Pick<AggregateInput, "table" | "joins" | "where" | "period">;

/** Measurements of the same subjects: a column each, a row a subject, none missing. */
export interface Measurements {
  loaded: Loaded;
  names: string[];
  columns: Float64Array[];
  notes: string[];
}

const MOST_CONDITIONS = 50;

/**
 * Measurements that are columns side by side.
 * @throws TabletalkError bad_plan where fewer than 2 rows have them all
 */
export async function loadWide(
  input: Where & {columns: readonly NamedColumn[]},
  context: ToolContext,
): Promise<Measurements> {
  const {loaded, columns, missing} = await loadComplete(input, context, 2);
  const left = missing > 0 ? [`${missing} rows that lack a measurement are left out.`] : [];
  return {loaded, names: input.columns.map(({name}) => name), columns, notes: [...loaded.notes, ...left]};
}

/**
 * Measurements below one another: a row for each subject and condition.
 * @throws TabletalkError bad_plan where a subject has two values of one condition, there are not 2 to 50 conditions, or fewer
 * than 2 subjects have them all
 */
export async function loadLong(
  input: Where & {column: NamedColumn; subject: Group; condition: Group},
  context: ToolContext,
): Promise<Measurements> {
  const groups = [input.subject, input.condition];
  const loaded = await loadColumns({...input, columns: [input.column], groups, needGroup: true}, context);
  const [subjects, conditions] = loaded.groups.map(({cells}) => cells);
  const bySubject = new Map<string, Map<string, number>>();
  const names = new Set<string>();
  for (let row = 0; row < loaded.rows; row++) {
    const value = loaded.numbers[0]![row]!;
    if (!Number.isFinite(value)) continue;
    const [subject, condition] = [String(subjects![row]), String(conditions![row])];
    const own = bySubject.get(subject) ?? new Map<string, number>();
    if (own.has(condition))
      throw new TabletalkError(
        "bad_plan",
        `${input.subject.name} ${subject} has two values for ${input.condition.name} ${condition}.`,
        "Group the rows first (such as the mean of each subject and condition), or keep one by a filter.",
      );
    own.set(condition, value);
    bySubject.set(subject, own);
    names.add(condition);
  }
  if (names.size < 2 || names.size > MOST_CONDITIONS)
    throw new TabletalkError(
      "bad_plan",
      `${input.condition.name} has ${names.size} values with measurements.`,
      `Compare 2 to ${MOST_CONDITIONS} of them.`,
    );
  const order = [...names].sort((a, b) => {
    const off = Number(a) - Number(b);
    return Number.isFinite(off) ? off : a < b ? -1 : 1;
  });
  const complete = [...bySubject.values()].filter((own) => own.size === names.size);
  if (complete.length < 2)
    throw new TabletalkError(
      "bad_plan",
      `Only ${complete.length} of ${bySubject.size} values of ${input.subject.name} have all of ${order.join(", ")}.`,
      "At least 2 are needed: compare fewer conditions, or use group_test where rows are not paired.",
    );
  const left = bySubject.size - complete.length;
  return {
    loaded,
    names: order,
    columns: order.map((name) => Float64Array.from(complete, (own) => own.get(name)!)),
    notes: [
      ...loaded.notes,
      `${complete.length} ${input.subject.name} values were measured in all of ${order.join(", ")}.`,
      ...(left > 0 ? [`${left} that lack a measurement are left out.`] : []),
    ],
  };
}
