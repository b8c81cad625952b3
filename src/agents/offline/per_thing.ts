import type {Condition} from "../../tools/condition.ts";
import type {Having, Measure} from "../../tools/measure.ts";
import {COUNT, measureOf, target} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import type {PerThing} from "./phrase.ts";
import {codeOf} from "./same_things.ts";
import type {Scene} from "./scene.ts";

/** The column that tells things apart: their codes where each has one beside its name. */
export function keyOf(column: LexColumn, scene: Scene): LexColumn {
  const code = codeOf(column.profile, scene.profile);
  return (code && scene.columns.find(({profile}) => profile === code)) ?? column;
}

/** How many of a thing there are: rows where each row is one, else different ones. */
export const countOf = (column: LexColumn | undefined, scene: Scene): Measure =>
  !column || scene.profile.keys.includes(column.profile.name)
    ? {...COUNT, name: "rows"}
    : measureOf("count_distinct", target(keyOf(column, scene)));

/** What is taken of each thing: an amount added up, or how many of something. */
export const amountOf = ({part, counted}: PerThing, scene: Scene): Measure =>
  part ? measureOf("sum", target(part)) : countOf(counted, scene);

/** "average lines per order" as one number over another: rows over distinct orders. */
export function ratioOf(phrase: PerThing, scene: Scene): {measure: Measure; said: string} | undefined {
  if (!phrase.whole) return undefined;
  const whole = keyOf(phrase.whole, scene);
  const {name, fn, of, unit} = amountOf(phrase, scene);
  const {name: each} = whole.profile;
  return {
    measure: {
      name: `average ${name} per ${each}`,
      fn,
      ...(of && {of}),
      over: {fn: "count_distinct", of: whole.ref},
      ...(unit && {unit}),
    },
    said: `${name} over the number of distinct ${each}`,
  };
}

/** What an amount must reach, or stay under: one bound, or the two of "between". */
export function boundsOf(condition: Condition): {op: Having["op"]; value: number}[] {
  if (condition.op === "between" && typeof condition.low === "number" && typeof condition.high === "number")
    return [
      {op: ">=", value: condition.low},
      {op: "<=", value: condition.high},
    ];
  if (!("value" in condition) || typeof condition.value !== "number") return [];
  const {op, value} = condition;
  return op === ">" || op === ">=" || op === "<" || op === "<=" ? [{op, value}] : [];
}
