import type {AggregateFunction} from "../../../tools/measure.ts";
import {groupByColumn, hintedColumns, isDate, isMeasure, isYear, namesRows} from "../column_nature.ts";
import type {Edge} from "../lattice.ts";
import type {LexColumn} from "../lexicon.ts";
import {lookUp} from "../lexicon_look_up.ts";
import {isEnglish, singular} from "../morphology.ts";
import type {GrainPhrase, StretchPhrase} from "../period_phrase.ts";
import {nameWords} from "../tokens.ts";
import {isOpen, type Request, type Stretch, textOf} from "./request.ts";
import {leavesOut} from "./short_forms.ts";
import {AGGREGATES, COUNTS, DIFFERENT, PASSED} from "./words.ts";

/** Columns that a stretch may name, the likeliest first. */
export interface Mention extends Stretch {
  columns: readonly {column: LexColumn; cost: number}[];
}

/** Something that a request names: a column, a number made of one, a count, a value, a stretch or a grain of time. */
export type Field = Stretch &
  /** `alsoRows`: the word is what the rows are called, too. */
  (
    | {is: "column"; mention: Mention; alsoRows?: boolean}
    | {is: "measure"; fns: readonly AggregateFunction[]; mention: Mention}
    | {is: "count"; distinct: boolean; mention?: Mention; rows: boolean; total: boolean; frequency?: boolean}
    | {is: "value"; column: LexColumn; value: string | number | boolean}
    | {is: "period"; phrase: StretchPhrase}
    | {is: "grain"; phrase: GrainPhrase}
    | {is: "rows"}
  );

/** Columns that have an order of time: dates, years, and codes of a year or a month. */
export const tellsTime = (column: LexColumn): boolean =>
  isDate(column) ||
  isYear(column) ||
  (column.profile.type === "integer" &&
    column.profile.distinct <= 120 &&
    nameWords(column.profile.name).some((word) => /^(year|yr|month|decade)$/.test(word)));

/** Whether a number has so many values that it is plotted along an axis, not grouped by. */
export const isSpread = (column: LexColumn): boolean =>
  isMeasure(column) && !tellsTime(column) && groupByColumn(column).width !== undefined;

/** The field that starts at a word, and where it ends. Words that carry nothing may stand inside it. */
export function fieldAt(request: Request, at: number, to: number): Field | undefined {
  const asked = request.words[at]!.lower === "how" ? adjectiveAt(request, at + 1, to) : undefined;
  if (asked) return {is: "column", mention: asked, from: at, to: asked.to};
  const exact = mentionAt(request, at, to, 0.05);
  const counted = countAt(request, at, to);
  const aggregate = aggregateAt(request, at, to);
  const amounts = counted && /\bamount/.test(textOf(request, counted.from, counted.to));
  const amount = amounts ? (aggregate ?? mentionAt(request, at, to, 0.75)) : undefined;
  if (counted && (!exact || exact.to < counted.to) && !(amount && amount.to >= counted.to)) return counted;
  const whole = aggregate && mentionAt(request, at, to, 0.3);
  if (
    aggregate &&
    whole &&
    whole.to >= aggregate.to &&
    !whole.columns.every(({column}) => namesRows(column, request.scene.profile.rows))
  )
    return column(whole);
  if (aggregate && (!exact || exact.to <= aggregate.to))
    return exact?.to === aggregate.to ? column(exact) : aggregate;
  const period = periodAt(request, at, to);
  const mention = exact ?? mentionAt(request, at, to);
  if (
    period &&
    (!mention ||
      mention.to < period.to ||
      (mention.to === period.to && period.is === "period" && mention.columns[0]!.cost > 0.05))
  )
    return period;
  const value = valueAt(request, at, to);
  if (
    value &&
    (!mention || mention.to < value.to || (mention.to === value.to && mention.columns[0]!.cost > value.cost))
  )
    return value;
  const rows = rowsAt(request, at, to);
  if (mention && standsForRows(request, mention)) return {is: "rows", from: at, to: mention.to};
  if (
    rows &&
    (!mention || mention.to < rows.to || (mention.to === rows.to && mention.columns[0]!.cost > 0.05))
  )
    return {is: "rows", from: at, to: rows.to};
  if (!mention) return undefined;
  const after = FUNCTIONS_AFTER[textOf(request, mention.to, mention.to + 1)];
  if (after && mention.to < to && mention.columns.some((one) => isMeasure(one.column)))
    return {is: "measure", fns: [after], mention, from: at, to: mention.to + 1};
  const plural = request.words[mention.to - 1]!.lower !== singular(request.words[mention.to - 1]!.lower);
  return {...column(mention), ...(rows && rows.to === mention.to && plural && {alsoRows: true})};
}

