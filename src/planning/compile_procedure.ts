import type {TableProfile} from "../data/profile.ts";
import {TabletalkError} from "../errors.ts";
import type {Condition, Expression} from "../tools/condition.ts";
import {allOf, step, whereOf} from "./build_plan.ts";
import {type Computation, isComputation, type Preparation} from "./operations.ts";
import type {Plan, Step} from "./plan.ts";
import type {Reading} from "./reading.ts";

type Outliers = Extract<Preparation, {do: "outliers"}>;

/** The rows as they stand at one point of a procedure. */
interface Standing {
  table: string | {$step: string};
  /** Columns that were named and not yet stored. */
  derived: Map<string, Expression>;
  where: Condition[];
  /** Rows left out by their value, not yet stored. */
  outliers: Outliers | undefined;
  steps: Step[];
  profile: TableProfile;
}

/**
 * The plan of a procedure. Filters and derived columns go into the steps that compute; only what must be learnt from the
 * rows (fillings, scales, codes) makes a table of its own.
 * @throws TabletalkError bad_plan where nothing is computed
 */
export function compileProcedure(reading: Reading, profile: TableProfile): Plan {
  const operations = reading.operations ?? [];
  const first = whereOf(reading);
  const standing: Standing = {
    table: reading.table,
    derived: new Map(),
    where: first ? [first] : [],
    outliers: undefined,
    steps: [],
    profile,
  };
  const computed: string[] = [];
  for (const operation of operations) {
    if (isComputation(operation)) {
      compute(operation, standing);
      computed.push(operation.id);
    } else prepare(operation, standing);
  }
  const headline = reading.outputs?.all[0]?.cells[0]?.step ?? computed[0];
  if (headline === undefined)
    throw new TabletalkError("bad_plan", "Nothing is computed.", "Say what to compute of the rows.");
  return {
    reading,
    steps: standing.steps,
    headline,
    ...(reading.outputs && {outputs: reading.outputs}),
  };
}

function prepare(operation: Preparation, standing: Standing): void {
  switch (operation.do) {
    case "filter":
      if (standing.outliers) store(standing);
      standing.where.push(inCondition(operation.condition, standing.derived));
      // "above the average" is of the rows as they stood, not of those that later conditions leave.
      if (operation.condition.op === "compare_to") store(standing);
      return;
    case "drop_missing": {
      if (standing.outliers) store(standing);
      const columns =
        operation.columns.length > 0 ? operation.columns : standing.profile.columns.map(({name}) => name);
      for (const column of columns)
        standing.where.push({op: "is_not_null", of: inExpression({column}, standing.derived)});
      return;
    }
    case "derive":
      if (standing.outliers) store(standing);
      standing.derived.set(operation.name, inExpression(operation.of, standing.derived));
      return;
    case "outliers":
      if (operation.action === "drop") {
        if (standing.outliers) store(standing);
        standing.outliers = operation;
        return;
      }
      break;
    default:
      break;
  }
  store(standing);
  const {table} = standing;
  switch (operation.do) {
    case "fill":
      add(standing, "fill", "fill missing values", {
        method: "fill_missing",
        table,
        columns: operation.columns,
        how: operation.how,
        ...(operation.value !== undefined && {value: operation.value}),
        by: operation.by,
      });
      return;
    case "clean":
      add(standing, "cleaned", `write ${operation.columns.join(", ")} in one form`, {
        method: "clean_text",
        table,
        columns: operation.columns,
        ...(operation.case && {case: operation.case}),
      });
      return;
    case "deduplicate":
      add(standing, "unique", "drop repeated rows", {
        method: "deduplicate",
        table,
        columns: operation.columns,
      });
      return;
    case "change": {
      const before = `${operation.column} before`;
      add(standing, "lagged", `take ${operation.column} of the row before`, {
        method: "window",
        table,
        columns: [{name: before, fn: "lag", of: operation.column}],
      });
      const difference: Expression = {op: "-", left: {column: operation.column}, right: {column: before}};
      const fraction: Expression = {op: "/", left: difference, right: {column: before}};
      const percent: Expression = {op: "*", left: fraction, right: {constant: 100}};
      standing.derived.set(operation.name, {difference, fraction, percent}[operation.how]);
      return;
    }
    case "bin": {
      const {do: _, ...rest} = operation;
      add(standing, "bins", `cut ${operation.column} into bins`, {method: "bin", table, ...rest});
      return;
    }
    case "encode":
      add(standing, "codes", `encode ${operation.column}`, {
        method: "encode",
        table,
        column: operation.column,
        how: operation.how,
        ...(operation.order && {order: operation.order}),
      });
      return;
    case "scale":
    case "transform":
      add(
        standing,
        operation.do === "scale" ? "scaled" : "transformed",
        `${operation.how} ${operation.columns.join(", ")}`,
        {
          method: operation.do,
          table,
          columns: operation.columns,
          how: operation.how,
        },
      );
      return;
    case "outliers":
      dropOutliers(operation, standing);
  }
}

