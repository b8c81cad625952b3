import type {Scope} from "../agents/hosted/columns.ts";
import {parseCondition, parseExpression} from "../agents/hosted/formula.ts";
import {FormulaError} from "../agents/hosted/formula_tokens.ts";
import {widenGroup, widenMeasure} from "../agents/hosted/widen_reading.ts";
import {
  aggregateFunctionSchema,
  type Group,
  type Measure,
  type Order,
  type TimeUnit,
  timeUnitSchema,
} from "../tools/measure.ts";
import {knownAs} from "../tools/nearest.ts";

const MEASURE =
  /^\s*(\w+)\s*\(\s*(distinct\s+)?(.*?)\s*\)\s*(?:where\s+(.+?))?\s*(?:as\s+"?([^"]+?)"?)?\s*$/is;
const QUANTILE = /^(.*),\s*([\d.]+)$/s;
const PERIOD = /^\s*(.+?)\s+by\s+(\w+)\s*$/i;
const ORDER = /^\s*"?(.+?)"?(?:\s+(asc|desc))?\s*$/i;
const FUNCTIONS: Readonly<Record<string, Measure["fn"]>> = {
  mean: "avg",
  average: "avg",
  stdev: "stddev",
  std: "stddev",
  var: "variance",
};

/** A measure as it is written in a call: `sum(price)`, `count(*) where age >= 18`. @throws FormulaError */
export function readMeasure(text: string, scope: Scope): Measure {
  const [, name = "", distinct, inside = "", where, as] = MEASURE.exec(text) ?? [];
  const lower = name.toLowerCase();
  const fn = distinct && lower === "count" ? "count_distinct" : (FUNCTIONS[lower] ?? lower);
  const known = aggregateFunctionSchema.options.find((one) => one === fn);
  if (!known || (inside === "" && known !== "count"))
    throw new FormulaError(
      `"${text.slice(0, 60)}" is no measure; there are: ${aggregateFunctionSchema.options.join(", ")}`,
    );
  const [, of = inside, q] = known === "quantile" ? (QUANTILE.exec(inside) ?? []) : [];
  return widenMeasure(
    {fn: known, of: of || "*", name: as ?? text.trim(), ...(where && {where}), ...(q && {q: Number(q)})},
    "",
    (_, one) => parseExpression(one, scope),
    (_, one) => parseCondition(one, scope),
  );
}

/** A group as it is written in a call: `region`, `month(date)` (1 to 12), `date by month`. @throws FormulaError */
export function readGroup(text: string, scope: Scope): Group {
  const [, of = "", unit = ""] = PERIOD.exec(text) ?? [];
  const period: TimeUnit | undefined = timeUnitSchema.options.find((one) => one === unit.toLowerCase());
  return widenGroup(
    {of: period ? of : text, name: text.trim(), ...(period && {unit: period})},
    "",
    (_, one) => parseExpression(one, scope),
  );
}

/** `measure desc`, by the name that a measure or group of the call has. @throws FormulaError */
export function readOrder(text: string, names: readonly string[]): Order {
  const [, by = "", direction = "asc"] = ORDER.exec(text) ?? [];
  const found = knownAs(by, names);
  if (found === undefined)
    throw new FormulaError(`"${by}" is no column of the result; there are: ${names.join(", ")}`);
  return {by: found, direction: direction.toLowerCase() === "desc" ? "desc" : "asc"};
}
