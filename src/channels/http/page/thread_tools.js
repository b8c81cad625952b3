import {call} from "./api.js";
import {button, element} from "./element.js";
import {announce} from "./live.js";

/** Makes a link that members of the workspace read the conversation by. @param {string} id @param {(error: unknown) => void} tell */
export function shareButton(id, tell) {
  return button("Share", async () => {
    try {
      const {token, expiresAt} = await call("POST", "/v1/links", {kind: "conversation", target: id});
      const pairs = new URLSearchParams({conversation: id, link: token});
      const url = `${location.origin}/#${pairs}`;
      const field = element("input", {readonly: true, value: url, "aria-label": "The link"});
      const copy = button("Copy", async () => {
        field.select();
        await navigator.clipboard?.writeText(url).catch(() => {});
        announce("Copied");
      });
      ask([
        element("h2", {}, "Share this conversation"),
        element(
          "p",
          {},
          `Members of the workspace who have this link read the conversation, until ${new Date(expiresAt).toLocaleDateString()}. It is shown this once.`,
        ),
        element("div", {class: "copied"}, field, copy),
      ]);
      field.select();
    } catch (error) {
      tell(error);
    }
  });
}

/**
 * Starts a call with the analyst, which goes on with the conversation that is shown, or begins one.
 * @param {() => string | undefined} conversation
 * @param {(error: unknown) => void} tell
 */
export function callButton(conversation, tell) {
  const made = button("Call", async () => {
    made.disabled = true;
    try {
      const id = conversation();
      const begun = await call("POST", "/v1/calls", id === undefined ? {} : {conversation: id});
      location.assign(`/calls/${encodeURIComponent(begun.id)}`);
    } catch (error) {
      tell(error);
    } finally {
      made.disabled = false;
    }
  });
  return made;
}

/**
 * Forgets a conversation for good, after asking.
 * @param {{id: string}} conversation
 * @param {{onForgotten: () => void, tell: (error: unknown) => void}} parts
 */
export function forgetButton({id}, {onForgotten, tell}) {
  /** @param {string} query */
  const forget = async (query) => {
    try {
      await call("DELETE", `/v1/conversations/${id}${query}`);
      announce("Forgotten");
      onForgotten();
    } catch (error) {
      const {status, message} = /** @type {{status?: number, message: string}} */ (error);
      if (status !== 409 || query !== "") return tell(error);
      ask(
        [element("h2", {}, "Some answers are needed"), element("p", {dir: "auto"}, message)],
        ["Forget all the rest", () => forget("?needed=keep")],
      );
    }
  };
  return button("Forget", () =>
    ask(
      [
        element("h2", {}, "Forget this conversation?"),
        element(
          "p",
          {},
          "Its questions, answers and charts are deleted for good. The data that you brought stays.",
        ),
      ],
      ["Forget it", () => forget("")],
    ),
  );
}

/** A dialog, with something to be done where one is given. @param {Node[]} says @param {[string, () => void]} [act] */
function ask(says, act) {
  const dialog = element("dialog", {onclose: () => dialog.remove()}, ...says);
  const doIt =
    act &&
    button(
      act[0],
      () => {
        dialog.close();
        act[1]();
      },
      {class: "danger"},
    );
  dialog.append(
    element(
      "div",
      {class: "buttons"},
      ...(doIt ? [doIt] : []),
      button(act ? "Cancel" : "Close", () => dialog.close()),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}
