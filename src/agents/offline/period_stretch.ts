import {addDays, coverOf, MONTH_NAMES, partsOf, sayDays} from "./period_calendar.ts";
import {type Found, readWeekend, recurring} from "./period_found.ts";
import type {PeriodContext, Stretch} from "./period_phrase.ts";
import {
  dayNumber,
  monthWord,
  type Point,
  pointDays,
  type ReadPoint,
  readPoint,
  repeats,
  yearNumber,
} from "./period_points.ts";
import {readRelative, stretchOf} from "./period_relative.ts";
import {readAny, readWords, type TimeToken} from "./period_tokens.ts";
import {AT, hasYearWord, isAmount, isUnit, isVague, NOW, OPEN, TAILS, TO} from "./period_words.ts";
import {daysOf, latestYear, onlyYear, yearBehind, yearOf} from "./period_years.ts";

/** Reads dates given in the calendar that start at token `at`, with the words that bound them. */
export function readStretch(
  tokens: readonly TimeToken[],
  at: number,
  context: PeriodContext,
): Found | undefined {
  return (
    readDayRange(tokens, at, context) ??
    readPair(tokens, at, context) ??
    readOpen(tokens, at, context) ??
    readPlain(tokens, at, context)
  );
}

/** "5-9 May 2024", "May 5 to 9, 2024". */
function readDayRange(tokens: readonly TimeToken[], at: number, context: PeriodContext): Found | undefined {
  const lead = ["from", "between", "on"].includes(tokens[at]?.lower ?? "") ? at + 1 : at;
  const month = monthWord(tokens[lead]);
  const first = month ? lead + 1 : lead;
  const low = dayNumber(tokens[first]);
  const to = readAny(tokens, first + 1, TO);
  const high = to && dayNumber(tokens[to.next]);
  if (!to || low === undefined || high === undefined || low >= high) return undefined;
  const end = month ? undefined : readPoint(tokens, to.next);
  if (!month) {
    if (end?.point.kind !== "day") return undefined;
    return closed(context, {...end.point, day: low}, end.point, end.next, true);
  }
  const comma = tokens[to.next + 1]?.text === "," ? to.next + 2 : to.next + 1;
  const year = yearNumber(tokens[comma]);
  const named: Point = {kind: "day", month: month.month, day: high, ...(year !== undefined && {year})};
  return closed(context, {...named, day: low}, named, year === undefined ? to.next + 1 : comma + 1, true);
}

const BEFORE_PAIR = new Set(["from", "in", "during", "for", "of", "over", "throughout"]);

/** "between 2010 and 2012", "from March to June 2020", "2010-2012", "Monday to Friday". */
function readPair(tokens: readonly TimeToken[], at: number, context: PeriodContext): Found | undefined {
  const word = tokens[at]?.lower;
  const between = word === "between";
  const lead = between || BEFORE_PAIR.has(word ?? "") ? at + 1 : at;
  const first = readPoint(tokens, lead);
  if (!first) return undefined;
  const to = readAny(tokens, first.next, TO);
  if (!to || (tokens[first.next]?.lower === "and") !== between) return undefined;
  if (NOW.has(tokens[to.next]?.lower ?? "") && word === "from") {
    const days = daysOf(context, first.point);
    if (!days) return undefined;
    const said = `since ${sayPoint(first.point, days)}`;
    return {
      kind: "period",
      next: to.next + 1,
      stretch: stretchOf(context, {from: days.from, unit: days.unit}, "none", said),
      certain: true,
    };
  }
  const second = readPoint(tokens, to.next);
  if (!second || (second.point.kind === "weekday") !== (first.point.kind === "weekday")) return undefined;
  if (first.point.kind === "weekday" && second.point.kind === "weekday") {
    return recurring("weekday", run(first.point.weekday, second.point.weekday, 7), second.next, true);
  }
  const bare = [first, second].filter(({point}) => point.kind === "year" && point.bare);
  if (bare.length > 0) {
    if (isAmount(tokens, lead, second.next)) return undefined;
    if (bare.length === 1 && ![first, second].every(({point}) => point.kind === "year")) {
      if (first.point.kind === "year") return undefined;
    }
  }
  const certain =
    bare.length === 0 || bare.every(({point}) => inData(context, point)) || hasYearWord(tokens, at);
  return closed(context, first.point, second.point, second.next, certain);
}