/** Stores what is pending, so that a step can learn from the rows as they stand. */
function store(standing: Standing): void {
  const {where, derived, outliers} = standing;
  const condition = allOf(where);
  if (condition)
    add(standing, "kept", "keep the rows that count", {
      method: "filter",
      table: standing.table,
      where: condition,
    });
  standing.where = [];
  if (derived.size > 0) {
    const columns = [...derived].map(([name, of]) => ({name, of}));
    add(standing, "derived", "compute columns", {method: "derive", table: standing.table, columns});
  }
  standing.derived = new Map();
  if (outliers) dropOutliers(outliers, standing);
  standing.outliers = undefined;
}

function dropOutliers({rows, action}: Outliers, standing: Standing): void {
  add(standing, "inliers", `${action} outliers of ${rows.column}`, {
    method: "outliers",
    table: standing.table,
    columns: [rows.column],
    rule: rows.rule,
    k: rows.k,
    population: rows.population,
    action,
  });
}

function add(standing: Standing, name: string, purpose: string, input: Record<string, unknown>): void {
  const id = freeId(name, standing);
  standing.steps.push(step(id, "prepare_data", purpose, input));
  standing.table = {$step: id};
}

function freeId(name: string, {steps, profile}: Standing): string {
  const taken = new Set([...steps.map(({id}) => id), profile.table.toLowerCase()]);
  for (let number = 1; ; number++) {
    const id = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(id)) return id;
  }
}

