import type {Cell} from "../../data/table.ts";
import type {Artifact} from "../../tools/tool.ts";
import {type ColumnUnit, isUnitPart, namePartsOf, unitOf} from "./column_units.ts";
import {periodOf} from "./periods_of_cells.ts";

/** A column as claims see it: a measure, or a key that names rows. */
export interface ColumnView {
  step: string;
  name: string;
  at: number;
  kind: "key" | "measure";
  unit: ColumnUnit;
  /** The words that name it, without its unit. */
  words: string[];
  /** The numbers by row; undefined where there is none. */
  numbers: (number | undefined)[];
  /** The cells are changes themselves. */
  isChange: boolean;
}

/** A table as claims see it. */
export interface TableView {
  step: string;
  artifact: Artifact;
  rows: number;
  /** Every row is there: nothing was cut, by the engine or by the plan's own limit. */
  whole: boolean;
  columns: ColumnView[];
  keys: ColumnView[];
  measures: ColumnView[];
  /** Rows in order of time, with the key that holds it; absent where no column tells time. */
  time?: {column: ColumnView; order: string[]};
}

const TIME_NAMES = /^(?:year|yr|quarter|month|week|weekday|day|hour|decade|season)$/i;
const PLAIN_KEYS = /^(?:id|no|rank|position|place|class|level|grade|code|zip|group|cluster|segment|bin)$/i;
const CHANGES = /change|growth|difference|delta|\bdiff\b/i;

const VIEWS = new WeakMap<Artifact, TableView>();

/** The view of an artifact, made once. */
export function viewOf(step: string, artifact: Artifact): TableView {
  const kept = VIEWS.get(artifact);
  if (kept?.step === step) return kept;
  const made = seenAs(step, artifact);
  VIEWS.set(artifact, made);
  return made;
}

function seenAs(step: string, artifact: Artifact): TableView {
  const {table} = artifact;
  const columns = table.columns.map((column, at): ColumnView => {
    const cells = table.rows.map((row) => row[at] ?? null);
    const parts = namePartsOf(column.name);
    const kind = isKey(column.name, at, cells, table.columns.length, artifact) ? "key" : "measure";
    return {
      step,
      name: column.name,
      at,
      kind,
      unit: kind === "key" ? {} : unitOf(column, artifact.units[column.name], cells),
      words: parts.filter((part, index) => !isUnitPart(part, index)),
      numbers: cells.map(asNumber),
      isChange: CHANGES.test(column.name),
    };
  });
  const keys = columns.filter((column) => column.kind === "key");
  const measures = columns.filter(
    (column) => column.kind === "measure" && column.numbers.some((value) => value !== undefined),
  );
  const time = timeOf(keys, table.rows);
  return {
    step,
    artifact,
    rows: table.rows.length,
    whole: !artifact.truncated,
    columns,
    keys,
    measures,
    ...(time && {time}),
  };
}

function isKey(name: string, at: number, cells: readonly Cell[], width: number, artifact: Artifact): boolean {
  const known = cells.filter((cell) => cell !== null);
  if (known.some((cell) => typeof cell === "boolean")) return true;
  if (known.length === 0) return false;
  if (known.every((cell) => typeof cell === "string"))
    return !known.every((cell) => asNumber(cell) !== undefined);
  if (known.some((cell) => typeof cell === "string")) return true;
  const whole = known.every((cell) => Number.isInteger(cell));
  if (!whole || width < 2 || artifact.units[name] !== undefined) return false;
  const parts = namePartsOf(name);
  const last = parts.at(-1) ?? "";
  if (at === 0 && cells.length > 1 && (TIME_NAMES.test(last) || PLAIN_KEYS.test(last))) return true;
  if (TIME_NAMES.test(name) && cells.length > 1) return true;
  if (parts.includes("year") && known.every((cell) => Number(cell) >= 1000 && Number(cell) <= 2999))
    return true;
  const distinct = new Set(known).size === cells.length;
  return at === 0 && cells.length > 1 && distinct && known.every((cell) => Math.abs(Number(cell)) < 100);
}

function timeOf(keys: readonly ColumnView[], rows: readonly (readonly Cell[])[]): TableView["time"] {
  for (const column of keys) {
    const periods = rows.map((row) => periodOf(row[column.at] ?? null, column.name));
    if (rows.length > 0 && periods.every((period) => period !== undefined))
      return {column, order: periods.map((period) => period.from)};
  }
  return undefined;
}

/** Integers beyond 2^53 travel as text, and so do the extremes of columns of several types. */
export function asNumber(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "string" && /^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
  return undefined;
}
