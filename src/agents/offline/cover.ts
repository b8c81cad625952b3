import {isLightVerb} from "./light_verbs.ts";
import {fillerCost, isFiller, LIGHT_VERB_COST, type Mark, type Rule, type Source} from "./parser.ts";
import type {Phrase, Placed} from "./phrase.ts";

/** A whole question cut into phrases: what each stretch means, and which words of weight have no place. */
export interface Cover {
  placed: Placed[];
  marks: Mark[];
  unplaced: {from: number; to: number}[];
  cost: number;
}

const PHRASE_COST = 0.2;
const UNPLACED_COST = 3;
const BEAM = 60;

/** The cheapest covers of the question by phrases, cheapest first. Every word is in a phrase, a filler, or unplaced. */
export function covers(source: Source, phrase: Rule<Phrase>, most: number): Cover[] {
  const {tokens} = source;
  const beams: Cover[][] = Array.from({length: tokens.length + 1}, () => []);
  beams[0] = [{placed: [], marks: [], unplaced: [], cost: 0}];
  for (let at = 0; at < tokens.length; at++) {
    const here = trim(beams[at]!, BEAM);
    if (here.length === 0) continue;
    const parses = phrase(source, at);
    for (const before of here) {
      for (const parse of parses) {
        const first = parse.marks.find((mark) => mark.place !== "filler")?.from ?? at;
        if (first > at && !isFiller(tokens[at]!) && !isLightVerb(source, at)) continue;
        beams[parse.to]!.push({
          placed: [...before.placed, {phrase: parse.value, from: first, to: parse.to}],
          marks: [...before.marks, ...parse.marks],
          unplaced: before.unplaced,
          cost: before.cost + parse.cost + PHRASE_COST,
        });
      }
      const token = tokens[at]!;
      if (isFiller(token)) {
        beams[at + 1]!.push({
          ...before,
          marks: [...before.marks, {from: at, to: at + 1, place: "filler"}],
          cost: before.cost + fillerCost(token),
        });
      } else if (isLightVerb(source, at)) {
        beams[at + 1]!.push({
          ...before,
          marks: [...before.marks, {from: at, to: at + 1, place: "filler", as: "verb"}],
          cost: before.cost + LIGHT_VERB_COST,
        });
      } else {
        beams[at + 1]!.push({
          ...before,
          marks: [...before.marks, {from: at, to: at + 1, place: "unplaced"}],
          unplaced: [...before.unplaced, {from: at, to: at + 1}],
          cost: before.cost + UNPLACED_COST,
        });
      }
    }
  }
  return trim(beams[tokens.length]!, most);
}

function trim(beam: Cover[], most: number): Cover[] {
  const seen = new Set<string>();
  return beam
    .sort((a, b) => a.cost - b.cost)
    .filter((cover) => {
      const key = JSON.stringify([
        cover.placed.map((one) => [one.from, one.to, said(one.phrase)]),
        cover.unplaced,
      ]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, most);
}

const said = (phrase: Phrase): string =>
  JSON.stringify(phrase, (key, value) =>
    key === "profile"
      ? (value as {name: string}).name
      : key === "phrase"
        ? (value as {said?: string}).said
        : value,
  );
