import type {Cell, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {FEWEST_ROWS} from "../guarded_select.ts";
import {FIGURES_TOLD, fewestValues} from "./fewest_values.ts";
import {demandColumn, demandGroup} from "./plain_parts.ts";

export type Given = Record<string, unknown>;

/** What is left of a result, and how many of its rows are not. */
export interface Left {
  table: Table;
  leftOut: number;
}

/** A method of run_statistics whose result is known to tell of enough rows. */
export interface AllowedMethod {
  /** The fields that it may be given beside table, where and period. */
  fields: readonly string[];
  /** @throws TabletalkError refused; @returns the input that runs */
  prepare?(input: Given): Given;
  /** The columns that it is of. */
  columns(input: Given): unknown[];
  /** Each combination of these has to have enough values, or the call is refused. */
  groups?(input: Given): unknown[];
  /** Of how many values at least. */
  least: number;
  /** No row may weigh more than others of these columns: a slope or a coefficient would be that row's. */
  weighs?: boolean;
  /** Where the result itself tells how many values each row is of: what may be told. */
  tell?(table: Table, input: Given): Left;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const ofOf = (value: unknown): unknown => (value as Given | undefined)?.of;
const ofColumn = ({column}: Given): unknown[] => [ofOf(column)];
const GROUPED: AllowedMethod = {
  fields: ["column", "group", "test", "alternative", "level", "post_hoc"],
  columns: ofColumn,
  groups: ({group}) => [group],
  // Medians of groups are told of some tests.
  least: fewestValues("median")!,
};

const METHODS: Readonly<Record<string, AllowedMethod>> = {
  describe: {
    fields: ["columns", "groups"],
    prepare: (input) => {
      list(input.groups).forEach((group) => {
        demandGroup(group, "groups");
      });
      return input;
    },
    columns: ({columns}) => list(columns).map(ofOf),
    least: FEWEST_ROWS,
    tell: (table, {groups}) => described(table, 1 + list(groups).length),
  },
  figures: {
    fields: ["figures", "groups", "order"],
    prepare: counted,
    columns: ({figures}) => list(figures).flatMap((one) => ofOf(one) ?? []),
    least: FEWEST_ROWS,
    tell: figured,
  },
  histogram: {
    fields: ["column", "bins"],
    columns: ofColumn,
    least: FEWEST_ROWS,
    // Lower edge, upper edge, count.
    tell: (table) => keptRows(table, (row) => Number(row[2]) >= FEWEST_ROWS),
  },
  confidence_interval: {
    fields: ["column", "of", "how", "groups", "level", "resamples", "seed"],
    prepare: (input) => {
      if (["mean", "sd", "variance", undefined].includes(input.of as string | undefined)) return input;
      throw refused("an interval is of the mean, the sd or the variance");
    },
    columns: ofColumn,
    groups: ({groups}) => list(groups),
    least: FEWEST_ROWS,
  },
  group_test: GROUPED,
  compare_groups: {...GROUPED, fields: ["column", "group"]},
  equal_variances: {...GROUPED, fields: ["column", "group", "test"]},
  contingency: {
    fields: ["rows", "columns", "test", "correct", "level"],
    columns: () => [],
    groups: ({rows, columns}) => [rows, columns],
    least: FEWEST_ROWS,
  },
  normality: {fields: ["column", "tests", "alpha"], columns: ofColumn, least: 4 * FEWEST_ROWS},
  correlation: {
    fields: ["columns", "coefficient", "adjust", "level"],
    prepare: (input) => {
      const {columns, coefficient = "pearson"} = input;
      if (!["pearson", "spearman", "kendall", "point_biserial"].includes(String(coefficient)))
        throw refused("a coefficient is pearson, spearman, kendall or point_biserial");
      if (list(columns).length < 2 || list(columns).length > MOST_COLUMNS)
        throw refused(`columns are 2 to ${MOST_COLUMNS}`);
      return input;
    },
    columns: ({columns}) => list(columns).map(ofOf),
    least: FEWEST_ROWS,
    weighs: true,
  },
  linear_regression: {
    fields: ["outcome", "predictors"],
    prepare: (input) => {
      // Two predictors that differ in one row would tell that row.
      if (list(input.predictors).length === 1) return input;
      throw refused("a regression has one predictor");
    },
    columns: ({outcome, predictors}) => [ofOf(outcome), ...list(predictors).map(ofOf)],
    least: 4 * FEWEST_ROWS,
    weighs: true,
  },
};
const MOST_COLUMNS = 5;
const ALWAYS: readonly string[] = ["method", "table", "where", "period", "joins"];

/**
 * How a method is told where a workspace tells of groups alone. Whatever is not on the list is refused.
 * @throws TabletalkError refused, naming what is allowed
 */
export function allowedMethod(tool: string, input: Given): AllowedMethod {
  if (tool !== "run_statistics")
    throw new TabletalkError(
      "refused",
      tool === "prepare_data"
        ? "This workspace lets assistants neither see single rows nor keep tables: prepare_data has nothing to tell."
        : "This workspace lets assistants see groups alone, and a model can tell of single rows.",
      `${NAMED} A person can do it on the page or in the terminal.`,
    );
  const allowed = Object.hasOwn(METHODS, String(input.method)) ? METHODS[String(input.method)] : undefined;
  if (!allowed)
    throw new TabletalkError(
      "refused",
      "This workspace tells assistants of groups alone, and that method may tell of fewer rows.",
      NAMED,
    );
  const other = Object.keys(input).find(
    (name) => input[name] !== undefined && !ALWAYS.includes(name) && !allowed.fields.includes(name),
  );
  if (other !== undefined)
    throw refused(`${String(input.method)} takes ${[...allowed.fields, "where"].join(", ")} here`);
  return allowed;
}

const NAMED = `There are of run_statistics: ${Object.keys(METHODS).join(", ")}.`;

const refused = (what: string): TabletalkError =>
  new TabletalkError(
    "refused",
    `Where no single rows are told, ${what}.`,
    "Ask for that, or for numbers by group.",
  );

/** The input of figures, with a count beside each that tells how many values it is of, and one of rows. */
function counted(input: Given): Given {
  const figures = list(input.figures) as Given[];
  list(input.groups).forEach((group) => {
    demandGroup(group, "groups");
  });
  for (const {figure, q, of} of figures) {
    if (fewestValues(String(figure), q) === undefined) throw refused(`figures are ${FIGURES_TOLD}`);
    if (of !== undefined) demandColumn(of, "figures");
  }
  const beside = figures.map(({of}, at) => ({
    name: `${BESIDE}${at}`,
    ...(of === undefined ? {figure: "rows"} : {figure: "n", of}),
  }));
  return {...input, figures: [...figures, ...beside, {name: `${BESIDE}rows`, figure: "rows"}]};
}

/** The counts are found by their place. */
const BESIDE = "values behind ";

function figured(table: Table, {figures, groups}: Given): Left {
  const before = list(groups).length;
  // As it ran: each figure, each one's count, and the rows.
  const asked = (list(figures).length - 1) / 2;
  const rows = table.rows.filter((row) => Number(row[before + 2 * asked]) >= FEWEST_ROWS);
  return {
    leftOut: table.rows.length - rows.length,
    table: {
      columns: table.columns.slice(0, before + asked),
      rows: rows.map((row) =>
        row.slice(0, before + asked).map((cell, at): Cell => {
          if (at < before) return cell;
          const {figure, q} = list(figures)[at - before] as Given;
          const least = fewestValues(String(figure), q);
          return least !== undefined && Number(row[at + asked]) >= least ? cell : null;
        }),
      ),
    },
  };
}

/** describe's own columns stand after the group's, whatever those are called. */
function described({columns, rows}: Table, from: number): Left {
  const places = columns.map(({name}, at) => (at < from ? "" : name));
  const n = places.indexOf("n");
  const told = places.flatMap((name, at) => (name === "min" || name === "max" ? [] : [at]));
  const least = (name: string): number =>
    name === "median" ? fewestValues("median")! : /^q[13]$/.test(name) ? fewestValues("iqr")! : FEWEST_ROWS;
  const kept = rows.filter((row) => n >= 0 && Number(row[n]) >= FEWEST_ROWS);
  return {
    leftOut: rows.length - kept.length,
    table: {
      columns: told.map((at) => columns[at]!),
      rows: kept.map((row) =>
        told.map((at) => (at < from || Number(row[n]) >= least(places[at]!) ? (row[at] ?? null) : null)),
      ),
    },
  };
}

function keptRows(table: Table, isTold: (row: Table["rows"][number]) => boolean): Left {
  const rows = table.rows.filter(isTold);
  return {table: {...table, rows}, leftOut: table.rows.length - rows.length};
}
