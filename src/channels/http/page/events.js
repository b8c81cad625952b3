import {send} from "./api.js";
import {Problem} from "./problem.js";

/** @typedef {{type: string, [name: string]: any}} TurnEvent */

const LONGEST_PAUSE_MS = 8_000;

/**
 * Follows what happens to a message to its end. A connection that breaks is made again, and goes on after the last event that
 * came; `anew` is told where another worker began the answer again.
 * @param {string} message its id
 * @param {(event: TurnEvent) => void} told
 * @param {AbortSignal} signal
 * @throws Problem where it is refused
 */
export async function follow(message, told, signal) {
  let last = "";
  let pauseMs = 250;
  while (!signal.aborted) {
    try {
      const response = await send(`/v1/messages/${message}/events`, {
        headers: {Accept: "text/event-stream", ...(last !== "" && {"Last-Event-ID": last})},
        signal,
      });
      for await (const {id, event, data} of eventsIn(response)) {
        if (event === "end") return;
        if (id !== undefined) {
          if (last !== "" && id.split(".")[0] !== last.split(".")[0]) told({type: "anew"});
          last = id;
        }
        pauseMs = 250;
        told(JSON.parse(data));
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429)
        throw error;
    }
    if (signal.aborted) return;
    told({type: "broken"});
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

/**
 * The events of a text/event-stream as they come.
 * @param {Response} response
 * @returns {AsyncGenerator<{id?: string, event: string, data: string}>}
 */
export async function* eventsIn(response) {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    while (true) {
      const {done, value} = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const found = eventOf(block);
        if (found) yield found;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {string} block @returns {{id?: string, event: string, data: string} | undefined} */
function eventOf(block) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const line of block.split("\n")) {
    const at = line.indexOf(":");
    if (at > 0) fields[line.slice(0, at)] = line.slice(at + 1).replace(/^ /, "");
  }
  const {id, event, data} = fields;
  return event === undefined ? undefined : {...(id !== undefined && {id}), event, data: data ?? "{}"};
}
