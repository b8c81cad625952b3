import type {Edge} from "./lattice.ts";
import {measured} from "./measure_phrases.ts";
import {edge, either, map, optional, type Rule, sequence} from "./parser.ts";
import type {Phrase} from "./phrase.ts";
import {things} from "./thing_phrases.ts";

const NUMBER = map(
  edge(
    "number",
    "limit",
    (found) => Number.isInteger(found.value) && found.value > 0 && found.value <= 1000 && !found.unit,
  ),
  (found) => found.value,
);
const PLACES = ["second", "third", "fourth", "fifth"];
/** "second", "3rd". */
const nth: Rule<number> = (source, at) => {
  const word = source.tokens[at]?.lower ?? "";
  const place = PLACES.includes(word)
    ? PLACES.indexOf(word) + 2
    : Number(/^([2-9])(?:nd|rd|th)$/.exec(word)?.[1]);
  return place >= 2
    ? [{to: at + 1, value: place, cost: 0, marks: [{from: at, to: at + 1, place: "limit"}]}]
    : [];
};
const superlativeEdge = edge("superlative", "order");
/** Things that are counted: not by a word that calls the rows. */
const thingsNotRows: typeof things = (source, at) =>
  things(source, at).filter(({to}) => !source.edges[to - 1]?.some((edge) => edge.is === "table"));

export const superlative: Rule<Phrase> = either<Phrase>(
  map(sequence(edge("top", "limit"), NUMBER, optional(superlativeEdge)), ([, n, how]) => ({
    kind: "super",
    direction: how?.direction ?? "max",
    n,
    word: "top",
    ...(how && {adjective: how.adjective}),
  })),
  map(sequence(edge("bottom", "limit"), NUMBER), ([, n]) => ({
    kind: "super",
    direction: "min",
    n,
    word: "bottom",
  })),
  map(sequence(NUMBER, superlativeEdge), ([n, how]) => extreme(how, n)),
  map(sequence(superlativeEdge, NUMBER), ([how, n]) => extreme(how, n)),
  map(superlativeEdge, (how) => extreme(how)),
  map(sequence(nth, superlativeEdge), ([place, how]) =>
    how.direction === "max" ? {...extreme(how), nth: place} : undefined,
  ),
  map(
    sequence(
      edge("superlative", "order", ({text}) => /^(?:most|fewest|least)$/i.test(text)),
      thingsNotRows,
    ),
    ([how, counted]) => ({
      ...extreme(how),
      counted,
    }),
  ),
);

function extreme(how: Extract<Edge, {is: "superlative"}>, n?: number): Extract<Phrase, {kind: "super"}> {
  const word = how.text.toLowerCase();
  return {
    kind: "super",
    direction: how.direction,
    adjective: how.adjective,
    word,
    ...(n !== undefined && {n}),
  };
}

/** "six distributors with the biggest": how many, apart from the superlative. */
export const bareNumber: Rule<Phrase> = map(NUMBER, (value) => ({kind: "number", value}), 0.3);

const axis = edge("axis", "order");
const direction = edge("sort", "order", (found) => found.how !== "sort");
const anySort = edge("sort", "order");

export const sorting: Rule<Phrase> = either<Phrase>(
  map(sequence(anySort, axis, optional(direction)), ([how, found, end]) => ({
    kind: "sort",
    how: end?.how ?? how.how,
    axis: found.axis,
  })),
  map(sequence(axis, direction), ([found, how]) => ({kind: "sort", how: how.how, axis: found.axis})),
  map(
    sequence(
      direction,
      edge("sort", "order", (found) => found.how === "sort"),
      axis,
    ),
    ([how, , found]) => ({kind: "sort", how: how.how, axis: found.axis}),
  ),
  map(
    sequence(
      edge("sort", "order", (found) => found.how === "sort"),
      measured(() => true),
      optional(edge("sort", "order", (found) => found.how !== "sort")),
    ),
    ([, column, how]) => ({kind: "sort", how: how?.how ?? "sort", column}),
  ),
  map(edge("sort", "order"), (found) => ({kind: "sort", how: found.how})),
);
