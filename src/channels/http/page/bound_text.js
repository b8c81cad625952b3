import {call} from "./api.js";
import {cellText} from "./cell_text.js";
import {element, fill} from "./element.js";

/**
 * @typedef {import("./answer.js").BoundNumber} BoundNumber
 * @typedef {import("./answer.js").Place} Place
 * @typedef {import("./answer.js").ShownTable} ShownTable
 */

/**
 * The text of an answer, each number of which tells which cell it comes from where one points at it, tabs to it or taps it.
 * @param {{answer: string, evidence: readonly BoundNumber[]}} answer
 * @param {{turn: string | undefined, tables: readonly ShownTable[]}} parts
 */
export function boundText({answer, evidence}, {turn, tables}) {
  const origin = element("div", {class: "origin", role: "tooltip", id: nextId(), hidden: true});
  const text = element("p", {class: "text", dir: directionOf(answer)});
  const write = inPieces(text);
  const node = element("div", {class: "bound"}, text, origin);
  /** @type {Map<string, Promise<ShownTable | undefined>>} */
  const known = new Map(tables.map((table) => [table.step, Promise.resolve(table)]));
  /** @type {Node | undefined} */
  let shown;
  let at = 0;
  for (const number of [...evidence].sort((a, b) => a.start - b.start)) {
    if (number.start < at || answer.slice(number.start, number.end) !== number.text) continue;
    write(answer.slice(at, number.start), numberNode(number));
    at = number.end;
  }
  write(answer.slice(at));
  node.addEventListener("pointerleave", hide);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  return node;

  /** @param {BoundNumber} number */
  function numberNode(number) {
    const made = element(
      "button",
      {
        type: "button",
        class: "number",
        "aria-describedby": origin.id,
        onpointerenter: () => show(made, number),
        onfocus: () => show(made, number),
        onclick: () => show(made, number),
        onblur: hide,
      },
      number.text,
    );
    return made;
  }

  /** @param {HTMLElement} anchor @param {BoundNumber} number */
  async function show(anchor, number) {
    if (shown === anchor) return;
    shown = anchor;
    mark(number.evidence, anchor);
    const lines = await Promise.all(number.evidence.slice(0, 6).map(say));
    if (shown !== anchor) return;
    fill(
      origin,
      number.how !== undefined && element("p", {}, `${number.how} of`),
      ...lines.map((line) => element("p", {dir: "auto"}, line)),
      number.evidence.length > 6 && element("p", {}, `and ${number.evidence.length - 6} more`),
    );
    origin.hidden = false;
    const left = anchor.offsetLeft;
    origin.style.insetInlineStart = "auto";
    origin.style.left = `${Math.max(0, Math.min(left, node.clientWidth - origin.offsetWidth))}px`;
    origin.style.top = `${anchor.offsetTop + anchor.offsetHeight + 4}px`;
  }

  function hide() {
    shown = undefined;
    origin.hidden = true;
    for (const one of cells(node)) one.classList.remove("meant");
  }

  /** Points out the cells in the tables that are shown. @param {readonly Place[]} places @param {HTMLElement} anchor */
  function mark(places, anchor) {
    for (const one of cells(anchor)) {
      const {step, row, column} = one.dataset;
      const isMeant = places.some(
        (place) => place.step === step && String(place.row) === row && place.column === column,
      );
      one.classList.toggle("meant", isMeant);
    }
  }

  /** @param {Place} place */
  async function say({step, row, column}) {
    if (step === "(reading)") return "As the question was read";
    const found = await tableOf(step);
    const title = found?.title ?? step;
    if (column === "(rows)") return `${title}: the number of rows`;
    if (column === "(notes)") return `${title}: its notes`;
    const index = found?.table.columns.findIndex(({name}) => name === column) ?? -1;
    const cells = found?.table.rows[row];
    if (!found || !cells || index < 0) return `${title}: ${column}, row ${row + 1}`;
    const label = found.table.columns.findIndex(
      ({type}, other) => other !== index && type !== "number" && type !== "integer",
    );
    const where =
      label >= 0 ? `, ${found.table.columns[label]?.name} ${cellText(cells[label])}` : `, row ${row + 1}`;
    return `${title}: ${column}${where} = ${cells[index]}`;
  }

  /** @param {string} step @returns {Promise<ShownTable | undefined>} */
  function tableOf(step) {
    const table = known.get(step) ?? fetched(step);
    known.set(step, table);
    return table;
  }

  /** @param {string} step @returns {Promise<ShownTable | undefined>} */
  async function fetched(step) {
    if (turn === undefined) return undefined;
    return call("GET", `/v1/turns/${turn}/artifacts/${encodeURIComponent(step)}`).catch(() => undefined);
  }
}

/**
 * Writes a text so that each of its pieces ("Cairo 10 · Tunis 20") runs in its own direction: in a line of Arabic names a number
 * would else stand beside another name than its own.
 * @param {Element} place
 */
function inPieces(place) {
  let piece = element("bdi");
  place.append(piece);
  return (/** @type {string} */ text, /** @type {Node[]} */ ...after) => {
    const [first = "", ...rest] = text.split(/( · |\n)/);
    piece.append(first);
    for (let at = 0; at < rest.length; at += 2) {
      piece = element("bdi", {}, rest[at + 1]);
      place.append(rest[at] ?? "", piece);
    }
    piece.append(...after);
  };
}

/** The direction that a text's first letter has. @param {string} text */
function directionOf(text) {
  const [letter = ""] = /\p{L}/u.exec(text) ?? [];
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(letter) ? "rtl" : "ltr";
}

/** The cells of the tables of the answer that something stands in. @param {Element} inside @returns {HTMLElement[]} */
function cells(inside) {
  return [
    .../** @type {NodeListOf<HTMLElement>} */ (
      inside.closest(".answer")?.querySelectorAll("td[data-step]") ?? []
    ),
  ];
}

let ids = 0;
function nextId() {
  ids += 1;
  return `origin-${ids}`;
}
