import {afterEach, beforeAll, describe, expect, test, vi} from "vitest";
import {LimitReached, waitInWords} from "../../src/access/limit_reached.ts";
import {
  createRequestThrottle,
  createSignInThrottle,
  type RequestThrottle,
  type SignInThrottle,
  TRIES,
} from "../../src/access/throttle.ts";
import {clearCounters, counterClient} from "../../src/store/rate_counters.ts";
import {describeStores} from "../store/dialects.ts";

/** How many of some tries are let through. */
async function letThrough(tries: readonly Promise<unknown>[]): Promise<number> {
  const settled = await Promise.allSettled(tries);
  for (const one of settled) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(LimitReached);
  return settled.filter((one) => one.status === "fulfilled").length;
}

function throttles(make: () => Promise<[SignInThrottle, RequestThrottle]>): void {
  let signIn: SignInThrottle;
  let requests: RequestThrottle;
  beforeAll(async () => {
    [signIn, requests] = await make();
  });

  test("of twenty guesses at once five are let through, and the wait is told", async () => {
    const guesses = Array.from({length: 20}, () => signIn.attempt("ann@example.org", "192.0.2.1"));
    expect(await letThrough(guesses)).toBe(TRIES.pair);
    await expect(signIn.attempt("ann@example.org", "192.0.2.1")).rejects.toMatchObject({
      code: "limit_reached",
      message: "Too many tries to sign in.",
      retryAfterSeconds: expect.any(Number),
      limit: {of: "account", allowed: TRIES.pair},
    });
  });

  test("from elsewhere the account can still be used, until that too is too much", async () => {
    await signIn.attempt("ann@example.org", "192.0.2.2");
    const guesses = Array.from({length: 40}, (_, at) =>
      signIn.attempt("ann@example.org", `198.51.100.${at}`),
    );
    expect(await letThrough(guesses)).toBe(TRIES.account - TRIES.pair - 1);
  });

  test("one address cannot try one account after another", async () => {
    const guesses = Array.from({length: 80}, (_, at) => signIn.attempt(`p${at}@example.org`, "203.0.113.9"));
    expect(await letThrough(guesses)).toBe(TRIES.address);
  });

  test("whoever signs in rightly is not held back, however often", async () => {
    for (let time = 0; time < TRIES.account + 5; time += 1) {
      await signIn.attempt("bob@example.org", "192.0.2.77");
      await signIn.succeeded("bob@example.org", "192.0.2.77");
    }
  });

  test("requests a minute are counted by whose they are", async () => {
    expect(await requests.count("person", "ann", 3)).toMatchObject({left: 2});
    const more = Array.from({length: 9}, () => requests.count("person", "ann", 3));
    expect(await letThrough(more)).toBe(2);
    await expect(requests.count("person", "ann", 3)).rejects.toThrow(/more than 3 requests a minute/);
    expect(await requests.count("workspace", "ann", 3)).toMatchObject({left: 2});
    expect(await requests.count("person", "ann", 1000)).toHaveProperty("left");
  });
}

describe("in one process", () => {
  throttles(async () => [await createSignInThrottle(), await createRequestThrottle()]);
});

describeStores("in the store", (store, opened) => {
  throttles(async () => [
    await createSignInThrottle(counterClient(store())),
    await createRequestThrottle(counterClient(store())),
  ]);

  test("another process sees the same counters, and they hold no address", async () => {
    const other = await opened().again();
    const elsewhere = await createSignInThrottle(counterClient(other));
    await expect(elsewhere.attempt("ann@example.org", "192.0.2.1")).rejects.toBeInstanceOf(LimitReached);
    const {rows} = await counterClient(other).query({text: "SELECT key FROM rate_counters"});
    expect(JSON.stringify(rows)).not.toMatch(/ann|192/);
    if (opened().url === undefined) await other.close();
  });

  test("counters are cleared when their time is over", async () => {
    const count = async () =>
      (await counterClient(store()).query({text: "SELECT key FROM rate_counters"})).rowCount;
    expect(await count()).toBeGreaterThan(0);
    await clearCounters(store());
    expect(await count()).toBeGreaterThan(0);
    await clearCounters(store(), Date.now() + 48 * 3600_000);
    expect(await count()).toBe(0);
  });
});

afterEach(() => {
  vi.useRealTimers();
});

test("each wait is twice the one before, to an hour", async () => {
  vi.useFakeTimers({toFake: ["Date", "setTimeout", "clearTimeout"]});
  const throttle = await createSignInThrottle();
  const waits: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    for (let time = 0; time < TRIES.pair; time += 1) await throttle.attempt("ann", "192.0.2.1");
    const reached = await throttle.attempt("ann", "192.0.2.1").catch((error: unknown) => error);
    const seconds = reached instanceof LimitReached ? (reached.retryAfterSeconds ?? 0) : 0;
    waits.push(seconds);
    vi.advanceTimersByTime((seconds + 1) * 1000);
    // The other counters are not what is asked about.
    vi.advanceTimersByTime(round < 3 ? 900_000 : 0);
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
});

test("waits are told in words", () => {
  expect([1, 45, 120, 3600, 7200].map(waitInWords)).toEqual([
    "1 second",
    "45 seconds",
    "2 minutes",
    "60 minutes",
    "2 hours",
  ]);
});
