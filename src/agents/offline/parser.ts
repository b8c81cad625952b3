import type {Placement} from "../../planning/reading.ts";
import type {Edge, Meaning} from "./lattice.ts";
import type {LexColumn} from "./lexicon.ts";
import {isLightVerb} from "./light_verbs.ts";
import type {Token} from "./tokens.ts";
import {FILLERS} from "./vocabulary.ts";

/** A question ready to be parsed: its tokens and every meaning of every stretch. */
export interface Source {
  tokens: readonly Token[];
  edges: readonly Edge[][];
  columns: readonly LexColumn[];
}

export interface Mark {
  from: number;
  to: number;
  place: Placement["place"];
  as?: string;
}

/** One way that a rule matches at a token: where it ends, what it means, how far from plain it is. */
export interface Parse<Value> {
  to: number;
  value: Value;
  cost: number;
  marks: Mark[];
}

/** A rule gives every match that starts at a token (after words that carry nothing). */
export type Rule<Value> = (source: Source, at: number) => Parse<Value>[];

const MOST = 24;

/** Words that may be passed over, but rarely mean nothing. */
const HEAVY = new Set([
  "number",
  "many",
  "amount",
  "much",
  "average",

  "by",
  "per",
  "each",
  "every",
  "across",
  "over",
  "up",
  "about",
  "around",
  "between",
  "against",
  "than",
  "vs",
  "versus",
  "within",
  "after",
  "before",
  "however",
  "compared",
  "without",
]);

/** What it costs to make nothing of a verb such as "made". */
export const LIGHT_VERB_COST = 0.25;

/** What it costs to make nothing of a filler. */
export const fillerCost = (token: Token): number => (HEAVY.has(token.lower) ? 0.5 : 0.02);

const PASSED = new Set(["?", "!", ".", ":", "(", ")", "'", "’", "#", "…", "-", "–", "—", "*"]);

/** Words and marks that carry nothing by themselves. */
export const isFiller = (token: Token): boolean =>
  FILLERS.has(token.lower) || (token.kind === "mark" && PASSED.has(token.text));

/** Matches an edge of a kind, after at most four fillers. Words passed over cost a little. */
export function edge<Is extends Meaning["is"]>(
  is: Is,
  place: Placement["place"],
  accept: (found: Extract<Edge, {is: Is}>) => boolean = () => true,
): Rule<Extract<Edge, {is: Is}>> {
  return (source, at) => {
    const parses: Parse<Extract<Edge, {is: Is}>>[] = [];
    const passed: Mark[] = [];
    for (
      let from = at, skipped = 0, extra = 0;
      from < source.tokens.length && skipped <= 4;
      from++, skipped++
    ) {
      for (const found of source.edges[from]!) {
        if (found.is !== is) continue;
        const match = found as Extract<Edge, {is: Is}>;
        if (!accept(match)) continue;
        const as =
          "column" in match
            ? match.column.profile.name + ("value" in match ? ` = ${String(match.value)}` : "")
            : undefined;
        const mark: Mark = as === undefined ? {from, to: match.to, place} : {from, to: match.to, place, as};
        parses.push({to: match.to, value: match, cost: match.cost + extra, marks: [...passed, mark]});
      }
      const token = source.tokens[from]!;
      passed.push({from, to: from + 1, place: "filler"});
      if (!isFiller(token) && !isLightVerb(source, from)) break;
      extra += isFiller(token) ? fillerCost(token) : LIGHT_VERB_COST;
    }
    return parses.slice(0, MOST);
  };
}

/** Matches a token by its text alone, without passing anything over. */
export function literal(place: Placement["place"], ...texts: string[]): Rule<string> {
  return (source, at) => {
    const token = source.tokens[at];
    return token && texts.includes(token.lower)
      ? [{to: at + 1, value: token.lower, cost: 0, marks: [{from: at, to: at + 1, place}]}]
      : [];
  };
}

export function map<From, To>(rule: Rule<From>, make: (value: From) => To | undefined, cost = 0): Rule<To> {
  return (source, at) =>
    rule(source, at).flatMap((parse) => {
      const value = make(parse.value);
      return value === undefined ? [] : [{...parse, value, cost: parse.cost + cost}];
    });
}

export function either<Value>(...rules: Rule<Value>[]): Rule<Value> {
  return (source, at) => rules.flatMap((rule) => rule(source, at)).slice(0, MOST * 2);
}

export function optional<Value>(rule: Rule<Value>, cost = 0): Rule<Value | undefined> {
  return (source, at) => [{to: at, value: undefined, cost, marks: []}, ...rule(source, at)];
}

/** One rule after another. */
export function sequence<Values extends unknown[]>(
  ...rules: {[Index in keyof Values]: Rule<Values[Index]>}
): Rule<Values> {
  return (source, at) => {
    let parses: Parse<unknown[]>[] = [{to: at, value: [], cost: 0, marks: []}];
    for (const rule of rules as Rule<unknown>[]) {
      parses = parses
        .flatMap((before) =>
          rule(source, before.to).map((next) => ({
            to: next.to,
            value: [...before.value, next.value],
            cost: before.cost + next.cost,
            marks: [...before.marks, ...next.marks],
          })),
        )
        .slice(0, MOST * 3);
    }
    return parses as Parse<Values>[];
  };
}

/** One or more, with something between; at most twelve. Every length is a parse of its own. */
export function list<Value>(rule: Rule<Value>, between: Rule<unknown>): Rule<Value[]> {
  return (source, at) => {
    let last: Parse<Value[]>[] = rule(source, at).map((parse) => ({...parse, value: [parse.value]}));
    const all = [...last];
    for (let length = 1; length < 12 && last.length > 0; length++) {
      last = last
        .flatMap((before) =>
          between(source, before.to).flatMap((gap) =>
            rule(source, gap.to).map((next) => ({
              to: next.to,
              value: [...before.value, next.value],
              cost: before.cost + gap.cost + next.cost,
              marks: [...before.marks, ...gap.marks, ...next.marks],
            })),
          ),
        )
        .slice(0, MOST);
      all.push(...last);
    }
    return all;
  };
}
