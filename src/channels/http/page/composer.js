import {button, element} from "./element.js";

/** What is typed stays in this window, should it be loaded again or the sign-in end. */
const DRAFT = "tabletalk.draft";
const WITH_CHART = "tabletalk.chart";

/**
 * Where a question is typed and files are chosen. Enter asks; Shift+Enter begins a line.
 * @param {{
 *   mayImport: boolean,
 *   onAsk: (text: string, options: {charts?: string}) => void,
 *   onFiles: (files: File[]) => void,
 *   onStop: () => void,
 * }} parts
 */
export function composer({mayImport, onAsk, onFiles, onStop}) {
  const text = element("textarea", {
    id: "question",
    name: "question",
    rows: 1,
    maxlength: 20_000,
    dir: "auto",
    placeholder: "Ask about your data",
    "aria-label": "Your question",
  });
  const file = element("input", {
    type: "file",
    id: "file",
    class: "unseen",
    multiple: true,
    onchange: () => {
      onFiles([...(file.files ?? [])]);
      file.value = "";
    },
  });
  const charts = element("input", {
    type: "checkbox",
    checked: localStorage.getItem(WITH_CHART) === "always",
    onchange: () => localStorage.setItem(WITH_CHART, charts.checked ? "always" : "asked"),
  });
  const submit = element("button", {type: "submit", class: "main"}, "Ask");
  const stop = button("Stop", onStop, {class: "danger", hidden: true});
  const node = element(
    "form",
    {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        const asked = text.value.trim();
        if (asked === "" || submit.disabled) return;
        onAsk(asked, charts.checked ? {charts: "always"} : {});
      },
    },
    text,
    element(
      "div",
      {class: "under"},
      mayImport && file,
      mayImport && element("label", {class: "button", for: "file"}, "Add a file"),
      element("label", {class: "check"}, charts, " Draw charts"),
      element("span", {class: "space"}),
      stop,
      submit,
    ),
  );
  text.value = sessionStorage.getItem(DRAFT) ?? "";
  text.addEventListener("input", () => sessionStorage.setItem(DRAFT, text.value));
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    node.requestSubmit();
  });
  text.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!mayImport || files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  });
  return {
    node,
    /** A question that was taken goes from the box; one that was not stays. */
    clear() {
      text.value = "";
      sessionStorage.removeItem(DRAFT);
    },
    /** @param {boolean} isLocked */
    lock(isLocked) {
      submit.disabled = isLocked;
    },
    /** @param {boolean} isRunning */
    run(isRunning) {
      submit.disabled = isRunning;
      submit.hidden = isRunning;
      stop.hidden = !isRunning;
    },
  };
}