const rowsAt = (request: Request, at: number, to: number): Edge | undefined =>
  request.edges[at]?.find((edge) => edge.is === "table" && fits(request, edge, to));

/** Another word for what the rows are, though it is another word for the column of their names too: "films" for titles. */
function standsForRows(request: Request, {from, to, columns}: Mention): boolean {
  const {column: best, cost} = columns[0]!;
  const words = request.words.slice(from, to).map((word) => word.lower);
  return (
    cost > 0.1 &&
    namesRows(best, request.scene.profile.rows) &&
    !words.some((word) => /^(?:names?|titles?|labels?)$/.test(word))
  );
}

/** "gross averaged by genre" */
const FUNCTIONS_AFTER: Readonly<Record<string, AggregateFunction>> = {
  averaged: "avg",
  summed: "sum",
  totaled: "sum",
  totalled: "sum",
};

const column = (mention: Mention): Field => ({is: "column", mention, from: mention.from, to: mention.to});

/** The one field that a stretch is, articles and the like apart; undefined where it is more, or other. */
export function fieldOf(request: Request, {from, to}: Stretch): Field | undefined {
  let found: Field | undefined;
  for (let at = from; at < to; ) {
    const field = isOpen(request, at) ? fieldAt(request, at, to) : undefined;
    if (field && !(field.is === "rows" && found)) {
      if (found && found.is !== "rows") return undefined;
      found = field;
      at = field.to;
    } else if (field) at = field.to;
    else if (isOpen(request, at) && PASSED.has(request.words[at]!.lower)) at++;
    else return undefined;
  }
  return found;
}

/** The longest mention of a column that starts at a word: "price", "student gpa", "price of the products". */
export function mentionAt(request: Request, at: number, to: number, most = 0.95): Mention | undefined {
  const first =
    oneMention(request, at, to, most) ??
    (most < 0.3 ? undefined : (initials(request, at, to) ?? shortened(request, at, to)));
  if (!first || most < 0.3) return first;
  let next = first.to;
  while (
    next < to &&
    next < first.to + 2 &&
    isOpen(request, next) &&
    /^(?:of|the)$/.test(request.words[next]!.lower)
  )
    next++;
  const second = oneMention(request, next, to, most);
  if (!second) return withHead(request, first, to);
  const both = first.columns.flatMap(({column, cost}) => {
    const again = second.columns.find((one) => one.column === column);
    return again && cost > 0.05 && again.cost > 0.05
      ? [{column, cost: Math.max(cost, again.cost) - 0.1}]
      : [];
  });
  return both.length > 0 ? {from: at, to: second.to, columns: both.sort((a, b) => a.cost - b.cost)} : first;
}

/** What kind of thing a column holds, said after its name: "arrival time", "department number", "hire date". */
function withHead(request: Request, mention: Mention, to: number): Mention {
  const word = mention.to < to && isOpen(request, mention.to) ? request.words[mention.to]!.lower : "";
  const fits = mention.columns.filter(({column}) => {
    const {type, role} = column.profile;
    if (word === "time") return type === "time" || type === "timestamp";
    if (word === "date" || word === "day") return type === "date" || type === "timestamp";
    if (word === "name") return type === "text";
    return (
      (word === "number" || word === "code" || word === "id") &&
      (role === "identifier" || role === "category")
    );
  });
  return fits.length > 0 ? {...mention, to: mention.to + 1, columns: fits} : mention;
}

/** "miles per gallon" for MPG. */
function initials(request: Request, at: number, to: number): Mention | undefined {
  for (let end = Math.min(to, at + 5); end >= at + 3; end--) {
    const words = request.words.slice(at, end);
    if (!words.every((word, index) => word.kind === "word" && isOpen(request, at + index))) continue;
    const key = words.map((word) => word.lower[0]).join("");
    const columns = (request.scene.lexicon.keys.get(key) ?? []).flatMap((entry) =>
      entry.kind === "column" && entry.cost <= 0.05 ? [{column: entry.column, cost: 0.2}] : [],
    );
    if (columns.length === 1) return {from: at, to: end, columns};
  }
  return undefined;
}

