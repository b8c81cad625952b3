import {TabletalkError} from "../../errors.ts";
import {quantile} from "../../statistics/descriptive/quantiles.ts";
import {crossEncodeTarget} from "../preparation/target_encoding.ts";
import {fitScaling, type Scaling, scale} from "../scaling.ts";
import type {RawColumn} from "./raw_column.ts";

/** What becomes of one column, learnt from the training rows alone. */
export type PipelineStep =
  | {kind: "number"; column: string; fill: number; indicator: boolean}
  | {
      kind: "label";
      column: string;
      levels: string[];
      /** Rare levels, and ones never seen, count as "other". */
      other: boolean;
      encoding: Encoding;
      /** For the target encoding: a number a level for each column made, then the one for levels never seen. */
      means?: number[][];
      fill: string;
      indicator: boolean;
    }
  | {kind: "date"; column: string; parts: DatePart[]; fill: number; indicator: boolean};

/** target: the mean target of each label, drawn towards the mean of all. */
export type Encoding = "one_hot" | "ordinal" | "target";
export type DatePart = "days" | "month" | "weekday" | "hour";

/** How a table's columns become the numbers that a model takes: plain data, kept as JSON with the model. */
export interface Pipeline {
  steps: PipelineStep[];
  /** Missing numbers stay missing, for models that know what to do with them. */
  keepMissing: boolean;
  /** Every number made, in order; those that did not vary in training are not in `kept`. */
  names: string[];
  kept: number[];
  scaling?: Scaling;
  notes: string[];
}

export interface PipelineOptions {
  encoding?: Encoding;
  scaled?: boolean;
  keepMissing?: boolean;
  /** One-hot columns lack each label's first level, for models that cannot bear columns that sum to one. */
  dropFirst?: boolean;
  /** Levels of a label column that are kept, the most frequent ones. */
  mostLevels?: number;
  /** What is to be foretold in these rows, for the target encoding; classes: 0 for numbers. */
  target?: {values: Float64Array; classes: number; seed: number};
}

export interface Applied {
  columns: Float64Array[];
  /** What a reader must know: levels never seen in training. */
  notes: string[];
}

/** A column that lacks more of its values than this gets a second column that says where. */
const MANY_MISSING = 0.05;
const DAY = 86_400_000;

/**
 * Learns from training rows how columns become numbers: missing filled with the median or most frequent label, labels in
 * one-hot or ordinal form, dates as parts, scaled where asked.
 * @throws TabletalkError bad_plan where no column varies
 */
export function fitPipeline(raw: readonly RawColumn[], options: PipelineOptions = {}): Pipeline {
  return fitAndApply(raw, options).pipeline;
}

/**
 * The pipeline with the numbers of the training rows, which with the target encoding are not those that it makes of them
 * later: each row's are learnt from the other folds, so that its own target is not among them.
 */
export function fitAndApply(
  raw: readonly RawColumn[],
  {
    encoding = "one_hot",
    scaled = false,
    keepMissing = false,
    dropFirst = false,
    mostLevels = 30,
    target,
  }: PipelineOptions = {},
): {pipeline: Pipeline; columns: Float64Array[]} {
  const ownFolds = new Map<string, Float64Array[]>();
  const notes: string[] = [];
  const steps = raw.flatMap((column): PipelineStep[] => {
    if (column.type === "number") return fitNumber(column.name, column.values, notes);
    if (column.type === "date") return fitDate(column.name, column.values, notes);
    const own = encoding === "target" && !target ? "one_hot" : encoding;
    const most = own === "target" ? Number.POSITIVE_INFINITY : mostLevels;
    return fitLabel(column.name, column.values, own, most, notes).map((step) => {
      if (step.kind !== "label" || own !== "target") return step;
      const {means, values} = targetMeans(step, column.values, target!);
      ownFolds.set(step.column, values);
      return {...step, means};
    });
  });
  const names = steps.flatMap(namesOf);
  const draft: Pipeline = {steps, keepMissing, names, kept: names.map((_, at) => at), notes};
  const made = applyPipeline(draft, raw, ownFolds).columns;
  const dropped = new Set(dropFirst ? firstLevels(steps) : []);
  const kept = draft.kept.filter((at) => !dropped.has(at) && varies(made[at]!));
  if (kept.length === 0)
    throw new TabletalkError(
      "bad_plan",
      "No feature varies in the rows to learn from, so there is nothing to learn.",
      "Choose columns that have at least two values.",
    );
  const columns = kept.map((at) => made[at]!);
  if (!scaled) return {pipeline: {...draft, kept}, columns};
  const scaling = fitScaling(columns);
  return {pipeline: {...draft, kept, scaling}, columns: scale(columns, scaling)};
}

