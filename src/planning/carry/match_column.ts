import type {Cell} from "../../data/table.ts";
import type {RowMatch} from "./match_rows.ts";
import {bareName, numberOf, plain, saysTheSame, type VersionRows} from "./version_rows.ts";

/** What became of a column that a plan uses. */
export type ColumnFate =
  | {kind: "kept"; name: string}
  | {kind: "renamed"; name: string}
  | {kind: "gone"}
  | {kind: "changed"; name: string; said: string};

/** The share of the same things that must hold the same values for a column to be the same one: the others are corrections. */
const SAME = 0.5;
/** The share of values that a change of unit must explain. */
const EXPLAINED = 0.8;
/** Without its own name a column must agree better to be taken for it. */
const SAME_RENAMED = 0.97;
const FEW = 5;

/** Finds a column of the old version in the new one: by its name and values; by its values alone where the name is gone. */
export function matchColumn(
  name: string,
  before: VersionRows,
  after: VersionRows,
  match: RowMatch | undefined,
): ColumnFate {
  const named =
    [...after.columns.keys()].find((one) => one === name) ??
    onlyOne([...after.columns.keys()].filter((one) => bareName(one) === bareName(name)));
  if (!match) return named === undefined ? {kind: "gone"} : withoutMatch(name, named, before, after);
  if (name === match.key[0]) return {kind: match.key[1] === named ? "kept" : "renamed", name: match.key[1]};
  if (named !== undefined) {
    const said = difference(name, named, before, after, match);
    return said === undefined ? {kind: "kept", name: named} : {kind: "changed", name: named, said};
  }
  const old = new Set([...before.columns.keys()].map(bareName));
  const alike = [...after.columns.keys()]
    .filter((one) => !old.has(bareName(one)))
    .filter((one) => shareSame(name, one, before, after, match) >= SAME_RENAMED);
  const [only] = alike;
  const tells = new Set(before.columns.get(name)!.map(String)).size > 1;
  return only !== undefined && alike.length === 1 && tells ? {kind: "renamed", name: only} : {kind: "gone"};
}

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

function pairsOf(
  name: string,
  other: string,
  before: VersionRows,
  after: VersionRows,
  {pairs}: RowMatch,
): [Cell, Cell][] {
  const [old, now] = [before.columns.get(name)!, after.columns.get(other)!];
  return pairs.map(([from, to]) => [old[from] ?? null, now[to] ?? null]);
}

function shareSame(
  name: string,
  other: string,
  before: VersionRows,
  after: VersionRows,
  match: RowMatch,
): number {
  const pairs = pairsOf(name, other, before, after, match);
  return pairs.filter(([a, b]) => saysTheSame(a, b)).length / Math.max(1, pairs.length);
}

/** How the values of the same things differ; undefined where they are the same but for some corrections. */
function difference(
  name: string,
  other: string,
  before: VersionRows,
  after: VersionRows,
  match: RowMatch,
): string | undefined {
  const pairs = pairsOf(name, other, before, after, match);
  const emptied = pairs.filter(([a, b]) => a !== null && b === null).length;
  if (emptied > 0) return `${emptied} of its values are missing now`;
  const numbers = pairs.flatMap(([a, b]) => {
    const [x, y] = [numberOf(a as Cell), numberOf(b as Cell)];
    return x === undefined || y === undefined || x === 0 ? [] : [[x, y] as const];
  });
  if (numbers.length >= FEW && numbers.length >= EXPLAINED * pairs.length) {
    const turned = numbers.filter(([x, y]) => Math.abs(x + y) <= 1e-6 * Math.abs(x)).length;
    if (turned > 0) return `${turned} of its values have the other sign now`;
    const ratios = numbers.map(([x, y]) => y / x).sort((a, b) => a - b);
    const middle = ratios[Math.floor(ratios.length / 2)]!;
    const constant = ratios.filter((ratio) => Math.abs(ratio - middle) <= 0.02 * Math.abs(middle)).length;
    if (Math.abs(middle - 1) > 1e-3 && constant >= EXPLAINED * ratios.length)
      return `its values are ${Number(middle.toPrecision(3))} times what they were: another unit, it seems`;
    const grown = numbers.filter(([x, y]) => Math.abs(y - x) > 1e-6 * Math.abs(x)).length;
    if (grown > (1 - SAME) * numbers.length) return `${grown} of its values are others now`;
    return undefined;
  }
  const other_ = pairs.filter(([a, b]) => !saysTheSame(a, b)).length;
  if (other_ <= (1 - SAME) * pairs.length) return undefined;
  return codesOf(pairs) ? undefined : `${other_} of its values are others now`;
}

/** Old codes by new ones, where every old code stands for one new one and the reverse. */
export function codesOf(pairs: readonly (readonly [Cell, Cell])[]): Map<string, string> | undefined {
  const [forth, back] = [new Map<string, string>(), new Map<string, string>()];
  for (const [a, b] of pairs) {
    if (a === null || b === null) continue;
    const [old, now] = [plain(a), plain(b)];
    if ((forth.get(old) ?? now) !== now || (back.get(now) ?? old) !== old) return undefined;
    forth.set(old, now);
    back.set(now, old);
  }
  return forth;
}

/** Without rows to compare: the type, and where the middle of the numbers lies. */
function withoutMatch(name: string, named: string, before: VersionRows, after: VersionRows): ColumnFate {
  const of = (version: VersionRows, column: string) =>
    version.profile.columns.find((one) => one.name === column)!;
  const [old, now] = [of(before, name), of(after, named)];
  if ((old.role === "measure") !== (now.role === "measure") && old.type !== now.type)
    return {kind: "changed", name: named, said: `it held ${old.type}s and holds ${now.type}s`};
  const [was, is] = [old.quantiles?.[2], now.quantiles?.[2]];
  if (was && is && (Math.abs(is / was) > 10 || Math.abs(is / was) < 0.1))
    return {
      kind: "changed",
      name: named,
      said: `its middle value was ${was} and is ${is}: another unit, it seems`,
    };
  return {kind: "kept", name: named};
}
