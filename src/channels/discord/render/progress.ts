import {cutText} from "../../chat/cut_text.ts";
import type {ProgressView} from "../../chat/reply.ts";
import type {MessageBody} from "../wire.ts";
import {buttonRows} from "./buttons.ts";
import {escapeDiscord} from "./escape.ts";

const STATES = {done: "✓", failed: "✗", running: "…"};
const STEPS = 8;

/** What is going on, with a button that stops it. Plain text: an edit turns it into the answer, of either layout. */
export function progressBody(view: ProgressView): MessageBody {
  const steps = view.steps.slice(-STEPS).map(({title, state, detail}) => {
    const told = detail ? `${title} (${detail})` : title;
    return `-# ${STATES[state]} ${escapeDiscord(cutText(told.replace(/\s+/g, " "), 120))}`;
  });
  const status = escapeDiscord(cutText(view.status.replace(/\s+/g, " "), 200));
  return {
    content: cutText([`*${status || "Working on it"}*`, ...steps].join("\n"), 2_000),
    components: buttonRows([view.stop]),
    flags: 0,
    attachments: [],
    files: [],
  };
}
