import {TabletalkError} from "../errors.ts";
import type {HostedModel} from "./providers.ts";

/** What a failed request means: try again (perhaps not before `afterMs`), or go on to the next model. */
export interface Failure {
  error: TabletalkError;
  retry: boolean;
  afterMs?: number;
}

/** Reads a provider's error: its HTTP status, its wait, and whether trying again can help. */
export function readFailure(cause: unknown, model: HostedModel): Failure {
  const status = numberAt(cause, "statusCode");
  const text = cause instanceof Error ? cause.message : String(cause);
  const where = `${model.id} at ${new URL(model.url).origin}`;
  const fail = (message: string, next: string, retry = false): Failure => ({
    error: new TabletalkError("model_failed", message, next, {cause}),
    retry,
  });
  if (status === 401 || status === 403)
    return fail(`${where} refused the key.`, "Check the key in the environment.");
  if (status === 404)
    return fail(`${where} does not know this model.`, "Check the model's name and the address.");
  if (status === 429) {
    const afterMs = retryAfter(cause);
    return {
      ...fail(`${where} says: too many requests.`, "Wait a little, or name a second model.", true),
      ...(afterMs && {afterMs}),
    };
  }
  if (status === 413 || /context.{0,20}(length|window)|too many tokens|prompt is too long/i.test(text)) {
    return fail(
      `The question and its data are too long for ${where}.`,
      "Ask of fewer tables, or use a model with a longer context.",
    );
  }
  if (status !== undefined && status < 500 && status !== 408) {
    return fail(
      `${where} refused the request (${status}): ${text.slice(0, 200)}`,
      "Check the model's settings.",
    );
  }
  if (status !== undefined)
    return fail(`${where} failed (${status}).`, "Try again, or name a second model.", true);
  return fail(
    `${where} could not be reached: ${text.slice(0, 200)}`,
    "Check that it runs and the address is right.",
    true,
  );
}

/** Milliseconds to wait before try number `attempt` (1 is the first repetition): doubling, with full jitter above half. */
export function retryDelay(attempt: number, baseMs: number, afterMs = 0): number {
  const backoff = baseMs * 2 ** (attempt - 1);
  return Math.min(20_000, Math.max(afterMs, backoff / 2 + (Math.random() * backoff) / 2));
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

function retryAfter(cause: unknown): number | undefined {
  const headers = valueAt(cause, "responseHeaders");
  const seconds = Number(valueAt(headers, "retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

function numberAt(value: unknown, name: string): number | undefined {
  const found = valueAt(value, name);
  return typeof found === "number" ? found : undefined;
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
