import type {Cell, Table} from "../../data/table.ts";
import type {Execution} from "../../planning/execute.ts";
import type {ReportDocument} from "../document.ts";
import type {DashboardPlan} from "./compile_plan.ts";
import type {Cube, Cubes} from "./cube.ts";
import {filterKey} from "./cube_keys.ts";
import type {Part} from "./parts.ts";
import type {DashboardSpec} from "./spec.ts";

/** As many combinations as all charts of a page are computed from together. */
const MOST_COMBINATIONS = 60_000;

/**
 * What the filters of a page are computed from. A chart whose numbers have more combinations than a page carries does not
 * follow them, and the page says so; where the key figures cannot follow, there are no filters.
 */
export function madeCubes(
  spec: DashboardSpec,
  compiled: DashboardPlan,
  execution: Execution,
): {cubes: Cubes; filters: ReportDocument["filters"]} {
  const places = new Map<number, number>();
  const cubes: Cube[] = [];
  let size = 0;
  compiled.cubes.forEach(({step, keys, parts}, at) => {
    const artifact = execution.artifacts.get(step);
    if (!artifact || artifact.truncated || size + artifact.table.rows.length > MOST_COMBINATIONS) return;
    const cube = cubeOf(artifact.table, keys, parts);
    if (!cube) return;
    size += artifact.table.rows.length;
    places.set(at, cubes.length);
    cubes.push(cube);
  });
  const uses = Object.fromEntries(
    Object.entries(compiled.uses).flatMap(([id, use]) => {
      const place = places.get(use.cube);
      return place === undefined ? [] : [[id, {...use, cube: place}]];
    }),
  );
  const base = Object.entries(uses).find(([id]) => spec.figures.some((figure) => figure.id === id))?.[1];
  const from = base && cubes[base.cube];
  if (!from) return {cubes: {cubes: [], uses: {}}, filters: []};
  const filters = spec.filters.flatMap(({column, label}) => {
    const values = from.values[from.keys.indexOf(filterKey(column))] ?? [];
    return values.length > 1 ? [{column, label, values: [...values].sort(inOrder)}] : [];
  });
  return {cubes: {cubes, uses}, filters};
}

/** Undefined where a number is too large to be carried as one. */
function cubeOf({rows}: Table, keys: readonly string[], parts: readonly Part[]): Cube | undefined {
  const values: Cell[][] = keys.map(() => []);
  const known = keys.map(() => new Map<Cell, number>());
  const codes = keys.map((_, at) =>
    rows.map((row) => {
      const cell = row[at] ?? null;
      const code = known[at]!.get(cell);
      if (code !== undefined) return code;
      known[at]!.set(cell, values[at]!.length);
      return values[at]!.push(cell) - 1;
    }),
  );
  const numbers = parts.map((_, at) => rows.map((row) => row[keys.length + at] ?? null));
  if (numbers.some((column) => column.some((cell) => cell !== null && typeof cell !== "number")))
    return undefined;
  return {
    keys: [...keys],
    values,
    codes,
    parts: parts.map(({fn, times}, at) => ({
      merge: fn === "min" || fn === "max" ? fn : "sum",
      numbers: (numbers[at] as (number | null)[]).map((one, row) => {
        if (one === null) return null;
        const whole = times === undefined ? one : one * Number(numbers[times]![row] ?? 0);
        // Sums carry digits past what they are known to.
        return Number(whole.toPrecision(15));
      }),
    })),
  };
}

const inOrder = (a: Cell, b: Cell): number =>
  a === null
    ? 1
    : b === null
      ? -1
      : typeof a === "number" && typeof b === "number"
        ? a - b
        : String(a).localeCompare(String(b), "en", {numeric: true});
