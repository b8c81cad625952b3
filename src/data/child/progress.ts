import type {ImportProgress} from "../engine.ts";

/** Tells how far an import is; may be called as often as one likes. */
export type Tell = (progress: ImportProgress) => void;

const FIRST_MS = 1_000;
const EVERY_MS = 100;

/** Passes on at most ten reports a second, from the first second on. */
export function throttled(send: Tell): Tell {
  let next = Date.now() + FIRST_MS;
  return (progress) => {
    const now = Date.now();
    if (now < next) return;
    next = now + EVERY_MS;
    send(progress);
  };
}