function compute(operation: Computation, standing: Standing): void {
  if (operation.do === "train" && standing.derived.size > 0) store(standing);
  if (standing.outliers && operation.do !== "figures") store(standing);
  if (standing.outliers && operation.do === "figures" && operation.outliers) store(standing);
  const {derived} = standing;
  const own = "where" in operation && operation.where ? [inCondition(operation.where, derived)] : [];
  const where = allOf([...standing.where, ...own]);
  const rows = {table: standing.table, ...(where && {where})};
  const named = (column: string) => ({name: column, of: inExpression({column}, derived)});
  const put = (tool: string, purpose: string, input: Record<string, unknown>): void => {
    standing.steps.push(step(operation.id, tool, purpose, input));
  };
  const groups = <G extends {of: Expression}>(all: readonly G[]): G[] =>
    all.map((one) => ({...one, of: inExpression(one.of, derived)}));
  switch (operation.do) {
    case "figures": {
      const rule = operation.outliers ?? pendingRule(standing.outliers);
      put("run_statistics", "compute the figures", {
        method: "figures",
        ...rows,
        figures: operation.figures.map((one) => ({
          ...one,
          ...(one.of && {of: inExpression(one.of, derived)}),
        })),
        groups: groups(operation.groups),
        ...(rule && {outliers: {...rule, of: inExpression(rule.of, derived)}}),
        ...(operation.order && {order: operation.order}),
      });
      return;
    }
    case "aggregate":
      put("aggregate", "compute the measures", {
        ...rows,
        measures: operation.measures.map((one) => ({
          ...one,
          ...(one.of && {of: inExpression(one.of, derived)}),
          ...(one.where && {where: inCondition(one.where, derived)}),
        })),
        groups: groups(operation.groups),
        order: operation.order,
        having: operation.having,
        ...(operation.limit !== undefined && {limit: operation.limit}),
        includeMissing: false,
      });
      return;
    case "rows": {
      const {outliers} = operation;
      const marked = outliers && markOutliers(outliers, where, standing);
      put("prepare_data", "take the rows", {
        method: "select",
        ...(marked ? {table: standing.table, where: marked} : rows),
        columns: operation.columns.map(named),
        order: operation.order,
        ...(operation.limit !== undefined && {limit: operation.limit}),
      });
      return;
    }
    case "correlation":
      put("run_statistics", "correlate", {
        method: "correlation",
        ...rows,
        columns: operation.columns.map(named),
        coefficient: operation.coefficient,
      });
      return;
    case "normality":
      put("run_statistics", "test whether it is normal", {
        method: "normality",
        ...rows,
        column: named(operation.column),
        tests: [operation.test],
        alpha: operation.alpha,
      });
      return;
    case "group_test":
    case "equal_variances":
      put("run_statistics", "compare the groups", {
        method: operation.do,
        ...rows,
        column: named(operation.column),
        group: groups([operation.group])[0],
        test: operation.test,
      });
      return;
    case "paired_test":
      put("run_statistics", "compare the two columns row by row", {
        method: "one_sample_test",
        ...rows,
        column: named(operation.column),
        second: named(operation.second),
        test: operation.test,
      });
      return;
    case "contingency":
      put("run_statistics", "test whether they go together", {
        method: "contingency",
        ...rows,
        rows: named(operation.rows),
        columns: named(operation.columns),
        test: "chi_squared",
        correct: operation.correct,
      });
      return;
    case "regression":
      put("run_statistics", "fit the regression", {
        method: "regression",
        ...rows,
        outcome: named(operation.outcome),
        predictors: operation.predictors.map(named),
        family: operation.family,
      });
      return;
    case "train":
      put("train_model", "train the model", {
        method: operation.task,
        ...rows,
        target: operation.target,
        ...(operation.features.length > 0 && {features: operation.features}),
        model: operation.model,
        testShare: operation.testShare,
        seed: operation.seed,
      });
      return;
    case "missing":
      put("run_statistics", "count missing values", {
        method: "missing",
        ...rows,
        columns: operation.columns.map(named),
      });
  }
}

/** Stores a flag of the outliers of a column, and says which rows it marks. */
function markOutliers(
  rule: NonNullable<Extract<Computation, {do: "rows"}>["outliers"]>,
  where: Condition | undefined,
  standing: Standing,
): Condition {
  if (!("column" in rule.of)) throw new TabletalkError("bad_plan", "Outliers are of a column.", "Name one.");
  const {column} = rule.of;
  standing.where = where ? [where] : [];
  store(standing);
  add(standing, "marked", `mark the outliers of ${column}`, {
    method: "outliers",
    table: standing.table,
    columns: [column],
    rule: rule.rule,
    k: rule.k,
    population: rule.population,
    action: "flag",
  });
  return {op: "=", of: {column: `${column}_outlier`}, value: rule.keep === "outliers"};
}

function pendingRule(outliers: Outliers | undefined) {
  if (!outliers) return undefined;
  const {column, ...rule} = outliers.rows;
  return {...rule, of: {column}, keep: "others" as const};
}

/** An expression with the columns that were derived written out. */
function inExpression(expression: Expression, derived: ReadonlyMap<string, Expression>): Expression {
  if (derived.size === 0) return expression;
  if ("column" in expression) return derived.get(expression.column) ?? expression;
  if ("constant" in expression) return expression;
  if ("op" in expression)
    return {
      ...expression,
      left: inExpression(expression.left, derived),
      right: inExpression(expression.right, derived),
    };
  return {...expression, of: inExpression(expression.of, derived)};
}

function inCondition(condition: Condition, derived: ReadonlyMap<string, Expression>): Condition {
  if (derived.size === 0) return condition;
  switch (condition.op) {
    case "and":
    case "or":
      return {...condition, args: condition.args.map((one) => inCondition(one, derived))};
    case "not":
      return {...condition, arg: inCondition(condition.arg, derived)};
    case "compare_columns":
      return {
        ...condition,
        left: inExpression(condition.left, derived),
        right: inExpression(condition.right, derived),
      };
    default:
      return {...condition, of: inExpression(condition.of, derived)};
  }
}
