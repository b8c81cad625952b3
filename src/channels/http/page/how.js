import {element} from "./element.js";

/**
 * @typedef {{step: string, purpose?: string, tool: string, method?: string, datasets: {name: string, hash: string}[],
 *   sql: string[], notes: string[], elapsedMs: number}} Step
 * @typedef {{plan: unknown, steps: Step[], confidence: {level: string, reasons: string[]} | null, sent: unknown}} How
 */

/**
 * How an answer was computed: what the question was taken to mean, each step with its data and SQL, what was sent to a model.
 * @param {How} how
 * @param {import("./answer.js").Answer} answer
 * @returns {Node[]}
 */
export function howPanel({plan, steps, confidence, sent}, {reading, derivation}) {
  /** @type {HTMLElement[]} */
  const nodes = [
    ...(reading === undefined ? [] : [element("p", {dir: "auto"}, reading)]),
    element("ol", {class: "how-steps"}, ...steps.map(stepNode)),
    element(
      "p",
      {},
      derivation?.kind === "agrees"
        ? "The numbers came out the same by a second way."
        : "The numbers were computed once.",
    ),
    element("p", {}, saySent(sent)),
  ];
  if (confidence)
    nodes.push(
      element(
        "div",
        {},
        `Confidence: ${confidence.level}`,
        element("ul", {}, ...confidence.reasons.map((reason) => element("li", {dir: "auto"}, reason))),
      ),
    );
  if (plan) nodes.push(folded("The plan", JSON.stringify(plan, null, 2)));
  if (hasSent(sent)) nodes.push(folded("What left this service", JSON.stringify(sent, null, 2)));
  return nodes;
}

/** @param {Step} step */
function stepNode({step, purpose, tool, method, datasets, sql, notes}) {
  const named = datasets.map(({name, hash}) => `${name} (version ${hash.slice(0, 8)})`).join(", ");
  return element(
    "li",
    {},
    element("strong", {dir: "auto"}, `${step}: ${purpose ?? tool}`),
    element("p", {dir: "auto"}, [tool, method, named].filter(Boolean).join(" · ")),
    ...sql.map((one) => element("pre", {tabindex: "0"}, element("code", {}, one))),
    ...notes.map((note) => element("p", {class: "note", dir: "auto"}, note)),
  );
}

/** @param {unknown} sent */
function hasSent(sent) {
  return Array.isArray(sent) ? sent.length > 0 : sent !== null && sent !== undefined;
}

/** @param {unknown} sent */
function saySent(sent) {
  return hasSent(sent) ? "A model was asked; what it was told stands below." : "Nothing left this service.";
}

/** @param {string} title @param {string} text */
function folded(title, text) {
  return element(
    "details",
    {},
    element("summary", {}, title),
    element("pre", {tabindex: "0"}, element("code", {}, text)),
  );
}
