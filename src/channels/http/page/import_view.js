import {call} from "./api.js";
import {button, element, fill} from "./element.js";
import {announce} from "./live.js";
import {Problem, problemNote} from "./problem.js";
import {upload} from "./upload.js";

/**
 * A file on its way: how much is there, how far its import is, and what came of it with its doubts.
 * @param {File} file
 * @param {AbortSignal} signal
 * @returns {{node: HTMLElement, done: Promise<string[]>}} the names of the datasets that it became; none where it failed
 */
export function importView(file, signal) {
  const bar = element("progress", {max: 1, "aria-label": `Progress of ${file.name}`});
  const doing = element("span", {dir: "auto"}, "Sending");
  const stopped = new AbortController();
  /** @type {string | undefined} */
  let job;
  const cancel = button("Cancel", () => {
    stopped.abort();
    if (job !== undefined) call("POST", `/v1/jobs/${job}/stop`).catch(() => {});
  });
  const state = element("div", {class: "sending"}, bar, doing, cancel);
  const node = element(
    "article",
    {class: "import"},
    element("h2", {dir: "auto"}, file.name, element("small", {}, ` ${sizeOf(file.size)}`)),
    state,
  );
  return {node, done: run()};

  async function run() {
    const either = AbortSignal.any([signal, stopped.signal]);
    try {
      job = await upload(file, (share) => tell(share, "Sending"), either);
      const {datasets} = await imported(job, tell, either);
      fill(state, ...datasets.map(receiptNode));
      announce(`${file.name} is ready`);
      return datasets.map(({name}) => name);
    } catch (error) {
      fill(
        state,
        stopped.signal.aborted
          ? element("p", {}, "Cancelled.")
          : signal.aborted
            ? undefined
            : problemNote(error),
      );
      return [];
    }
  }

  /** @param {number | undefined} share @param {string} words */
  function tell(share, words) {
    if (share === undefined) bar.removeAttribute("value");
    else bar.value = share;
    doing.textContent = words;
  }
}

/**
 * Waits for an import. @param {string} id @param {(share: number | undefined, words: string) => void} told
 * @param {AbortSignal} signal @returns {Promise<{datasets: Imported[]}>}
 */
async function imported(id, told, signal) {
  for (let pauseMs = 100; ; pauseMs = Math.min(1_500, pauseMs * 1.5)) {
    const job = await call("GET", `/v1/jobs/${id}`).catch((error) => {
      if (error.status === 0 || error.status === 429) return undefined;
      throw error;
    });
    signal.throwIfAborted();
    if (job?.state === "done") return job.result;
    if (job?.state === "failed" || job?.state === "aborted")
      throw new Problem({
        status: 422,
        code: job.error?.code ?? "aborted",
        message: job.error?.message ?? "The import was stopped.",
        next: job.error?.next ?? "Send the file again.",
      });
    if (job) told(job.progress?.share, job.progress?.doing ?? "Waiting");
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** @typedef {{name: string, rows: number, columns: number, doubts: string[]}} Imported */

/** @param {Imported} imported */
function receiptNode({name, rows, columns, doubts}) {
  return element(
    "div",
    {class: "receipt"},
    element(
      "p",
      {},
      element("strong", {dir: "auto"}, name),
      `: ${rows.toLocaleString("en-US")} rows, ${columns.toLocaleString("en-US")} columns`,
    ),
    doubts.length > 0 &&
      element(
        "div",
        {class: "doubts"},
        "Please check:",
        element("ul", {}, ...doubts.map((one) => element("li", {dir: "auto"}, one))),
      ),
  );
}

/** @param {number} bytes */
function sizeOf(bytes) {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
