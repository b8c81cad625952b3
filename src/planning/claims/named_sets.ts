import {allOf, bothOf, type Rows, rowsUpTo} from "./row_sets.ts";
import {chronological, type Entity, entitiesIn, type Pair, partAt, type Scene} from "./scene.ts";
import type {TableView} from "./table_view.ts";

/** Rows that a part of a sentence names together. */
export interface NamedSet {
  view: TableView;
  rows: Rows;
}

const THROUGH = /^\s*(?:to|through|thru|until|till|up to|–|-|—)\s*(?:the\s|year\s)?$/i;
const MONTHS_OF: [RegExp, number[]][] = [
  [/\b(?:first half|H1)\b/i, [1, 2, 3, 4, 5, 6]],
  [/\b(?:second half|latter half|H2)\b/i, [7, 8, 9, 10, 11, 12]],
  [/\b(?:first quarter|Q1)\b/i, [1, 2, 3]],
  [/\b(?:second quarter|Q2)\b/i, [4, 5, 6]],
  [/\b(?:third quarter|Q3)\b/i, [7, 8, 9]],
  [/\b(?:fourth quarter|last quarter|final quarter|Q4)\b/i, [10, 11, 12]],
  [/\bsummer\b/i, [6, 7, 8]],
  [/\bwinter\b/i, [12, 1, 2]],
  [/\bspring\b/i, [3, 4, 5]],
  [/\b(?:autumn|fall months)\b/i, [9, 10, 11]],
];

/** The sets of several rows that the words before a place name: a stretch of time, a season, the rows of one group. */
export function namedSets(scene: Scene, at: number): NamedSet[] {
  const whole = {from: 0, to: scene.tokens.length};
  const before = [...entitiesIn(scene, whole).filter((entity) => entity.at < at), ...scene.carried];
  const groups = before
    .reverse()
    .flatMap(({token, view}): NamedSet[] =>
      (token.mentions ?? [])
        .filter((one) => one.step === view.step && one.rows.size > 1 && one.rows.size < view.rows)
        .map(({rows}) => ({view, rows})),
    );
  return [...stretches(scene), ...seasons(scene, at), ...groups];
}

/** "October to December", "between 1955 and 1980". */
function stretches(scene: Scene): NamedSet[] {
  return scene.entities.flatMap((first, place): NamedSet[] => {
    const second = scene.entities[place + 1];
    if (!second || first.view !== second.view || !first.view.time) return [];
    const between = scene.text.slice(first.token.end, second.token.start);
    const isBetween =
      /\bbetween\s+$/i.test(scene.text.slice(0, first.token.start)) && /^\s*and\s*$/i.test(between);
    if (!isBetween && !THROUGH.test(between)) return [];
    const order = chronological(first.view, rowsUpTo(first.view.rows));
    const places = [...first.rows, ...second.rows].map((row) => order.indexOf(row));
    const rows = new Set(order.slice(Math.min(...places), Math.max(...places) + 1));
    return rows.size > 2 ? [{view: first.view, rows}] : [];
  });
}

/** "38 % of the second half": the stretch that an amount is said to be a part of. */
export function namedAfter(scene: Scene, at: number): NamedSet[] {
  const after = scene.text.slice(scene.tokens[at]!.end, scene.tokens.at(-1)!.end);
  const [words] = /^\s*of (?:the |all )?\D{0,30}/i.exec(after) ?? [];
  return words === undefined ? [] : monthsNamed(scene, words);
}

/** "the last quarter", "summer": rows of months. */
function seasons(scene: Scene, at: number): NamedSet[] {
  const token = scene.tokens[at]!;
  return monthsNamed(scene, scene.text.slice(scene.tokens[0]!.start, token.start));
}

function monthsNamed(scene: Scene, words: string): NamedSet[] {
  const months = MONTHS_OF.filter(([pattern]) => pattern.test(words)).map(([, some]) => some);
  return scene.views.flatMap((view) => {
    const order = view.time?.order;
    if (!order || months.length === 0) return [];
    const byRow = order.map(monthOf);
    if (byRow.includes(undefined)) return [];
    return months.flatMap((some): NamedSet[] => {
      const rows = new Set(byRow.flatMap((month, row) => (some.includes(month!) ? [row] : [])));
      return rows.size === some.length ? [{view, rows}] : [];
    });
  });
}

