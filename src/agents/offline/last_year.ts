import type {TableProfile} from "../../data/profile.ts";
import type {Filter, Reading} from "../../planning/reading.ts";

const QUARTER = 3;

/**
 * "Q2" of data over some years is its last one that the data has, and the reading says which. Where each year is asked for, by
 * word or by groups of years, it stays every year's.
 */
export function inItsLastYear(reading: Reading, table: TableProfile | undefined): Reading {
  if (reading.period || !table || reading.intent !== "aggregate") return reading;
  const found = reading.filters.flatMap((filter) => quarterOf(filter) ?? [])[0];
  const last = found && table.columns.find(({name}) => name === found.column)?.max;
  if (!found || typeof last !== "string" || /every|each|all years/i.test(JSON.stringify(reading.placements)))
    return reading;
  if (reading.groups.some(({of, unit}) => unit !== undefined || "part" in of)) return reading;
  const month = QUARTER * (found.quarter - 1);
  const [lastYear, lastMonth] = last.split("-").map(Number) as [number, number];
  const year = lastMonth > month ? lastYear : lastYear - 1;
  const day = (at: number): string => new Date(Date.UTC(year, at, 1)).toISOString().slice(0, 10);
  const [from, to] = [day(month), day(month + QUARTER)];
  return {
    ...reading,
    filters: reading.filters.filter((filter) => filter !== found.filter),
    period: {
      column: found.column,
      from,
      to,
      anchor: "data",
      partial: to > last,
      said: `Q${found.quarter} ${year} (the last in the data)`,
    },
  };
}

function quarterOf(filter: Filter): {filter: Filter; column: string; quarter: number} | undefined {
  const {condition} = filter;
  const value =
    condition.op === "=" ? condition.value : condition.op === "in" ? condition.values[0] : undefined;
  if (!("of" in condition) || !("part" in condition.of) || condition.of.part !== "quarter") return undefined;
  if (condition.op === "in" && condition.values.length > 1) return undefined;
  const {of} = condition.of;
  return "column" in of && typeof value === "number"
    ? {filter, column: of.column, quarter: value}
    : undefined;
}
