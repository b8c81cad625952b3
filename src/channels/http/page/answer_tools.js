import {call} from "./api.js";
import {button, element, fill} from "./element.js";
import {howPanel} from "./how.js";
import {announce} from "./live.js";
import {problemNote} from "./problem.js";

/** What can be done with an answer: see how it was made, say what one thinks of it. @param {string} turn @param {import("./answer.js").Answer} answer */
export function answerTools(turn, answer) {
  const panel = element("div", {class: "how", hidden: true});
  const how = button("How", showHow, {"aria-expanded": "false"});
  const up = button("👍", () => say("up"), {"aria-label": "This is right", "aria-pressed": "false"});
  const down = button("👎", () => say("down"), {"aria-label": "This is wrong", "aria-pressed": "false"});
  const opinion = element("div");
  return element(
    "div",
    {class: "answer-tools"},
    element("div", {class: "tools"}, how, up, down),
    opinion,
    panel,
  );

  async function showHow() {
    const isOpen = panel.hidden === true;
    panel.hidden = !isOpen;
    how.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen || panel.childElementCount > 0) return;
    try {
      fill(panel, ...howPanel(await call("GET", `/v1/turns/${turn}/how`), answer));
    } catch (error) {
      fill(panel, problemNote(error));
    }
  }

  /** @param {"up" | "down"} verdict */
  async function say(verdict) {
    try {
      await call("PUT", `/v1/turns/${turn}/feedback`, {verdict});
    } catch (error) {
      fill(opinion, problemNote(error));
      return;
    }
    up.setAttribute("aria-pressed", String(verdict === "up"));
    down.setAttribute("aria-pressed", String(verdict === "down"));
    announce("Thank you");
    const words = element("input", {
      name: "comment",
      maxlength: 4_000,
      required: true,
      "aria-label": "A comment",
      placeholder: verdict === "up" ? "What is good about it?" : "What is wrong with it?",
    });
    const form = element(
      "form",
      {
        class: "comment",
        onsubmit: async (event) => {
          event.preventDefault();
          try {
            await call("PUT", `/v1/turns/${turn}/feedback`, {verdict, comment: words.value});
            fill(opinion, element("p", {class: "thanks"}, "Thank you: it is kept."));
            announce("Thank you: it is kept.");
          } catch (error) {
            form.append(problemNote(error));
          }
        },
      },
      words,
      element("button", {type: "submit"}, "Send"),
    );
    fill(opinion, form);
    words.focus();
  }
}
