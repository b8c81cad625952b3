import type {Artifact} from "../tools/tool.ts";
import {type Label, labelsOf, meets} from "./align.ts";
import {rowsUpTo} from "./claims/row_sets.ts";
import {chronological} from "./claims/scene.ts";
import {viewOf} from "./claims/table_view.ts";
import type {Token} from "./claims/tokens.ts";
import {stemOf} from "./claims/vocabulary.ts";
import type {Evidence} from "./evidence.ts";
import {type Mention, wholeMatches} from "./mentions.ts";
import {pairLabels} from "./pair_labels.ts";
import type {ShownNumber} from "./scan_numbers.ts";

/** In a table of more rows than this nearly any number occurs: one beyond its first rows must be beside its row's name. */
const LARGE = 200;
const FIRST_ROWS = 50;

/** A column that a sentence names. */
export interface ColumnLabel {
  start: number;
  end: number;
  step: string;
  column: string;
}

/** For each number the cells that agree with the labels around it; the best first. */
export function byLabels(
  open: readonly {number: ShownNumber; cells: Evidence[]}[],
  mentions: readonly Mention[],
  columns: readonly ColumnLabel[],
  artifacts: ReadonlyMap<string, Artifact>,
  text: string,
  statistics: readonly ColumnLabel[] = [],
  tokens: readonly Token[] = [],
  sentence: {start: number; end: number} = {start: 0, end: text.length},
): Evidence[][] {
  let left = open.map((one) => ofItsNoun(one, tokens));
  left = left.map((cells, index) => ofItsYear(cells, open[index]!.number, text, sentence, artifacts));
  for (const group of groupsOf(mentions, artifacts)) {
    const labels = group.map(
      (one): Label => ({start: one.start, end: one.end, keys: new Set([...one.rows].map(String))}),
    );
    const {step, column} = group[0]!;
    left = keepAligned(
      open,
      left,
      labels,
      step,
      text,
      (cell) => String(cell.row),
      undefined,
      (keys) => rowsBefore(keys, artifacts.get(step)!, step, column),
    );
  }
  for (const step of new Set(columns.map((one) => one.step))) {
    const group = columns.filter((one) => one.step === step);
    const named = new Set(group.map((one) => one.column));
    const labels = group.map((one): Label => ({start: one.start, end: one.end, keys: new Set([one.column])}));
    const isNamed = (cell: Evidence) => named.has(cell.column);
    left =
      named.size > 1
        ? keepAligned(open, left, labels, step, text, (cell) => cell.column, isNamed)
        : besideOne(open, left, group[0]!, text);
  }
  left = left.map((cells, index) => inBoth(cells, open[index]!, mentions, text));
  for (const label of statistics) left = besideOne(open, left, label, text);
  return left.map((cells) => cells.filter((cell) => isNearName(cell, mentions, artifacts)));
}

function isNearName(
  cell: Evidence,
  mentions: readonly Mention[],
  artifacts: ReadonlyMap<string, Artifact>,
): boolean {
  const rows = artifacts.get(cell.step)?.table.rows.length ?? 0;
  if (rows <= LARGE || cell.row < FIRST_ROWS) return true;
  return mentions.some((mention) => mention.step === cell.step && mention.rows.has(cell.row));
}

function keepAligned(
  open: readonly {number: ShownNumber}[],
  cells: readonly Evidence[][],
  labels: readonly Label[],
  step: string,
  text: string,
  keyOf: (cell: Evidence) => string,
  applies: (cell: Evidence) => boolean = () => true,
  earlier: (keys: ReadonlySet<string>) => ReadonlySet<string> = () => new Set(),
): Evidence[][] {
  const concerned = (cell: Evidence) => cell.step === step && applies(cell);
  const placed = open.flatMap(({number}, index) => {
    const keys = new Set(cells[index]!.filter(concerned).map(keyOf));
    return keys.size > 0 ? [{index, start: number.start, end: number.end, keys}] : [];
  });
  const linked = new Map(
    placed.flatMap((one) => {
      const label =
        text !== "" && keyOf(FIRST_CELL) === FIRST_CELL.column
          ? labels.find((two) => two.start >= one.end && /^\s$/.test(text.slice(one.end, two.start)))
          : linkedLabel(text, one, labels);
      return label ? [[one.index, label.keys] as const] : [];
    }),
  );
  const loosely = placed.filter((one) => !linked.has(one.index));
  const isByRow = keyOf(FIRST_CELL) !== FIRST_CELL.column;
  for (const [index, keys] of isByRow ? pairLabels(text, loosely, labels, earlier) : [])
    linked.set(index, keys);
  const loose = placed.filter((one) => !linked.has(one.index));
  const given = labelsOf(labels, loose);
  const allowed = new Map([...linked, ...loose.map((one, index) => [one.index, given[index]!] as const)]);
  return cells.map((list, index) => {
    const keys = allowed.get(index);
    if (!keys) return list;
    const aligned = list.filter((cell) => concerned(cell) && meets(new Set([keyOf(cell)]), keys));
    return [...aligned, ...list.filter((cell) => !concerned(cell))];
  });
}

