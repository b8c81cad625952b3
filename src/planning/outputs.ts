import {z} from "zod";
import type {Cell, Table} from "../data/table.ts";
import type {Artifact} from "../tools/tool.ts";
import type {Evidence} from "./evidence.ts";
import {formatNumber} from "./format_value.ts";

const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);

/**
 * A cell of a step's table: in the row whose columns have these values, else in the row of this number; of the rows that
 * match, the one with the extreme of a column where `pick` says so.
 */
export const cellRefSchema = z.object({
  step: z.string(),
  column: z.string(),
  match: z.record(z.string(), scalarSchema).optional(),
  pick: z.object({by: z.string(), how: z.enum(["max", "min", "max_abs"])}).optional(),
  row: z.number().int().nonnegative().default(0),
});
export type CellRef = z.infer<typeof cellRefSchema>;

const clauseSchema = z.object({
  cell: z.number().int().nonnegative().describe("which of the output's cells"),
  abs: z.boolean().default(false),
  op: z.enum(["<", "<=", ">", ">=", "=", "!="]),
  value: z.number(),
});
export type Clause = z.infer<typeof clauseSchema>;

/** How an output's cells are shown. */
export const showSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("number"),
    decimals: z.number().int().min(0).max(20).optional(),
    /** A fraction shown in percent. */
    percent: z.boolean().default(false),
    abs: z.boolean().default(false),
    negate: z.boolean().default(false),
    /** As prose says numbers: grouped digits, at least four of them. */
    said: z.boolean().default(false),
  }),
  /** A text; a number from 1 on by its name, where names are given. */
  z.object({
    kind: z.literal("text"),
    decimals: z.number().int().optional(),
    names: z.array(z.string()).optional(),
  }),
  /** Several cells as one number: each times its weight, in all, over a further cell where `over` names one. */
  z.object({
    kind: z.literal("combined"),
    weights: z.array(z.number()).min(1),
    over: z.number().int().nonnegative().optional(),
    times: z.number().default(1),
    decimals: z.number().int().min(0).max(20).optional(),
  }),
  /** The first rule whose clauses all hold. */
  z.object({
    kind: z.literal("choice"),
    rules: z.array(z.object({all: z.array(clauseSchema).min(1), say: z.string()})),
    otherwise: z.string().optional(),
  }),
  /** Every row of the first cell's column, or every cell where there are several. */
  z.object({
    kind: z.literal("list"),
    separator: z.string().default(", "),
    decimals: z.number().int().optional(),
    sorted: z.boolean().default(false),
    limit: z.number().int().positive().optional(),
    atLeast: z.number().optional().describe("only rows whose second cell's column is above this"),
  }),
  /** Every row: the first cell's column is the key, the second's the value. */
  z.object({
    kind: z.literal("pairs"),
    prefix: z.string().default(""),
    decimals: z.number().int().optional(),
  }),
  /** Each cell under the name of the same place. */
  z.object({
    kind: z.literal("named_cells"),
    names: z.array(z.string()),
    decimals: z.number().int().optional(),
  }),
  /** How many rows the step's table has. */
  z.object({kind: z.literal("row_count")}),
]);
export type Show = z.infer<typeof showSchema>;

/** What a reply states by name: `@name[...]` where a format was asked for, else a line of prose. */
export const planOutputSchema = z.object({
  name: z.string(),
  said: z.string().describe("what it is, in words: mean of fare"),
  cells: z.array(cellRefSchema).min(1),
  show: showSchema,
});
export type PlanOutput = z.infer<typeof planOutputSchema>;

export const outputsSchema = z.object({
  /** As `@name[value]` lines. */
  form: z.enum(["named", "prose"]),
  all: z.array(planOutputSchema).min(1),
});
export type Outputs = z.infer<typeof outputsSchema>;

/** What an output shows and where from. */
export interface Shown {
  text: string;
  evidence: Evidence[];
  /** The cell, where it is shown as it is. */
  value?: Cell;
}