/** "ww gross" for Worldwide Gross: a short form that is no word, before the rest of the only name that it fits. */
function shortened(request: Request, at: number, to: number): Mention | undefined {
  const short = request.words[at]!;
  if (
    at + 1 >= to ||
    !/^\p{L}{2,4}$/u.test(short.lower) ||
    isEnglish(short.lower) ||
    request.edges[at]!.length > 0
  )
    return undefined;
  const rest = oneMention(request, at + 1, to, 0.6);
  const columns = rest?.columns.filter(
    ({column, cost}) =>
      cost > 0.05 && nameWords(column.profile.name).some((word) => leavesOut(short.lower, word)),
  );
  return rest && columns?.length === 1
    ? {from: at, to: rest.to, columns: [{...columns[0]!, cost: 0.2}]}
    : undefined;
}

function oneMention(request: Request, at: number, to: number, most: number): Mention | undefined {
  if (at >= to || !isOpen(request, at)) return undefined;
  const edges = request.edges[at]!.filter(
    (edge): edge is Extract<Edge, {is: "column"}> =>
      edge.is === "column" && edge.cost <= most && fits(request, edge, to),
  );
  const longest = Math.max(0, ...edges.map((edge) => edge.to - (edge.cost > 0.6 ? 0.5 : 0)));
  const best = edges.filter((edge) => edge.to >= longest);
  if (best.length === 0) return undefined;
  const columns = best
    .map((edge) => ({column: edge.column, cost: edge.cost}))
    .sort((a, b) => a.cost - b.cost);
  return {from: at, to: best[0]!.to, columns};
}

/** "how long they are": the number that an adjective speaks of. */
function adjectiveAt(request: Request, at: number, to: number): Mention | undefined {
  for (const edge of request.edges[at] ?? []) {
    if (edge.is !== "adjective" || edge.to > to) continue;
    const [column, other] = hintedColumns(edge.adjective, request.scene.columns);
    if (column && !other) return {from: at, to: edge.to, columns: [{column, cost: 0.2}]};
  }
  return undefined;
}

/** "the average of (the) price", "max(price)", "price averaged". */
function aggregateAt(request: Request, at: number, to: number): Field | undefined {
  for (const [words, fn] of AGGREGATES) {
    const after = phraseAt(request, at, words, to);
    if (after === undefined) continue;
    const fns = [fn];
    let next = passed(request, after, to);
    for (let more = functionAfter(request, next, to); more; more = functionAfter(request, next, to)) {
      fns.push(more.fn);
      next = passed(request, more.to, to);
    }
    const mention = mentionAt(request, next, to);
    if (!mention) continue;
    const end = request.words[mention.to]?.lower === ")" && mention.to < to ? mention.to + 1 : mention.to;
    return {is: "measure", fns, mention, from: at, to: end};
  }
  return undefined;
}

/** "(average) and maximum (price)" */
function functionAfter(
  request: Request,
  at: number,
  to: number,
): {fn: AggregateFunction; to: number} | undefined {
  if (!isOpen(request, at) || !/^(?:and|,|vs|versus|against)$/.test(request.words[at]!.lower))
    return undefined;
  const next = passed(request, at + 1, to);
  for (const [words, fn] of AGGREGATES) {
    const after = phraseAt(request, next, words, to);
    if (after !== undefined) return {fn, to: after};
  }
  return undefined;
}

/** "the number of (different) trees", "how many", "count". */
function countAt(request: Request, at: number, to: number): Field | undefined {
  for (const words of COUNTS) {
    const after = phraseAt(request, at, words, to);
    if (after === undefined) continue;
    const total = words.startsWith("total") || words.startsWith("sum");
    let next = passed(request, after, to);
    const distinct = DIFFERENT.has(request.words[next]?.lower ?? "") && next < to;
    if (distinct) next = passed(request, next + 1, to);
    const numbered = /number|many|amount/.test(words) ? numberColumn(request, next, to) : undefined;
    if (numbered) return {is: "measure", fns: ["sum"], mention: numbered, from: at, to: numbered.to};
    const rows = request.edges[next]?.find((edge) => edge.is === "table" && fits(request, edge, to));
    const mention = next < to ? mentionAt(request, next, to) : undefined;
    if (rows && (!mention || mention.to <= rows.to))
      return {is: "count", distinct: false, rows: true, total, from: at, to: rows.to};
    if (mention)
      return {
        is: "count",
        distinct,
        mention,
        rows: false,
        total,
        frequency: /^(?:frequency|count|tally)/.test(words),
        from: at,
        to: mention.to,
      };
    return {is: "count", distinct: false, rows: false, total, from: at, to: after};
  }
  return undefined;
}

