import type {Cell} from "../../data/table.ts";
import type {Filter, Reading} from "../reading.ts";
import {sayCondition} from "../say_condition.ts";
import {type ColumnFate, codesOf, matchColumn} from "./match_column.ts";
import {matchRows, type RowMatch} from "./match_rows.ts";
import {bareName, numberOf, plain, type VersionRows} from "./version_rows.ts";

/** A reading on another version of its table: the same meaning, with what is to be said; or why it cannot be kept. */
export type Carried = {kind: "carried"; reading: Reading; said: string[]} | {kind: "stopped"; why: string[]};

/** Columns that say in what the numbers are counted. */
const UNIT_VALUES = /^([A-Z]{3}|[$€£¥]|kg|g|lb|t|km|m|mi|pcs|l|cents?)$/;
/** Of the rows before, so many may be gone before a total means something else. */
const LOST = 0.02;

/**
 * Carries a reading over to another version of its table. Rows are matched by key, so that renamed columns, changed codes and
 * units are known by their values and not by their names.
 */
export function carryReading(reading: Reading, before: VersionRows, after: VersionRows): Carried {
  if (after.rows === 0) return stopped("the file has no rows");
  const match = matchRows(before, after);
  const used = columnsIn(reading);
  const said: string[] = [];
  const why: string[] = [];
  const names = new Map<string, string>();
  for (const name of used) {
    if (!before.columns.has(name)) continue;
    const fate = matchColumn(name, before, after, match);
    const fault = faultOf(name, fate);
    if (fault) why.push(fault);
    else if ("name" in fate) names.set(name, fate.name);
    if (fate.kind === "renamed") said.push(`${name} is called ${fate.name} now`);
  }
  why.push(
    ...rowFaults(reading, before, after, match),
    ...unitFaults(reading, before, after),
    ...newlyMissing(names, before, after, match),
  );
  if (why.length > 0) return {kind: "stopped", why};
  const values = (column: string, value: Cell) =>
    valueNow(column, value, names.get(column) ?? column, before, after, match);
  const carried = rewritten(reading, names, values);
  return "why" in carried
    ? {kind: "stopped", why: carried.why}
    : {kind: "carried", reading: carried.reading, said: [...said, ...carried.said]};
}

const stopped = (why: string): Carried => ({kind: "stopped", why: [why]});

function faultOf(name: string, fate: ColumnFate): string | undefined {
  if (fate.kind === "gone") return `there is no ${name} any more`;
  return fate.kind === "changed" ? `${name}: ${fate.said}` : undefined;
}

/** Rows that are gone, come twice, or belong to nothing. */
function rowFaults(
  reading: Reading,
  before: VersionRows,
  after: VersionRows,
  match: RowMatch | undefined,
): string[] {
  if (!match) {
    const gone = keyGone(before, after);
    if (gone) return [gone];
    if (after.rows < before.rows * 0.7) return [`there were ${before.rows} rows and are ${after.rows}`];
    return [];
  }
  const faults: string[] = [];
  if (match.lost.length > Math.max(1, LOST * before.rows))
    faults.push(`${match.lost.length} of ${before.rows} rows of the file before are gone`);
  if (match.keyless.length > 0 && before.columns.get(match.key[0])!.every((cell) => cell !== null))
    faults.push(
      `${match.keyless.length} rows have no ${match.key[1]}: a totals row, or rows of something else`,
    );
  const distinct = reading.measures.every((one) => one.fn === "count_distinct");
  if (match.repeated.length > 0 && !distinct)
    faults.push(`${match.repeated.length} rows repeat a ${match.key[1]}, which named one row each before`);
  return faults;
}

/** A key of the same name that finds hardly any of the rows before: another stretch of time, or other things. */
function keyGone(before: VersionRows, after: VersionRows): string | undefined {
  for (const key of before.profile.keys) {
    const now = [...after.columns.keys()].find((name) => bareName(name) === bareName(key));
    if (now === undefined) continue;
    const known = new Set(after.columns.get(now)!.map((cell) => plain(cell)));
    const found = before.columns.get(key)!.filter((cell) => known.has(plain(cell))).length;
    return `${before.rows - found} of ${before.rows} rows of the file before are gone`;
  }
  return undefined;
}

/** A column that said in what numbers are counted, and now says something else beside or instead. */
function unitFaults(reading: Reading, before: VersionRows, after: VersionRows): string[] {
  if (reading.measures.every((one) => one.fn.startsWith("count"))) return [];
  return [...before.columns].flatMap(([name, cells]) => {
    const old = new Set(cells.filter((cell) => cell !== null).map(plain));
    const [only] = old;
    if (old.size !== 1 || only === undefined || !UNIT_VALUES.test(only)) return [];
    const now = new Set((after.columns.get(name) ?? []).filter((cell) => cell !== null).map(plain));
    const others = [...now].filter((value) => value !== only);
    return others.length > 0
      ? [`${name} was always ${only}, and is ${others.slice(0, 3).join(", ")} in some rows`]
      : [];
  });
}

