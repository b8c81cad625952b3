import {TabletalkError} from "../errors.ts";

/** How long a fault that may pass is waited out. All times in milliseconds. */
export interface Patience {
  /** Tries in all, where nothing at all goes forward in between. */
  attempts: number;
  /** The pause after the first fault; each further one is twice as long. */
  firstMs: number;
  /** The longest pause that is chosen here. */
  longestMs: number;
  /** The longest pause that is taken from the server (`Retry-After`); for a longer one it is given up. */
  obeyedMs: number;
  /** The most that one call that is no download may take. */
  callMs: number;
  /** The most that a download may stand still. */
  stallMs: number;
}

export const USUAL_PATIENCE: Patience = {
  attempts: 6,
  firstMs: 500,
  longestMs: 30_000,
  obeyedMs: 120_000,
  callMs: 60_000,
  stallMs: 60_000,
};

/** A fault that may be gone at the next try. */
export class PassingFault extends Error {
  /** What is thrown where it stays. */
  readonly lasting: TabletalkError;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(lasting: TabletalkError, options: {retryAfterMs?: number | undefined; cause?: unknown} = {}) {
    super(lasting.message, {cause: options.cause});
    this.name = "PassingFault";
    this.lasting = lasting;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Told before each pause. */
export type OnWait = (why: string, ms: number) => void;

/** How long is waited after the n-th fault (from 1): exponential, and spread so that many clients do not come back at once. */
export function pauseMs(count: number, patience: Patience, random: () => number = Math.random): number {
  const longest = Math.min(patience.firstMs * 2 ** (count - 1), patience.longestMs);
  return longest / 2 + (random() * longest) / 2;
}

/**
 * Waits after a fault, or gives up: after the last try, or where the server asks for more time than is given.
 * @param count faults in a row, this one included
 * @throws TabletalkError the fault's, or aborted
 */
export async function waitAfter(
  fault: PassingFault,
  count: number,
  patience: Patience,
  {signal, onWait}: {signal?: AbortSignal | undefined; onWait?: OnWait | undefined} = {},
): Promise<void> {
  if (count >= patience.attempts || (fault.retryAfterMs ?? 0) > patience.obeyedMs) throw fault.lasting;
  const ms = fault.retryAfterMs ?? pauseMs(count, patience);
  onWait?.(fault.message, ms);
  await new Promise<void>((resolve, reject) => {
    if (signal?.aborted) return reject(stopped());
    const stop = (): void => {
      clearTimeout(timer);
      reject(stopped());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, {once: true});
  });
}

/** Tries until it works, or until a fault does not pass. */
export async function withPatience<T>(
  work: () => Promise<T>,
  patience: Patience,
  options: {signal?: AbortSignal | undefined; onWait?: OnWait | undefined} = {},
): Promise<T> {
  for (let count = 1; ; count++)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PassingFault)) throw error;
      await waitAfter(error, count, patience, options);
    }
}

/** `Retry-After`, which is seconds or a date, in milliseconds from now. */
export function retryAfterMs(header: string | null, now: number = Date.now()): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** What is thrown where somebody stopped it. */
export const stopped = (): TabletalkError =>
  new TabletalkError("aborted", "Stopped.", "Start it again when you like; a download goes on where it was.");