function monthOf(from: string): number | undefined {
  const named = /^0000-month-(\d{3})$/.exec(from);
  if (named) return Number(named[1]);
  const dated = /^\d{4}-(\d\d)-01$/.exec(from);
  return dated ? Number(dated[1]) : undefined;
}

/** The rows of a view by the time that they are of, in order. */
export function byTime(view: TableView, rows: Rows = rowsUpTo(view.rows)): Rows[] {
  const order = view.time?.order;
  if (!order) return [];
  const times = Map.groupBy(chronological(view, rows), (row) => order[row]!);
  return [...times.values()].map((some) => new Set(some));
}

/** All rows of a time against all rows of another, where each time has several: the first and the last, or those that are named. */
export function timeTotals(scene: Scene): {view: TableView; base: Rows; now: Rows}[] {
  return scene.views.flatMap((view) => {
    const times = byTime(view);
    if (times.length < 2 || times.length === view.rows || !view.whole) return [];
    if (scene.entities.some((entity) => entity.view === view && !isTime(entity))) return [];
    const named = times.filter((rows) =>
      scene.tokens.some((token) => namesAll(token.mentions ?? [], view, rows)),
    );
    const chosen = named.length >= 2 ? named : times;
    return [{view, base: chosen[0]!, now: chosen.at(-1)!}];
  });
}

function namesAll(
  mentions: readonly {step: string; column: string; rows: Rows}[],
  view: TableView,
  rows: Rows,
): boolean {
  return mentions.some(
    (one) =>
      one.step === view.step &&
      one.column === view.time?.column.name &&
      bothOf(one.rows, rows).size === rows.size,
  );
}

function isTime({token, view}: Entity): boolean {
  return (token.mentions ?? []).some(
    (one) => one.step === view.step && one.column === view.time?.column.name,
  );
}

/** "Office Supplies added 62 between 2016 and 2017": the group named nearest, at the two times named, or at the first and the last. */
export function crossPairs(scene: Scene, at: number): Pair[] {
  return scene.views.flatMap((view): Pair[] => {
    const times = byTime(view);
    if (times.length < 2 || times.length === view.rows) return [];
    const groups = scene.tokens.flatMap((token, place) =>
      (token.mentions ?? [])
        .filter(
          (one) =>
            one.step === view.step &&
            one.column !== view.time!.column.name &&
            view.keys.some((key) => key.name === one.column),
        )
        .map((one) => ({place, token, rows: one.rows})),
    );
    const part = partAt(scene, at);
    const inPart = groups.filter(({place}) => place >= part.from && place < part.to);
    const before = groups.filter(({place}) => place < at);
    const nearest = inPart.findLast(({place}) => place < at) ?? inPart[0] ?? before.at(-1) ?? groups[0];
    if (!nearest) return [];
    const named = times.filter((rows) =>
      scene.tokens.some((token) => namesAll(token.mentions ?? [], view, rows)),
    );
    const chosen =
      named.length >= 2
        ? named
        : named.length === 1 && named[0] !== times[0]
          ? [times[times.indexOf(named[0]!) - 1]!, named[0]!]
          : times;
    const of = (rows: Rows): Entity => ({
      at: -1,
      token: nearest.token,
      view,
      rows: bothOf(rows, nearest.rows),
      isAgainst: false,
    });
    const [base, subject] = [of(chosen[0]!), of(chosen.at(-1)!)];
    return base.rows.size === 1 && subject.rows.size === 1 ? [{subject, base}] : [];
  });
}

/** How many different values a key has, where a word names it: "the three islands". */
export function distinctOf(view: TableView, column: {at: number}): number {
  return new Set(view.artifact.table.rows.map((row) => row[column.at]).filter((cell) => cell !== null)).size;
}

/** Every row that the sentence names, of one view. */
export function namedTogether(scene: Scene, view: TableView): Rows {
  return allOf(scene.entities.filter((entity) => entity.view === view));
}