/** Missing values in a column of numbers that had none. */
function newlyMissing(
  names: ReadonlyMap<string, string>,
  before: VersionRows,
  after: VersionRows,
  match: RowMatch | undefined,
): string[] {
  return [...names].flatMap(([old, now]) => {
    if (match?.key[0] === old) return [];
    const cells = before.columns.get(old)!;
    if (cells.some((cell) => cell === null)) return [];
    const missing = after.columns.get(now)!.filter((cell) => cell === null).length;
    return missing > 0 ? [`${now} is missing in ${missing} rows, and never was before`] : [];
  });
}

/** What a value of a filter is called now; or why that is not sure. */
function valueNow(
  column: string,
  value: Cell,
  named: string,
  before: VersionRows,
  after: VersionRows,
  match: RowMatch | undefined,
): {value: Cell} | {why: string} {
  const [old, now] = [before.columns.get(column), after.columns.get(named)];
  if (!old || !now || value === null || typeof value === "boolean" || numberOf(value) !== undefined)
    return {value};
  const known = new Set(old.filter((cell) => cell !== null).map(plain));
  const fresh = [...new Set(now.filter((cell) => cell !== null).map(plain))].filter((one) => !known.has(one));
  const codes = match && codesOf(match.pairs.map(([from, to]) => [old[from] ?? null, now[to] ?? null]));
  const code = codes?.get(plain(value));
  if (code !== undefined && code !== plain(value)) return {value: code};
  const alike = fresh.filter((one) => isLike(one, plain(value)));
  if (alike.length > 0)
    return {
      why: `${named} has ${alike.map((one) => `"${one}"`).join(", ")} now, which may be "${plain(value)}"`,
    };
  if (known.has(plain(value)) && match) {
    const others = match.pairs.filter(
      ([from, to]) => plain(old[from] ?? null) === plain(value) && plain(now[to] ?? null) !== plain(value),
    );
    const rows = match.pairs.filter(([from]) => plain(old[from] ?? null) === plain(value)).length;
    if (rows > 0 && others.length > 0.5 * rows)
      return {why: `rows that were "${plain(value)}" are something else now`};
  }
  return {value};
}

/** "refund" for "Refunded", "W" for "West": one begins with the other, whatever its case. */
function isLike(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || a.startsWith(b.slice(0, Math.max(1, b.length - 3))) || (a.length <= 3 && b.startsWith(a));
}

function rewritten(
  reading: Reading,
  names: ReadonlyMap<string, string>,
  nameNow: (column: string, value: Cell) => {value: Cell} | {why: string},
): {reading: Reading; said: string[]} | {why: string[]} {
  const why: string[] = [];
  const said = new Set<string>();
  const value = (column: string, old: Cell): Cell => {
    const now = nameNow(column, old);
    if ("why" in now) {
      why.push(now.why);
      return old;
    }
    if (now.value !== old) said.add(`"${String(old)}" is written "${String(now.value)}" now`);
    return now.value;
  };
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null) return part;
    const record = part as Record<string, unknown>;
    const of = record.of as {column?: unknown} | undefined;
    const column = typeof of?.column === "string" ? of.column : undefined;
    return Object.fromEntries(
      Object.entries(record).map(([key, one]) => {
        if (key === "column" && typeof one === "string") return [key, names.get(one) ?? one];
        if (column !== undefined && record.op !== undefined && key === "value")
          return [key, value(column, one as Cell)];
        if (column !== undefined && key === "values" && Array.isArray(one))
          return [key, one.map((each) => value(column, each as Cell))];
        return [key, walk(one)];
      }),
    );
  };
  const carried = walk(reading) as Reading;
  if (why.length > 0) return {why};
  const filters = carried.filters.map((filter, at): Filter => {
    const same = JSON.stringify(filter.condition) === JSON.stringify(reading.filters[at]?.condition);
    return same ? filter : {...filter, said: sayCondition(filter.condition)};
  });
  return {reading: {...carried, filters}, said: [...said]};
}

/** Every column that a reading names. */
function columnsIn(reading: Reading): Set<string> {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) visit(one);
    else if (typeof part === "object" && part !== null) {
      const {column} = part as {column?: unknown};
      if (typeof column === "string") found.add(column);
      for (const one of Object.values(part)) visit(one);
    }
  };
  const {placements: _placements, ...rest} = reading;
  visit(rest);
  return found;
}