function closed(
  context: PeriodContext,
  first: Point,
  second: Point,
  next: number,
  certain: boolean,
): Found | undefined {
  const shared = yearOf(second) ?? yearOf(first);
  if (shared === undefined && first.kind === "months" && second.kind === "months") {
    const span: Point = {
      ...first,
      count: (((second.first - first.first + 12) % 12) + second.count) as number,
    };
    const year = onlyYear(context, span);
    if (year === undefined) {
      return recurring(
        "month",
        run(first.first, ((second.first + second.count - 2) % 12) + 1, 12),
        next,
        true,
      );
    }
  }
  const end = daysOf(context, second, shared);
  let start = daysOf(context, first, shared);
  if (!start || !end) return undefined;
  if (start.from > end.from && yearOf(first) === undefined) {
    start = daysOf(context, first, (shared ?? partsOf(end.from).year) - 1) ?? start;
  }
  if (start.from > end.from) [start, end.from, end.to] = [{...start, from: end.from}, start.from, start.to];
  const days = {from: start.from, to: end.to, unit: start.unit};
  const ends: [Stretch, Stretch] = [
    stretchOf(context, {...start, to: start.to}, "none", sayPoint(first, start)),
    stretchOf(context, end, "none", sayPoint(second, end)),
  ];
  return {
    kind: "period",
    next,
    stretch: stretchOf(context, days, "none", sayDays(days.from, days.to)),
    certain,
    ends,
  };
}

/** "since 2015", "after May 2020", "before 2000", "until last month", "2015 onwards". */
function readOpen(tokens: readonly TimeToken[], at: number, context: PeriodContext): Found | undefined {
  const prefix = readAny(tokens, at, OPEN);
  const start = prefix ? passEdge(tokens, prefix.next) : passFrom(tokens, at);
  const hyphen = prefix && tokens[start]?.text === "-" ? start + 1 : start;
  const read = readPoint(tokens, hyphen);
  const relative = prefix && !read ? readRelative(tokens, hyphen, context) : undefined;
  const tail = read ? readAny(tokens, read.next, TAILS) : undefined;
  const open = prefix?.value ?? tail?.value;
  if (!open || (!read && !relative)) return undefined;
  if (read && read.point.kind === "weekday") return undefined;
  if (read && read.point.kind === "year" && read.point.bare && isAmount(tokens, hyphen, read.next))
    return undefined;
  const goesOn = read && tokens[read.next]?.lower === "on" && tokens[at]?.lower !== "from";
  const after = read && tokens[read.next + 1];
  if (!prefix && goesOn && (read.point.kind === "year" || (after && after.kind !== "mark"))) return undefined;
  const days = read
    ? daysOf(context, read.point)
    : {...relative!.stretch, from: relative!.stretch.from!, to: relative!.stretch.to!};
  if (!days?.from || !days.to) return undefined;
  const name = read ? sayPoint(read.point, days) : relative!.stretch.said;
  const bounds = {
    from: {from: days.from},
    after: {from: days.to},
    before: {to: days.from},
    until: {to: days.to},
  }[open];
  const said = `${{from: "since", after: "after", before: "before", until: "until the end of"}[open]} ${name}`;
  const bare = read?.point.kind === "year" && read.point.bare;
  const timely = ["since", "until", "till", "before", "after", "prior", "post", "pre"].includes(
    tokens[at]?.lower ?? "",
  );
  const certain = relative?.certain ?? (!bare || timely || inData(context, read!.point));
  const anchor = relative?.stretch.anchor ?? "none";
  return {
    kind: "period",
    next: prefix ? (read ?? relative!).next : tail!.next,
    stretch: stretchOf(context, {...bounds, unit: days.unit}, anchor, said),
    certain,
  };
}

