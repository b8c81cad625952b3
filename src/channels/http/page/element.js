/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes
 */

/**
 * Makes an element. What is no element among its children becomes text, never markup; `onclick` and the like are listeners.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes] true is an attribute without a value; false, null and undefined are none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...kept(children));
  return made;
}

/**
 * Text that data gave: it runs in the direction of its own letters.
 * @param {string} text
 * @param {string} [name] a class
 */
export function dataText(text, name) {
  return element("span", {dir: "auto", class: name}, text);
}

/**
 * A button that does something.
 * @param {string} label
 * @param {() => unknown} act
 * @param {Attributes} [attributes]
 */
export function button(label, act, attributes = {}) {
  return element("button", {type: "button", onclick: () => act(), ...attributes}, label);
}

/** @param {Element} parent @param {...Child} children */
export function fill(parent, ...children) {
  parent.replaceChildren(...kept(children));
}

/** @param {readonly Child[]} children @returns {(Node | string)[]} */
function kept(children) {
  return children.flatMap((child) => {
    if (child === null || child === undefined || child === false) return [];
    return [typeof child === "number" ? String(child) : child];
  });
}
