import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {groups as isGroup, nameParts} from "../../data/roles.ts";
import {TabletalkError} from "../../errors.ts";
import type {Step} from "../../planning/plan.ts";
import type {Condition} from "../../tools/condition.ts";
import type {Measure, TimeUnit} from "../../tools/measure.ts";

/** The outcome that an analysis looks at most closely. */
export type Target =
  | {kind: "number"; column: ColumnProfile; name: string}
  /** Yes or no: the rows where `condition` holds. `column` is a column of yes and no, where `prepare` makes it if need be. */
  | {kind: "flag"; column: string; of: ColumnProfile; name: string; condition: Condition; prepare?: Step}
  /** One of several labels. */
  | {kind: "label"; column: ColumnProfile; name: string};

/** Which rows are looked at. */
export interface Scope {
  table: string;
  where?: Condition;
  period?: {column: string; from?: string; to?: string};
}

/** What an analysis is about: chosen from the profile, steered by the goal. */
export interface Subjects {
  profile: TableProfile;
  scope: Scope;
  target?: Target;
  /** Whether the goal names the target, or the table calls a column an outcome. */
  natural: boolean;
  /** Amounts that vary, the main ones first, without the target. */
  measures: ColumnProfile[];
  /** Columns that make groups, those with few values first, without the target's. */
  categories: ColumnProfile[];
  /** Of numbers and categories those that are screened for what goes with the target: more than are looked at in pairs. */
  screened: string[];
  time?: {column: ColumnProfile; unit: TimeUnit; periods: number};
  /** Columns that no question will be asked of, and why. */
  leftOut: {names: string[]; why: string}[];
}

/** The most of each kind that is looked at: more would bury what was found. */
export const MOST = {measures: 12, categories: 10, drivers: 60} as const;
const MOST_LABELS = 40;
const LEAST_ROWS = 10;

const OUTCOME =
  /\b(churn(?:ed)?|cancel(?:l?ed|lation)?|survived|default(?:ed)?|outcome|target|label|converted|conversion|returned|fraud|diagnosis|left|attrition|response|subscribed|won|passed|readmitted|approved|clicked|purchased|bought)\b/;
const MAIN: [RegExp, number][] = [
  [/\b(sales|revenue|profit|turnover|gross|income|earnings)\b/, 6],
  [/\b(amount|total|value|spend|spending|cost|price|salary|wage|charges|fare|budget)\b/, 5],
  [/\b(count|quantity|qty|units|orders|visits|users|number|births|deaths|cases)\b/, 4],
  [/\b(score|rating|mpg|weight|mass|duration|delay|time|yield|magnitude)\b/, 3],
];

/**
 * What there is to look at in a table.
 * @param chosen what the goal names; its target comes first
 * @throws TabletalkError no_data for a table of fewer than 10 rows, or of names and texts alone
 */
export function subjectsOf(
  profile: TableProfile,
  chosen: {
    target?: Target;
    columns?: readonly string[];
    where?: Condition;
    period?: Scope["period"];
  } = {},
): Subjects {
  if (profile.rows < LEAST_ROWS)
    throw new TabletalkError(
      "no_data",
      `${profile.table} has ${profile.rows} ${profile.rows === 1 ? "row" : "rows"}: too few to find anything that is more than chance.`,
      "Take a table of at least 10 rows, or ask for its rows.",
    );
  const wanted = new Set(chosen.columns ?? []);
  const varying = profile.columns.filter((column) => column.distinct > 1 && column.nulls < profile.rows);
  const numbers = varying.filter(isNumber).sort((a, b) => rank(b, wanted) - rank(a, wanted));
  const flags = varying.filter(isFlag);
  const labels = varying.filter(
    (column) => (isGroup(column) || isFlag(column)) && column.distinct <= MOST_LABELS,
  );
  const target = chosen.target ?? naturalTarget(flags, labels) ?? mainNumber(numbers) ?? labelTarget(labels);
  const used = target && columnOfTarget(target).name;
  const categories = labels
    .filter(({name}) => name !== used)
    .sort((a, b) => Number(wanted.has(b.name)) - Number(wanted.has(a.name)) || a.distinct - b.distinct);
  const measures = numbers.filter((column) => column.name !== used && !isFlag(column));
  const time = timeOf(varying);
  const natural = chosen.target !== undefined || (target?.kind === "flag" && target !== undefined);
  const known = new Set([used, ...measures.map(nameOf), ...categories.map(nameOf), time?.column.name]);
  const screened = [...measures.slice(0, MOST.drivers - MOST.categories), ...categories].slice(
    0,
    MOST.drivers,
  );
  const {leftOut, kept} = withinBounds(profile, measures, categories, known);
  return {
    profile,
    scope: {
      table: profile.table,
      ...(chosen.where && {where: chosen.where}),
      ...(chosen.period && {period: chosen.period}),
    },
    ...(target && {target}),
    natural,
    ...kept,
    screened: screened.map(nameOf),
    ...(time && {time}),
    leftOut,
  };
}

/** A yes/no target from a column of two values: what counts as yes. */
export function flagTarget(column: ColumnProfile, yes?: string | number | boolean): Target {
  const of = {column: column.name};
  if (yes === undefined && (column.type === "boolean" || isZeroOne(column))) {
    const value = column.type === "boolean" ? true : 1;
    return {
      kind: "flag",
      column: column.name,
      of: column,
      name: column.name,
      condition: {op: "=", of, value},
    };
  }
  const value = yes ?? yesOf(column);
  const condition: Condition = {op: "=", of, value};
  const into = column.type === "boolean" || isZeroOne(column) ? column.name : `${column.name} is ${value}`;
  return {
    kind: "flag",
    column: into,
    of: column,
    name: `${column.name} is ${value}`,
    condition,
    ...(into !== column.name && {
      prepare: {
        id: "flagged",
        tool: "prepare_data",
        input: {
          method: "label",
          into,
          cases: [{where: condition, value: true}],
          otherwise: false,
        },
        purpose: `Mark the rows where ${column.name} is ${value}`,
      },
    }),
  };
}

