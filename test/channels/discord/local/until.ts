import type {LocalState} from "./state.ts";

/** Waits for what somebody looks for; looks whenever something changed. @throws what was waited for, where it never comes */
export type Until = <T>(look: () => T | undefined | false | null, what: string) => Promise<T>;

export function untilIn(state: LocalState, describe: () => string, deadlineMs: number): Until {
  return (look, what) =>
    new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        clearTimeout(timer);
        clearInterval(again);
        stop();
        act();
      };
      const tryIt = () => {
        try {
          const found = look();
          if (found !== undefined && found !== false && found !== null) end(() => resolve(found));
        } catch (error) {
          end(() => reject(error));
        }
      };
      const stop = state.onChange(() => queueMicrotask(tryIt));
      const timer = setTimeout(
        () => end(() => reject(new Error(`Waited in vain for ${what}.\n${describe()}`))),
        deadlineMs,
      );
      // What is looked for may be of the service, which tells nobody here.
      const again = setInterval(tryIt, 50);
      tryIt();
    });
}
