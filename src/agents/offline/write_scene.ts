import type {Cell} from "../../data/table.ts";
import type {Value} from "../../planning/evidence.ts";
import {formatValue, type ValueFormat} from "../../planning/format_value.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Reading} from "../../planning/reading.ts";
import {
  type Group,
  groupSchema,
  type Measure,
  measureSchema,
  type TimeUnit,
  type Window,
  windowSchema,
} from "../../tools/measure.ts";
import type {Artifact} from "../../tools/tool.ts";

/** What was written, and the headline values behind it. */
export interface Told {
  text: string;
  values: Value[];
}

/** What a passage is written from: one step's artifact, the call that made it, and the reading. */
export interface WriteScene {
  question: string;
  reading: Reading | undefined;
  step: string;
  artifact: Artifact;
  artifacts: ReadonlyMap<string, Artifact>;
  tool: string;
  method: string | undefined;
  groups: Group[];
  measures: Measure[];
  windows: Window[];
  /** Headline values beyond this many are left to the table. */
  mostValues: number;
  /** One group a line and no sentence over several: for labels that read like numbers or ends of sentences. */
  plain: boolean;
}

/** Groups beyond this many are left to the table. */
export const MOST_LISTED = 10;
/** Averages of fewer rows are flagged. */
export const FEW_ROWS = 5;

/** The scene of a plan's headline step. Groups and measures are those of the call, as far as its table has them. */
export function sceneOf(
  question: string,
  plan: Plan,
  artifacts: ReadonlyMap<string, Artifact>,
): WriteScene | undefined {
  const artifact = artifacts.get(plan.headline);
  const step = plan.steps.find((one) => one.id === plan.headline);
  if (!artifact || !step) return undefined;
  const has = (one: {name: string}): boolean => columnAt(artifact, one.name) >= 0;
  const method = step.input.method;
  return {
    question,
    reading: plan.reading,
    step: plan.headline,
    artifact,
    artifacts,
    tool: step.tool,
    method: typeof method === "string" ? method : undefined,
    groups: (groupSchema.array().safeParse(step.input.groups).data ?? []).filter(has),
    measures: (measureSchema.array().safeParse(step.input.measures).data ?? []).filter(has),
    windows: (windowSchema.array().safeParse(step.input.windows).data ?? []).filter(has),
    mostValues: 50,
    plain: false,
  };
}

export function columnAt(artifact: Artifact, name: string): number {
  return artifact.table.columns.findIndex((column) => column.name === name);
}

/** A cell by row and column name; missing where there is no such cell. */
export function cellOf(artifact: Artifact, row: number, name: string): Cell {
  const at = columnAt(artifact, name);
  return at < 0 ? null : (artifact.table.rows[row]?.[at] ?? null);
}

/** A cell as a number; whole numbers beyond 2^53 travel as text. */
export function numberOf(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  return typeof cell === "string" && /^-?\d+$/.test(cell) ? Number(cell) : undefined;
}

/** How a column's values are shown: its unit, the period its dates name, and years without separators. */
export function formatFor(scene: WriteScene, name: string): ValueFormat {
  const {artifact, groups, measures} = scene;
  const unit = artifact.units[name];
  const group = groups.find((one) => one.name === name);
  if (group) {
    const year = "part" in group.of && group.of.part === "year";
    return {
      ...(unit && {unit}),
      ...timeUnitOf(scene, group),
      ...(group.part && {part: group.part}),
      ...((year || group.part === "year" || isYearLike(scene, name)) && {plain: true}),
    };
  }
  const of = measures.find((one) => one.name === name)?.of;
  const isNamed = of && "column" in of && isYearName(of.column) && isYearLike(scene, name);
  const counts = measures.some((one) => one.name === name && one.fn.startsWith("count"));
  return {
    ...(unit && {unit}),
    ...((isNamed || (!of && !counts && isYearLike(scene, name))) && {plain: true}),
  };
}

