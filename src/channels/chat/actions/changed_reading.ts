import type {TableProfile} from "../../../data/profile.ts";
import {TabletalkError} from "../../../errors.ts";
import {type Reading, readingSchema} from "../../../planning/reading.ts";
import {
  ANY_CHART,
  CHARTS,
  columnOf,
  dateColumn,
  editableMeasure,
  FUNCTIONS,
  groupOptions,
  keyOf,
  measurable,
} from "./fix_options.ts";
import {periodText, readPeriod} from "./period_text.ts";

export type FormValues = ReadonlyMap<string, string | readonly string[]>;

const MOST_GROUPS = 3;

/**
 * A reading as a form changed it. A field that did not come back stays as it was; what is in none of the lists is refused.
 * @throws TabletalkError bad_use
 */
export function changedReading(reading: Reading, profile: TableProfile, values: FormValues): Reading {
  const measure = measureIn(reading, profile, values);
  const before = editableMeasure(reading)?.name;
  const groups = groupsIn(reading, profile, values);
  const names = new Set([measure.name, ...groups.map(({name}) => name)]);
  const order = reading.order
    .map((one) => (one.by === before ? {...one, by: measure.name} : one))
    .filter(({by}) => names.has(by));
  const {period: _period, limit: _limit, chart: _chart, plainly: _plainly, ...rest} = reading;
  const period = periodIn(reading, profile, values);
  const limit = limitIn(reading, values);
  const chart = chartIn(reading, values);
  const changed = readingSchema.safeParse({
    ...rest,
    // Without groups there is nothing to be the highest of.
    intent: reading.intent === "which" && groups.length === 0 ? "aggregate" : reading.intent,
    measures: [measure],
    groups,
    filters: filtersIn(reading, values),
    order: limit !== undefined && order.length === 0 ? [{by: measure.name, direction: "desc"}] : order,
    ...(period && {period}),
    ...(limit !== undefined && {limit}),
    ...(chart && {chart}),
    placements: [],
    assumptions: [],
    score: 1,
  });
  if (!changed.success) throw refused("These together make no question.");
  return changed.data;
}

function measureIn(reading: Reading, profile: TableProfile, values: FormValues): Reading["measures"][number] {
  const before = editableMeasure(reading);
  if (!before) throw refused("This question can only be said in other words.");
  const fn = one(values, "what") ?? before.fn;
  const chosen = FUNCTIONS.find(({value}) => value === fn);
  if (!chosen) throw refused("There is no such figure.");
  const key = one(values, "column");
  const column = key === undefined ? columnOf(before.of) : named(profile, key);
  if (chosen.value === before.fn && column === columnOf(before.of)) return before;
  if (chosen.value === "count") return {name: "count", fn: "count"};
  const known = profile.columns.find(({name}) => name === column);
  if (!known) throw refused(`${chosen.label} of what? Choose a column.`);
  const isNumber = known.type === "integer" || known.type === "number";
  if (!isNumber && ["sum", "avg", "median"].includes(chosen.value))
    throw refused(`${chosen.label} takes a column of numbers; ${known.name} has none.`);
  return {
    name: `${chosen.word} ${known.name}`,
    fn: chosen.value,
    of: {column: known.name},
    ...(known.unit !== undefined && chosen.value !== "count_distinct" && {unit: known.unit}),
  };
}

function named(profile: TableProfile, key: string): string {
  const found = measurable(profile).find(({name}) => keyOf(name) === key);
  if (!found) throw refused("There is no such column (any more).");
  return found.name;
}

function groupsIn(reading: Reading, profile: TableProfile, values: FormValues): Reading["groups"] {
  const keys = many(values, "groups");
  if (keys === undefined) return reading.groups;
  if (keys.length > MOST_GROUPS) throw refused(`At most ${MOST_GROUPS} things can be grouped by.`);
  const options = groupOptions(reading, profile);
  const groups = keys.map((key) => {
    const found = options.find(({value}) => value === key);
    if (!found) throw refused("There is no such column to group by (any more).");
    return found.group;
  });
  // Two dates by month are two columns of the result.
  return groups.map((group, at) =>
    groups.findIndex(({name}) => name === group.name) === at
      ? group
      : {...group, name: `${columnOf(group.of) ?? group.name} ${group.name}`},
  );
}

function periodIn(reading: Reading, profile: TableProfile, values: FormValues): Reading["period"] {
  const text = one(values, "period");
  if (text === undefined || text === (periodText(reading.period) ?? "")) return reading.period;
  if (text === "") return undefined;
  const column = dateColumn(reading, profile);
  if (column === undefined) throw refused("The data has no dates.");
  return readPeriod(text, column);
}

function filtersIn({filters}: Reading, values: FormValues): Reading["filters"] {
  const kept = many(values, "filters");
  return kept === undefined ? filters : filters.filter((_, at) => kept.includes(String(at)));
}

function limitIn({limit}: Reading, values: FormValues): number | undefined {
  const text = one(values, "limit");
  if (text === undefined) return limit;
  if (text === "") return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw refused("How many at most is a whole number, such as 10.");
  return Number(text);
}

function chartIn({chart}: Reading, values: FormValues): Reading["chart"] {
  const kind = one(values, "chart");
  if (kind === undefined || kind === (chart?.kind ?? ANY_CHART)) return chart;
  if (kind === ANY_CHART) return undefined;
  const found = CHARTS.find((one) => one === kind);
  if (!found) throw refused("There is no such kind of chart.");
  return {kind: found, asked: true};
}

function one(values: FormValues, id: string): string | undefined {
  const value = values.get(id);
  return value === undefined ? undefined : (typeof value === "string" ? value : (value[0] ?? "")).trim();
}

function many(values: FormValues, id: string): readonly string[] | undefined {
  const value = values.get(id);
  return value === undefined
    ? undefined
    : typeof value === "string"
      ? [value].filter(Boolean)
      : [...new Set(value)];
}

function refused(message: string): TabletalkError {
  return new TabletalkError("bad_use", message, "Change the form, or say it in other words.");
}
