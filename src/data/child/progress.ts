import type {ImportProgress} from "../engine.ts";

/** Tells how far an import is; may be called as often as one likes. */
export type Tell = (progress: ImportProgress) => void;

const FIRST_MS = 1_000;
const EVERY_MS = 100;
const BEAT_MS = 250;

/**
 * Passes on at most ten reports a second, from the first second on. While nothing is told, the last report is repeated,
 * with the share of the statement at hand that is done (of 100).
 */
export function reporting(
  send: Tell,
  statement: () => {done: number; of: number} | undefined,
): {tell: Tell; stop(): void} {
  let next = Date.now() + FIRST_MS;
  let last: ImportProgress = {stage: "reading"};
  const pass = (progress: ImportProgress): void => {
    const now = Date.now();
    if (now < next) return;
    next = now + EVERY_MS;
    send(progress);
  };
  const beat = setInterval(() => {
    const share = statement();
    const {stage, item} = last;
    pass(share ? {stage, ...(item !== undefined && {item}), ...share} : last);
  }, BEAT_MS);
  beat.unref();
  return {
    tell: (progress) => {
      last = progress;
      pass(progress);
    },
    stop: () => clearInterval(beat),
  };
}
