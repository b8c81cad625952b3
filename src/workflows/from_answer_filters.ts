import type {Reading} from "../planning/reading.ts";
import type {Condition} from "../tools/condition.ts";
import type {Parameter} from "./document.ts";
import type {Parametrised} from "./from_answer_dates.ts";

const MOST_FILTERS = 4;

/** A filter of one column by one value, as the question had it, and as the reading says it. */
interface Kept {
  column: string;
  value: string | number;
  said: string;
  name: string;
}

/**
 * Puts a parameter in the place of each value that the question kept rows by (`region is North`), called like its column.
 * Columns that are asked for by two values stay as they are.
 */
export function filtersAsParameters<Value>(
  value: Value,
  reading: Reading | undefined,
  taken: ReadonlySet<string>,
): Parametrised<Value> {
  const asked = (reading?.filters ?? []).flatMap(({condition, said}) => equalsIn(condition, said));
  const once = asked.filter(
    ({column}, at) =>
      asked.findIndex((one) => one.column === column) === at &&
      asked.filter((one) => one.column === column).length === 1,
  );
  const kept: Kept[] = [];
  for (const one of once.slice(0, MOST_FILTERS)) {
    const name = freeName(one.column, new Set([...taken, ...kept.map((other) => other.name)]));
    if (typeof one.value === "string" && one.value.includes("{{")) continue;
    kept.push({...one, name});
  }
  const sayings = kept.flatMap(({said, value, name}) =>
    said.includes(String(value)) ? [[said, said.replace(String(value), `{{${name}}}`)] as const] : [],
  );
  const visit = (one: unknown): unknown => {
    if (typeof one === "string")
      return sayings.reduce((text, [said, now]) => text.replaceAll(said, now), one);
    if (Array.isArray(one)) return one.map(visit);
    if (one === null || typeof one !== "object") return one;
    const [equal] = equalsIn(one as Condition);
    const found = equal && kept.find(({column, value}) => column === equal.column && value === equal.value);
    const fields = Object.entries(one).map(([key, inner]) => [
      key,
      found && key === "value" ? `{{${found.name}}}` : visit(inner),
    ]);
    return Object.fromEntries(fields);
  };
  return {
    value: kept.length === 0 ? value : (visit(value) as Value),
    parameters: Object.fromEntries(
      kept.map(({name, value, column}): [string, Parameter] => [
        name,
        {
          type: typeof value === "number" ? "number" : "text",
          default: value,
          description: `Keeps the rows of this ${column}.`,
        },
      ]),
    ),
  };
}

function equalsIn(condition: Condition, said = ""): Omit<Kept, "name">[] {
  if (condition.op === "and" && Array.isArray(condition.args))
    return condition.args.flatMap((one) => equalsIn(one, said));
  if (
    condition.op !== "=" ||
    typeof condition.of !== "object" ||
    !condition.of ||
    !("column" in condition.of)
  )
    return [];
  const {value} = condition;
  return typeof value === "boolean" ? [] : [{column: condition.of.column, value, said}];
}

function freeName(column: string, taken: ReadonlySet<string>): string {
  const plain = column
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 36);
  const name = /^[a-z]/.test(plain) ? plain : `value_${plain}`.slice(0, 36);
  for (let at = 1; ; at++) {
    const free = at === 1 ? name : `${name}_${at}`;
    if (!taken.has(free)) return free;
  }
}
