import {setImmediate} from "node:timers/promises";
import type {ColumnProfile, TableProfile} from "../profile.ts";
import {candidateKeys} from "./grain.ts";
import {type ColumnNames, type NameEvidence, nameEvidence, namesOf} from "./name_evidence.ts";
import {type ColumnSketch, type Shared, sharedOf, type TableSketch} from "./sketch.ts";
import {tellingOf} from "./telling_values.ts";

/** A table as it is compared with others. */
export interface Described {
  name: string;
  profile: TableProfile;
  sketch: TableSketch;
}

export interface ColumnOf {
  table: string;
  column: string;
}

/** Columns of two tables that can be joined. `from` refers to `to`, which is the side with each value once. */
export interface Join {
  from: ColumnOf;
  to: ColumnOf;
  cardinality: "many-to-one" | "one-to-one" | "many-to-many";
  /** The share of the different values of `from` that `to` has, and the other way round; from 0 to 1. */
  shares: {from: number; to: number};
  /** The shares are counted, or estimated from samples of hashes. */
  counted: boolean;
  confidence: "likely" | "possible";
  /** Sentences for a person. */
  why: string[];
  /** Some values that both have; none of columns about persons. */
  examples: string[];
}

/** With fewer hashes than this seen of a side that was not compared whole, its share is not known. */
const FEW_SEEN = 16;
/** Fewer values than this share refer to nothing there. */
const LEAST_SHARE = 0.5;
/** What a name counts for where days are joined. */
const BY_DAY = 0.5;
/** Others get their turn after so long. */
const AT_ONCE_MS = 10;

interface Candidate extends Join {
  name: number;
}

/**
 * The columns by which tables can be joined, the surest first. Shares of values alone offer nothing where values tell
 * nothing (numbers from 1 up are in every table): the names must say it too.
 */
export async function findJoins(tables: readonly Described[], signal?: AbortSignal): Promise<Join[]> {
  const sides = tables.map(sidesOf);
  const found: Candidate[] = [];
  let since = performance.now();
  for (const [at, one] of sides.entries())
    for (const other of sides.slice(at + 1)) {
      found.push(...joinsBetween(one, other));
      if (performance.now() - since < AT_ONCE_MS) continue;
      await setImmediate(undefined, signal && {signal});
      since = performance.now();
    }
  const referring = new Set(
    found.filter((one) => one.cardinality !== "many-to-many").flatMap(({from, to}) => [idOf(from), idOf(to)]),
  );
  return found
    .filter(
      ({cardinality, from, to}) =>
        cardinality !== "many-to-many" || !(referring.has(idOf(from)) && referring.has(idOf(to))),
    )
    .sort(
      (a, b) => Number(b.confidence === "likely") - Number(a.confidence === "likely") || rank(b) - rank(a),
    )
    .map(({name: _, ...join}) => join);
}

const idOf = ({table, column}: ColumnOf): string => JSON.stringify([table, column]);
const rank = ({name, shares}: Candidate): number => name + shares.from;

interface Side {
  table: Described;
  column: ColumnProfile;
  sketch: ColumnSketch;
  unique: boolean;
  names: ColumnNames;
  /** The table has one row for each value, and nothing that identifies a row better. */
  grain: boolean;
}

function joinsBetween(ours: readonly Side[], theirs: readonly Side[]): Candidate[] {
  const found: Candidate[] = [];
  for (const left of ours)
    for (const right of theirs) {
      if (left.sketch.kind !== right.sketch.kind) continue;
      const best = [tryJoin(left, right), tryJoin(right, left)]
        .flatMap((join) => (join ? [join] : []))
        .sort((a, b) => rank(b) - rank(a))[0];
      if (best) found.push(best);
    }
  return onePerColumn(found);
}

/** Of several columns of one table that would join to the same column of the other, the best by name. */
function onePerColumn(found: readonly Candidate[]): Candidate[] {
  const sorted = found.toSorted((a, b) => rank(b) - rank(a));
  return sorted.filter(
    (join, at) =>
      !sorted.slice(0, at).some(
        (better) =>
          (idOf(better.from) === idOf(join.from) && better.to.table === join.to.table) ||
          // Several columns may refer to one key (origin and destination); of several dates one does.
          (idOf(better.to) === idOf(join.to) &&
            better.from.table === join.from.table &&
            join.name === BY_DAY),
      ),
  );
}

