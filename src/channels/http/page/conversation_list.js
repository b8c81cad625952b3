import {call} from "./api.js";
import {button, element, fill} from "./element.js";
import {problemNote} from "./problem.js";

/**
 * The conversations of whoever is signed in, the one changed last first.
 * @param {{onOpen: (id: string) => void}} parts
 */
export function conversationList({onOpen}) {
  const items = element("ul", {class: "conversations"});
  const more = element("div");
  const node = element("div", {class: "list"}, items, more);
  /** @type {string | undefined} */
  let open;
  return {node, load, mark};

  /** Reads them anew. @param {string} [id] the one that is open now */
  async function load(id = open) {
    open = id;
    try {
      fill(items);
      await add("");
      mark(open);
    } catch (error) {
      fill(items, element("li", {}, problemNote(error)));
    }
  }

  /** @param {string} cursor */
  async function add(cursor) {
    const {items: found, next} = await call("GET", `/v1/conversations?limit=30${cursor}`);
    items.append(
      ...found.map((/** @type {import("./chat.js").Conversation} */ {id, title}) =>
        element(
          "li",
          {},
          button(title ?? "Without a title", () => onOpen(id), {dir: "auto", "data-conversation": id}),
        ),
      ),
    );
    fill(
      more,
      next && button("Earlier ones", () => add(`&cursor=${encodeURIComponent(next)}`), {class: "plain"}),
    );
    mark(open);
  }

  /** @param {string | undefined} id */
  function mark(id) {
    open = id;
    for (const one of items.querySelectorAll("button"))
      if (one.dataset.conversation === id) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
  }
}
