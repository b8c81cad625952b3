import {nameParts} from "../roles.ts";
import type {Described} from "./joins.ts";
import {type ColumnSketch, sharedOf} from "./sketch.ts";

/** What a table is to another that it is like, the most alike first. */
export type Likeness =
  /** The same rows, in whatever order, though columns may be moved or renamed. */
  | "same rows"
  /** All rows of the other, and more. */
  | "more rows"
  /** A part of the other's rows. */
  | "part"
  /** Many rows of both are the same. */
  | "overlap"
  /** The same things in rows, but columns were added, removed, or filled anew. */
  | "same things";

export interface NearDuplicate {
  likeness: Likeness;
  /** Shares of rows, from 0 to 1; of "same things" shares of matched columns. */
  shares: {own: number; other: number};
  /** Nothing was estimated. */
  counted: boolean;
  /** Columns that have another name in the other table: own name first. */
  renamed: [string, string][];
  /** Columns that the other table does not have, and those that only it has. */
  added: string[];
  removed: string[];
  /** Of the shared columns, those that stand at another place. */
  reordered: boolean;
}

/** From this share of rows on tables are told to be alike. */
const ALIKE = 0.3;
const ALL = 0.97;
/** With fewer hashes seen of the smaller table nothing is said. */
const FEW_SEEN = 12;
const SAME_VALUES = 0.8;

/**
 * What a table is to another one, by hashes of their rows and values; undefined where it is other data, also where the
 * columns are the same (last month's sales and this month's).
 */
export function compareTables(own: Described, other: Described): NearDuplicate | undefined {
  const [a, b] = [own.sketch, other.sketch];
  if (a.rows === 0 || b.rows === 0) return undefined;
  if (a.content !== undefined && a.content === b.content)
    return {
      likeness: "same rows",
      shares: {own: 1, other: 1},
      counted: true,
      ...matchColumns(own, other, true),
    };
  if (a.sample && b.sample && own.profile.columns.length === other.profile.columns.length) {
    const shared = sharedOf(a.sample, b.sample);
    const seen = Math.min(shared.seen.first, shared.seen.second);
    const shares = {own: shared.first, other: shared.second};
    if (Math.max(shares.own, shares.other) >= ALIKE && (shared.exact || seen >= FEW_SEEN) && varied(own))
      return {
        likeness: likenessOf(shares, a.rows, b.rows),
        shares,
        counted: shared.exact,
        ...matchColumns(own, other, true),
      };
  }
  return sameThings(own, other, matchColumns(own, other, false));
}

function likenessOf(shares: {own: number; other: number}, own: number, other: number): Likeness {
  if (shares.own >= ALL && shares.other >= ALL && own === other) return "same rows";
  if (shares.other >= ALL && own >= other) return "more rows";
  if (shares.own >= ALL && own <= other) return "part";
  return "overlap";
}

/** Rows of a few short codes repeat in unrelated tables: a table must have rows that chance does not give twice. */
const varied = ({profile}: Described): boolean =>
  profile.rows - profile.duplicateRows > 0.5 * profile.rows &&
  profile.columns.reduce((bits, {distinct}) => bits + Math.log2(Math.max(1, distinct)), 0) >
    Math.log2(profile.rows) + 3;

type Matched = Pick<NearDuplicate, "renamed" | "added" | "removed" | "reordered">;

/** Columns of the same name, and among the others those that hold the same values; of the same rows, also a part of them. */
function matchColumns(own: Described, other: Described, rows: boolean): Matched {
  const key = (name: string): string => nameParts(name).join(" ");
  const theirs = new Map(other.profile.columns.map(({name}) => [key(name), name]));
  const left = own.profile.columns.filter(({name}) => !theirs.has(key(name)));
  const ours = new Set(own.profile.columns.map(({name}) => key(name)));
  const right = other.profile.columns.filter(({name}) => !ours.has(key(name)));
  const renamed: [string, string][] = [];
  for (const {name} of left) {
    const candidates = right
      .filter((one) => !renamed.some(([, taken]) => taken === one.name))
      .map((one) => ({name: one.name, alike: alike(own, other, name, one.name, rows)}))
      .sort((x, y) => y.alike - x.alike);
    if (candidates[0] && candidates[0].alike >= SAME_VALUES) renamed.push([name, candidates[0].name]);
  }
  const common = own.profile.columns.filter(({name}) => theirs.has(key(name))).map(({name}) => key(name));
  const order = other.profile.columns.map(({name}) => key(name)).filter((name) => ours.has(name));
  return {
    renamed,
    added: left.map(({name}) => name).filter((name) => !renamed.some(([one]) => one === name)),
    removed: right.map(({name}) => name).filter((name) => !renamed.some(([, one]) => one === name)),
    reordered: common.some((name, at) => order[at] !== name),
  };
}

const columnOf = ({sketch}: Described, name: string): ColumnSketch | undefined =>
  sketch.columns.find((one) => one.name === name);

function alike(own: Described, other: Described, name: string, theirName: string, part = false): number {
  const [one, two] = [columnOf(own, name), columnOf(other, theirName)];
  if (!one || !two || one.kind !== two.kind) return 0;
  const {jaccard, first, second} = sharedOf(one.sample, two.sample);
  return part && one.distinct > 2 && two.distinct > 2 ? Math.max(first, second) + jaccard / 10 : jaccard;
}

/**
 * The rows differ, but the columns hold the same values: a column came or went, or one was filled anew. At least one
 * of those columns must name the things, so that lists of the same categories are not taken for the same things.
 */
function sameThings(own: Described, other: Described, columns: Matched): NearDuplicate | undefined {
  const [few, many] = [own.profile.rows, other.profile.rows].sort((x, y) => x - y) as [number, number];
  if (few < 0.8 * many || few < 8) return undefined;
  const renamed = new Map(columns.renamed);
  const pairs = own.profile.columns.flatMap(({name, distinct, type}) => {
    if (columns.added.includes(name)) return [];
    const theirs = renamed.get(name) ?? sameName(other, name);
    return theirs === undefined ? [] : [{name, distinct, type, alike: alike(own, other, name, theirs)}];
  });
  const least = Math.min(own.profile.columns.length, other.profile.columns.length);
  const matched = pairs.filter((pair) => pair.alike >= SAME_VALUES);
  if (matched.length < Math.max(2, 0.6 * least)) return undefined;
  // Counters and days are the same in tables of other things.
  const naming = matched.filter((pair) => pair.distinct > 0.3 * few && namesThings(own, pair.name));
  if (naming.length === 0) return undefined;
  const share = (of: number): number => matched.length / of;
  return {
    likeness: "same things",
    shares: {own: share(own.profile.columns.length), other: share(other.profile.columns.length)},
    counted: false,
    ...columns,
  };
}

const sameName = (table: Described, name: string): string | undefined => {
  const key = nameParts(name).join(" ");
  return table.profile.columns.find((one) => nameParts(one.name).join(" ") === key)?.name;
};

/** Text and numbers with fractions or far apart; not 1, 2, 3, nor one row a day. */
function namesThings({profile}: Described, name: string): boolean {
  const column = profile.columns.find((one) => one.name === name)!;
  if (column.type === "date" || column.type === "timestamp") return false;
  if (column.type === "integer") return column.distinct / (Number(column.max) - Number(column.min) + 1) < 0.5;
  return true;
}
