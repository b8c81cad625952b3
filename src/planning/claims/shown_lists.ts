import type {Fault} from "./fault.ts";
import {FALLS, LESS, MORE, RISES} from "./relation_words.ts";
import type {Scene} from "./scene.ts";

/** How many numbers make a list whose order says something. */
const LONG_ENOUGH = 3;

/** "Margins shrink with deeper discounts: 29 %, 12 % and -37 %", "the stricter, the longer: 93, 101, 112": the list must go that way. */
export function listFaults(scene: Scene): Fault[] {
  const said = directionSaid(scene);
  if (!said) return [];
  const values = listAfter(scene, said.at);
  if (values.length < LONG_ENOUGH) return [];
  const goes = (test: (now: number, before: number) => boolean) =>
    values.every((value, at) => at === 0 || test(value, values[at - 1]!));
  const holds =
    said.way === "up" ? goes((now, before) => now >= before) : goes((now, before) => now <= before);
  const token = scene.tokens[said.at]!;
  return holds ? [] : [{token, why: "the list does not go that way"}];
}

/** Whether a list of numbers after a word of change is judged by its own order. */
export function hasListAfter(scene: Scene, at: number): boolean {
  return directionSaid(scene)?.at === at && listAfter(scene, at).length >= LONG_ENOUGH;
}

/** The word before a colon that says which way the list after it goes. */
function directionSaid({tokens}: Scene): {at: number; way: "up" | "down"} | undefined {
  const colon = tokens.findIndex((token) => token.text === ":");
  if (colon < 0) return undefined;
  const head = tokens.slice(0, colon);
  // "the stricter the rating, the longer the film": the second one speaks of the list.
  const comparatives = head.flatMap((token, at) =>
    head[at - 1]?.word === "the" && /^\p{L}{2,}er$|^(?:more|less|fewer)$/u.test(token.word) ? [at] : [],
  );
  const [, second] = comparatives;
  const word = second === undefined ? undefined : head[second]!.word;
  if (word !== undefined && (MORE.has(word) || LESS.has(word)))
    return {at: second!, way: MORE.has(word) ? "up" : "down"};
  const along = head.some((token) => /^(?:with|as|by|every|each|steadily|along)$/.test(token.word));
  const verb = head.findIndex((token) => RISES.has(token.word) || FALLS.has(token.word));
  if (verb < 0 || !along || head.some((token) => token.number)) return undefined;
  return {at: verb, way: RISES.has(head[verb]!.word) ? "up" : "down"};
}

/** The numbers after a colon that are cells of one column, in the order of the text. */
function listAfter(scene: Scene, at: number): number[] {
  const colon = scene.tokens.findIndex((token, place) => place > at && token.text === ":");
  const cells = scene.tokens.slice(colon + 1).flatMap((token) => {
    const binding = token.number && scene.bound.get(token.number);
    const [cell] = binding && !binding.how ? binding.cells : [];
    return cell ? [cell] : [];
  });
  const [first] = cells;
  const column = scene.views
    .find((view) => view.step === first?.step)
    ?.measures.find((one) => one.name === first?.column);
  if (!column || cells.some((cell) => cell.column !== column.name || cell.step !== column.step)) return [];
  return cells.flatMap((cell) => column.numbers[cell.row] ?? []);
}
