import type {AggregateInput} from "./aggregate_input.ts";
import type {Expression} from "./condition.ts";
import type {Measure} from "./measure.ts";
import {columnOf, type Source} from "./sql_source.ts";

/** The units of an aggregate's columns, by name: those of the columns they are made from; shares are "%" (0 to 1). */
export function aggregateUnits(input: AggregateInput, source: Source): Record<string, string> {
  const units: Record<string, string | undefined> = {};
  for (const group of input.groups)
    if (!group.part && !group.edges) units[group.name] = unitOf(group.of, source);
  for (const measure of input.measures) {
    const own = measureUnit(measure, source);
    units[measure.name] = own === "percent" ? own : (measure.unit ?? own);
  }
  for (const window of input.windows) {
    const fraction = window.fn === "share" || window.fn === "percent_change";
    units[window.name] = fraction ? "%" : window.fn === "rank" ? undefined : units[window.of];
  }
  return Object.fromEntries(
    Object.entries(units).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

/** The unit of a value in each row: a column's own, kept by sums, differences and multiples. */
export function unitOf(expression: Expression, source: Source): string | undefined {
  if ("column" in expression) {
    const {unit, min, max} = columnOf(expression, source).profile;
    // "%" stands for fractions: a column that holds 45 for 45 % is in percent already.
    return unit === "%" && (Number(max) > 1.5 || Number(min) < -1.5) ? "percent" : unit;
  }
  if ("fn" in expression) {
    return ["abs", "round", "floor", "ceil"].includes(expression.fn)
      ? unitOf(expression.of, source)
      : undefined;
  }
  if (!("op" in expression)) return undefined;
  const {op, left, right} = expression;
  if (op === "+" || op === "-") {
    const unit = unitOf(left, source);
    return unit === unitOf(right, source) ? unit : undefined;
  }
  if ("constant" in right) return unitOf(left, source);
  return op === "*" && "constant" in left ? unitOf(right, source) : undefined;
}

function measureUnit(measure: Measure, source: Source): string | undefined {
  if (measure.fn === "null_share" && !measure.over) return "%";
  const bare = measure.fn === "count" || measure.fn === "count_distinct" || measure.fn === "null_count";
  if (measure.over || !measure.of || bare || measure.fn === "variance") return undefined;
  return unitOf(measure.of, source);
}
