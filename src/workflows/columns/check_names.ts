import type {ColumnScene} from "../node_kind.ts";
import {tableNamed} from "./check_expressions.ts";

/** Fields of a method that name columns by bare text, beside those that every method has. */
const NAMING: Readonly<Record<string, readonly string[]>> = {
  pivot: ["rows", "columns", "values"],
  unpivot: ["columns", "keep"],
  key_drivers: ["target", "columns"],
  classify: ["target", "features", "leaveOut", "order"],
  regress: ["target", "features", "leaveOut", "order"],
  compare_models: ["target", "features", "leaveOut", "order"],
  fill_missing: ["columns", "by"],
  sample: ["by"],
  resample: ["column", "by"],
  window: ["by"],
};
const USUAL = ["column", "columns"];

/** Checks the columns that a method names by bare text, and the keys of joins. */
export function checkNames(input: Readonly<Record<string, unknown>>, scene: ColumnScene): void {
  const table = tableNamed(input.table);
  if (table === undefined) return;
  const method = typeof input.method === "string" ? input.method : "";
  for (const field of NAMING[method] ?? USUAL) {
    const named = input[field];
    if (typeof named === "string") scene.expect(table, named, field);
    if (!Array.isArray(named)) continue;
    named.forEach((one: unknown, at) => {
      if (typeof one === "string") scene.expect(table, one, `${field}.${at}`);
    });
  }
  if (method === "rename" && Array.isArray(input.names))
    input.names.forEach((one: {from?: unknown} | null, at) => {
      if (typeof one?.from === "string") scene.expect(table, one.from, `names.${at}.from`);
    });
  if (Array.isArray(input.joins))
    input.joins.forEach((join: {table?: unknown; on?: unknown} | null, at) => {
      checkKeys(join?.on, [table], tableNamed(join?.table), `joins.${at}.on`, scene);
    });
  const other = tableNamed((input.with as {table?: unknown} | undefined)?.table);
  if (other !== undefined && "on" in input) checkKeys(input.on, [table], other, "on", scene);
}

function checkKeys(
  on: unknown,
  [left]: readonly [string],
  right: string | undefined,
  field: string,
  scene: ColumnScene,
): void {
  if (!Array.isArray(on) || right === undefined) return;
  on.forEach((key: {left?: unknown; right?: unknown} | null, at) => {
    if (typeof key?.left !== "string" || typeof key.right !== "string") return;
    const one = scene.expect(left, key.left, `${field}.${at}.left`);
    const other = scene.expect(right, key.right, `${field}.${at}.right`);
    if (one && other && kindOf(one.type) !== kindOf(other.type))
      scene.problem(
        `${field}.${at}`,
        `"${one.name}" of ${left} is ${one.type}, "${other.name}" of ${right} is ${other.type}.`,
        "Cast one of them first, so that both are of one type.",
      );
  });
}

function kindOf(type: string): string {
  return type === "integer" ? "number" : type;
}
