import type {Filter} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import {isFlag, isNumeric, isYear} from "../column_nature.ts";
import {filterPhrase} from "../filter_phrases.ts";
import {readNumber} from "../lattice.ts";
import type {LexColumn} from "../lexicon.ts";
import {type Comparison, comparisonAt} from "./comparisons.ts";
import {type Mention, mentionAt} from "./fields.ts";
import {isOpen, type Request, take, textOf} from "./request.ts";

interface Said {
  condition: Condition;
  said: string;
}
interface Placed extends Said {
  from: number;
  to: number;
  column: LexColumn;
  /** "or" stands before it. */
  or: boolean;
}

const STARTS =
  /^(?:whose|who|that|which|where|with|having|have|has|had|and|or|but|,|for|those|all|the|their|its|is|are|was|were|of|a|an|any|do|does|did|also|either|both|in|on|only|consider|at)$/;
const LINKS =
  /^(?:is|are|was|were|of|be|being|has|have|had|must|should|in|the|a|an|their|its|to|value|values|as|either)$/;

/**
 * Takes the conditions out of a request: "whose price is between 60 and 120", "that contain the letter M". "and" binds
 * closer than "or". Undefined where one cannot be told.
 */
export function takeConditions(request: Request): Filter[] | undefined {
  const found: Placed[] = [];
  for (let at = 0; at < request.words.length; ) {
    const one = isOpen(request, at) ? conditionAt(request, at, found.at(-1)) : undefined;
    if (!one) {
      at++;
      continue;
    }
    found.push({...one, or: saysOr(request, found.at(-1)?.to ?? 0, one.from)});
    at = one.to;
  }
  for (const one of found) {
    let from = one.from;
    while (isOpen(request, from - 1) && STARTS.test(request.words[from - 1]!.lower) && from - 1 >= 0) from--;
    take(request, {from: one.from, to: one.to}, "filter", one.said);
    if (from < one.from) take(request, {from, to: one.from}, "filler");
  }
  return joined(found);
}

function saysOr(request: Request, from: number, to: number): boolean {
  return to - from <= 6 && request.words.slice(from, to).some((word) => word.lower === "or");
}

/** A disjunction is one filter; what must hold together is one each. */
function joined(found: readonly Placed[]): Filter[] {
  const groups: Placed[][] = [];
  for (const one of found) {
    if (one.or && groups.length > 0) groups.push([one]);
    else if (groups.length > 0) groups.at(-1)!.push(one);
    else groups.push([one]);
  }
  if (groups.length <= 1) return (groups[0] ?? []).map(({condition, said}) => ({condition, said}));
  const args = groups.map((group): Said => {
    const [first] = group;
    return group.length === 1
      ? first!
      : {
          condition: {op: "and", args: group.map((one) => one.condition)},
          said: `(${group.map((one) => one.said).join(" and ")})`,
        };
  });
  return [
    {
      condition: {op: "or", args: args.map((one) => one.condition)},
      said: args.map((one) => one.said).join(" or "),
    },
  ];
}

/** "sales in 2025" is a stretch of time, and no amount of 2025. */
const isYearSaid = (request: Request, at: number, column: LexColumn): boolean =>
  request.words[at - 1]?.lower === "in" &&
  !isYear(column) &&
  request.edges
    .slice(at - 1, at + 1)
    .some((edges) =>
      edges.some((edge) => edge.is === "period" && edge.phrase.kind === "period" && edge.to > at),
    );

function conditionAt(
  request: Request,
  at: number,
  before: Placed | undefined,
): Omit<Placed, "or"> | undefined {
  const end = request.words.length;
  const letters = lettersIn(request, at);
  if (letters) return letters;
  const mention = mentionAt(request, at, end, 0.75);
  for (const {column} of mention?.columns ?? []) {
    let next = mention!.to;
    while (isOpen(request, next) && LINKS.test(request.words[next]!.lower)) next++;
    const found = isYearSaid(request, next, column) ? undefined : comparisonAt(request, next, column);
    if (found && (next > mention!.to || !found.bare)) return placed(column, found, at);
    if (found?.quoted) return placed(column, found, at);
  }
  const flag = mention && flagAt(request, mention);
  if (flag) return flag;
  const leading = leadingAt(request, at);
  if (leading) return leading;
  if (
    before &&
    request.words.slice(before.to, at).every((word) => /^(?:or|and|,)$/.test(word.lower)) &&
    at > before.to
  ) {
    const found = comparisonAt(request, at, before.column);
    if (found && !found.bare) return placed(before.column, found, at);
    if (found?.quoted) return placed(before.column, found, at);
  }
  return fromGrammar(request, at);
}

