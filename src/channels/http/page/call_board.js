import {callCard} from "./call_card.js";
import {element} from "./element.js";
import {announce} from "./live.js";

/**
 * @typedef {import("../../calls/wire.ts").CallResult} CallResult
 * @typedef {{turn: string, step: string, title: string, alt: string}} ChartNames
 */

/** Answers that stay on the page. */
const MOST = 50;

/**
 * The answers of a call, each where its question first had one.
 * @param {{
 *   onChoose: (turn: string, number: number) => void,
 *   onSend: (turn: string) => Promise<void>,
 *   mayExplore: boolean,
 *   signal: AbortSignal,
 * }} parts
 */
export function callBoard({onChoose, onSend, mayExplore, signal}) {
  const empty = element(
    "p",
    {class: "welcome"},
    "Say what you want to know: “What were sales by region last month?” What you are told is shown here exactly.",
  );
  const node = element("div", {class: "messages"}, empty);
  /** @type {Map<string, ReturnType<typeof callCard>>} */
  const cards = new Map();
  /** Pictures that were here before their answer. @type {Map<string, {names: ChartNames, png: Blob}[]>} */
  const early = new Map();
  let place = /** @type {string | undefined} */ (undefined);
  return {
    node,
    /** @param {CallResult} result @param {boolean} [isLive] whether it happens now */
    result(result, isLive = true) {
      empty.remove();
      const known = cards.get(result.turn);
      const card = known ?? callCard({onChoose, onSend, mayExplore, signal});
      card.show(result);
      card.postedTo(place);
      if (known) return;
      cards.set(result.turn, card);
      node.append(card.node);
      for (const {names, png} of early.get(result.turn) ?? []) card.chart(names, png);
      early.delete(result.turn);
      for (const [old, gone] of [...cards].slice(0, -MOST)) {
        gone.node.remove();
        gone.drop();
        cards.delete(old);
      }
      card.node.scrollIntoView({block: "start"});
      if (isLive) announce(result.answer);
    },
    /** @param {ChartNames} names @param {Blob} png */
    chart(names, png) {
      const card = cards.get(names.turn);
      if (card) card.chart(names, png);
      else if (early.size < MOST)
        early.set(names.turn, [...(early.get(names.turn) ?? []), {names, png}].slice(-6));
    },
    /** Where answers can be posted to; undefined: nowhere. @param {string | undefined} where */
    postedTo(where) {
      place = where;
      for (const card of cards.values()) card.postedTo(where);
    },
  };
}
