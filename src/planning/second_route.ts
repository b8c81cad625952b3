import type {Session} from "../data/engine.ts";
import type {TableProfile} from "../data/profile.ts";
import type {Cell} from "../data/table.ts";
import {type AggregateInput, aggregateInputSchema} from "../tools/aggregate_input.ts";
import type {Condition, Expression} from "../tools/condition.ts";
import type {Group, Measure} from "../tools/measure.ts";
import type {Artifact} from "../tools/tool.ts";
import type {Plan, Step} from "./plan.ts";
import {type Columns, meets, NotRead, partOf, valueIn, weekdayOf} from "./row_values.ts";

/** What came of deriving an aggregate's cells another way. */
export type SecondRoute =
  | {kind: "agrees"; cells: number}
  | {kind: "differs"; row: number; column: string; first: Cell; second: Cell}
  | {kind: "not_taken"; why: string};

/** Beyond these cells the second way would cost more than the answer. */
const MOST_CELLS = 200_000;
const TOLERANCE = 1e-9;

/**
 * Derives the measures of an aggregate step again, by no SQL: the columns are read whole, and filters, groups and measures are
 * computed over them here. Each row of the result must then hold the same numbers.
 */
export async function deriveAgain(
  step: Step,
  artifact: Artifact,
  session: Session,
  profile: TableProfile,
  signal: AbortSignal,
): Promise<SecondRoute> {
  const parsed = step.tool === "aggregate" ? aggregateInputSchema.safeParse(step.input) : undefined;
  if (!parsed?.success) return {kind: "not_taken", why: "it is no aggregate"};
  const input = parsed.data;
  if (input.joins.length > 0) return {kind: "not_taken", why: "it joins tables"};
  const named = [...columnsOf(input)].filter((name) => profile.columns.some((one) => one.name === name));
  if (named.length * profile.rows > MOST_CELLS) return {kind: "not_taken", why: "the table is large"};
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  try {
    const columns = await load(named, quoted(profile.table), session, signal, quoted);
    return compare(input, artifact, columns, profile.rows);
  } catch (error) {
    if (error instanceof NotRead) return {kind: "not_taken", why: `${error.message} is read by SQL alone`};
    throw error;
  }
}

async function load(
  names: readonly string[],
  table: string,
  session: Session,
  signal: AbortSignal,
  quoted: (name: string) => string,
): Promise<Columns> {
  if (names.length === 0) return new Map();
  const {columns} = await session.columns(`SELECT ${names.map(quoted).join(", ")} FROM ${table}`, {signal});
  return new Map(
    names.map((name, at) => {
      const {type, values} = columns[at]!;
      if (type === "other" || type === "time") throw new NotRead(name);
      const cells = Array.from<number | string | null, Cell>(values, (value) => {
        if (value === null || (typeof value === "number" && Number.isNaN(value))) return null;
        return type === "boolean" ? value === "true" || value === 1 : value;
      });
      return [name, {type, cells}];
    }),
  );
}

function compare(input: AggregateInput, artifact: Artifact, columns: Columns, rows: number): SecondRoute {
  const kept: number[] = [];
  for (let row = 0; row < rows; row++) if (isKept(input, row, columns)) kept.push(row);
  const groups = new Map<string, number[]>();
  for (const row of kept) {
    const key = JSON.stringify(input.groups.map((group) => keyOf(group, row, columns)));
    const members = groups.get(key);
    if (members) members.push(row);
    else groups.set(key, [row]);
  }
  if (input.groups.length === 0 && groups.size === 0) groups.set("[]", []);
  const {table} = artifact;
  const at = (name: string): number => table.columns.findIndex((column) => column.name === name);
  let cells = 0;
  for (const [row, line] of table.rows.entries()) {
    const key = JSON.stringify(input.groups.map(({name}) => line[at(name)] ?? null));
    const members = groups.get(key);
    if (!members)
      return {kind: "differs", row, column: input.groups[0]?.name ?? "rows", first: key, second: null};
    for (const measure of input.measures) {
      const first = line[at(measure.name)] ?? null;
      const second = measured(measure, members, columns);
      if (!isSame(first, second, scaleOf(measure, members, columns)))
        return {kind: "differs", row, column: measure.name, first, second};
      cells++;
    }
  }
  return {kind: "agrees", cells};
}

function isKept({where, period}: AggregateInput, row: number, columns: Columns): boolean {
  if (where && meets(where, row, columns) !== true) return false;
  if (!period) return true;
  const {column, from, to} = period;
  const of = {column};
  return meets({op: "range", of, ...(from && {from}), ...(to && {to})}, row, columns) === true;
}

function keyOf(group: Group, row: number, columns: Columns): Cell {
  const value = valueIn(group.of, row, columns);
  if (group.bins || group.width || group.edges) throw new NotRead("a bin");
  if (typeof value === "number" && (group.unit ?? group.part) === "year") return value;
  if (group.part) return partOf(group.part, value);
  if (!group.unit || value === null) return value;
  const day = String(value).slice(0, 10);
  switch (group.unit) {
    case "year":
      return `${day.slice(0, 4)}-01-01`;
    case "quarter":
      return `${day.slice(0, 5)}${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, "0")}-01`;
    case "month":
      return `${day.slice(0, 7)}-01`;
    case "week":
      return new Date(Date.parse(`${day}T00:00:00Z`) - (weekdayOf(day) - 1) * 86_400_000)
        .toISOString()
        .slice(0, 10);
    case "day":
      return day;
    case "hour":
      throw new NotRead("an hour");
  }
}

