import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import {groups} from "../../../data/roles.ts";
import type {Filter, Reading} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {Measure} from "../../../tools/measure.ts";

/** A small change of a reading, and how it is said: "with refunds". */
export interface Variant {
  said: string;
  /** The smaller, the likelier. */
  cost: number;
  filters: Filter[];
  period: Reading["period"];
  measure: Measure;
}

const MOST_VALUES = 8;
const MOST_MEASURES = 12;

/** Every small change of a reading's total: a filter dropped or added, another column, date, period, count or denominator. */
export function variantsOf(reading: Reading, profile: TableProfile): Variant[] {
  const [measure] = reading.measures;
  if (!measure) return [];
  const base = {filters: reading.filters, period: reading.period, measure};
  return [
    ...withoutAFilter(reading).map((change) => ({...base, ...change})),
    ...withAFilter(reading, profile).map((change) => ({...base, ...change})),
    ...withoutTwoValues(reading, profile).map((change) => ({...base, ...change})),
    ...otherColumns(measure, profile).map((change) => ({...base, ...change})),
    ...otherCounts(measure, profile).map((change) => ({...base, ...change})),
    ...otherDates(reading, profile).map((change) => ({...base, ...change})),
    ...otherPeriods(reading).map((change) => ({...base, ...change})),
  ];
}

/** Two changes of different kinds at once. */
export function pairsOf(reading: Reading, profile: TableProfile): Variant[] {
  return variantsOf(reading, profile).flatMap((first) =>
    variantsOf({...reading, filters: first.filters, period: first.period, measures: [first.measure]}, profile)
      .filter((second) => second.said !== first.said && second.cost >= first.cost)
      .map((second) => ({
        ...second,
        said: `${first.said} and ${second.said}`,
        cost: first.cost + second.cost + 1,
      })),
  );
}

type Change = {said: string; cost: number} & Partial<Pick<Variant, "filters" | "period" | "measure">>;

function withoutAFilter({filters}: Reading): Change[] {
  const each = filters.map((filter, at) => ({
    said: withItsRows(filter),
    cost: 1,
    filters: filters.filter((_, index) => index !== at),
  }));
  return filters.length > 1 ? [...each, {said: "without any condition", cost: 1.5, filters: []}] : each;
}

/** "with status Refunded" for a filter that left those out. */
function withItsRows({condition, said}: Filter): string {
  const left = condition.op === "not" ? condition.arg : condition;
  const isLeft = condition.op === "not" ? left.op === "=" : left.op === "!=";
  return isLeft && (left.op === "=" || left.op === "!=") && "column" in left.of
    ? `with ${left.of.column} ${String(left.value)}`
    : `without the condition ${said}`;
}

function withAFilter({filters}: Reading, profile: TableProfile): Change[] {
  const used = JSON.stringify(filters.map((one) => one.condition));
  return profile.columns
    .filter((column) => (groups(column) || column.type === "boolean") && column.distinct > 1)
    .filter((column) => column.distinct <= MOST_VALUES && !used.includes(JSON.stringify(column.name)))
    .flatMap((column) => [
      ...column.top.flatMap(({value}): Change[] => {
        if (value === null) return [];
        const of = {column: column.name};
        // A row without a value is no such row: it stays.
        const others: Condition = {
          op: "or",
          args: [
            {op: "!=", of, value},
            {op: "is_null", of},
          ],
        };
        return [
          {
            said: `without ${column.name} ${String(value)}`,
            cost: 1.2,
            filters: [...filters, {condition: others, said: `${column.name} is not ${String(value)}`}],
          },
          {
            said: `with ${column.name} ${String(value)} alone`,
            cost: 1.4,
            filters: [
              ...filters,
              {condition: {op: "=", of, value}, said: `${column.name} is ${String(value)}`},
            ],
          },
        ];
      }),
    ]);
}

/** Two values of one column left out: refunds and tests. */
function withoutTwoValues({filters}: Reading, profile: TableProfile): Change[] {
  const used = JSON.stringify(filters.map((one) => one.condition));
  return profile.columns
    .filter((column) => groups(column) && column.distinct > 2 && column.distinct <= MOST_VALUES)
    .filter((column) => !used.includes(JSON.stringify(column.name)))
    .flatMap(({name, top}) => {
      const values = top.flatMap(({value}) => (value === null ? [] : [value as string | number | boolean]));
      return values.flatMap((first, at) =>
        values.slice(at + 1).map((second): Change => {
          const of = {column: name};
          const kept: Condition = {
            op: "or",
            args: [
              {op: "not_in", of, values: [first, second]},
              {op: "is_null", of},
            ],
          };
          return {
            said: `without ${name} ${String(first)} and ${String(second)}`,
            cost: 1.6,
            filters: [
              ...filters,
              {condition: kept, said: `${name} is not ${String(first)} or ${String(second)}`},
            ],
          };
        }),
      );
    });
}

