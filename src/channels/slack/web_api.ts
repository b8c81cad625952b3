import {setTimeout as sleep} from "node:timers/promises";
import type {WebClient} from "@slack/web-api";

/** Slack said no, and would say it again: `channel_not_found`. */
export class SlackRefusal extends Error {
  override readonly name = "SlackRefusal";
  readonly method: string;
  /** Slack's word for it. */
  readonly error: string;
  /** The scope that is missing, where Slack says so. */
  readonly needed?: string;
  constructor(method: string, error: string, needed?: string) {
    super(`Slack's ${method} answers ${error}${needed ? ` (it needs ${needed})` : ""}.`);
    this.method = method;
    this.error = error;
    this.needed = needed;
  }
}

/** No answer, or one that says nothing: it may have happened. */
export class SlackLost extends Error {
  override readonly name = "SlackLost";
}

/** Slack wants to be left alone for a while, longer than the call was worth. */
export class SlackBusy extends Error {
  override readonly name = "SlackBusy";
}

export interface CallOptions {
  signal?: AbortSignal;
  /** A status, a step: rather not at all than late. */
  isDecoration?: boolean;
  /** How long a rate limit is waited for, in milliseconds. Default: two minutes. */
  patience?: number;
}

/** Slack's Web API with one token. */
export interface SlackApi {
  readonly token: string;
  /** @throws SlackRefusal, SlackLost, SlackBusy */
  call(
    method: string,
    given?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<Record<string, unknown>>;
}

/** Doing these twice is the same as doing them once. */
const REPEATABLE =
  /^(auth\.test|users\.|conversations\.(open|replies|history|info)|files\.(info|getUploadURLExternal)|chat\.update|views\.(publish|update)|assistant\.|agents\.)/;

/** Slack's words for trouble of its own, after which nobody knows what was done. */
const UNCERTAIN = new Set([
  "fatal_error",
  "internal_error",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
]);

/**
 * Calls with one token. A rate limit closes the one method for the one token; nothing that may have been done is done
 * again here.
 * @param client without retries of its own, rejecting rate-limited calls
 */
export function slackApi(client: WebClient, token: string): SlackApi {
  const closedUntil = new Map<string, number>();
  return {
    token,
    async call(method, given = {}, {signal, isDecoration = false, patience = 120_000} = {}) {
      const end = Date.now() + patience;
      for (let attempt = 1; ; attempt += 1) {
        signal?.throwIfAborted();
        const wait = (closedUntil.get(method) ?? 0) - Date.now();
        if (wait > 0) {
          if (isDecoration || Date.now() + wait > end) throw new SlackBusy(`${method} is rate limited.`);
          await sleep(wait, undefined, {signal});
        }
        try {
          return {...(await client.apiCall(method, given))};
        } catch (thrown) {
          const failure = asFailure(method, thrown);
          if ("retryAfter" in failure) {
            closedUntil.set(method, Date.now() + failure.retryAfter * 1000 + Math.random() * 250);
            continue;
          }
          const isWorthAnother = failure.error instanceof SlackLost && REPEATABLE.test(method) && attempt < 3;
          if (!isWorthAnother || isDecoration) throw failure.error;
          await sleep(200 * attempt, undefined, {signal});
        }
      }
    },
  };
}

function asFailure(method: string, thrown: unknown): {retryAfter: number} | {error: Error} {
  const {code, retryAfter, data} = (thrown ?? {}) as {
    code?: string;
    retryAfter?: number;
    data?: {error?: string; needed?: string};
  };
  if (code === "slack_webapi_rate_limited_error") return {retryAfter: retryAfter ?? 1};
  if (code === "slack_webapi_platform_error") {
    const said = data?.error ?? "unknown_error";
    if (said === "ratelimited" || said === "rate_limited") return {retryAfter: 1};
    // A gateway's page in place of Slack's JSON arrives here as the "error".
    if (/^[a-z0-9_.-]{1,80}$/.test(said) && !UNCERTAIN.has(said))
      return {error: new SlackRefusal(method, said, data?.needed)};
  }
  return {error: new SlackLost(`Nobody knows what became of Slack's ${method}.`, {cause: thrown})};
}
