import type {Cell, Column} from "../../data/table.ts";
import type {Shown} from "../../models/account.ts";
import type {Plan, Step} from "../../planning/plan.ts";
import type {Artifact} from "../../tools/tool.ts";
import {shortCell, shortNumber, tame} from "./fence.ts";
import {isPersonalName, isPersonalValue} from "./personal.ts";

const HEADLINE_ROWS = 20;
const OTHER_ROWS = 8;
/** A test or a model tells one figure a row. */
const FIGURES: ReadonlySet<string> = new Set(["statistic", "model"]);
const RAW_ROWS = 5;
const COLUMNS = 16;
const RECEIPT_LINES = 12;

/** The results of a plan as a writer's model may see them, and what that shows. */
export function showResults(
  plan: Plan,
  artifacts: ReadonlyMap<string, Artifact>,
): {text: string; shown: Shown} {
  const headlineFirst = [...plan.steps].sort(
    (a, b) => Number(b.id === plan.headline) - Number(a.id === plan.headline),
  );
  const parts: string[] = [];
  const results: Shown["results"] = [];
  for (const step of headlineFirst) {
    const artifact = artifacts.get(step.id);
    if (!artifact || artifact.kind === "chart" || artifact.kind === "file") continue;
    const raw = holdsRows(step);
    const total = artifact.table.rows.length;
    const count = artifact.truncated ? `more than ${total} rows` : `${total} ${total === 1 ? "row" : "rows"}`;
    if (raw && step.id !== plan.headline) {
      parts.push(
        [`step ${step.id}: ${tame(artifact.title, 120)}, ${count}, not shown`, ...changesOf(artifact)].join(
          "\n",
        ),
      );
      continue;
    }
    const limit = raw
      ? RAW_ROWS
      : step.id === plan.headline || FIGURES.has(artifact.kind)
        ? HEADLINE_ROWS
        : OTHER_ROWS;
    const columns = artifact.table.columns.slice(0, COLUMNS);
    const rows =
      artifact.kind === "model" ? firstFigures(artifact, limit) : artifact.table.rows.slice(0, limit);
    const masked = columns.map(
      (column) => raw || isPersonalName(column.name) || isPersonalGroup(column, plan),
    );
    const lines = rows.map((row, index) =>
      [
        index,
        ...columns.map((column, at) => {
          const cell = row[at] ?? null;
          return masked[at] || isPersonalValue(cell) ? `{${step.id}.${index}.${column.name}}` : shown(cell);
        }),
      ].join(" | "),
    );
    const notes = raw
      ? changesOf(artifact)
      : artifact.provenance.notes.slice(0, 4).map((note) => `note: ${tame(note, 200)}`);
    const head = ["row", ...columns.map((column) => named(column.name, artifact.units[column.name]))].join(
      " | ",
    );
    parts.push(
      [
        `step ${step.id}: ${tame(artifact.title, 120)}${plan.reading ? "" : purposeOf(step, artifact)}, ${count}`,
        head,
        ...lines,
        ...notes,
      ].join("\n"),
    );
    const seen = columns.filter((_, at) => !masked[at]).map((column) => column.name);
    results.push({step: step.id, columns: seen, rows: seen.length ? rows.length : 0});
  }
  return {text: parts.join("\n\n"), shown: {columns: [], results}};
}

/** Of a model's rows those that tell how good it is; how each column moves it comes last and is seen in the table. */
function firstFigures({table}: Artifact, limit: number): Cell[][] {
  const last = table.rows.findIndex(([name]) => /^foretold on average/.test(String(name)));
  return table.rows.slice(0, last > 0 ? Math.min(last, limit) : limit);
}

/** What the step is for, where its title does not say it: three tests of one column have one title. */
function purposeOf({purpose}: Step, {title}: Artifact): string {
  return purpose && purpose !== title ? ` (${tame(purpose, 100)})` : "";
}

/** What a preparation changed, in counts: its details may quote cells, and stay here. */
function changesOf({receipt}: Artifact): string[] {
  const rows = receipt?.rows ?? [];
  return rows
    .slice(0, RECEIPT_LINES)
    .map(
      ([change, column, count]) =>
        `note: ${count} ${tame(String(change))}${column ? ` in ${tame(String(column))}` : ""}`,
    );
}

/** With the digits that a reply may be asked to round to: ten, and four decimals of a number with many before the point. */
function shown(cell: Cell): string {
  if (typeof cell !== "number") return shortCell(cell);
  const whole = Math.abs(cell) >= 1 ? Math.floor(Math.log10(Math.abs(cell))) + 1 : 0;
  return shortNumber(cell, Math.min(15, Math.max(10, whole + 4)));
}

const AGGREGATES =
  /\bgroup\s+by\b|\b(count|sum|avg|mean|median|min|max|stddev\w*|var\w*|quantile\w*|corr|skewness|kurtosis)\s*\(/i;
/** Aggregates that hand on cells of rows as they are. */
const PICKS =
  /\b(string_agg|group_concat|listagg|list|array_agg|any_value|first|last|arg_m\w+|m(ax|in)_by|histogram|map|struct_pack|to_json|json_\w+)\s*\(/i;

/** Whether a step gives rows of the data as they are, which a model must not see. */
function holdsRows(step: Step): boolean {
  const method = typeof step.input.method === "string" ? step.input.method : "";
  switch (step.tool) {
    case "aggregate":
    case "describe_table":
    case "list_tables":
      return false;
    case "run_statistics":
      return /points|rows/.test(method);
    case "train_model":
      return method === "predict" || method === "anomalies" || step.input.output === "rows";
    case "prepare_data":
      return method !== "group" && method !== "resample";
    case "run_sql":
      return !AGGREGATES.test(String(step.input.sql)) || PICKS.test(String(step.input.sql));
    default:
      return true;
  }
}

/** A group that was renamed in the reading is still made of its column. */
function isPersonalGroup(column: Column, plan: Plan): boolean {
  const group = plan.reading?.groups.find((one) => one.name === column.name);
  return Boolean(group && "column" in group.of && isPersonalName(group.of.column));
}

function named(name: string, unit: string | undefined): string {
  return unit ? `${tame(name)} [${tame(unit, 8)}]` : tame(name);
}
