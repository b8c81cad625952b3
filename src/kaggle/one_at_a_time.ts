import {stopped} from "./patience.ts";

const waiting = new Map<string, Promise<unknown>>();

/**
 * Runs one piece of work after the other for the same key, in this process. A failed one holds up nobody, and who is stopped
 * waits no longer.
 * @throws TabletalkError aborted, and what the work throws
 */
export async function oneAtATime<T>(
  key: string,
  work: () => Promise<T>,
  signal?: AbortSignal | undefined,
): Promise<T> {
  let begun = false;
  const begin = (): Promise<T> => {
    begun = true;
    if (signal?.aborted) throw stopped();
    return work();
  };
  const mine = (waiting.get(key) ?? Promise.resolve()).then(begin, begin);
  waiting.set(key, mine);
  const forget = (): void => {
    if (waiting.get(key) === mine) waiting.delete(key);
  };
  mine.then(forget, forget);
  let stop: () => void = () => undefined;
  const over = new Promise<never>((_resolve, reject) => {
    stop = () => (begun ? undefined : reject(stopped()));
    signal?.addEventListener("abort", stop, {once: true});
  });
  return Promise.race([mine, over]).finally(() => signal?.removeEventListener("abort", stop));
}