/** "number of deaths" where a column is called Number_Deaths. */
function numberColumn(request: Request, at: number, to: number): Mention | undefined {
  for (let end = Math.min(to, at + 3); end > at; end--) {
    const words = request.words.slice(at, end).map((word) => word.lower);
    for (const head of ["number", "num", "total", "no"]) {
      const columns = lookUp(request.scene.lexicon, [head, ...words], false).flatMap((entry) =>
        entry.kind === "column" && entry.cost <= 0.05 && isMeasure(entry.column)
          ? [{column: entry.column, cost: entry.cost}]
          : [],
      );
      if (columns.length > 0) return {from: at, to: end, columns};
      const of = lookUp(request.scene.lexicon, [head, "of", ...words], false).flatMap((entry) =>
        entry.kind === "column" && entry.cost <= 0.05 && isMeasure(entry.column)
          ? [{column: entry.column, cost: entry.cost}]
          : [],
      );
      if (of.length > 0) return {from: at, to: end, columns: of};
    }
  }
  return undefined;
}

function periodAt(
  request: Request,
  at: number,
  to: number,
): Extract<Field, {is: "period" | "grain"}> | undefined {
  const found = request.edges[at]!.filter(
    (edge): edge is Extract<Edge, {is: "period"}> => edge.is === "period" && fits(request, edge, to),
  ).sort((a, b) => b.to - a.to);
  for (const {phrase, from, to: end} of found) {
    if (phrase.kind === "period" && phrase.certain) return {is: "period", phrase, from, to: end};
    if (phrase.kind === "grain") return {is: "grain", phrase, from, to: end};
  }
  return unitAt(request, at, to);
}

function valueAt(
  request: Request,
  at: number,
  to: number,
): (Extract<Field, {is: "value"}> & {cost: number}) | undefined {
  const found = request.edges[at]!.filter(
    (edge): edge is Extract<Edge, {is: "value"}> =>
      edge.is === "value" && !edge.needsColumn && edge.cost <= 0.35 && fits(request, edge, to),
  ).sort((a, b) => b.to - a.to || a.cost - b.cost)[0];
  return (
    found && {is: "value", column: found.column, value: found.value, from: at, to: found.to, cost: found.cost}
  );
}

/** "in each weekday": a unit alone, where "each" was read before it. */
function unitAt(request: Request, at: number, to: number): Extract<Field, {is: "grain"}> | undefined {
  const before = request.words[at - 1]?.lower ?? "";
  if (!/^(?:each|every|different|various)$/.test(before)) return undefined;
  const edge = request.edges[at]!.find((one) => one.is === "unit" && fits(request, one, to));
  if (edge?.is !== "unit") return undefined;
  const {start, end} = request.words[at]!;
  const cut = edge.unit === "weekday" ? {part: "weekday" as const} : {unit: edge.unit as "day"};
  const phrase = {
    kind: "grain" as const,
    ...cut,
    chosen: false,
    start,
    end,
    text: edge.text,
    certain: true,
    said: edge.text,
  };
  return {is: "grain", phrase, from: at, to: edge.to};
}

/** Where a phrase that starts at a word ends, or undefined. */
export function phraseAt(request: Request, at: number, phrase: string, to: number): number | undefined {
  const words = phrase.split(" ");
  if (at + words.length > to) return undefined;
  const same = words.every(
    (word, index) => isOpen(request, at + index) && request.words[at + index]!.lower === word,
  );
  return same ? at + words.length : undefined;
}

/** The next word that carries something. */
export function passed(request: Request, at: number, to: number): number {
  let next = at;
  while (next < to && isOpen(request, next) && PASSED.has(request.words[next]!.lower)) {
    if (mentionAt(request, next, to, 0.05)) break;
    next++;
  }
  return next;
}

const fits = (request: Request, edge: Edge, to: number): boolean => {
  if (edge.to > to) return false;
  for (let at = edge.from; at < edge.to; at++) if (!isOpen(request, at)) return false;
  return true;
};
