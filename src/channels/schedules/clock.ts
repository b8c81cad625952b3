import {submitLost, type Ticked, type TickParts, tickDue} from "./tick.ts";

/** How often it is looked: a schedule begins within so long of its time. */
const LOOK_MS = 1_000;
/** Looking for runs that lost their worker is rarer. */
const LOST_EVERY = 10;

/** Looks every second for schedules whose time has come. Every worker does. @returns what ends it, after the look in work */
export function runSchedules(parts: TickParts): () => Promise<void> {
  let [closing, looks] = [false, 0];
  let wake = () => {};
  const loop = (async () => {
    while (!closing) {
      try {
        // As long as there is more, it is not waited.
        while (!closing && isMore(await tickDue(parts)));
        if (looks++ % LOST_EVERY === 0) await submitLost(parts);
      } catch (error) {
        parts.onTrouble?.(`Schedules cannot be looked at: ${error instanceof Error ? error.message : error}`);
      }
      await new Promise<void>((resolve) => {
        if (closing) return resolve();
        // Several workers that look at once would only be in each other's way.
        const timer = setTimeout(resolve, LOOK_MS * (0.75 + Math.random() / 2));
        timer.unref();
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return async () => {
    closing = true;
    wake();
    await loop;
  };
}

/** Whether a look changed anything, or was ended early because another worker was there first. */
const isMore = ({begun, leftOut, off, taken}: Ticked): boolean => begun + leftOut + off + taken > 0;
