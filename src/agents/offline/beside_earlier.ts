import type {Filter} from "../../planning/reading.ts";
import type {Condition} from "../../tools/condition.ts";
import type {Candidate} from "./scene.ts";

/** "put Hull next to it": the values asked for before and now side by side. Undefined where the earlier question named none. */
export function besideEarlier(
  {filters, groups}: Candidate["reading"],
  added: readonly Filter[],
): Partial<Candidate["reading"]> | undefined {
  const [fresh] = added;
  const freshIs = fresh && valuesOf(fresh.condition);
  const at = filters.findIndex(({condition}) => valuesOf(condition)?.column === freshIs?.column);
  const old = filters[at] && valuesOf(filters[at].condition);
  if (!freshIs || !old || added.length > 1) return undefined;
  const values = [...old.values, ...freshIs.values.filter((value) => !old.values.includes(value))];
  const {column} = old;
  const both: Filter = {
    condition: {op: "in", of: {column}, values},
    said: `${column} is in (${values.join(", ")})`,
  };
  const grouped = groups.some(({name}) => name === column);
  return {
    filters: filters.with(at, both),
    ...(!grouped && {groups: [...groups, {name: column, of: {column}}]}),
  };
}

function valuesOf(condition: Condition): {column: string; values: (string | number)[]} | undefined {
  if (!("of" in condition) || !("column" in condition.of)) return undefined;
  const values =
    condition.op === "in" && "values" in condition
      ? condition.values
      : condition.op === "=" && "value" in condition
        ? [condition.value]
        : [];
  if (values.length === 0) return undefined;
  const plain = values.filter((value) => typeof value === "string" || typeof value === "number");
  return plain.length === values.length ? {column: condition.of.column, values: plain} : undefined;
}
