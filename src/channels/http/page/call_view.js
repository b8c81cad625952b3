import {callBoard} from "./call_board.js";
import {callCaptions} from "./call_captions.js";
import {callControls} from "./call_controls.js";
import {button, element, fill} from "./element.js";
import {announce} from "./live.js";
import {problemNote} from "./problem.js";

/**
 * @typedef {"connecting" | "waiting" | "listening" | "working" | "speaking" | "away" | "reconnecting"} State
 * @typedef {{name: string, isMe: boolean, isAnalyst: boolean, isSpeaking: boolean, isMuted: boolean}} Person
 * @typedef {{
 *   onMicrophone: (isOn: boolean) => Promise<void>,
 *   onSound: (isOn: boolean) => Promise<void>,
 *   onAllowSound: () => Promise<void>,
 *   onStop: () => Promise<void>,
 *   onAgain: () => Promise<void>,
 *   onChoose: (turn: string, number: number) => Promise<void>,
 *   onSend: (turn: string) => Promise<void>,
 *   onType: (text: string) => Promise<void>,
 *   onLeave: () => Promise<void>,
 *   onEnded: (why: unknown) => void,
 * }} Acts
 * @typedef {ReturnType<typeof callView>} View
 */

/** What a state is called, and whether questions are taken in it. @type {Record<State, [words: string, isOpen: boolean]>} */
const STATES = {
  connecting: ["Connecting", false],
  waiting: ["The analyst is on the way", false],
  listening: ["Listening", true],
  working: ["Working on it", true],
  speaking: ["Speaking", true],
  away: ["The analyst is coming back", false],
  reconnecting: ["The connection broke; it is being made again", false],
};

/**
 * A call as one sees it: the answers, what is said, who is there, and the buttons. It knows nothing of how it is connected.
 * @param {Acts} acts
 * @param {{signal: AbortSignal, mayExplore: boolean}} parts `signal` ends with the call; `mayExplore`: whoever is signed in
 */
export function callView(acts, {signal, mayExplore}) {
  const mark = element("span", {class: "mark", "aria-hidden": "true"});
  const words = element("span");
  const chip = element("p", {class: "call-state"}, mark, words);
  const people = element("ul", {class: "people", "aria-label": "In the call"});
  const notes = element("div", {class: "notes"});
  const board = callBoard({
    onChoose: (turn, number) => trying(() => acts.onChoose(turn, number)),
    onSend: (turn) => acts.onSend(turn),
    mayExplore,
    signal,
  });
  const captions = callCaptions();
  const controls = callControls({
    acts,
    trying,
    onSound: (isOn) => captions.readAloud(!isOn),
  });
  const node = element(
    "div",
    {class: "call", "data-state": "connecting"},
    element(
      "header",
      {class: "call-head"},
      element("h1", {}, "Call"),
      chip,
      people,
      button("Leave", () => acts.onLeave(), {class: "danger"}),
    ),
    element("main", {class: "scroll board", "aria-label": "Answers", tabindex: "-1"}, notes, board.node),
    captions.node,
    controls.node,
  );
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    if (!controls.isStopping()) return;
    event.preventDefault();
    trying(acts.onStop);
  });
  state("connecting");
  return {
    node,
    state,
    tell,
    calm,
    caption: captions.caption,
    result: board.result,
    chart: board.chart,
    postedTo: board.postedTo,
    microphone: controls.microphone,
    level: controls.level,
    soundBlocked: controls.soundBlocked,
    focus: controls.focus,
    /** @param {readonly Person[]} all */
    people(all) {
      fill(people, ...all.map(personNode));
    },
  };

  /** @param {State} next */
  function state(next) {
    if (node.dataset.state === next && words.textContent !== "") return;
    const [said, isOpen] = STATES[next];
    const wasOpen = STATES[/** @type {State} */ (node.dataset.state)][1];
    node.dataset.state = next;
    words.textContent = said;
    controls.open(isOpen);
    controls.canStop(next === "working" || next === "speaking");
    // Whoever listens hears when questions are taken and when not; the rest they hear from the analyst.
    if (isOpen !== wasOpen || !isOpen) announce(said);
  }

  /** @param {unknown} error */
  function tell(error) {
    if (signal.aborted) return;
    fill(notes, problemNote(error));
  }

  /** What was wrong is right again. */
  function calm() {
    fill(notes);
  }

  /** @param {() => Promise<void>} act */
  async function trying(act) {
    try {
      await act();
    } catch (error) {
      tell(error);
    }
  }
}

/** @param {Person} person */
function personNode({name, isMe, isAnalyst, isSpeaking, isMuted}) {
  return element(
    "li",
    {class: isAnalyst ? "analyst" : undefined, "data-speaking": isSpeaking || undefined},
    element("bdi", {}, name || "Somebody"),
    isMe && element("span", {}, "(you)"),
    isMuted && element("span", {class: "muted", role: "img", "aria-label": "microphone off"}, "🔇"),
    isSpeaking && element("span", {class: "unseen"}, "is speaking"),
  );
}
