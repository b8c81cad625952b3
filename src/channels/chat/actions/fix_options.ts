import {createHash} from "node:crypto";
import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import type {Reading} from "../../../planning/reading.ts";
import type {Group, Measure, TimeUnit} from "../../../tools/measure.ts";

/** What may stand in a list of a form; more than 100 no platform shows. */
const MOST_OPTIONS = 100;
const MOST_GROUPS = 1_000;

export interface Option {
  value: string;
  label: string;
}

export const FUNCTIONS = [
  {value: "count", label: "Count of rows", word: "count"},
  {value: "sum", label: "Total", word: "total"},
  {value: "avg", label: "Average", word: "average"},
  {value: "median", label: "Median", word: "median"},
  {value: "min", label: "Smallest", word: "smallest"},
  {value: "max", label: "Largest", word: "largest"},
  {value: "count_distinct", label: "Number of different values", word: "distinct"},
] as const;

export const CHARTS = ["bar", "line", "area", "pie", "donut", "treemap", "heatmap"] as const;
/** The kind that suits, where nobody asks for one. */
export const ANY_CHART = "any";

const UNITS: readonly TimeUnit[] = ["year", "quarter", "month", "week", "day"];

/** The one measure of a reading that a form can change: a plain function of a column, by groups. */
export function editableMeasure(reading: Reading): Measure | undefined {
  const {intent, measures, joins, windows, having, each, comparison, operations, limitWithin} = reading;
  const [measure, second] = measures;
  if (!measure || second || (intent !== "aggregate" && intent !== "which")) return undefined;
  if (joins.length + windows.length + having.length > 0 || each || comparison || operations || limitWithin)
    return undefined;
  if (measure.over || measure.where || !FUNCTIONS.some(({value}) => value === measure.fn)) return undefined;
  return measure.of === undefined || columnOf(measure.of) !== undefined ? measure : undefined;
}

export function columnOf(of: Measure["of"]): string | undefined {
  return of && "column" in of && of.table === undefined ? of.column : undefined;
}

/** A column's value in a form: short whatever its name is, and the same as long as the name is. */
export function keyOf(column: string): string {
  return createHash("sha256").update(column).digest("hex").slice(0, 12);
}

/** Columns that can be computed with, numbers first. */
export function measurable({columns}: TableProfile): ColumnProfile[] {
  const isNumber = ({type, role}: ColumnProfile) =>
    (type === "integer" || type === "number") && role !== "identifier";
  return [...columns.filter(isNumber), ...columns.filter((one) => !isNumber(one))].slice(0, MOST_OPTIONS);
}

export interface GroupOption extends Option {
  group: Group;
}

/** What can be grouped by: the groups as they are, then the columns that have few values, and dates by their periods. */
export function groupOptions({groups}: Reading, {columns}: TableProfile): GroupOption[] {
  const now = groups.map((group, at): GroupOption => ({value: `now.${at}`, label: group.name, group}));
  const isNow = (column: string, unit?: TimeUnit) =>
    groups.some((group) => columnOf(group.of) === column && group.unit === unit && !group.part);
  const others = columns.flatMap(({name, type, distinct, role}): GroupOption[] => {
    const of = {column: name};
    if (type === "date" || type === "timestamp")
      return UNITS.filter((unit) => !isNow(name, unit)).map((unit) => ({
        value: `${keyOf(name)}.${unit}`,
        label: `${name} by ${unit}`,
        group: {name: unit, of, unit},
      }));
    if (isNow(name) || distinct < 2 || distinct > MOST_GROUPS || role === "identifier") return [];
    if (type !== "text" && type !== "boolean" && distinct > 30) return [];
    return [{value: keyOf(name), label: name, group: {name, of}}];
  });
  return [...now, ...others].slice(0, MOST_OPTIONS);
}

/** The column of dates that a period is of. */
export function dateColumn({period}: Reading, {columns}: TableProfile): string | undefined {
  return period?.column ?? columns.find(({type}) => type === "date" || type === "timestamp")?.name;
}
