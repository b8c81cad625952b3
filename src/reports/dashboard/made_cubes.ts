import type {Cell, Table} from "../../data/table.ts";
import type {Execution} from "../../planning/execute.ts";
import type {ReportDocument} from "../document.ts";
import type {DashboardPlan} from "./compile_plan.ts";
import type {Cube, Cubed, Cubes} from "./cube.ts";
import {filterKey} from "./cube_keys.ts";
import type {Part} from "./parts.ts";
import {rollUp} from "./roll_up.ts";
import type {DashboardSpec} from "./spec.ts";

/** As many combinations as all charts of a page are computed from together. */
const MOST_COMBINATIONS = 60_000;
/** As many of those as a page carries with single values, or point by point. */
const MOST_SINGLE = 20_000;

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
    const numbers = numbersIn(at, compiled.uses);
    if (isSingle(at, spec, compiled.uses) && artifact.table.rows.length > MOST_SINGLE) return;
    const cube = cubeOf(artifact.table, keys, parts, numbers);
    if (!cube) return;
    size += artifact.table.rows.length;
    places.set(at, cubes.length);
    cubes.push(cube);
  });
  const found = Object.fromEntries(
    Object.entries(compiled.uses).flatMap(([id, use]) => {
      const place = places.get(use.cube);
      return place === undefined ? [] : [[id, {...use, cube: place}]];
    }),
  );
  const uses = Object.fromEntries(
    Object.entries(found).filter(([id, use]) =>
      agrees(id, use, cubes[use.cube]!, {spec, compiled, execution}),
    ),
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

/** Whether a cube carries single values, or points. */
const isSingle = (cube: number, {tiles}: DashboardSpec, uses: Readonly<Record<string, Cubed>>): boolean =>
  Object.entries(uses).some(
    ([id, use]) =>
      use.cube === cube &&
      (use.mixtures.some(({spread}) => spread) ||
        tiles.some((tile) => tile.id === id && tile.columns.length > 0)),
  );

/** The groups whose values are computed with. Values that are only told apart need not be on the page, and are not. */
function numbersIn(cube: number, uses: Readonly<Record<string, Cubed>>): ReadonlySet<string> {
  const spreads = Object.values(uses).flatMap((use) =>
    use.cube === cube ? use.mixtures.flatMap(({spread}) => spread ?? []) : [],
  );
  return new Set(spreads.filter(({fn}) => fn !== "count_distinct").map(({of}) => of));
}

/**
 * Whether numbers of single values come out as the database computed them where nothing is filtered: it rounds what it holds as
 * decimals of few digits.
 */
function agrees(
  id: string,
  use: Cubed,
  cube: Cube,
  {spec, compiled, execution}: {spec: DashboardSpec; compiled: DashboardPlan; execution: Execution},
): boolean {
  if (!use.mixtures.some(({spread}) => spread)) return true;
  const figure = spec.figures.find((one) => one.id === id);
  const table = execution.artifacts.get(
    figure ? compiled.totals : (compiled.tiles[id] ?? compiled.list ?? ""),
  )?.table;
  const groups = use.by.length;
  const from = figure ? table?.columns.findIndex(({name}) => name === figure.measure.name) : groups;
  if (!table || from === undefined || from < 0) return false;
  const keyOf = (row: readonly Cell[]) => JSON.stringify(row.slice(0, groups));
  const rolled = new Map(
    rollUp(cube, use, {values: new Map()}).map((row) => [keyOf(row), row.slice(groups)]),
  );
  return table.rows.every((row) => rolled.get(keyOf(row))?.every((cell, at) => isSame(cell, row[from + at])));
}

const isSame = (one: Cell, other: Cell | undefined): boolean =>
  one === other ||
  (typeof one === "number" &&
    typeof other === "number" &&
    Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other)));

/** Undefined where a number is too large to be carried as one. `numbers`: which single values are computed with. */
function cubeOf(
  {rows}: Table,
  keys: readonly string[],
  parts: readonly Part[],
  computed: ReadonlySet<string>,
): Cube | undefined {
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
  if (keys.some((key, at) => computed.has(key) && !values[at]!.every(isNumber))) return undefined;
  return {
    keys: [...keys],
    values: values.map((own, at) =>
      computed.has(keys[at]!) ? own.map(asNumber) : keys[at]!.startsWith("v:") ? [] : own,
    ),
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

const isNumber = (cell: Cell): boolean => cell === null || typeof cell !== "string";
/** Yes counts as 1, as in the database. */
const asNumber = (cell: Cell): Cell => (typeof cell === "boolean" ? Number(cell) : cell);

const inOrder = (a: Cell, b: Cell): number =>
  a === null
    ? 1
    : b === null
      ? -1
      : typeof a === "number" && typeof b === "number"
        ? a - b
        : String(a).localeCompare(String(b), "en", {numeric: true});
