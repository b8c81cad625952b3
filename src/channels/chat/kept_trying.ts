import {setTimeout as pause} from "node:timers/promises";
import {TabletalkError} from "../../errors.ts";

const FIRST_MS = 5_000;
const LONGEST_MS = 300_000;
/** How long what is being opened is waited for at the end: libraries that connect may go on for ever. */
const LAST_MS = 5_000;

/** Something that is joined, or is tried again. */
export interface KeptTrying<T> {
  /** What was opened; undefined while it could not be. */
  opened(): T | undefined;
  state(): "starting" | "running" | "waiting";
  /** Resolves when the first try has ended, well or not. */
  tried: Promise<void>;
  /** Tries no more, and closes what was opened. */
  close(): Promise<void>;
}

/**
 * Opens something that others run, again and again with longer pauses until it works, while the rest goes on.
 * @param said told what went wrong, each time that it is something else
 */
export function keepTrying<T extends {close(): Promise<void>}>(
  open: () => Promise<T>,
  said: (why: string, againMs: number) => void,
  {firstMs = FIRST_MS, longestMs = LONGEST_MS, lastMs = LAST_MS} = {},
): KeptTrying<T> {
  let opened: T | undefined;
  let state: "starting" | "running" | "waiting" = "starting";
  let isClosed = false;
  let wake = () => {};
  const first = Promise.withResolvers<void>();
  const ended = (async () => {
    let told = "";
    for (let pauseMs = firstMs; !isClosed; pauseMs = Math.min(longestMs, pauseMs * 2)) {
      try {
        opened = await open();
        state = "running";
        first.resolve();
        return;
      } catch (error) {
        state = "waiting";
        const why = whyOf(error);
        if (why !== told) said(why, pauseMs);
        told = why;
        first.resolve();
      }
      if (!isClosed)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pauseMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  })();
  return {
    opened: () => opened,
    state: () => state,
    tried: first.promise,
    async close() {
      isClosed = true;
      wake();
      const closed = ended.then(() => opened?.close());
      closed.catch(() => {});
      await Promise.race([closed, opened ? closed : pause(lastMs, undefined, {ref: false})]);
    },
  };
}

function whyOf(error: unknown): string {
  if (error instanceof TabletalkError) return `${error.message} ${error.next}`;
  const said = error instanceof Error ? error.message : String(error);
  // What a library says may hold what it was given.
  return said
    .replace(/xox[a-z]-[\w-]+|xapp-[\w-]+|[\w-]{23,}\.[\w-]{6,}\.[\w-]{20,}/gi, "(token)")
    .slice(0, 300);
}
