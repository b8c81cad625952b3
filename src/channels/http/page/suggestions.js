import {call} from "./api.js";
import {button, element, fill} from "./element.js";

const TO_BEGIN = ["What is in this data?", "Are there missing values?", "Which columns go together?"];

/**
 * Questions to begin with: those that were asked of the same data, then some that fit any.
 * @param {{onAsk: (question: string) => void}} parts
 */
export function suggestions({onAsk}) {
  const node = element("section", {class: "ideas", "aria-label": "Questions to begin with", hidden: true});
  let isHidden = false;
  return {
    node,
    hide() {
      isHidden = true;
      node.hidden = true;
    },
    /** @param {readonly string[]} datasets */
    async load(datasets) {
      const named = datasets.map((name) => `&dataset=${encodeURIComponent(name)}`).join("");
      const {items} = await call("GET", `/v1/suggestions?limit=4${named}`).catch(() => ({items: []}));
      const asked = items.map((/** @type {{question: string}} */ {question}) => question);
      const all = [...new Set([...asked, ...TO_BEGIN])].slice(0, 5);
      fill(node, ...all.map((question) => button(question, () => onAsk(question), {dir: "auto"})));
      node.hidden = isHidden || (asked.length === 0 && datasets.length === 0);
    },
  };
}