/** The column of the profile that a target is of. */
export function columnOfTarget(target: Target): ColumnProfile {
  return target.kind === "flag" ? target.of : target.column;
}

/** A column of yes and no: boolean, 0 and 1. */
export function isFlag(column: ColumnProfile): boolean {
  return column.type === "boolean" || isZeroOne(column);
}

/** How a measure is summed up where rows are put together: amounts that add up are added, others averaged. */
export function summedUp(column: ColumnProfile, name = column.name): Measure {
  const fn = column.additivity === "additive" && !isFlag(column) ? "sum" : "avg";
  return {name, fn, of: {column: column.name}, ...(column.unit && {unit: column.unit})};
}

const nameOf = ({name}: {name: string}): string => name;
const isZeroOne = ({type, min, max, distinct}: ColumnProfile): boolean =>
  type === "integer" && min === 0 && max === 1 && distinct === 2;
const isNumber = (column: ColumnProfile): boolean =>
  column.role === "measure" &&
  (column.type === "integer" || column.type === "number") &&
  column.geography === undefined;

function rank(column: ColumnProfile, wanted: ReadonlySet<string>): number {
  const words = nameParts(column.name).join(" ");
  const named = MAIN.find(([pattern]) => pattern.test(words))?.[1] ?? 0;
  return (
    (wanted.has(column.name) ? 20 : 0) +
    named +
    (column.additivity === "additive" ? 2 : 0) +
    (column.distinct > 10 ? 1 : 0) -
    (isFlag(column) ? 8 : 0)
  );
}

function naturalTarget(
  flags: readonly ColumnProfile[],
  labels: readonly ColumnProfile[],
): Target | undefined {
  const isOutcome = (column: ColumnProfile): boolean => OUTCOME.test(nameParts(column.name).join(" "));
  const flag = flags.find(isOutcome);
  if (flag) return flagTarget(flag);
  const two = labels.find((column) => column.distinct === 2 && column.type === "text" && isOutcome(column));
  return two && flagTarget(two, yesOf(two));
}

function yesOf(column: ColumnProfile): string | number | boolean {
  const values = column.top.map(({value}) => value).filter((value) => value !== null);
  const yes = values.find((value) =>
    /^(?:yes|y|true|1|t|positive|won|churned|cancelled)$/i.test(String(value)),
  );
  return yes ?? values.at(-1) ?? true;
}

const mainNumber = (numbers: readonly ColumnProfile[]): Target | undefined => {
  const first = numbers.find((column) => !isFlag(column)) ?? numbers[0];
  if (!first) return undefined;
  return isFlag(first) ? flagTarget(first) : {kind: "number", column: first, name: first.name};
};

const labelTarget = (labels: readonly ColumnProfile[]): Target | undefined => {
  const two = labels.find(isFlag);
  if (two) return flagTarget(two);
  const [few] = labels.filter(({distinct}) => distinct <= 12).sort((a, b) => a.distinct - b.distinct);
  return few && {kind: "label", column: few, name: few.name};
};

function withinBounds(
  profile: TableProfile,
  measures: ColumnProfile[],
  categories: ColumnProfile[],
  known: ReadonlySet<string | undefined>,
) {
  const leftOut: Subjects["leftOut"] = [];
  const add = (columns: readonly ColumnProfile[], why: string): void => {
    if (columns.length > 0) leftOut.push({names: columns.map(nameOf), why});
  };
  add(
    measures.slice(MOST.measures),
    "more numbers than one analysis looks at pair by pair; the first were screened for what goes with the outcome",
  );
  add(categories.slice(MOST.categories), "more groupings than one analysis looks at");
  const rest = profile.columns.filter(({name}) => !known.has(name));
  const empty = rest.filter((column) => column.distinct <= 1 || column.nulls >= profile.rows);
  add(empty, "the same in every row, or empty");
  add(
    rest.filter((column) => !empty.includes(column)),
    "identifiers, places, dates beside the main one, free text, or too many values to group by",
  );
  return {
    leftOut,
    kept: {measures: measures.slice(0, MOST.measures), categories: categories.slice(0, MOST.categories)},
  };
}

const DAY = 86_400_000;

function timeOf(columns: readonly ColumnProfile[]): Subjects["time"] {
  const dates = columns.filter(
    ({role, type}) => role === "date" && (type === "date" || type === "timestamp" || type === "integer"),
  );
  const [column] = [...dates].sort(
    (a, b) => a.nulls - b.nulls || Number(a.type === "integer") - Number(b.type === "integer"),
  );
  if (!column) return undefined;
  if (column.type === "integer") {
    const periods = Number(column.max) - Number(column.min) + 1;
    return periods >= 4 ? {column, unit: "year", periods} : undefined;
  }
  const days = (Date.parse(String(column.max)) - Date.parse(String(column.min))) / DAY;
  if (!Number.isFinite(days)) return undefined;
  const [unit, length]: [TimeUnit, number] =
    column.type === "timestamp" && days <= 4
      ? ["hour", 1 / 24]
      : days <= 120
        ? ["day", 1]
        : days <= 550
          ? ["week", 7]
          : days <= 20 * 365
            ? ["month", 30.4]
            : ["year", 365.25];
  const periods = Math.floor(days / length) + 1;
  // What has a value on few dates alone cannot be told by finer periods.
  return periods >= 4 && column.distinct >= 4 ? {column, unit, periods} : undefined;
}