const placed = (column: LexColumn, {condition, said, to}: Comparison, from: number): Omit<Placed, "or"> => ({
  column,
  condition,
  said,
  from,
  to,
});

/** "dogs that have been abandoned": a column of yes and no that the rows are said to be. */
function flagAt(request: Request, {from, to, columns}: Mention): Omit<Placed, "or"> | undefined {
  const {column, cost} = columns[0]!;
  if (
    !isFlag(column) ||
    cost > 0.5 ||
    !/^(?:been|are|were|is|was|have|has|who|that)$/.test(request.words[from - 1]?.lower ?? "")
  )
    return undefined;
  const {type, name} = column.profile;
  const value = type === "boolean" ? true : 1;
  return {column, condition: {op: "=", of: column.ref, value}, said: `${name} is ${value}`, from, to};
}

/** "at least 100 share count", "more than 3 doors". */
function leadingAt(request: Request, at: number): Omit<Placed, "or"> | undefined {
  for (let to = at + 1; to <= Math.min(at + 5, request.words.length); to++) {
    const number = readNumber(request.words, to);
    if (!number || !isOpen(request, to)) continue;
    let next = number.to;
    while (isOpen(request, next) && /^(?:of|the|in|points?)$/.test(request.words[next]!.lower)) next++;
    const mention = isOpen(request, next) ? mentionAt(request, next, request.words.length, 0.75) : undefined;
    const column = mention?.columns.find((one) => isNumeric(one.column))?.column;
    const found = column && comparisonAt(request, at, column);
    if (found && !found.bare && found.to === number.to)
      return {...placed(column, found, at), to: mention!.to};
  }
  return undefined;
}

/** "the letters D or S in their first name": conditions that either may meet. */
function lettersIn(request: Request, at: number): Omit<Placed, "or"> | undefined {
  const words = request.words.slice(at, at + 12).map((word) => word.lower);
  const start =
    /^(?:not )?(?:(?:have|has|having|contain|contains|containing|include|including) )?(?:the |a )?letters? /.exec(
      words.join(" "),
    );
  if (!start) return undefined;
  const negated = start[0].startsWith("not ");
  let next = at + start[0].trim().split(" ").length;
  const letters: string[] = [];
  for (; isOpen(request, next); next++) {
    const word = request.words[next]!;
    if (/^(?:or|,|and)$/.test(word.lower)) continue;
    if (word.kind !== "quoted" && !/^\p{L}$/u.test(word.text)) break;
    letters.push(word.text);
  }
  while (isOpen(request, next) && /^(?:in|of|within|their|its|the|his|her)$/.test(request.words[next]!.lower))
    next++;
  const mention = isOpen(request, next) ? mentionAt(request, next, request.words.length, 0.75) : undefined;
  const column = mention?.columns.find((one) => one.column.profile.type === "text")?.column;
  if (!column || letters.length === 0) return undefined;
  const any = letters.map((value): Condition => ({op: "contains", of: column.ref, value}));
  const condition: Condition = any.length === 1 ? any[0]! : {op: "or", args: any};
  const said = `${column.profile.name} ${negated ? "does not contain" : "contains"} ${letters.map((one) => `"${one}"`).join(" or ")}`;
  return {
    column,
    condition: negated ? {op: "not", arg: condition} : condition,
    said,
    from: at,
    to: mention!.to,
  };
}

/** Whatever else the grammar of questions knows as a condition, where it is said outright. */
function fromGrammar(request: Request, at: number): Omit<Placed, "or"> | undefined {
  if (request.edges[at]!.some((edge) => edge.is === "table")) return undefined;
  const parses = filterPhrase(request.source, at)
    .filter((parse) => {
      const first = parse.marks.find((mark) => mark.place !== "filler")?.from ?? at;
      if (first !== at || parse.cost > 0.45 || parse.value.flag) return false;
      if (parse.value.condition.op === "compare_columns" && !/\bthan\b/.test(textOf(request, at, parse.to)))
        return false;
      for (let word = at; word < parse.to; word++) if (!isOpen(request, word)) return false;
      const passed = parse.marks.filter((mark) => mark.place === "filler");
      if (passed.some((mark) => mentionAt(request, mark.from, parse.to, 0.05))) return false;
      return !parse.value.equals || parse.value.equals.negated || parse.to - at >= 2;
    })
    .sort((a, b) => b.to - a.to || a.cost - b.cost);
  const [best] = parses;
  if (!best) return undefined;
  const {column, condition, said} = best.value;
  return {column, condition, said, from: at, to: best.to};
}