/** "4,716 g for Biscoe", "the 13.4 % of 2016", "$97k in December": a small word ties the number to the name after it. */
function linkedLabel(
  text: string,
  number: {start: number; end: number},
  labels: readonly Label[],
): Label | undefined {
  const label = labels.find((one) => one.start >= number.end);
  if (!label) return undefined;
  const between = text.slice(number.end, label.start);
  // "207 (4-cylinder)"
  if (/^\s?(?:[\p{L}°%]+\s)?\($/u.test(between) && /^(?:[\s-]\p{L}+)?\)/u.test(text.slice(label.end)))
    return label;
  if (/^\s?$/.test(between) && /^(?:the|a|one)\s/i.test(text.slice(label.start, label.end))) return label;
  return /^\s*(?:(?!and\b|or\b|for\b|in\b|than\b|but\b|more\b|less\b)[\p{L}°%/-]+\s+){0,3}(?:for|in|of|during|by|on|at|as of)\s+(?:the\s+)?(?:year\s|month\s|week\sof\s)?$/iu.test(
    between,
  )
    ? label
    : undefined;
}

/** "8.8 in both 2013 and 2014": a cell of each. */
function inBoth(
  aligned: Evidence[],
  {number, cells}: {number: ShownNumber; cells: Evidence[]},
  mentions: readonly Mention[],
  text: string,
): Evidence[] {
  if (
    !/^\s?\S{0,6}\s(?:in|for|on|at) both\s$/.test(
      text.slice(number.end, mentions.find((one) => one.start > number.end)?.start),
    )
  )
    return aligned;
  const after = mentions.filter((one) => one.start > number.end);
  const [first] = after;
  const second = after.find((one) => one.start > first!.start && one.column === first!.column);
  const names = [first!, ...(second ? [second] : [])];
  return names.every((name) => cells.some((cell) => cell.step === name.step && name.rows.has(cell.row)))
    ? cells
    : [];
}

/** To ask what a key is made of. */
const FIRST_CELL: Evidence = {step: "", row: 0, column: "column"};

/** "15 mpg", "318 films": a number right before the name of a column is of that column. */
function ofItsNoun(
  {number, cells}: {number: ShownNumber; cells: Evidence[]},
  tokens: readonly Token[],
): Evidence[] {
  const at = tokens.findIndex((token) => token.number === number);
  const next = tokens[at + 1];
  const columns = (at < 0 ? [] : (next?.columns ?? [])).filter(
    (column) => !column.unit.counts && column.words.some((part) => stemOf(part) === stemOf(next!.word)),
  );
  if (number.kind !== "plain" || columns.length === 0 || next!.start - number.end > 1) return cells;
  return cells.filter((cell) =>
    columns.some((column) => column.step !== cell.step || column.name === cell.column),
  );
}

const YEARS = /(?<!\d)(?:19|20)\d\d(?!\d)/g;

/** "3.4 in 2000", of columns "fertility_1970" and "fertility_2000": only the columns of a year that is said. */
function ofItsYear(
  cells: Evidence[],
  number: ShownNumber,
  text: string,
  sentence: {start: number; end: number},
  artifacts: ReadonlyMap<string, Artifact>,
): Evidence[] {
  const yearsOf = (one: string) => new Set((one.match(YEARS) ?? []).map(String));
  const said = yearsOf(text.slice(sentence.start, sentence.end));
  const [linked] =
    /^\s*(?:\p{L}+\s)?(?:in|by|for|of)\s((?:19|20)\d\d)\b/u.exec(text.slice(number.end))?.slice(1) ?? [];
  return cells.filter((cell) => {
    const own = yearsOf(cell.column);
    if (own.size === 0) return true;
    const names = artifacts.get(cell.step)?.table.columns.flatMap(({name}) => [...yearsOf(name)]) ?? [];
    if (linked !== undefined && names.includes(linked)) return own.has(linked);
    const given = names.filter((year) => said.has(year));
    return given.length === 0 || given.some((year) => own.has(year));
  });
}