function measured(measure: Measure, members: readonly number[], columns: Columns): Cell {
  const top = counted(measure, members, columns);
  if (!measure.over) return top;
  const bottom = counted({...measure.over, q: undefined}, members, columns);
  if (typeof top !== "number" || typeof bottom !== "number" || bottom === 0) return null;
  return top / bottom;
}

function counted(
  {fn, of, where, q}: Pick<Measure, "fn" | "of" | "where"> & {q?: number | undefined},
  members: readonly number[],
  columns: Columns,
): Cell {
  const rows = where ? members.filter((row) => meets(where, row, columns) === true) : members;
  if (!of) return rows.length;
  const all = rows.map((row) => valueIn(of, row, columns));
  const present = all.filter((cell) => cell !== null);
  if (fn === "count") return present.length;
  if (fn === "count_distinct") return new Set(present).size;
  if (fn === "null_count") return all.length - present.length;
  if (fn === "null_share") return all.length === 0 ? null : (all.length - present.length) / all.length;
  if (fn === "mode") throw new NotRead("a mode");
  if (present.length === 0) return null;
  if ((fn === "min" || fn === "max") && present.every((cell) => typeof cell === "string")) {
    // Engines order texts by other rules than dates.
    if (!present.every((cell) => /^\d{4}-\d\d-\d\d/.test(cell as string)))
      throw new NotRead("an order of texts");
    return [...present].sort().at(fn === "min" ? 0 : -1)!;
  }
  const numbers = present.map((cell) => (typeof cell === "boolean" ? Number(cell) : cell));
  if (!numbers.every((cell) => typeof cell === "number")) throw new NotRead(fn);
  return figure(fn, Float64Array.from(numbers as number[]).sort(), q);
}

/** Of sorted numbers, at least one. */
function figure(fn: Measure["fn"], sorted: Float64Array, q: number | undefined): Cell {
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value / n, 0);
  const quantile = (share: number): number => {
    const place = share * (n - 1);
    const low = sorted[Math.floor(place)]!;
    return low + (sorted[Math.ceil(place)]! - low) * (place - Math.floor(place));
  };
  const variance = (): Cell =>
    n < 2 ? null : sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  switch (fn) {
    case "sum":
      return mean * n;
    case "avg":
      return mean;
    case "min":
      return sorted[0]!;
    case "max":
      return sorted[n - 1]!;
    case "median":
      return quantile(0.5);
    case "quantile":
      return quantile(q ?? 0.5);
    case "variance":
      return variance();
    case "stddev": {
      const squared = variance();
      return typeof squared === "number" ? Math.sqrt(squared) : null;
    }
    default:
      throw new NotRead(fn);
  }
}

/** What cancels in a sum leaves the rounding of what was added. */
function scaleOf({fn, of, over}: Measure, members: readonly number[], columns: Columns): number {
  if (!of || over || (fn !== "sum" && fn !== "avg")) return 1;
  const total = members.reduce((sum, row) => sum + Math.abs(Number(valueIn(of, row, columns) ?? 0)), 0);
  return fn === "sum" ? total : total / Math.max(1, members.length);
}

function isSame(first: Cell, second: Cell, scale: number): boolean {
  if (typeof first === "number" && typeof second === "number")
    return Math.abs(first - second) <= TOLERANCE * Math.max(scale, Math.abs(first), Math.abs(second));
  // Whole numbers beyond 2^53 travel as text.
  if (typeof first === "string" && typeof second === "number")
    return Math.abs(Number(first) - second) <= TOLERANCE * Math.abs(second);
  return String(first) === String(second);
}

function columnsOf(input: AggregateInput): Set<string> {
  const names = new Set<string>(input.period ? [input.period.column] : []);
  const visit = (value: Expression | Condition | undefined): void => {
    if (!value) return;
    if ("column" in value) names.add(value.column);
    for (const part of Object.values(value))
      for (const one of Array.isArray(part) ? part : [part])
        if (typeof one === "object" && one !== null) visit(one as Expression);
  };
  visit(input.where);
  for (const group of input.groups) visit(group.of);
  for (const measure of input.measures)
    for (const one of [measure, ...(measure.over ? [measure.over] : [])]) {
      visit(one.of);
      visit(one.where);
    }
  return names;
}

/** The headline of a plan derived again, where it is an aggregate of one table. */
export async function deriveHeadlineAgain(
  plan: Plan,
  headline: Artifact,
  session: Session,
  profiles: readonly TableProfile[],
  signal: AbortSignal,
): Promise<SecondRoute> {
  const step = plan.steps.find((one) => one.id === plan.headline);
  const profile = profiles.find((one) => one.table === step?.input.table);
  if (!step || !profile) return {kind: "not_taken", why: "its table is made by a step"};
  return deriveAgain(step, headline, session, profile, signal);
}
