import type {WriteStream} from "node:tty";
import type {ImportProgress} from "../../data/engine.ts";
import {printable} from "./style.ts";

/** One line on stderr that says what is going on, and is gone when it is over. */
export interface Progress {
  say(text: string): void;
  clear(): void;
}

/** Shows progress on a terminal only: a pipe gets nothing. */
export function progressOn(stream: WriteStream | NodeJS.WritableStream, wait = 150): Progress {
  if (!("isTTY" in stream) || !stream.isTTY) return {say: () => {}, clear: () => {}};
  let shown = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    say(text) {
      clearTimeout(timer);
      const write = () => {
        stream.write(`\r\u001b[K\u001b[2m${text}\u001b[22m`);
        shown = true;
      };
      // A quick turn should not flicker: the first line waits a moment.
      if (shown) write();
      else timer = setTimeout(write, wait);
    },
    clear() {
      clearTimeout(timer);
      if (shown) stream.write("\r\u001b[K");
      shown = false;
    },
  };
}

const STAGES = {reading: "Reading", unpacking: "Unpacking", typing: "Importing", writing: "Writing"} as const;

/** How far an import is, in a few words. */
export function importProgressText({stage, item, done, of, unit}: ImportProgress): string {
  const what = `${STAGES[stage]} ${item === undefined ? "the data" : printable(item)}`;
  if (done === undefined) return `${what} ...`;
  if (of !== undefined && of > 0)
    return unit === "tables"
      ? `${what} (${done + 1} of ${of})`
      : `${what} (${Math.min(100, Math.round((100 * done) / of))} %)`;
  const amount =
    unit === "bytes" ? `${Math.round(done / 2 ** 20)} MiB` : `${done.toLocaleString("en")} ${unit ?? "%"}`;
  return `${what} (${amount})`;
}

/** How far a step of long work is, in a few words. */
export function stepProgressText(step: {tool: string; share?: number; doing?: string}): string {
  const doing = step.doing === undefined ? "" : `: ${printable(step.doing)}`;
  const share =
    step.share === undefined ? " …" : ` (${Math.round(100 * Math.min(1, Math.max(0, step.share)))} %)`;
  return `${step.tool}${doing}${share}`;
}