/** What the target encoding learns of a column: for yes or no and for numbers one column, for more classes one each. */
function targetMeans(
  step: Extract<PipelineStep, {kind: "label"}>,
  labels: readonly (string | null)[],
  {values, classes, seed}: {values: Float64Array; classes: number; seed: number},
): {means: number[][]; values: Float64Array[]} {
  const place = new Map(step.levels.map((level, at) => [level, at]));
  const codes = Int32Array.from(labels, (label) => place.get(label ?? step.fill)!);
  const targets =
    classes === 0
      ? [values]
      : Array.from({length: classes === 2 ? 1 : classes}, (_, at) => {
          const own = classes === 2 ? 1 : at;
          return values.map((label) => (label === own ? 1 : 0));
        });
  const made = targets.map((target) =>
    crossEncodeTarget(codes, target, step.levels.length, {
      folds: Math.min(5, target.length),
      seed,
      binary: classes > 0,
    }),
  );
  return {
    means: made.map(({fitted}) => [...fitted.encodings, fitted.otherwise]),
    values: made.map((one) => one.values),
  };
}

/**
 * The numbers of a table's rows.
 * @throws TabletalkError bad_plan where a column is missing or of another type than in training
 */
export function applyPipeline(
  pipeline: Pipeline,
  raw: readonly RawColumn[],
  ownFolds?: ReadonlyMap<string, Float64Array[]>,
): Applied {
  const byName = new Map(raw.map((column) => [column.name.toLowerCase(), column]));
  const lacking = pipeline.steps.filter(({column}) => !byName.has(column.toLowerCase()));
  if (lacking.length > 0)
    throw new TabletalkError(
      "bad_plan",
      `The model needs the column${lacking.length > 1 ? "s" : ""} ${lacking.map(({column}) => column).join(", ")}, which the table lacks.`,
      "Add it, or rename the column that holds it.",
    );
  const notes: string[] = [];
  const made = pipeline.steps.flatMap((step) => {
    const column = byName.get(step.column.toLowerCase())!;
    if (column.type !== step.kind)
      throw new TabletalkError(
        "bad_plan",
        `${step.column} was a ${step.kind} column when the model was trained; here it is a ${column.type} column.`,
        "Give it the type it had.",
      );
    if (step.kind === "number") return applyNumber(step, column.values as Float64Array, pipeline.keepMissing);
    const texts = column.values as (string | null)[];
    return step.kind === "label"
      ? applyLabel(step, texts, notes, ownFolds?.get(step.column))
      : applyDate(step, texts);
  });
  const kept = pipeline.kept.map((at) => made[at]!);
  return {columns: pipeline.scaling ? scale(kept, pipeline.scaling) : kept, notes};
}

function fitNumber(name: string, values: Float64Array, notes: string[]): PipelineStep[] {
  const finite = values.filter(Number.isFinite).sort();
  if (finite.length === 0) {
    notes.push(`${name} has no value in the rows to learn from and is left out.`);
    return [];
  }
  const indicator = manyMissing(values.length - finite.length, values.length);
  const fill = quantile(finite, 0.5);
  if (finite.length < values.length)
    notes.push(
      `${name}: ${values.length - finite.length} missing (or infinite) values count as the median of the rows to learn from${indicator ? ", and a second column says which" : ""}.`,
    );
  return [{kind: "number", column: name, fill, indicator}];
}

function fitLabel(
  name: string,
  values: readonly (string | null)[],
  encoding: Encoding,
  most: number,
  notes: string[],
): PipelineStep[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const order = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([level]) => level);
  if (order.length === 0) {
    notes.push(`${name} has no value in the rows to learn from and is left out.`);
    return [];
  }
  const other = order.length > most;
  if (other)
    notes.push(
      `${name} has ${order.length} different values: the ${most} most frequent are kept, the others count as "other".`,
    );
  const missing = values.filter((value) => value === null).length;
  const indicator = manyMissing(missing, values.length);
  if (missing > 0)
    notes.push(`${name}: ${missing} missing values count as its most frequent value, ${order[0]}.`);
  return [
    {
      kind: "label",
      column: name,
      levels: order.slice(0, most).sort(),
      other,
      encoding,
      fill: order[0]!,
      indicator,
    },
  ];
}

