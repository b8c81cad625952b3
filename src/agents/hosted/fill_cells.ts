import type {Cell} from "../../data/table.ts";
import type {Evidence, Value} from "../../planning/evidence.ts";
import {formatValue} from "../../planning/format_value.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Artifact} from "../../tools/tool.ts";

type Artifacts = ReadonlyMap<string, Artifact>;

/** The cell that "step.row.column" names. The column may be written in another case. */
export function cellAt(
  at: string,
  artifacts: Artifacts,
): {evidence: Evidence; value: Cell; unit?: string} | undefined {
  const [, step = "", row = "", name = ""] = /^\{?(\w+)\.(\d+)\.(.+?)\}?$/s.exec(at.trim()) ?? [];
  const artifact = artifacts.get(step);
  const columns = artifact?.table.columns ?? [];
  const exact = columns.findIndex((one) => one.name === name);
  const column =
    exact >= 0 ? exact : columns.findIndex((one) => one.name.toLowerCase() === name.toLowerCase());
  const found = artifact?.table.rows[Number(row)];
  if (!artifact || !found || column < 0) return undefined;
  const {name: columnName} = columns[column]!;
  const unit = artifact.units[columnName];
  return {
    evidence: {step, row: Number(row), column: columnName},
    value: found[column] ?? null,
    ...(unit && {unit}),
  };
}

/** Puts cells in the place of marks such as {answer.0.title}; `unknown` holds marks that name no cell. */
export function fillCells(text: string, artifacts: Artifacts): {text: string; unknown: string[]} {
  const unknown: string[] = [];
  const filled = text.replaceAll(/\{(\w+\.\d+\.[^{}]+)\}/g, (mark, at: string) => {
    const cell = cellAt(at, artifacts);
    if (!cell) unknown.push(mark);
    return cell ? formatValue(cell.value, cell.unit ? {unit: cell.unit} : {}) : mark;
  });
  return {text: filled, unknown};
}

/** The values of an answer where a model named none: the numbers in the first row of the headline, at most three. */
export function headlineValues(plan: Plan, artifacts: Artifacts): Value[] {
  const artifact = artifacts.get(plan.headline);
  const row = artifact?.table.rows[0];
  if (!artifact || !row) return [];
  const isCount = (name: string) => name === "n" && artifact.table.columns.length > 1;
  return artifact.table.columns
    .flatMap((column, at): Value[] => {
      const value = row[at] ?? null;
      if (typeof value !== "number" || isCount(column.name)) return [];
      const unit = artifact.units[column.name];
      return [
        {
          name: column.name,
          value,
          ...(unit && {unit}),
          evidence: {step: plan.headline, row: 0, column: column.name},
        },
      ];
    })
    .slice(0, 3);
}
