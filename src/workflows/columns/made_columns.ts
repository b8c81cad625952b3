import type {Column, ColumnType} from "../../data/table.ts";
import type {ColumnScene} from "../node_kind.ts";
import {checkExpressions, columnCalled, tablesOf, typesIn} from "./check_expressions.ts";
import {checkNames} from "./check_names.ts";
import {expressionType, type TypeOfColumn} from "./expression_type.ts";

type Input = Readonly<Record<string, unknown>>;
type Named = {name: string; of?: unknown; fn?: unknown; unit?: unknown; part?: unknown; over?: unknown};

/**
 * Checks the columns that a call of a tool reads, and gives those of the table that it makes, as far as they follow from its
 * input; undefined where only running it tells.
 */
export function madeColumns(tool: string, input: Input, scene: ColumnScene): readonly Column[] | undefined {
  const tables = tablesOf(input);
  const typeOf = typesIn(tables, scene);
  if (!["aggregate", "prepare_data", "run_statistics", "train_model"].includes(tool)) return undefined;
  checkExpressions(input, typeOf, scene);
  checkNames(input, scene);
  // What is wrong is told by now.
  const known = typesIn(tables, {...scene, expect: () => undefined});
  if (tool === "aggregate") return aggregated(input, known);
  if (tool !== "prepare_data") return undefined;
  return prepared(input, tables, known, scene);
}

/** Methods that change values or rows, and leave the columns as they are. */
const KEEPING: ReadonlySet<unknown> = new Set([
  ...["filter", "sort", "deduplicate", "sample", "clean_text", "replace"],
]);

function prepared(
  input: Input,
  tables: readonly string[],
  typeOf: TypeOfColumn,
  scene: ColumnScene,
): readonly Column[] | undefined {
  const own = tables[0] === undefined ? undefined : scene.of(tables[0]);
  const {method} = input;
  if (KEEPING.has(method)) return own;
  if (method === "select") {
    const chosen = namedIn(input.columns);
    if (chosen.length > 0)
      return chosen.map(({name, of}) => columnCalled(name, typeOfExpression(of, typeOf)));
    return tables.length === 1 ? own : undefined;
  }
  if (method === "group") return [...groupsOf(input, typeOf), ...measuresOf(input, typeOf)];
  if (!own) return undefined;
  if (method === "derive") {
    const made = namedIn(input.columns).map(({name, of}) => columnCalled(name, typeOfExpression(of, typeOf)));
    const lower = (name: string) => name.toLowerCase();
    const replaced = own.map((one) => made.find(({name}) => lower(name) === lower(one.name)) ?? one);
    return [...replaced, ...made.filter(({name}) => !own.some((one) => lower(one.name) === lower(name)))];
  }
  if (method === "rename") {
    const names = Array.isArray(input.names) ? (input.names as {from: string; to: string}[]) : [];
    return own.map((column) => ({
      ...column,
      name: names.find(({from}) => from.toLowerCase() === column.name.toLowerCase())?.to ?? column.name,
    }));
  }
  return method === "join" ? joined(input, own, scene) : undefined;
}

/** The right table's columns without its keys; one whose name is taken is called after its table too. */
function joined(input: Input, own: readonly Column[], scene: ColumnScene): readonly Column[] | undefined {
  const [right] = tablesOf({table: (input.with as {table?: unknown} | undefined)?.table});
  const other = right === undefined ? undefined : scene.of(right);
  if (!other || !Array.isArray(input.on)) return undefined;
  const keys = new Set((input.on as {right: string}[]).map((key) => key.right.toLowerCase()));
  const all: Column[] = [...own];
  for (const column of other) {
    if (keys.has(column.name.toLowerCase())) continue;
    const taken = new Set(all.map(({name}) => name.toLowerCase()));
    let free = taken.has(column.name.toLowerCase()) ? `${column.name}_${right}` : column.name;
    for (let at = 2; taken.has(free.toLowerCase()); at++) free = `${column.name}_${right}_${at}`;
    all.push({...column, name: free});
  }
  return all;
}

function aggregated(input: Input, typeOf: TypeOfColumn): Column[] {
  const made = [
    ...groupsOf(input, typeOf),
    ...measuresOf(input, typeOf),
    ...namedIn(input.windows).map(({name}) => columnCalled(name, "number")),
  ];
  const counts = namedIn(input.measures).some(
    (one) => one.fn === "count" && !one.of && !("where" in one) && !one.over,
  );
  const taken = new Set(made.map(({name}) => name.toLowerCase()));
  const count = ["n", "n_rows"].find((name) => !taken.has(name));
  return counts || count === undefined ? made : [...made, columnCalled(count, "integer")];
}

function groupsOf(input: Input, typeOf: TypeOfColumn): Column[] {
  return namedIn(input.groups).map((group) => {
    const type = typeOfExpression(group.of, typeOf);
    if (group.part !== undefined) return columnCalled(group.name, "integer");
    if ("bins" in group || "width" in group) return columnCalled(group.name, "number");
    if ("edges" in group) return columnCalled(group.name, "text");
    return columnCalled(group.name, type);
  });
}

function measuresOf(input: Input, typeOf: TypeOfColumn): Column[] {
  return namedIn(input.measures).map((measure) => {
    const same = measure.fn === "min" || measure.fn === "max" || measure.fn === "mode";
    const type: ColumnType | undefined =
      same && !measure.over ? typeOfExpression(measure.of, typeOf) : "number";
    return columnCalled(measure.name, type);
  });
}

function namedIn(list: unknown): Named[] {
  if (!Array.isArray(list)) return [];
  return list.filter((one): one is Named => typeof (one as Named | null)?.name === "string");
}

function typeOfExpression(of: unknown, typeOf: TypeOfColumn): ColumnType | undefined {
  return expressionType(of, "", typeOf);
}
