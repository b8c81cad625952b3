import {z} from "zod";
import type {Cell, ColumnType} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {aggregateTool} from "../aggregate.ts";
import {aggregateInputSchema, sourceFields} from "../aggregate_input.ts";
import {expressionSchema} from "../condition.ts";
import {measureSchema, type TimeUnit, timeUnitSchema} from "../measure.ts";
import {sayExpression} from "../sql_expression.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {checkSize} from "./load_columns.ts";
import {instantOf, periodAfter, sayPeriod} from "./period_calendar.ts";

/** What every method on a series of periods asks for. */
export const seriesFields = {
  ...sourceFields,
  time: z
    .strictObject({of: expressionSchema, unit: timeUnitSchema})
    .describe("the column of dates, and the length of a period"),
  measure: measureSchema.describe("one number a period, as in aggregate"),
};
const seriesRequestSchema = z.strictObject(seriesFields);
export type SeriesInput = z.infer<typeof seriesRequestSchema>;

/** One value a period, in order, without gaps. */
export interface Series {
  /** As the tables write them. */
  periods: Cell[];
  periodType: ColumnType;
  values: Float64Array;
  /** Periods that had no value: what stands there was filled in. */
  filled: Set<number>;
  unit: TimeUnit;
  /** The next periods after the last. */
  ahead(count: number): Cell[];
  measureUnit: string | undefined;
  notes: string[];
  sql: string[];
  datasets: Artifact["provenance"]["datasets"];
}

interface Row {
  at: number;
  value: number;
  first: number | undefined;
  last: number | undefined;
}

const MOST_PERIODS = 20_000;

/**
 * A measure by period. Periods without rows are 0 where the measure counts or adds, else on the line between their
 * neighbours; a first or last period that the data covers only a piece of is left out; all of it is said.
 * @throws TabletalkError bad_plan where there is no period, too many, or more gaps than values; those of aggregate
 */
export async function loadSeries(input: SeriesInput, context: ToolContext): Promise<Series> {
  const {unit} = input.time;
  const edge = (name: string, fn: "min" | "max") => ({name, fn, of: input.time.of});
  const aggregated = await aggregateTool.run(
    aggregateInputSchema.parse({
      ...pick(input),
      measures: [{...input.measure, name: "value"}, edge("first_time", "min"), edge("last_time", "max")],
      groups: [{name: "period", of: input.time.of, unit}],
      order: [{by: "period", direction: "asc"}],
      includeMissing: false,
    }),
    {...context, limits: {...context.limits, rows: MOST_PERIODS + 1}},
  );
  const {columns, rows} = aggregated.table;
  const place = (name: string): number => columns.findIndex((column) => column.name === name);
  const [at, value, first, last] = ["period", "value", "first_time", "last_time"].map(place) as [
    number,
    number,
    number,
    number,
  ];
  const asYear = rows.some((row) => typeof row[at] === "number");
  const found = rows.flatMap((row): Row[] => {
    const start = instantOf(row[at]);
    if (start === undefined) return [];
    const number = row[value] === null || row[value] === undefined ? Number.NaN : Number(row[value]);
    return [{at: start, value: number, first: instantOf(row[first]), last: instantOf(row[last])}];
  });
  if (found.length === 0 || aggregated.truncated) {
    throw new TabletalkError(
      "bad_plan",
      found.length === 0 ? `No ${unit} has rows.` : `There are more than ${MOST_PERIODS} ${unit}s.`,
      found.length === 0 ? "Choose another filter or column of dates." : "Take longer periods.",
    );
  }
  const notes = [...aggregated.provenance.notes];
  const whole = asYear ? found : withoutPieces(found, unit, context.asOf.getTime(), notes);
  const adds =
    ["count", "sum", "count_distinct", "null_count"].includes(input.measure.fn) && !input.measure.over;
  const {starts, values, filled} = withoutGaps(whole, unit, adds, notes);
  checkSize(input.measure.name, values);
  return {
    periods: starts.map((start) => sayPeriod(start, unit, asYear)),
    periodType: asYear ? "integer" : unit === "hour" ? "timestamp" : "date",
    values,
    filled,
    unit,
    ahead: (count) =>
      Array.from({length: count}, (_, k) =>
        sayPeriod(periodAfter(starts.at(-1)!, unit, k + 1), unit, asYear),
      ),
    measureUnit: aggregated.units.value,
    notes,
    sql: aggregated.provenance.sql,
    datasets: aggregated.provenance.datasets,
  };
}

