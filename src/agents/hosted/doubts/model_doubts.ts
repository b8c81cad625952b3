import type {Reading} from "../../../planning/reading.ts";
import type {PlannerInput} from "../../contracts.ts";
import {loneBound} from "./bound_doubts.ts";
import {functionDoubts} from "./function_doubts.ts";
import {hear} from "./mentions.ts";
import {orderDoubts} from "./order_doubts.ts";
import {partValueDoubts} from "./part_value_doubts.ts";

/**
 * What is asked of a model's reading alone, which the offline planner's rules keep to by themselves: functions, ends of an order, bounds
 * and words that tell values apart. Of several readings the one that keeps to most words counts.
 */
export function modelDoubts(
  {question, profiles, asOf}: Pick<PlannerInput, "question" | "profiles" | "asOf">,
  readings: readonly Reading[],
  carried: ReadonlySet<string>,
): string[] {
  const each = readings.map((reading) => {
    const table = profiles.find((one) => one.table === reading.table);
    if (!table) return [];
    const joined = profiles.filter((one) => reading.joins.some((join) => join.table === one.table));
    const heard = hear(question, table, joined, asOf, carried);
    return [
      ...functionDoubts(heard, reading),
      ...orderDoubts(heard, reading),
      ...loneBound(question, reading),
      ...partValueDoubts(heard, reading),
    ];
  });
  return each.length > 0 ? each.reduce((least, one) => (one.length < least.length ? one : least)) : [];
}
