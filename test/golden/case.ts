import {readFileSync} from "node:fs";
import {join} from "node:path";

const REFERENCE = join(import.meta.dirname, "reference");

/** A reference file, parsed. */
export function reference<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(join(REFERENCE, name), "utf8")) as Shape;
}

/** The path of a reference file. */
export const referencePath = (name: string): string => join(REFERENCE, name);

export type Input = (number | null)[] | (number | null)[][] | Record<string, (number | string | null)[]>;

export interface StatsCase {
  task: string;
  inputs: string[];
  params: Record<string, unknown>;
  ref: Partial<Record<"python" | "R" | "NIST" | "exact", {call: string; result: unknown}>>;
  note?: string;
}

/** What is compared: ours, any nesting of numbers, by the same keys as the reference's. */
export interface GoldenCase {
  id: string;
  ours: () => unknown;
  /** Each reference's result; agreeing with one of them is enough where they differ among themselves. */
  references: Record<string, unknown>;
  /** The digits that must agree. */
  bar: number;
  /** Only these keys are compared (dotted; default: all that both have). */
  keys?: RegExp;
  /** Why fewer digits are asked. */
  because?: string;
}

const inputs = reference<Record<string, Input>>("inputs.json");
const cases = reference<{cases: Record<string, StatsCase>}>("stats.json").cases;

/** The ids of all cases of stats.json. */
export const statsIds: readonly string[] = Object.keys(cases);

/** A vector of inputs.json: missing is NaN. `name[:30]` takes its beginning, `name.column` a column. */
export function vector(name: string): Float64Array {
  const slice = /^(.*)\[:(\d+)\]$/.exec(name);
  if (slice) return vector(slice[1]!).slice(0, Number(slice[2]));
  const [frame, column] = name.split(".");
  const input = column === undefined ? inputs[name] : (inputs[frame!] as Record<string, number[]>)[column];
  if (!Array.isArray(input)) throw new Error(`no vector ${name}`);
  return Float64Array.from(input as (number | null)[], (value) => value ?? Number.NaN);
}

/** A table of counts of inputs.json, row by row. */
export function counts(name: string): number[][] {
  return inputs[name] as number[][];
}

/** A frame of inputs.json: numbers as they are, labels as text. */
export function frame(name: string): Record<string, (number | string | null)[]> {
  return inputs[name] as Record<string, (number | string | null)[]>;
}

/** A case of stats.json with how ours is computed. */
export function statsCase(
  id: string,
  ours: (given: StatsCase) => unknown,
  options: {bar?: number; keys?: RegExp; because?: string; trust?: "python" | "R"} = {},
): GoldenCase {
  const given = cases[id];
  if (!given) throw new Error(`stats.json has no case ${id}`);
  const {bar = 9, trust, ...rest} = options;
  const references = Object.fromEntries(
    Object.entries(given.ref)
      .filter(([name]) => trust === undefined || name === trust)
      .map(([name, {result}]) => [name, result]),
  );
  return {id, ours: () => ours(given), references, bar, ...rest};
}
