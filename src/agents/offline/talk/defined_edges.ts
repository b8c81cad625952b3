import type {Edge} from "../lattice.ts";
import type {Lexicon} from "../lexicon.ts";
import {edge, map, optional, type Rule, sequence} from "../parser.ts";
import type {FilterPhrase, Phrase} from "../phrase.ts";
import type {Token} from "../tokens.ts";
import {placesOf} from "./defined_term.ts";

/** Puts taught words into a lattice: where one stands, nothing else is read. The longest goes first. */
export function withDefinedEdges(edges: Edge[][], tokens: readonly Token[], lexicon: Lexicon): Edge[][] {
  const found = (lexicon.defined ?? [])
    .filter(({defined}) => defined.kind !== "narrowing")
    .flatMap((term) => placesOf(term, tokens).map((place) => ({term, ...place})))
    .sort((a, b) => b.to - b.from - (a.to - a.from));
  const taken = new Set<number>();
  for (const {term, from, to} of found) {
    const places = Array.from({length: to - from}, (_, at) => from + at);
    if (places.some((at) => taken.has(at))) continue;
    for (const at of places) taken.add(at);
    for (const [start, list] of edges.entries())
      edges[start] = list.filter((one) => one.to <= from || start >= to);
    const text = tokens
      .slice(from, to)
      .map((token) => token.text)
      .join(" ");
    const {defined} = term;
    const place = {from, to, cost: 0, text};
    if (defined.kind === "column") edges[from]!.push({...place, is: "column", column: defined.column});
    else edges[from]!.push({...place, is: "defined", term});
  }
  return edges;
}

/** "big", "not big": rows that a taught word keeps. */
export const byDefinition: Rule<FilterPhrase> = map(
  sequence(optional(edge("not", "filter")), edge("defined", "filter")),
  ([no, {term}]) => {
    const {defined} = term;
    if (defined.kind !== "condition") return undefined;
    const {condition, said, column} = defined;
    return {
      kind: "filter",
      column,
      condition: no ? {op: "not", arg: condition} : condition,
      said: no ? `not (${said})` : said,
    };
  },
);

/** A figure that a taught word stands for. */
export const definedMeasure: Rule<Phrase> = map(edge("defined", "measure"), ({term: {defined}}) =>
  defined.kind === "measure" ? {kind: "defined", measure: defined.measure} : undefined,
);