function sidesOf(table: Described): Side[] {
  const [key] = candidateKeys(table.profile);
  return table.sketch.columns.flatMap((sketch): Side[] => {
    const column = table.profile.columns.find(({name}) => name === sketch.name);
    if (!column || !joinable(column)) return [];
    const filled = table.profile.rows - column.nulls;
    const unique = column.distinct >= 0.99 * filled && filled >= 0.9 * table.profile.rows && filled > 1;
    const grain = key?.columns.length === 1 && key.columns[0] === sketch.name;
    return [{table, column, sketch, unique, grain, names: namesOf(table.name, column.name)}];
  });
}

function joinable({type, role, geography, distinct}: ColumnProfile): boolean {
  if (distinct < 2 || type === "number" || type === "boolean" || type === "timestamp") return false;
  return geography !== "latitude" && geography !== "longitude" && (role !== "text" || type === "text");
}

function tryJoin(from: Side, to: Side): Candidate | undefined {
  if (!to.unique) return sharedKey(from, to);
  const shared = sharedOf(from.sketch.sample, to.sketch.sample);
  if (shared.exact && shared.first < LEAST_SHARE) return undefined;
  const name = nameEvidence(from.names, to.names);
  const known = shared.exact || shared.seen.first >= FEW_SEEN;
  const share = known ? shared.first : atMost(from, to);
  if (from.sketch.kind === "time") return known ? byDay(from, to, shared) : undefined;
  // A number that measures refers to nothing, unless its name says what.
  if (from.column.role === "measure" && name.score < 0.8) return undefined;
  if (to.column.role === "measure" && name.score < 1) return undefined;
  if (from.column.role === "date" || to.column.role === "date") return undefined;
  const telling = tellingOf(from.column, to.column);
  const needed = name.score >= 0.9 ? LEAST_SHARE : name.score >= 0.7 ? (telling ? LEAST_SHARE : 0.8) : 0.9;
  if (share < needed) return undefined;
  if (name.score < 0.7 && !(telling && known && from.column.distinct >= 10)) return undefined;
  return {
    ...asJoin(from, to, shared, name),
    confidence: name.score >= 0.8 && share >= 0.9 && known ? "likely" : "possible",
  };
}

/** More different values than there are cannot be shared. */
const atMost = (from: Side, to: Side): number => Math.min(1, to.column.distinct / from.column.distinct);

/** A table of one row a day goes with every table that has days. */
function byDay(from: Side, to: Side, shared: Shared): Candidate | undefined {
  if (!to.grain || to.column.distinct < 14 || shared.first < 0.8 || from.column.distinct < 5)
    return undefined;
  const name = {score: BY_DAY, why: `${to.table.name} has one row for each ${to.column.name}`};
  return {...asJoin(from, to, shared, name), confidence: "possible"};
}

/** The same identifier in two tables, neither of which has it once: orders and tickets of a customer. */
function sharedKey(from: Side, to: Side): Candidate | undefined {
  if (from.unique || from.column.role !== "identifier" || to.column.role !== "identifier") return undefined;
  const name = nameEvidence(from.names, to.names);
  const shared = sharedOf(from.sketch.sample, to.sketch.sample);
  if (name.score < 1 || Math.max(shared.first, shared.second) < 0.5 || from.column.distinct < 5)
    return undefined;
  return {...asJoin(from, to, shared, name), cardinality: "many-to-many", confidence: "possible"};
}

function asJoin(from: Side, to: Side, shared: Shared, name: NameEvidence): Omit<Candidate, "confidence"> {
  return {
    from: placeOf(from),
    to: placeOf(to),
    cardinality: from.unique ? "one-to-one" : "many-to-one",
    shares: {from: shared.first, to: shared.second},
    counted: shared.exact,
    why: name.why === undefined ? ["the values are alike, which chance does not give"] : [name.why],
    examples: [],
    name: name.score,
  };
}

const placeOf = ({table, column}: Side): ColumnOf => ({table: table.name, column: column.name});
