import {button, element} from "./element.js";

/**
 * The buttons of a call, and where a question is typed.
 * @param {{
 *   acts: import("./call_view.js").Acts,
 *   trying: (act: () => Promise<void>) => Promise<void>,
 *   onSound: (isOn: boolean) => void,
 * }} parts
 */
export function callControls({acts, trying, onSound}) {
  const bars = element("span", {class: "level", "aria-hidden": "true"}, element("span"));
  const microphoneButton = element(
    "button",
    {
      type: "button",
      class: "microphone",
      "aria-pressed": "false",
      onclick: () =>
        trying(() => acts.onMicrophone(microphoneButton.getAttribute("aria-pressed") !== "true")),
    },
    element("span", {class: "label"}, "Microphone off"),
    bars,
  );
  const sound = button("Sound on", () => trying(() => turnSound(!isSoundOn)), {"aria-pressed": "true"});
  const allow = button("Turn the sound on", () => trying(acts.onAllowSound), {class: "main", hidden: true});
  const stop = button("Stop", () => trying(acts.onStop), {
    class: "danger",
    disabled: true,
    "aria-keyshortcuts": "Escape",
    title: "Stop what is said and worked on (Escape)",
  });
  const again = button("Say again", () => trying(acts.onAgain), {disabled: true});
  const text = element("input", {
    id: "typed",
    name: "typed",
    maxlength: 20_000,
    dir: "auto",
    autocomplete: "off",
    placeholder: "Or type a question",
    "aria-label": "Your question",
  });
  const ask = element("button", {type: "submit", class: "main", disabled: true}, "Ask");
  const form = element(
    "form",
    {
      class: "typing",
      onsubmit: (event) => {
        event.preventDefault();
        const asked = text.value.trim();
        if (asked === "" || ask.disabled) return;
        trying(async () => {
          ask.disabled = true;
          try {
            await acts.onType(asked);
            text.value = "";
          } finally {
            ask.disabled = !isOpen;
          }
        });
      },
    },
    text,
    ask,
  );
  const node = element(
    "footer",
    {class: "call-controls"},
    allow,
    form,
    element("div", {class: "tools"}, microphoneButton, sound, element("span", {class: "space"}), again, stop),
  );
  let isOpen = false;
  let isSoundOn = true;
  return {
    node,
    focus: () => microphoneButton.focus(),
    isStopping: () => !stop.disabled,
    /** Whether questions are taken. @param {boolean} is */
    open(is) {
      isOpen = is;
      ask.disabled = !is;
      again.disabled = !is;
    },
    /** @param {boolean} can */
    canStop(can) {
      stop.disabled = !can;
    },
    /** @param {"on" | "off" | "none"} state */
    microphone(state) {
      microphoneButton.setAttribute("aria-pressed", String(state === "on"));
      /** @type {HTMLElement} */ (microphoneButton.firstElementChild).textContent =
        state === "on" ? "Microphone on" : state === "off" ? "Microphone off" : "No microphone";
      if (state !== "on") level(0);
    },
    level,
    /** @param {boolean} isBlocked */
    soundBlocked(isBlocked) {
      allow.hidden = !isBlocked;
    },
  };

  /** How loud the microphone is. @param {number} share 0 to 1 */
  function level(share) {
    const bar = /** @type {HTMLElement} */ (bars.firstElementChild);
    bar.style.transform = `scaleX(${Math.min(1, Math.max(0, share)).toFixed(2)})`;
  }

  /** @param {boolean} isOn */
  async function turnSound(isOn) {
    await acts.onSound(isOn);
    isSoundOn = isOn;
    sound.textContent = isOn ? "Sound on" : "Sound off";
    sound.setAttribute("aria-pressed", String(isOn));
    onSound(isOn);
  }
}
