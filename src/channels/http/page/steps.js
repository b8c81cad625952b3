import {element, fill} from "./element.js";

/**
 * @typedef {{id: string, tool: string, state: "started" | "running" | "done" | "failed" | "skipped", elapsedMs?: number,
 *   message?: string, share?: number, doing?: string}} StepEvent
 */

const MARKS = {started: "…", running: "…", done: "✓", failed: "✗", skipped: "–"};

/** What is done for an answer, as it is done; folded up once it is. */
export function stepsView() {
  const title = element("summary", {}, "Waiting for a worker");
  const list = element("ol");
  const node = element("details", {class: "steps", open: true}, title, list);
  /** @type {Map<string, HTMLElement>} */
  const rows = new Map();
  let elapsedMs = 0;
  return {
    node,
    /** @param {string} text */
    say(text) {
      title.textContent = text;
    },
    clear() {
      rows.clear();
      elapsedMs = 0;
      fill(list);
    },
    /** @param {StepEvent} event */
    step({id, tool, state, elapsedMs: took, message, share, doing}) {
      const row = rows.get(id) ?? element("li");
      if (!rows.has(id)) list.append(row);
      rows.set(id, row);
      if (took !== undefined) elapsedMs += took;
      row.dataset.state = state;
      fill(
        row,
        element("span", {"aria-hidden": "true"}, MARKS[state]),
        ` ${id} ${tool}`,
        element("span", {class: "unseen"}, ` ${state}`),
        state === "running" && share !== undefined && element("progress", {max: 1, value: share}),
        doing !== undefined && element("span", {dir: "auto"}, ` ${doing}`),
        took !== undefined && element("small", {}, ` ${inWords(took)}`),
        message !== undefined && element("span", {dir: "auto", class: "note"}, ` ${message}`),
      );
    },
    finish() {
      const count = rows.size;
      node.open = false;
      node.hidden = count === 0;
      title.textContent = `${count} ${count === 1 ? "step" : "steps"}, ${inWords(elapsedMs)}`;
    },
  };
}

/** @param {number} ms */
function inWords(ms) {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
