import {chartView} from "./chart_view.js";
import {button, element, fill} from "./element.js";

/**
 * A chart of an answer: a place for it, then its picture as it comes through the room; to explore, it is drawn by the page.
 * @param {{turn: string, step: string, mayExplore: boolean, signal: AbortSignal}} parts
 */
export function callChart({turn, step, mayExplore, signal}) {
  const node = element("figure", {class: "chart", "data-step": step});
  /** @type {string | undefined} */
  let url;
  return {
    node,
    /** @param {{title: string, alt: string, problem?: string | undefined}} chart */
    expect({title, alt, problem}) {
      if (url !== undefined) return;
      fill(
        node,
        problem === undefined
          ? element("p", {class: "drawing-soon"}, element("span", {}, "Drawing ", element("bdi", {}, title)))
          : element("p", {class: "problem", dir: "auto"}, problem),
        element("figcaption", {dir: "auto"}, alt),
      );
    },
    /** @param {Blob} png @param {{title: string, alt: string}} named */
    show(png, {title, alt}) {
      if (url !== undefined) URL.revokeObjectURL(url);
      url = URL.createObjectURL(png);
      const larger = element(
        "button",
        {
          type: "button",
          class: "picture",
          "aria-label": `${title}: show it larger`,
          onclick: () => zoom(alt),
        },
        element("img", {src: url, alt}),
      );
      fill(
        node,
        larger,
        element("figcaption", {dir: "auto"}, alt),
        mayExplore &&
          button("Explore", () => fill(node, chartView(turn, {step, title, altText: alt}, signal))),
      );
    },
    drop() {
      if (url !== undefined) URL.revokeObjectURL(url);
    },
  };

  /** @param {string} alt */
  function zoom(alt) {
    /** @type {HTMLDialogElement} */
    const dialog = element(
      "dialog",
      {class: "zoomed", onclose: () => dialog.remove()},
      element("div", {class: "wide", tabindex: "0"}, element("img", {src: url, alt})),
      element(
        "div",
        {class: "buttons"},
        button("Close", () => dialog.close()),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  }
}