/** The row before that of a label in time, and the first: what a change is measured from. */
function rowsBefore(
  keys: ReadonlySet<string>,
  artifact: Artifact,
  step: string,
  column: string,
): Set<string> {
  const view = viewOf(step, artifact);
  if (view.time?.column.name !== column) return new Set();
  const order = chronological(view, rowsUpTo(view.rows)).map(String);
  const place = order.findIndex((row) => keys.has(row));
  return new Set(place > 0 ? [order[place - 1]!, order[0]!] : []);
}

const COPULA = /^(?:\s(?:is|was|of|at|are|were|=)|:|\s?\()?\s?(?:[$€£])?$/;

/** "the median is 7": a number right after a column's name is of that column, where the table has it. */
function besideOne(
  open: readonly {number: ShownNumber}[],
  cells: readonly Evidence[][],
  label: ColumnLabel,
  text: string,
): Evidence[][] {
  const next = open.findIndex(
    ({number}) => number.start >= label.end && COPULA.test(text.slice(label.end, number.start)),
  );
  return cells.map((list, index) => {
    if (index !== next) return list;
    return list.filter((cell) => cell.step !== label.step || cell.column === label.column);
  });
}

/** Mentions by the column that they are values of, where that column tells rows apart. */
function groupsOf(mentions: readonly Mention[], artifacts: ReadonlyMap<string, Artifact>): Mention[][] {
  const groups = Map.groupBy(mentions, (mention) => `${mention.step}\n${mention.column}`);
  return [...groups.values()].filter((group) => {
    const rows = artifacts.get(group[0]!.step)?.table.rows.length ?? 0;
    return rows > 1 && group.some((mention) => mention.rows.size < rows);
  });
}

const STATISTIC =
  /^(?:mean|median|average|avg|minimum|min|maximum|max|total|sum|std|sd|variance|mode|range)$/;

/** "the mean age (30)": the columns that statistics are called by, as far as the words after them go on naming the same. */
export function statisticLabels(tokens: readonly Token[]): ColumnLabel[] {
  return tokens.flatMap((token, at): ColumnLabel[] => {
    const [column] = token.columns ?? [];
    if (!column || token.columns!.length > 1 || !STATISTIC.test(token.word)) return [];
    let last = at;
    while (tokens[last + 1]?.columns?.includes(column)) last++;
    return [{start: token.start, end: tokens[last]!.end, step: column.step, column: column.name}];
  });
}

/** Columns of numbers that the sentence names, in tables with several. */
export function columnLabels(
  text: string,
  sentence: {start: number; end: number},
  artifacts: ReadonlyMap<string, Artifact>,
): ColumnLabel[] {
  const part = text.slice(sentence.start, sentence.end);
  const found: ColumnLabel[] = [];
  for (const [step, artifact] of artifacts) {
    const keys = new Set(viewOf(step, artifact).keys.map((key) => key.name));
    const numeric = artifact.table.columns.filter(
      ({name, type}) => (type === "number" || type === "integer") && !keys.has(name),
    );
    if (numeric.length < 2) continue;
    for (const {name} of numeric) {
      const spans = [name, name.replaceAll("_", " ")].flatMap((one) => wholeMatches(part, one));
      for (const span of spans.slice(0, 4)) {
        // "a third of the strikes (3,363)": the whole, which the number is a part of.
        if (/\bof (?:the|all|its|these|those|\d[\d,.]*)(?: \d[\d,.]*)? $/i.test(part.slice(0, span.start)))
          continue;
        found.push({start: span.start + sentence.start, end: span.end + sentence.start, step, column: name});
      }
    }
  }
  const longest = found.filter(
    (one) =>
      !found.some(
        (other) =>
          other !== one &&
          other.step === one.step &&
          isWithin(one, other) &&
          other.end - other.start > one.end - one.start,
      ),
  );
  return longest.sort((a, b) => a.start - b.start);
}

function isWithin(inner: {start: number; end: number}, outer: {start: number; end: number}): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