function fitDate(name: string, values: readonly (string | null)[], notes: string[]): PipelineStep[] {
  const times = values.map(timeOf);
  const days = Float64Array.from(times.filter(Number.isFinite), (time) => time / DAY).sort();
  if (days.length === 0) {
    notes.push(`${name} has no date in the rows to learn from and is left out.`);
    return [];
  }
  const hours = times.some((time) => Number.isFinite(time) && time % DAY !== 0);
  return [
    {
      kind: "date",
      column: name,
      parts: ["days", "month", "weekday", ...(hours ? (["hour"] as const) : [])],
      fill: quantile(days, 0.5),
      indicator: manyMissing(times.length - days.length, times.length),
    },
  ];
}

const manyMissing = (missing: number, rows: number): boolean => missing > MANY_MISSING * rows;

function namesOf(step: PipelineStep): string[] {
  const own =
    step.kind === "number"
      ? [step.column]
      : step.kind === "date"
        ? step.parts.map((part) => `${step.column} ${part}`)
        : step.encoding === "target"
          ? step.means!.map((_, at) => (at === 0 ? step.column : `${step.column} (${at + 1})`))
          : step.encoding === "ordinal"
            ? [step.column]
            : [...step.levels, ...(step.other ? ["other"] : [])].map((level) => `${step.column} = ${level}`);
  return step.indicator ? [...own, `${step.column} is missing`] : own;
}

/** Where each one-hot label column's first level stands among the names. */
function firstLevels(steps: readonly PipelineStep[]): number[] {
  let at = 0;
  return steps.flatMap((step) => {
    const first = at;
    at += namesOf(step).length;
    return step.kind === "label" && step.encoding === "one_hot" ? [first] : [];
  });
}

function applyNumber(
  {fill, indicator}: {fill: number; indicator: boolean},
  values: Float64Array,
  keepMissing: boolean,
): Float64Array[] {
  const instead = keepMissing ? Number.NaN : fill;
  const made = values.map((value) => (Number.isFinite(value) ? value : instead));
  return indicator ? [made, values.map((value) => (Number.isFinite(value) ? 0 : 1))] : [made];
}

function applyLabel(
  step: Extract<PipelineStep, {kind: "label"}>,
  values: readonly (string | null)[],
  notes: string[],
  ownFolds?: readonly Float64Array[],
): Float64Array[] {
  const n = values.length;
  const width = step.levels.length;
  const place = new Map(step.levels.map((level, at) => [level, at]));
  const unseen = new Set<string>();
  const codes = values.map((value) => {
    const at = place.get(value ?? step.fill);
    if (at === undefined && !step.other) unseen.add(value!);
    return at ?? width;
  });
  if (unseen.size > 0)
    notes.push(
      `${step.column} has ${unseen.size} value${unseen.size > 1 ? "s" : ""} not in training (${[...unseen].slice(0, 3).join(", ")}${unseen.size > 3 ? ", ..." : ""}): counted as none of the known.`,
    );
  const made: Float64Array[] = [];
  if (step.encoding === "target")
    made.push(...(ownFolds ?? step.means!.map((means) => Float64Array.from(codes, (code) => means[code]!))));
  else if (step.encoding === "ordinal") made.push(Float64Array.from(codes));
  else
    for (let at = 0; at < width + (step.other ? 1 : 0); at++)
      made.push(Float64Array.from(codes, (code) => (code === at ? 1 : 0)));
  if (step.indicator) {
    const flag = new Float64Array(n);
    for (let row = 0; row < n; row++) flag[row] = values[row] === null ? 1 : 0;
    made.push(flag);
  }
  return made;
}

function applyDate(
  step: Extract<PipelineStep, {kind: "date"}>,
  values: readonly (string | null)[],
): Float64Array[] {
  const times = Float64Array.from(values, timeOf);
  const made = step.parts.map((part) =>
    times.map((time) => partOf(Number.isFinite(time) ? time : step.fill * DAY, part)),
  );
  return step.indicator ? [...made, times.map((time) => (Number.isFinite(time) ? 0 : 1))] : made;
}

function partOf(time: number, part: DatePart): number {
  const date = new Date(time);
  if (part === "days") return Math.floor(time / DAY);
  if (part === "month") return date.getUTCMonth() + 1;
  return part === "weekday" ? date.getUTCDay() : date.getUTCHours();
}

/** Milliseconds since 1970, as if in UTC; NaN where it is no date. */
export function timeOf(value: string | null): number {
  if (value === null) return Number.NaN;
  return Date.parse(value.length > 10 ? `${value.slice(0, 10)}T${value.slice(11, 23)}Z` : value);
}

function varies(column: Float64Array): boolean {
  const first = column.find((value) => !Number.isNaN(value));
  return column.some((value) => !Number.isNaN(value) && value !== first);
}