/** The period that a group's dates name: the one asked for, or the one that all of them are the first day of. */
export function timeUnitOf(scene: WriteScene, group: Group): {timeUnit?: TimeUnit} {
  if (group.unit) return {timeUnit: group.unit};
  const at = columnAt(scene.artifact, group.name);
  const type = scene.artifact.table.columns[at]?.type;
  const bare = !group.part && !group.bins && !group.width && !group.edges;
  if (bare && type === "integer" && isYearLike(scene, group.name)) return {timeUnit: "year"};
  if (group.part || (type !== "date" && type !== "timestamp")) return {};
  const days = scene.artifact.table.rows.map((row) => String(row[at] ?? "")).filter(Boolean);
  const all = (pattern: RegExp): boolean => days.length > 1 && days.every((day) => pattern.test(day));
  if (all(/^\d{4}-01-01( 00:00:00)?$/)) return {timeUnit: "year"};
  return all(/^\d{4}-\d\d-01( 00:00:00)?$/) ? {timeUnit: "month"} : {timeUnit: "day"};
}

const isYearName = (name: string): boolean => /year|yr\b/i.test(name);

function isYearLike(scene: WriteScene, name: string): boolean {
  if (!isYearName(name)) return false;
  const at = columnAt(scene.artifact, name);
  return scene.artifact.table.rows.every((row) => {
    const value = row[at] ?? null;
    return value === null || (typeof value === "number" && value >= 1000 && value <= 2999);
  });
}

/** A cell as the text shows it. */
export function shown(scene: WriteScene, row: number, name: string): string {
  return formatValue(cellOf(scene.artifact, row, name), formatFor(scene, name));
}

/** A headline value with its evidence. */
export function headlineValue(scene: WriteScene, row: number, column: string, name: string): Value {
  const unit = scene.artifact.units[column];
  return {
    name,
    value: cellOf(scene.artifact, row, column),
    ...(unit && {unit}),
    evidence: {step: scene.step, row, column},
  };
}

/** What a row of groups is called: "West", "May 2024", "Pclass 3", "West, 2019". */
export function labelOf(scene: WriteScene, row: number): string {
  return scene.groups.map((group) => groupLabel(scene, group, row)).join(", ");
}

/** Whether a group of this row has no name of its own: missing, or empty text. */
export function isUnnamed(scene: WriteScene, row: number): boolean {
  return scene.groups.some((group) =>
    ["", null].includes(cellOf(scene.artifact, row, group.name) as string | null),
  );
}

/** What one group of a row is called. Bare numbers carry the group's name, so that they are not taken for amounts. */
export function groupLabel(scene: WriteScene, group: Group, row: number): string {
  const cell = cellOf(scene.artifact, row, group.name);
  if (cell === null) return `(no ${group.name})`;
  if (cell === "") return `(empty ${group.name})`;
  if (typeof cell === "boolean") return `${group.name} ${cell ? "yes" : "no"}`;
  const format = formatFor(scene, group.name);
  const text = formatValue(cell, format);
  if (typeof cell !== "number" || group.part) return text;
  if (group.bins || group.width) return format.plain && group.width === 10 ? `${text}s` : `from ${text}`;
  return format.plain ? text : `${group.name} ${text}`;
}

/** "Average fare": the first letter large, as a name of a column is otherwise left as it is. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The filters and the period as the reading says them; absent when every row counts. */
export function conditionsSaid(reading: Reading | undefined): string | undefined {
  if (!reading) return undefined;
  const parts = [...reading.filters.map((one) => one.said), ...(reading.period ? [reading.period.said] : [])];
  return parts.length > 0 ? listed(parts) : undefined;
}

/** "No rows match status is Refunded.", "There are no rows." */
export function nothingFound(reading: Reading | undefined): string {
  const conditions = conditionsSaid(reading);
  return conditions ? `No rows match ${conditions}.` : "There are no rows.";
}

/** The column of the rows behind each group: the tool's own, or a count of rows among the measures. */
export function rowCountColumn(scene: WriteScene): string | undefined {
  const counted = scene.measures.find((one) => one.fn === "count" && !one.of && !one.where && !one.over);
  if (counted) return counted.name;
  const known = new Set([...scene.groups, ...scene.measures, ...scene.windows].map((one) => one.name));
  return scene.artifact.table.columns.find((one) => /^n(_|$)/.test(one.name) && !known.has(one.name))?.name;
}

/** Whether few rows make this measure shaky: averages and rates, not counts and sums. */
export function isShaky(measure: Measure | undefined): boolean {
  if (!measure) return false;
  return (
    measure.over !== undefined || ["avg", "median", "quantile", "stddev", "variance"].includes(measure.fn)
  );
}
