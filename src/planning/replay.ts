import type {Engine} from "../data/engine.ts";
import type {Cell, Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {Artifact} from "../tools/tool.ts";
import type {Value} from "./evidence.ts";
import {type Execution, executePlan, headlineOf} from "./execute.ts";
import {artifactDigest, engineVersion, type Recipe} from "./recipe.ts";
import {findDatasets, type VersionFinder} from "./recipe_data.ts";
import {withoutUnverified} from "./sentences.ts";
import {type TestsTold, tellTests, withTestsKept, withTestsTold} from "./tell_tests.ts";
import type {ToolLookup} from "./validate.ts";
import {verifyDraft} from "./verify.ts";

/** Raw values that differ by less than this part of themselves are the same. */
const TOLERANCE = 1e-12;

/** One thing that came out otherwise: where, what it was and what it is now. */
export interface Difference {
  what: "text" | "number" | "value" | "cell" | "table";
  /** A step, "step row 3, column x", a value's name, or a number's text. */
  where: string;
  was: Cell;
  is: Cell;
}

export interface ReplayReport {
  recipe: string;
  /** Same text, same shown digits, raw values within 1e-12. */
  same: boolean;
  differences: Difference[];
  /** The engine was another version then. */
  warnings: string[];
  text: string;
  execution: Execution;
  elapsedMs: number;
}

export interface ReplayOptions {
  engine: Engine;
  registry: ToolLookup;
  /** Finds a stored version by its hash. */
  findVersion: VersionFinder;
  /**
   * The offline writer, which writes its replies again. Without it, and for replies that a model wrote, the old text is
   * checked number by number.
   */
  write?: (
    plan: Recipe["plan"],
    artifacts: ReadonlyMap<string, Artifact>,
  ) => Promise<{text: string; values: Value[]}>;
  limits?: {timeMs: number; rows: number};
  signal: AbortSignal;
}

/**
 * Runs a recipe again on the very versions it was made with, with no model, and compares: the text, the digits shown,
 * the headline values and every table.
 * @throws TabletalkError bad_recipe when a version is gone and its source no longer gives it, or a plugin is; the error of the step that
 * kept the headline from being made.
 */
export async function replayRecipe(recipe: Recipe, options: ReplayOptions): Promise<ReplayReport> {
  const begun = performance.now();
  const otherVersions = checkSources(recipe, options.registry);
  const datasets = await findDatasets(recipe, options);
  // The engine may hand out a session that others use too: it is the engine's to close.
  const session = await options.engine.open(datasets);
  const execution = await executePlan(recipe.plan, {
    registry: options.registry,
    context: {
      session,
      profile: (table) => session.profile(table, {signal: options.signal}),
      limits: options.limits ?? {timeMs: 30_000, rows: 5_000},
      asOf: new Date(recipe.asOf),
      timeZone: recipe.timeZone,
    },
    signal: options.signal,
  });
  headlineOf(recipe.plan, execution);
  const told = recipe.tests && tellTests(recipe.plan, execution.artifacts, recipe.tests);
  const artifacts = withTestsKept(execution.artifacts, told);
  const text = await writtenAgain(recipe, execution.artifacts, told, options);
  const differences = [
    ...compareText(recipe, text),
    ...compareNumbers(recipe, artifacts),
    ...compareValues(recipe, artifacts),
    ...compareTables(recipe, artifacts),
  ];
  return {
    recipe: recipe.id,
    same: differences.length === 0,
    differences,
    warnings: [...engineWarnings(recipe), ...otherVersions],
    text,
    execution: {...execution, artifacts},
    elapsedMs: performance.now() - begun,
  };
}

/** Whether two cells are the same: numbers within 1e-12 of the larger, all else exactly. */
export function isSameCell(was: Cell, is: Cell): boolean {
  if (typeof was !== "number" || typeof is !== "number") return was === is;
  return Math.abs(was - is) <= TOLERANCE * Math.max(Math.abs(was), Math.abs(is));
}

/** As in a turn, a sentence whose number cannot be bound is not said. */
async function writtenAgain(
  recipe: Recipe,
  artifacts: ReadonlyMap<string, Artifact>,
  told: TestsTold | undefined,
  options: ReplayOptions,
): Promise<string> {
  if (!options.write || recipe.writer !== "offline") return recipe.text;
  const draft = await options.write(recipe.plan, artifacts);
  const {unboundAt} = verifyDraft(draft, artifacts, aboutOf(recipe));
  const text = unboundAt.length > 0 ? withoutUnverified(draft.text, unboundAt) : draft.text;
  return withTestsTold({text, evidence: []}, recipe.plan, told).text;
}

const aboutOf = ({plan}: Recipe) => ({reading: plan.reading, outputs: plan.outputs});

function compareText(recipe: Recipe, text: string): Difference[] {
  return text === recipe.text ? [] : [{what: "text", where: "reply", was: recipe.text, is: text}];
}

/** The numbers that the old text shows must still be what their cells show. */
function compareNumbers(recipe: Recipe, artifacts: ReadonlyMap<string, Artifact>): Difference[] {
  const now = verifyDraft({text: recipe.text, values: []}, artifacts, aboutOf(recipe));
  const bound = new Set(now.evidence.map((one) => `${one.start} ${one.end}`));
  return recipe.evidence
    .filter((one) => !bound.has(`${one.start} ${one.end}`))
    .map((one) => {
      const [cell] = one.evidence;
      const is = cell ? cellAt(artifacts.get(cell.step)?.table, cell.row, cell.column) : undefined;
      return {what: "number", where: one.text, was: one.text, is: is ?? null};
    });
}

function compareValues(recipe: Recipe, artifacts: ReadonlyMap<string, Artifact>): Difference[] {
  return recipe.values.flatMap(({name, value, evidence}) => {
    const table = artifacts.get(evidence.step)?.table;
    const is = cellAt(table, evidence.row, evidence.column);
    // A value that counts rows names no column: the table's comparison finds a change.
    if (is === undefined && table && !table.columns.some((column) => column.name === evidence.column))
      return [];
    return isSameCell(value, is ?? null)
      ? []
      : [{what: "value" as const, where: name, was: value, is: is ?? null}];
  });
}

function compareTables(recipe: Recipe, artifacts: ReadonlyMap<string, Artifact>): Difference[] {
  return Object.entries(recipe.artifacts).flatMap(([step, was]): Difference[] => {
    const is = artifacts.get(step);
    if (!is) return [{what: "table", where: step, was: was.digest, is: null}];
    const digest = artifactDigest(is);
    if (digest === was.digest) return [];
    if (!was.table) return [{what: "table", where: step, was: was.digest, is: digest}];
    return compareCells(step, was.table, is.table);
  });
}

function compareCells(step: string, was: Table, is: Table): Difference[] {
  const shape = (table: Table) =>
    `${table.rows.length} rows of ${table.columns.map((column) => column.name).join(", ")}`;
  if (shape(was) !== shape(is)) return [{what: "table", where: step, was: shape(was), is: shape(is)}];
  return was.rows.flatMap((cells, row) =>
    cells.flatMap((cell, index): Difference[] => {
      const now = is.rows[row]![index] ?? null;
      const where = `${step} row ${row}, column ${was.columns[index]!.name}`;
      return isSameCell(cell, now) ? [] : [{what: "cell", where, was: cell, is: now}];
    }),
  );
}

function cellAt(table: Table | undefined, row: number, column: string): Cell | undefined {
  const index = table?.columns.findIndex((one) => one.name === column) ?? -1;
  return index < 0 ? undefined : table?.rows[row]?.[index];
}

/**
 * What plugins and servers are of another version than they were.
 * @throws TabletalkError bad_recipe where one is not here
 */
function checkSources({sources = []}: Recipe, registry: ToolLookup): string[] {
  const here = registry.sources?.() ?? [];
  return sources.flatMap(({kind, name, version}) => {
    const now = here.find((one) => one.kind === kind && one.name === name);
    if (!now)
      throw new TabletalkError(
        "bad_recipe",
        `This recipe used the ${kind} ${name} ${version}, which is not enabled here.`,
        kind === "plugin"
          ? `Install that plugin and enable it: tabletalk plugins enable ${name}`
          : "Have an owner of the workspace add that server again, or ask the question anew.",
      );
    return now.version === version
      ? []
      : [`Made with the ${kind} ${name} ${version}; this is ${now.version}.`];
  });
}

function engineWarnings(recipe: Recipe): string[] {
  const now = engineVersion();
  return (["tabletalk", "duckdb"] as const)
    .filter((part) => recipe.engine[part] !== now[part])
    .map((part) => `Made with ${part} ${recipe.engine[part]}; this is ${now[part]}.`);
}