/** One date with the word before it: "in 2019", "on 5 May 2024", "January" (every one, unless the data has only one). */
function readPlain(tokens: readonly TimeToken[], at: number, context: PeriodContext): Found | undefined {
  const prefix = readAny(tokens, at, AT);
  const start = prefix?.next ?? at;
  const every = ["every", "each", "all"].includes(tokens[start]?.lower ?? "") ? start + 1 : start;
  const read = readPoint(tokens, every);
  if (!read) return readWeekend(tokens, every, prefix !== undefined);
  if (read.point.kind === "year") return plainYear(tokens, every, read, prefix?.value, context);
  if (read.point.kind === "years") {
    if (isVague(tokens, every)) return undefined;
    const days = daysOf(context, read.point)!;
    return {
      kind: "period",
      next: read.next,
      stretch: stretchOf(context, days, "none", sayPoint(read.point, days)),
      certain: read.certain || prefix !== undefined,
    };
  }
  if (read.point.kind === "weekday") {
    if (!prefix && !tokens[every]!.lower.endsWith("day") && !tokens[every]!.lower.endsWith("days"))
      return undefined;
    return recurring("weekday", [read.point.weekday], read.next, read.certain || prefix !== undefined);
  }
  const capital = /^\p{Lu}/u.test(tokens[every]!.text) && every > 0;
  const written = read.point.year !== undefined;
  if (!written && !prefix && every === start && !read.certain && !capital) return undefined;
  return dated(context, read, every > start, written || read.certain || prefix !== undefined, tokens);
}

function dated(
  context: PeriodContext,
  read: ReadPoint,
  every: boolean,
  certain: boolean,
  tokens: readonly TimeToken[],
): Found | undefined {
  const {point} = read;
  let year = yearOf(point);
  let note = "";
  if (year === undefined) {
    year = yearBehind(tokens, read.next) ?? (every ? undefined : onlyYear(context, point));
    const again = repeats(point);
    if (year === undefined && again) return recurring(again.part, again.values, read.next, certain);
    if (year === undefined) {
      year = latestYear(context, point);
      note = " (the latest in the data)";
    }
  }
  const days = year === undefined ? undefined : pointDays(point, year);
  if (!days) return undefined;
  const said = `${sayPoint(point, days)}${note}`;
  return {
    kind: "period",
    next: read.next,
    stretch: stretchOf(context, days, note ? "data" : "none", said),
    certain,
  };
}

function plainYear(
  tokens: readonly TimeToken[],
  at: number,
  read: ReadPoint,
  prefix: "strong" | "weak" | undefined,
  context: PeriodContext,
): Found | undefined {
  if (read.point.kind !== "year") return undefined;
  const {bare} = read.point;
  if (bare && prefix !== "strong" && isAmount(tokens, at, read.next)) return undefined;
  if (bare && isUnit(tokens[read.next])) return undefined;
  const known = inData(context, read.point);
  if (isVague(tokens, at)) return undefined;
  const listed =
    ["and", ",", "or", "vs", "versus", "compare"].includes(tokens[at - 1]?.lower ?? "") ||
    ["vs", "versus", "compared"].includes(tokens[read.next]?.lower ?? "");
  const certain = !bare || prefix === "strong" || (known && (prefix === "weak" || listed || at === 0));
  if (bare && !prefix && !known) return undefined;
  const days = pointDays(read.point)!;
  const stretch = stretchOf(context, days, "none", sayDays(days.from, days.to));
  return {kind: "period", next: read.next, stretch, certain};
}

function inData(context: PeriodContext, point: Point): boolean {
  return context.dateColumns.some((column) => {
    const cover = coverOf(column);
    const days = pointDays(point);
    return cover && days && days.from <= cover.last && days.to > cover.first;
  });
}

/** "the beginning of", "the end of" after since and until add nothing. */
function passEdge(tokens: readonly TimeToken[], at: number): number {
  for (const phrase of ["the start of", "the beginning of", "the end of", "the year", "in"]) {
    const next = readWords(tokens, at, phrase);
    if (next !== undefined) return next;
  }
  return at;
}

const passFrom = (tokens: readonly TimeToken[], at: number): number =>
  ["from", "in"].includes(tokens[at]?.lower ?? "") ? at + 1 : at;

const run = (first: number, last: number, size: number): number[] =>
  Array.from({length: ((last - first + size) % size) + 1}, (_, index) => ((first + index - 1) % size) + 1);

function sayPoint(point: Point, days: {from: string; to: string}): string {
  if (point.kind === "years") return point.said;
  if (point.kind === "months" && point.said) {
    const {year} = partsOf(days.from);
    const {month: end, year: endYear} = partsOf(addDays(days.to, -1));
    const [first, last] = [MONTH_NAMES[point.first - 1], MONTH_NAMES[end - 1]];
    return `${point.said} ${point.said.endsWith("half") ? "of " : ""}${year} (${first}-${last}${endYear === year ? "" : ` ${endYear}`})`;
  }
  return sayDays(days.from, days.to);
}
