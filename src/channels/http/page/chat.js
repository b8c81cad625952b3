import {fragment, showAddress} from "./address.js";
import {call} from "./api.js";
import {conversationList} from "./conversation_list.js";
import {button, element, fill} from "./element.js";
import {problemNote} from "./problem.js";
import {thread} from "./thread.js";

/**
 * @typedef {{workspace: string, role: string, actions: string[], calls: boolean}} Me
 * @typedef {{id: string, title: string | null, updatedAt: string}} Conversation
 */

/**
 * The chat: the conversations at the side, one of them at a time.
 * @param {{me: Me, conversation?: string | undefined, link?: string | undefined, onSignOut: () => void}} parts
 */
export function chat({me, conversation, link, onSignOut}) {
  const main = element("main", {class: "thread", "aria-label": "Conversation"});
  const list = conversationList({onOpen: (id) => open(id, true)});
  const menu = element(
    "button",
    {type: "button", class: "menu", "aria-expanded": "false", "aria-controls": "side"},
    "☰",
  );
  menu.setAttribute("aria-label", "Conversations");
  const side = element(
    "nav",
    {class: "side", id: "side", "aria-label": "Conversations"},
    button("New conversation", () => open(undefined, true), {class: "main"}),
    list.node,
    element(
      "footer",
      {},
      element("small", {}, element("span", {dir: "auto"}, me.workspace), ` · ${me.role}`),
      button("Sign out", onSignOut, {class: "plain"}),
    ),
  );
  const node = element(
    "div",
    {class: "chat"},
    element("header", {class: "bar"}, menu, element("span", {class: "brand"}, "Tabletalk")),
    side,
    main,
  );
  menu.addEventListener("click", () => showSide(!node.classList.contains("with-side")));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") showSide(false);
  });
  /** @type {AbortController | undefined} */
  let shown;
  addEventListener("popstate", () => open(fragment().conversation, false));
  open(conversation, false);
  list.load();
  return node;

  /** @param {string | undefined} id @param {boolean} isNew whether the way back leads to what was shown before */
  async function open(id, isNew) {
    shown?.abort();
    shown = new AbortController();
    const {signal} = shown;
    showSide(false);
    if (isNew) showAddress(id, {isNew: true});
    list.mark(id);
    try {
      const found =
        id === undefined ? undefined : await call("GET", `/v1/conversations/${encodeURIComponent(id)}`);
      if (signal.aborted) return;
      fill(
        main,
        ...thread({
          conversation: found,
          me,
          signal,
          onBegun: (begun) => {
            showAddress(begun.id, {isNew: true});
            list.load(begun.id);
          },
          onChanged: () => list.load(),
          onForgotten: () => {
            list.load();
            open(undefined, true);
          },
        }),
      );
      if (link === undefined || id !== conversation) main.querySelector("textarea")?.focus();
    } catch (error) {
      if (!signal.aborted) fill(main, problemNote(error));
    }
  }

  /** @param {boolean} isShown */
  function showSide(isShown) {
    const had = node.classList.contains("with-side");
    node.classList.toggle("with-side", isShown);
    menu.setAttribute("aria-expanded", String(isShown));
    if (isShown) side.querySelector("button")?.focus();
    else if (had) menu.focus();
  }
}
