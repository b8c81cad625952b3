import {answerView} from "./answer.js";
import {call} from "./api.js";
import {composer} from "./composer.js";
import {datasetChips} from "./dataset_chips.js";
import {button, element, fill} from "./element.js";
import {follow} from "./events.js";
import {importView} from "./import_view.js";
import {problemNote} from "./problem.js";
import {suggestions} from "./suggestions.js";
import {callButton, forgetButton, shareButton} from "./thread_tools.js";

/**
 * @typedef {import("./chat.js").Conversation & {datasets: string[]}} OpenConversation
 * @typedef {{id: string, text: string, state: string}} Message
 * @typedef {{
 *   conversation?: OpenConversation | undefined,
 *   me: import("./chat.js").Me,
 *   signal: AbortSignal,
 *   onBegun: (conversation: OpenConversation) => void,
 *   onChanged: () => void,
 *   onForgotten: () => void,
 * }} Parts
 */

/** One conversation: what was said, and where the next question is asked. @param {Parts} parts @returns {Node[]} */
export function thread({conversation, me, signal, onBegun, onChanged, onForgotten}) {
  let open = conversation;
  /** Datasets chosen before the conversation begins. @type {Set<string>} */
  const chosen = new Set();
  /** @type {Message | undefined} */
  let running;
  let goesAlong = true;
  const head = element("header", {class: "thread-head"});
  const earlier = element("div", {class: "earlier"});
  const messages = element("div", {class: "messages"});
  const notes = element("div", {class: "notes"});
  const ideas = suggestions({onAsk: (text) => ask(text)});
  const chips = datasetChips({chosen, onChange: () => ideas.load(named())});
  const box = composer({
    mayImport: me.actions.includes("datasets.write"),
    onAsk: (text, options) => ask(text, options),
    onFiles: (files) => importAll(files),
    onStop: () => running && call("POST", `/v1/messages/${running.id}/stop`).catch(tell),
  });
  const scroll = element(
    "div",
    {class: "scroll", tabindex: "-1"},
    open ? undefined : welcome(me),
    earlier,
    messages,
    ideas.node,
    notes,
  );
  if (me.actions.includes("datasets.write")) dropOn(scroll, importAll);
  scroll.addEventListener("scroll", () => {
    goesAlong = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 100;
  });
  showHead();
  if (open) load("").catch(tell);
  else chips.load();
  ideas.load(named());
  return [head, scroll, box.node];

  function named() {
    return open ? open.datasets : [...chosen];
  }

  function showHead() {
    fill(
      head,
      element("h1", {dir: "auto"}, open?.title ?? "New conversation"),
      open
        ? element(
            "p",
            {class: "about", dir: "auto"},
            open.datasets.length > 0 ? `About ${open.datasets.join(", ")}` : "About all of your data",
          )
        : chips.node,
      element(
        "div",
        {class: "tools"},
        me.calls && me.actions.includes("ask") && callButton(() => open?.id, tell),
        open && shareButton(open.id, tell),
        open && forgetButton(open, {onForgotten, tell}),
      ),
    );
  }

  /** Shows messages, the newest at the end. @param {string} cursor */
  async function load(cursor) {
    const {items, next} = await call("GET", `/v1/conversations/${open?.id}/messages?limit=10${cursor}`);
    if (signal.aborted) return;
    const views = items.map(shownMessage);
    const before = scroll.scrollHeight;
    messages.prepend(...views.map((/** @type {{node: Node}} */ {node}) => node).reverse());
    fill(
      earlier,
      next &&
        button("Earlier messages", () => load(`&cursor=${encodeURIComponent(next)}`).catch(tell), {
          class: "plain",
        }),
    );
    scroll.scrollTop = cursor === "" ? scroll.scrollHeight : scroll.scrollHeight - before;
    for (const view of views) {
      await view.follow();
      if (cursor === "") toEnd();
    }
  }

  /** @param {Message} message */
  function shownMessage(message) {
    const view = answerView({
      onAsk: ask,
      onChoose: (turn, number, said) => ask(said, {choice: {turn, number}}),
      signal,
    });
    const node = element(
      "article",
      {class: "message", "data-message": message.id},
      element("h2", {class: "asked", dir: "auto"}, message.text),
      view.node,
    );
    return {
      node,
      async follow() {
        const isLive = message.state !== "done";
        if (isLive) begin(message);
        try {
          await follow(
            message.id,
            (event) => {
              view.take(event, isLive);
              if (isLive) toEnd();
            },
            signal,
          );
        } catch (error) {
          view.fail(error);
        } finally {
          view.finish();
          if (isLive) {
            end(message);
            // An answer is read from its beginning.
            node.scrollIntoView({block: "start"});
          }
        }
      },
    };
  }

  /** @param {string} text @param {{charts?: string, choice?: {turn: string, number: number}}} [options] */
  async function ask(text, options = {}) {
    fill(notes);
    box.lock(true);
    try {
      const {id: conversation} = open ?? (await begun(text));
      const id = newMessageId();
      const body = {text, id, ...options};
      const path = `/v1/conversations/${conversation}/messages`;
      // The same id is the same message: sent again, it is asked once.
      const message = await call("POST", path, body).catch((error) => {
        if (error.status !== 0) throw error;
        return call("POST", path, body);
      });
      box.clear();
      ideas.hide();
      goesAlong = true;
      const view = shownMessage(message.state === "done" ? {...message, state: "taken"} : message);
      messages.append(view.node);
      toEnd();
      await view.follow();
      onChanged();
    } catch (error) {
      tell(error);
      box.lock(false);
    }
  }

  /** @param {string} text */
  async function begun(text) {
    const made = await call("POST", "/v1/conversations", {
      title: text.trim().slice(0, 80),
      datasets: [...chosen],
    });
    onBegun(made);
    open = made;
    showHead();
    return made;
  }

  /** Takes files one after the other. @param {readonly File[]} files */
  async function importAll(files) {
    for (const file of files) {
      const view = importView(file, signal);
      messages.append(view.node);
      toEnd();
      const made = await view.done;
      toEnd();
      if (made.length === 0 || signal.aborted) continue;
      if (open) {
        open = await call("PATCH", `/v1/conversations/${open.id}`, {addDatasets: made}).catch((error) => {
          tell(error);
          return open;
        });
        showHead();
      } else {
        for (const name of made) chosen.add(name);
        chips.load();
      }
      ideas.load(named());
    }
  }

  /** @param {Message} message */
  function begin(message) {
    running = message;
    box.run(true);
  }

  /** @param {Message} message */
  function end(message) {
    if (running?.id !== message.id) return;
    running = undefined;
    box.run(false);
  }

  /** @param {unknown} error */
  function tell(error) {
    if (signal.aborted) return;
    notes.append(problemNote(error));
    toEnd();
  }

  /** Goes along with what comes, as long as nobody has scrolled away from it. */
  function toEnd() {
    if (goesAlong) scroll.scrollTop = scroll.scrollHeight;
  }
}

/** @param {import("./chat.js").Me} me */
function welcome({actions}) {
  const imports = actions.includes("datasets.write");
  return element(
    "p",
    {class: "welcome"},
    imports
      ? "Drop a file here (CSV, Excel, JSON, Parquet and more), or ask about data that is there already."
      : "Ask about the data of your workspace.",
  );
}

/** @param {HTMLElement} place @param {(files: File[]) => void} take */
function dropOn(place, take) {
  place.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    place.classList.add("dropping");
  });
  place.addEventListener("dragleave", () => place.classList.remove("dropping"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("dropping");
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

/** An id of our own for a message. (`randomUUID` is not there on plain http.) */
function newMessageId() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((one) => one.toString(16).padStart(2, "0"))
    .join("");
}