function isAmount(column: ColumnProfile): boolean {
  return column.role === "measure" && (column.type === "integer" || column.type === "number");
}

function otherColumns(measure: Measure, profile: TableProfile): Change[] {
  const of = measure.of && "column" in measure.of ? measure.of.column : undefined;
  if (of === undefined || measure.over) return [];
  return profile.columns
    .filter((column) => isAmount(column) && column.name !== of)
    .filter((column) => measure.fn !== "sum" || column.additivity === "additive")
    .slice(0, MOST_MEASURES)
    .map((column) => ({
      said: `with ${column.name} in place of ${of}`,
      cost: 1.1,
      measure: {...measure, name: `${measure.fn} of ${column.name}`, of: {column: column.name}},
    }));
}

/** Rows or distinct things; a mean over rows or over things. */
function otherCounts(measure: Measure, profile: TableProfile): Change[] {
  const things = profile.columns.filter(
    (column) =>
      column.role === "identifier" ||
      ((groups(column) || column.type === "text") && column.distinct > MOST_VALUES),
  );
  const distinct = things.slice(0, MOST_MEASURES).map(({name}) => ({column: name}));
  if (measure.fn === "count" || measure.fn === "count_distinct")
    return [
      ...(measure.fn === "count_distinct"
        ? [{said: "counting rows", cost: 1, measure: {name: "rows", fn: "count" as const}}]
        : []),
      ...distinct
        .filter((of) => JSON.stringify(of) !== JSON.stringify(measure.of))
        .map((of) => ({
          said: `counting each ${of.column} once`,
          cost: 1.1,
          measure: {name: `distinct ${of.column}`, fn: "count_distinct" as const, of},
        })),
    ];
  if (measure.fn !== "avg" || !measure.of || measure.over) return [];
  const of = measure.of;
  return [
    {said: "taking the median", cost: 1.1, measure: {...measure, name: "median", fn: "median"}},
    ...distinct.map((thing) => ({
      said: `per ${thing.column}, not per row`,
      cost: 1.1,
      measure: {
        name: `per ${thing.column}`,
        fn: "sum" as const,
        of,
        over: {fn: "count_distinct" as const, of: thing},
        ...(measure.unit && {unit: measure.unit}),
      },
    })),
  ];
}

function otherDates({period}: Reading, profile: TableProfile): Change[] {
  if (!period) return [];
  return profile.columns
    .filter(
      (column) => (column.type === "date" || column.type === "timestamp") && column.name !== period.column,
    )
    .map((column) => ({
      said: `by ${column.name} in place of ${period.column}`,
      cost: 1,
      period: {...period, column: column.name},
    }));
}

const DAY = 86_400_000;

/** All of the time, the stretch before or after, or one day more at the end. */
function otherPeriods({period}: Reading): Change[] {
  if (!period) return [];
  const all: Change = {said: "over all dates", cost: 1.3, period: undefined};
  if (!period.from || !period.to) return [all];
  const [from, to] = [Date.parse(period.from), Date.parse(period.to)];
  const moved = (said: string, cost: number, [first, last]: [number, number]): Change => {
    const [begin, end] = [day(first), day(last)];
    return {said, cost, period: {...period, from: begin, to: end, said: `${begin} to ${day(last - DAY)}`}};
  };
  return [
    all,
    moved("for the stretch before", 1.4, [monthsFrom(from, to, -1), from]),
    moved("for the stretch after", 1.4, [to, monthsFrom(from, to, 1)]),
    moved("a year earlier", 1.5, [yearEarlier(from), yearEarlier(to)]),
    moved("with one day more at the end", 1.2, [from, to + DAY]),
    moved("with one day less at the end", 1.2, [from, to - DAY]),
  ];
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The other end of the neighbouring stretch: whole months where the stretch is of whole months, else as many days. */
function monthsFrom(from: number, to: number, side: 1 | -1): number {
  const [first, last] = [new Date(from), new Date(to)];
  const months =
    (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth();
  if (first.getUTCDate() !== 1 || last.getUTCDate() !== 1 || months === 0)
    return side < 0 ? from - (to - from) : to + (to - from);
  const at = side < 0 ? first : last;
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + side * months, 1);
}

function yearEarlier(time: number): number {
  const at = new Date(time);
  return Date.UTC(at.getUTCFullYear() - 1, at.getUTCMonth(), at.getUTCDate());
}
