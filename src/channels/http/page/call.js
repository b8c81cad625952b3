import {fragment} from "./address.js";
import {call, onSignedOut} from "./api.js";
import {joinCall} from "./call_room.js";
import {callView} from "./call_view.js";
import {button, element, fill} from "./element.js";
import {Problem, problemNote} from "./problem.js";
import {signInPage} from "./sign_in.js";
import {mayBeSignedIn, noteSignedIn} from "./signed_in.js";

const page = /** @type {HTMLElement} */ (document.getElementById("page"));
const id = location.pathname.split("/")[2] ?? "";
/** Where a code is kept that lets this window in: one that a chat platform showed, or the next that was given for it. */
const CODE = `tabletalk.call.${id}`;
keepCode();

onSignedOut(() => {
  noteSignedIn(false);
  showSignIn();
});
if (mayBeSignedIn() || hasCode()) await showDoor();
else showSignIn();

function showSignIn() {
  fill(page, signInPage({onDone: showDoor}));
  page.querySelector("input")?.focus();
}

/**
 * Where one joins: a browser gives sound and microphone to a page that somebody has pressed something on.
 * @param {{byKey?: boolean}} [how]
 */
async function showDoor({byKey = false} = {}) {
  try {
    if (!hasCode()) {
      await call("GET", "/v1/me");
      if (!byKey) noteSignedIn(true);
    }
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return;
    fill(page, element("main", {class: "alone"}, problemNote(error)));
    return;
  }
  fill(page, door());
  page.querySelector("button")?.focus();
}

/** @param {unknown} [why] what ended the call before */
function door(why) {
  const notes = element("div", {}, why === undefined ? undefined : problemNote(why));
  const buttons = [
    button("Join the call", () => join(true), {class: "main"}),
    button("Join without a microphone", () => join(false)),
  ];
  return element(
    "main",
    {class: "alone door"},
    element("h1", {}, "Tabletalk"),
    element("h2", {}, why === undefined ? "A call with the analyst" : "You are not in the call"),
    element(
      "p",
      {},
      "Ask aloud, and hear the answer. Its numbers, tables and charts appear here. Everybody in the call hears and sees the same.",
    ),
    notes,
    element("div", {class: "ideas"}, ...buttons),
  );

  /** @param {boolean} withMicrophone */
  async function join(withMicrophone) {
    for (const one of buttons) one.disabled = true;
    fill(notes, element("p", {role: "status"}, "Joining ..."));
    try {
      const given = await token();
      const ended = new AbortController();
      const {view, acts} = connected(ended);
      await joinCall({...given, withMicrophone, view, acts, signal: ended.signal});
      fill(page, view.node);
      view.focus();
    } catch (error) {
      fill(notes, problemNote(error));
    } finally {
      for (const one of buttons) one.disabled = false;
    }
  }
}

/** What one joins with: by the code of a link where there is one, else as whoever is signed in. */
async function token() {
  const path = `/v1/calls/${encodeURIComponent(id)}`;
  const code = sessionStorage.getItem(CODE);
  if (code === null) return call("POST", `${path}/token`);
  try {
    const given = await call("POST", `${path}/join`, {code});
    sessionStorage.setItem(CODE, given.code);
    return given;
  } catch (error) {
    // It is used up: whoever is a member comes in all the same.
    if (error instanceof Problem && error.status === 401) sessionStorage.removeItem(CODE);
    throw error;
  }
}

function hasCode() {
  return sessionStorage.getItem(CODE) !== null;
}

/** Takes the code of a link out of the address, where others could read it. */
function keepCode() {
  const {code} = fragment();
  if (code === undefined) return;
  sessionStorage.setItem(CODE, code);
  history.replaceState(null, "", location.pathname);
}

/** @param {AbortController} ended */
function connected(ended) {
  /** @type {import("./call_view.js").Acts} */
  const acts = {
    onMicrophone: nothing,
    onSound: nothing,
    onAllowSound: nothing,
    onStop: nothing,
    onAgain: nothing,
    onChoose: nothing,
    onSend: nothing,
    onType: nothing,
    onLeave: nothing,
    onEnded: (why) => {
      ended.abort();
      fill(page, door(why));
      page.querySelector("button")?.focus();
    },
  };
  return {acts, view: callView(acts, {signal: ended.signal, mayExplore: !hasCode()})};
}

async function nothing() {}
