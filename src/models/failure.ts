import {TabletalkError} from "../errors.ts";
import type {HostedModel} from "./providers.ts";

/**
 * What is wrong with a model that did not answer. `key`: it refuses ours; `unknown_model`: it has no such model; `overload`: it
 * asks us to wait; `down`: it fails or cannot be reached; `slow`: no answer in time; `request`: it is well, and this
 * request is wrong.
 */
export type Trouble = "key" | "unknown_model" | "overload" | "down" | "slow" | "request";

/** What a failed request means: try again (perhaps not before `afterMs`), or go on to the next model. */
export interface Failure {
  error: TabletalkError;
  trouble: Trouble;
  retry: boolean;
  afterMs?: number;
}

/** The longest that a turn waits for one model; where it asks for more, the next one is asked. */
const LONGEST_WAIT_MS = 20_000;

/** Reads a provider's error: its HTTP status, its wait, and whether trying again can help. */
export function readFailure(cause: unknown, model: HostedModel): Failure {
  const status = numberAt(cause, "statusCode");
  const text = cause instanceof Error ? cause.message : String(cause);
  const where = `${model.id} at ${new URL(model.url).origin}`;
  const fail = (trouble: Trouble, message: string, next: string, retry = false): Failure => ({
    error: new TabletalkError("model_failed", message, next, {cause}),
    trouble,
    retry,
  });
  const refused = refusalOf(cause);
  if (refused) return fail("request", refused.message, refused.next);
  if (status === 401 || status === 403)
    return fail("key", `${where} refused the key.`, `Check ${keyOf(model)}.`);
  if (status === 404)
    return fail("unknown_model", `${where} does not know this model.`, "Check its name and the address.");
  if (status === 402 || (status === 429 && /insufficient_quota|credit balance/i.test(text)))
    return fail(
      "key",
      `${where} says: the account has no credit left.`,
      "Top it up, or name a second model.",
    );
  if (status === 429 || status === 529) {
    const afterMs = retryAfter(cause);
    const wait = afterMs ? ` for ${Math.ceil(afterMs / 1000)} s` : "";
    return {
      ...fail(
        "overload",
        `${where} says: too many requests${wait && `, wait${wait}`}.`,
        "Wait a little, or name a second model.",
        (afterMs ?? 0) <= LONGEST_WAIT_MS,
      ),
      ...(afterMs && {afterMs}),
    };
  }
  if (status === 413 || /context.{0,20}(length|window)|too many tokens|prompt is too long/i.test(text)) {
    return fail(
      "request",
      `The question and its data are too long for ${where}.`,
      "Ask of fewer tables, or use a model with a longer context.",
    );
  }
  if ((status !== undefined && status < 300) || /stream ended|without a finish reason/i.test(text))
    return fail(
      "down",
      `${where} broke off its answer, or does not speak this protocol.`,
      "Try again, and check the address.",
      true,
    );
  if (status !== undefined && status < 500 && status !== 408) {
    return fail(
      "request",
      `${where} refused the request (${status}): ${text.slice(0, 200)}`,
      "Check the model's settings.",
    );
  }
  if (status !== undefined)
    return fail("down", `${where} failed (${status}).`, "Try again, or name a second model.", true);
  return fail(
    "down",
    `${where} could not be reached: ${text.slice(0, 200)}`,
    "Check that it runs and the address is right.",
    true,
  );
}

/** An error of our own (an address that may not be called) among the causes of what the provider's package threw. */
function refusalOf(cause: unknown): TabletalkError | undefined {
  let at = cause;
  for (let depth = 0; depth < 5 && at; depth += 1) {
    if (at instanceof TabletalkError) return at;
    at = valueAt(at, "cause");
  }
  return undefined;
}

/** Where a model's key comes from, never the key. */
export function keyOf({keyFrom, key}: HostedModel): string {
  if (keyFrom) return keyFrom;
  return key ? "its key" : "whether it needs a key: none is set";
}

/** Milliseconds to wait before try number `attempt` (1 is the first repetition): doubling, with full jitter above half. */
export function retryDelay(attempt: number, baseMs: number, afterMs = 0): number {
  const backoff = baseMs * 2 ** (attempt - 1);
  return Math.min(LONGEST_WAIT_MS, Math.max(afterMs, backoff / 2 + (Math.random() * backoff) / 2));
}

/** Waits, or rejects as soon as the signal fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, {once: true});
  });
}

/** The wait that a provider asks for: `retry-after-ms`, or `retry-after` in seconds or as a date. */
function retryAfter(cause: unknown): number | undefined {
  const headers = valueAt(cause, "responseHeaders");
  const ms = Number(valueAt(headers, "retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(ms) && ms > 0) return ms;
  const said = valueAt(headers, "retry-after");
  if (typeof said !== "string" || !said.trim()) return undefined;
  const wait = Number.isFinite(Number(said)) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

function numberAt(value: unknown, name: string): number | undefined {
  const found = valueAt(value, name);
  return typeof found === "number" ? found : undefined;
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
