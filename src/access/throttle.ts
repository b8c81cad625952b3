import {createHash} from "node:crypto";
import type {RateLimiterAbstract} from "rate-limiter-flexible";
import {COUNTER_TABLE, type CounterClient} from "../store/rate_counters.ts";
import {LimitReached, type ReachedLimit, waitInWords} from "./limit_reached.ts";

/** Holds back whoever guesses passwords or codes. */
export interface SignInThrottle {
  /**
   * Counts a try before it is made, so that many at once are counted too.
   * @param account what is tried for, whether it exists or not
   * @param address where it comes from
   * @throws LimitReached while they must wait; the waits of an account from one address double, to an hour
   */
  attempt(account: string, address: string): Promise<void>;
  /** Takes back what a right try was counted as. */
  succeeded(account: string, address: string): Promise<void>;
}

/** How many tries: of an account from one address, of an account from anywhere, from one address for anything. */
export const TRIES = {pair: 5, account: 30, address: 60} as const;
const WINDOW_SECONDS = 15 * 60;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3600;
const DAY_SECONDS = 24 * 3600;

/**
 * A throttle whose counters are in the store (all workers, and after a restart), or in this process alone without a
 * client. Built on rate-limiter-flexible, whose counting is atomic in both.
 */
export async function createSignInThrottle(client?: CounterClient): Promise<SignInThrottle> {
  const [pair, account, address, strikes] = await Promise.all([
    limiter("pair", TRIES.pair, WINDOW_SECONDS, client),
    limiter("account", TRIES.account, WINDOW_SECONDS, client),
    limiter("address", TRIES.address, WINDOW_SECONDS, client),
    limiter("strikes", 1_000_000, DAY_SECONDS, client),
  ]);
  return {
    attempt: async (who, from) => {
      const [accountKey, addressKey, pairKey] = keysOf(who, from);
      await count(address, addressKey, "address");
      await count(pair, pairKey, "account", async () => {
        const {consumedPoints = 1} = await strikes.penalty(pairKey);
        const wait = Math.min(FIRST_WAIT_SECONDS * 2 ** (consumedPoints - 1), LONGEST_WAIT_SECONDS);
        await pair.block(pairKey, wait);
        return wait;
      });
      await count(account, accountKey, "account");
    },
    succeeded: async (who, from) => {
      const [accountKey, addressKey, pairKey] = keysOf(who, from);
      await Promise.all([
        pair.delete(pairKey),
        strikes.delete(pairKey),
        account.reward(accountKey),
        address.reward(addressKey),
      ]);
    },
  };
}

/** Holds requests a minute. */
export interface RequestThrottle {
  /**
   * Counts a request of someone.
   * @param key whose: a person's, a key's or a workspace's id
   * @param perMinute how many are allowed
   * @returns how many are left in this minute, and the seconds until it ends
   * @throws LimitReached
   */
  count(
    of: "person" | "key" | "workspace" | "address",
    key: string,
    perMinute: number,
  ): Promise<{left: number; resetSeconds: number}>;
}

/** Requests a minute, counted in the store for all workers, or in this process alone without a client. */
export async function createRequestThrottle(client?: CounterClient): Promise<RequestThrottle> {
  // The limit differs by workspace, so that the library counts and the comparison is here.
  const counter = await limiter("requests", 1_000_000_000, 60, client);
  return {
    count: async (of, key, perMinute) => {
      const {consumedPoints = 0, msBeforeNext = 0} = await counter.consume(`${of}:${shortened(key)}`);
      const resetSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
      if (consumedPoints <= perMinute) return {left: perMinute - consumedPoints, resetSeconds};
      const limit = {
        name: "requests a minute",
        of,
        allowed: perMinute,
        used: consumedPoints,
        resetsAt: inSeconds(resetSeconds),
      };
      throw new LimitReached(
        limit,
        `That is more than ${perMinute} requests a minute.`,
        `Wait ${waitInWords(resetSeconds)}. An owner of the workspace can raise the limit.`,
      );
    },
  };
}

/** Holds what somebody may begin so many times an hour. */
export interface HourlyThrottle {
  /** Counts one of these. @throws LimitReached */
  count(key: string, perHour: number): Promise<void>;
}

/** Calls an hour, counted as requests are. */
export async function createCallThrottle(client?: CounterClient): Promise<HourlyThrottle> {
  const counter = await limiter("calls", 1_000_000_000, 3600, client);
  return {
    count: async (key, perHour) => {
      const {consumedPoints = 0, msBeforeNext = 0} = await counter.consume(shortened(key));
      if (consumedPoints <= perHour) return;
      const wait = Math.max(1, Math.ceil(msBeforeNext / 1000));
      const limit = {name: "calls an hour", of: "person" as const, allowed: perHour, used: consumedPoints};
      throw new LimitReached(
        {...limit, resetsAt: inSeconds(wait)},
        `That is more than ${perHour} calls an hour.`,
        `Wait ${waitInWords(wait)}, or go on in a call that is open.`,
      );
    },
  };
}

async function limiter(
  prefix: string,
  points: number,
  duration: number,
  client: CounterClient | undefined,
): Promise<RateLimiterAbstract> {
  const {RateLimiterMemory, RateLimiterPostgres} = await import("rate-limiter-flexible");
  const options = {keyPrefix: prefix, points, duration};
  if (!client) return new RateLimiterMemory(options);
  return new RateLimiterPostgres({
    ...options,
    storeClient: client,
    storeType: "client",
    tableName: COUNTER_TABLE,
    tableCreated: true,
  });
}

/** Counts one try. `whenReached` is called by the try that passes the limit, and says how long to wait. */
async function count(
  counter: RateLimiterAbstract,
  key: string,
  of: ReachedLimit["of"],
  whenReached?: () => Promise<number>,
): Promise<void> {
  try {
    await counter.consume(key);
  } catch (reached) {
    const {RateLimiterRes} = await import("rate-limiter-flexible");
    if (!(reached instanceof RateLimiterRes)) throw reached;
    const isFirst = reached.consumedPoints === counter.points + 1;
    const wait =
      isFirst && whenReached ? await whenReached() : Math.max(1, Math.ceil(reached.msBeforeNext / 1000));
    const limit = {name: "tries to sign in", of, allowed: counter.points, used: reached.consumedPoints};
    throw new LimitReached(
      {...limit, resetsAt: inSeconds(wait)},
      "Too many tries to sign in.",
      `Wait ${waitInWords(wait)}, then try again.`,
    );
  }
}

function keysOf(account: string, address: string): [account: string, address: string, pair: string] {
  return [shortened(account), shortened(address), shortened(JSON.stringify([account, address]))];
}

/** Keys are of bounded length, and tell no e-mail to whoever reads the table. */
function shortened(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 32);
}

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}
