import {valueText} from "./cell_text.js";
import {element} from "./element.js";

/**
 * Readings that compete, each with what it would answer.
 * @param {readonly import("./answer.js").Choice[]} choices
 * @param {(number: number, said: string) => void} onChoose
 */
export function choiceButtons(choices, onChoose) {
  if (choices.length === 0) return undefined;
  return element(
    "ol",
    {class: "choices", "aria-label": "Which did you mean?"},
    ...choices.map(({said, values}, number) =>
      element(
        "li",
        {},
        element(
          "button",
          {type: "button", dir: "auto", onclick: () => onChoose(number, said)},
          element("span", {}, said),
          ...values
            .slice(0, 2)
            .map(({name, value, unit}) =>
              element("small", {dir: "auto"}, ` ${name}: ${valueText(value, unit)}`),
            ),
        ),
      ),
    ),
  );
}

/** The text without the numbered lines that stand as buttons under it. @param {string} text */
export function withoutChoices(text) {
  return text.split(/\n {2}1\. /)[0] ?? text;
}
