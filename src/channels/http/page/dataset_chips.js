import {call} from "./api.js";
import {element, fill} from "./element.js";

/**
 * The datasets that a new conversation may speak of: none chosen means all.
 * @param {{chosen: Set<string>, onChange: () => void}} parts
 */
export function datasetChips({chosen, onChange}) {
  const node = element("fieldset", {class: "chips", hidden: true});
  return {
    node,
    async load() {
      const {items} = await call("GET", "/v1/datasets?limit=30").catch(() => ({items: []}));
      const names = items.map((/** @type {{name: string}} */ {name}) => name);
      node.hidden = names.length === 0;
      fill(
        node,
        element("legend", {}, "Ask about (none chosen: all)"),
        ...names.map((/** @type {string} */ name) =>
          element(
            "label",
            {class: "chip"},
            element("input", {
              type: "checkbox",
              checked: chosen.has(name),
              onchange: (event) => {
                if (event.target.checked) chosen.add(name);
                else chosen.delete(name);
                onChange();
              },
            }),
            element("span", {dir: "auto"}, name),
          ),
        ),
      );
    },
  };
}