/** "sum of amount by month" */
export const saySeries = (input: SeriesInput): string =>
  `${input.measure.name} by ${input.time.unit}${"column" in input.time.of ? "" : ` of ${sayExpression(input.time.of)}`}`;

function pick({table, joins, where, period}: SeriesInput) {
  return {table, joins, ...(where && {where}), ...(period && {period})};
}

/** How far into a period the others reach is known from themselves: one that ends earlier than all is a piece. */
function withoutPieces(rows: Row[], unit: TimeUnit, now: number, notes: string[]): Row[] {
  const length = (row: Row): number => periodAfter(row.at, unit) - row.at;
  const reach = (row: Row): number => (row.last === undefined ? 0 : (row.last - row.at) / length(row));
  const begins = (row: Row): number => (row.first === undefined ? 0 : (row.first - row.at) / length(row));
  let own = rows;
  const end = own.at(-1)!;
  const others = own.slice(0, -1);
  const early = others.length >= 3 && Math.min(...others.slice(-24).map(reach)) - reach(end) > 0.1;
  const running = now > end.at && now < periodAfter(end.at, unit);
  if (others.length >= 3 && (early || running)) {
    own = others;
    const said = sayPeriod(end.at, unit, false);
    notes.push(
      `The last ${unit} (${said}) is left out: ${early ? "the data ends in the middle of it" : "it is not over"}.`,
    );
  }
  const [start, ...later] = own;
  if (later.length >= 3 && begins(start!) - Math.max(...later.slice(0, 24).map(begins)) > 0.1) {
    notes.push(
      `The first ${unit} (${sayPeriod(start!.at, unit, false)}) is left out: the data begins in the middle of it.`,
    );
    own = later;
  }
  return own;
}

function withoutGaps(rows: readonly Row[], unit: TimeUnit, adds: boolean, notes: string[]) {
  const known = new Map(rows.map((row) => [row.at, row.value]));
  const starts: number[] = [];
  const end = rows.at(-1)!.at;
  for (let at = rows[0]!.at; at <= end; at = periodAfter(at, unit)) {
    starts.push(at);
    if (starts.length > MOST_PERIODS) break;
  }
  const values = Float64Array.from(starts, (at) => known.get(at) ?? Number.NaN);
  const filled = new Set([...values.keys()].filter((row) => !Number.isFinite(values[row]!)));
  if (starts.length > MOST_PERIODS || filled.size > starts.length / 2) {
    throw new TabletalkError(
      "bad_plan",
      `${filled.size} of ${starts.length} ${unit}s between the first and the last have no value.`,
      "Take longer periods.",
    );
  }
  if (filled.size > 0) {
    notes.push(
      `${filled.size} of ${starts.length} ${unit}s have no value: ${adds ? "they count as 0" : "they are filled in on the line between their neighbours"}.`,
    );
  }
  for (const row of filled) values[row] = adds ? 0 : between(values, row, filled);
  return {starts, values, filled};
}

/** The value on the line between the nearest present neighbours; at an end the nearest one's. */
function between(values: Float64Array, row: number, filled: ReadonlySet<number>): number {
  let left = row;
  let right = row;
  while (left >= 0 && filled.has(left)) left--;
  while (right < values.length && filled.has(right)) right++;
  if (left < 0) return values[right]!;
  if (right >= values.length) return values[left]!;
  return values[left]! + ((row - left) / (right - left)) * (values[right]! - values[left]!);
}