/** The text of an output from the artifacts; undefined where a cell is missing or no rule holds. */
export function shownOutput(output: PlanOutput, artifacts: ReadonlyMap<string, Artifact>): Shown | undefined {
  const {show} = output;
  const first = output.cells[0]!;
  const table = artifacts.get(first.step)?.table;
  if (!table) return undefined;
  const columnAt = (name: string): number => table.columns.findIndex((one) => one.name === name);
  if (show.kind === "row_count")
    return artifacts.get(first.step)!.truncated
      ? undefined
      : {text: String(table.rows.length), evidence: [{step: first.step, row: 0, column: "(rows)"}]};
  if (
    show.kind === "pairs" ||
    (show.kind === "list" && (output.cells.length === 1 || show.atLeast !== undefined))
  ) {
    if (artifacts.get(first.step)!.truncated) return undefined;
    const [at, other] = [columnAt(first.column), columnAt(output.cells[1]?.column ?? first.column)];
    if (at < 0 || other < 0) return undefined;
    const indices = table.rows.flatMap((row, index) =>
      row[at] === null ||
      (show.kind === "list" && show.atLeast !== undefined && !(Number(row[other]) > show.atLeast))
        ? []
        : [index],
    );
    const evidence = indices.map(
      (row): Evidence => ({step: first.step, row, column: output.cells.at(-1)!.column}),
    );
    if (show.kind === "pairs") {
      const said = indices.map((row) => {
        const value = table.rows[row]![other] ?? null;
        return `'${show.prefix}${table.rows[row]![at]}': ${value === null ? "None" : pythonNumber(value, show.decimals)}`;
      });
      return {text: `{${said.join(", ")}}`, evidence};
    }
    const said = (show.limit === undefined ? indices : indices.slice(0, show.limit)).map((row) =>
      plainText(table.rows[row]![at] ?? null, show.decimals),
    );
    return {text: (show.sorted ? said.sort() : said).join(show.separator), evidence};
  }
  const found = output.cells.map((cell) => cellAt(cell, artifacts));
  if (found.some((one) => one === undefined || one.value === null)) return undefined;
  const cells = found.map((one) => one!);
  const evidence = cells.map((one) => one.evidence);
  const value = cells[0]!.value;
  switch (show.kind) {
    case "number": {
      if (typeof value !== "number" && !/^-?\d+(\.\d+)?$/.test(String(value))) return undefined;
      const sign = show.negate ? -1 : 1;
      const number = (show.abs ? Math.abs(Number(value)) : sign * Number(value)) * (show.percent ? 100 : 1);
      return {text: show.said ? formatNumber(number) : fixed(number, show.decimals), evidence, value};
    }
    case "combined": {
      const numbers = cells.map((one) => Number(one.value));
      const sum = show.weights.reduce((total, weight, at) => total + weight * numbers[at]!, 0);
      const over = show.over === undefined ? 1 : numbers[show.over]!;
      const number = (sum / over) * show.times;
      return Number.isFinite(number) ? {text: fixed(number, show.decimals), evidence} : undefined;
    }
    case "text":
      if (show.names) {
        const text = show.names[Number(value) - 1];
        return text === undefined ? undefined : {text, evidence, value: text};
      }
      return {text: plainText(value, show.decimals), evidence, value};
    case "list":
      return {text: cells.map((one) => plainText(one.value, show.decimals)).join(show.separator), evidence};
    case "named_cells": {
      const said = cells.map((one, at) => `'${show.names[at]}': ${pythonNumber(one.value, show.decimals)}`);
      return {text: `{${said.join(", ")}}`, evidence};
    }
    case "choice": {
      const numbers = cells.map((one) => Number(one.value));
      const rule = show.rules.find(({all}) => all.every((clause) => holds(clause, numbers)));
      const text = rule?.say ?? show.otherwise;
      return text === undefined ? undefined : {text, evidence};
    }
  }
}

