import {element, fill} from "./element.js";

/** @typedef {{id: string, name: string, side: "me" | "other" | "analyst", text: string, isFinal: boolean, isTyped?: boolean}} Caption */

/** Lines that are kept: who wants all of them reads the conversation. */
const MOST = 300;

/** What is said, as it is said. A line that comes again under the same id takes its own place. */
export function callCaptions() {
  const list = element("ol", {role: "log", "aria-live": "off", "aria-label": "What is said"});
  const node = element(
    "aside",
    {class: "captions", "aria-label": "Captions", tabindex: "0"},
    element("p", {class: "note hint"}, "What is said stands here."),
    list,
  );
  /** @type {Map<string, HTMLElement>} */
  const lines = new Map();
  return {
    node,
    /** @param {Caption} caption */
    caption({id, name, side, text, isFinal, isTyped = false}) {
      const known = lines.get(id);
      if (text.trim() === "") {
        known?.remove();
        lines.delete(id);
        return;
      }
      const line = known ?? element("li");
      const isAtEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 60;
      line.dataset.side = side;
      line.classList.toggle("interim", !isFinal);
      fill(
        line,
        element("b", {}, element("bdi", {}, name || "Somebody"), isTyped && " (typed)"),
        element("span", {dir: "auto"}, text),
      );
      if (!known) {
        lines.set(id, line);
        list.append(line);
        for (const [old, gone] of [...lines].slice(0, -MOST)) {
          gone.remove();
          lines.delete(old);
        }
      }
      if (isAtEnd) node.scrollTop = node.scrollHeight;
    },
    /** Whether they are told to whoever listens to the page: where the analyst's voice is off. @param {boolean} isTold */
    readAloud(isTold) {
      list.setAttribute("aria-live", isTold ? "polite" : "off");
    },
  };
}