/** What of the outputs has no value. */
export const lackingOf = (outputs: Outputs, artifacts: ReadonlyMap<string, Artifact>): PlanOutput[] =>
  outputs.all.filter((output) => shownOutput(output, artifacts) === undefined);

/** The line of an output, in the form asked for. */
export function outputLine(output: PlanOutput, form: Outputs["form"], text: string): string {
  return form === "named" ? `@${output.name}[${text}]` : `${output.said}: ${text}`;
}

/** A number to so many decimals; without them as it is, at most 6 significant decimals. */
export function fixed(value: number, decimals: number | undefined): string {
  if (decimals === undefined)
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(value > 1e6 ? 12 : 6)));
  // A value that lies exactly between two goes to the even one, as in Python and R; toFixed goes up.
  const scaled = value * 10 ** decimals;
  const below = Math.floor(scaled);
  const tie = scaled - below === 0.5 && Number.isInteger(value * 2 ** (decimals + 1));
  const text = tie
    ? ((below % 2 === 0 ? below : below + 1) / 10 ** decimals).toFixed(decimals)
    : value.toFixed(decimals);
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text;
}

function pythonNumber(value: Cell, decimals: number | undefined): string {
  if (typeof value !== "number") return `'${value}'`;
  const number = decimals === undefined ? value : Number(fixed(value, decimals));
  return Number.isInteger(number) && decimals !== undefined ? `${number}.0` : String(number);
}

function plainText(value: Cell, decimals: number | undefined): string {
  if (typeof value === "number" && decimals !== undefined) return fixed(value, decimals);
  return typeof value === "string" ? value.replace(/ 00:00:00$/, "") : String(value);
}

function holds({cell, abs, op, value}: Clause, numbers: readonly number[]): boolean {
  const number = abs ? Math.abs(numbers[cell]!) : numbers[cell]!;
  switch (op) {
    case "<":
      return number < value;
    case "<=":
      return number <= value;
    case ">":
      return number > value;
    case ">=":
      return number >= value;
    case "=":
      return number === value;
    case "!=":
      return number !== value;
  }
}

function cellAt(
  ref: CellRef,
  artifacts: ReadonlyMap<string, Artifact>,
): {value: Cell; evidence: Evidence} | undefined {
  const table = artifacts.get(ref.step)?.table;
  if (!table) return undefined;
  const at = table.columns.findIndex((one) => one.name === ref.column);
  const keys = Object.entries(ref.match ?? {}).map(
    ([name, value]) => [table.columns.findIndex((one) => one.name === name), value] as const,
  );
  const matching = table.rows.flatMap((cells, index) =>
    keys.every(([key, value]) => isSame(cells[key] ?? null, value)) ? [index] : [],
  );
  const row = ref.pick ? extremeOf(matching, ref.pick, table) : ref.match ? (matching[0] ?? -1) : ref.row;
  if (at < 0 || row < 0 || row >= table.rows.length) return undefined;
  return {value: table.rows[row]![at] ?? null, evidence: {step: ref.step, row, column: ref.column}};
}

/** The first of these rows whose value is the largest, the smallest, or the farthest from 0; -1 where none has one. */
function extremeOf(rows: readonly number[], pick: NonNullable<CellRef["pick"]>, table: Table): number {
  const at = table.columns.findIndex((one) => one.name === pick.by);
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const cell = table.rows[row]![at] ?? null;
    if (cell === null) continue;
    const value =
      pick.how === "min" ? -Number(cell) : pick.how === "max_abs" ? Math.abs(Number(cell)) : Number(cell);
    if (value > most) {
      most = value;
      best = row;
    }
  }
  return best;
}

const isSame = (cell: Cell, value: string | number | boolean): boolean =>
  cell === value || (cell !== null && String(cell).toLowerCase() === String(value).toLowerCase());
