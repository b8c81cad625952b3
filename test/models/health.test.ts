import {describe, expect, test} from "vitest";
import {TabletalkError} from "../../src/errors.ts";
import type {Failure, Trouble} from "../../src/models/failure.ts";
import {createHealth, type Health} from "../../src/models/health.ts";
import {parseModelName} from "../../src/models/name.ts";
import {resolveModel} from "../../src/models/providers.ts";

const model = (id: string, key = "k") =>
  resolveModel(parseModelName({id, url: "http://127.0.0.1:9/v1", key}), {});
const first = model("compatible/first");

const failure = (trouble: Trouble, afterMs?: number): Failure => ({
  error: new TabletalkError("model_failed", `It is ${trouble}.`, "Do something about it."),
  trouble,
  retry: false,
  ...(afterMs && {afterMs}),
});

/** Breakers with a clock that is moved by hand; waits are the longest that chance allows. */
function clocked(random = () => 1) {
  let at = 1_000_000;
  const health = createHealth({now: () => at, random});
  return {health, pass: (ms: number) => (at += ms), now: () => at};
}

async function fail(health: Health, trouble: Trouble, times = 1, afterMs?: number) {
  for (let time = 0; time < times; time += 1)
    (await health.enter(first, {lastHope: true}))!.failed(failure(trouble, afterMs));
}

describe("a model that fails", () => {
  test("is asked until its third failure in a row, and then passed over", async () => {
    const {health} = clocked();
    await fail(health, "down", 2);
    expect(health.of(first)).toMatchObject({state: "failing", failures: 2, trouble: "down"});
    await fail(health, "down");
    expect(health.of(first)).toMatchObject({state: "skipped", says: "It is down."});
    expect(await health.enter(first)).toBeUndefined();
  });

  test("and answers in between is asked on", async () => {
    const {health} = clocked();
    await fail(health, "down", 2);
    (await health.enter(first))!.answered(12);
    await fail(health, "down", 2);
    expect(health.of(first)).toMatchObject({state: "failing", failures: 2, answerMs: 12});
  });

  test.each([
    ["key", 1],
    ["unknown_model", 1],
    ["slow", 2],
    ["overload", 3],
    ["down", 3],
  ] as const)("by %s is passed over after %i", async (trouble, patience) => {
    const {health} = clocked();
    await fail(health, trouble, patience - 1);
    expect(health.skips(first)).toBe(false);
    await fail(health, trouble);
    expect(health.skips(first)).toBe(true);
  });

  test("by a request that it refused is well", async () => {
    const {health} = clocked();
    await fail(health, "request", 9);
    expect(health.of(first)).toMatchObject({state: "well", failures: 0});
  });

  test("is passed over as long as it asks for", async () => {
    const {health, now} = clocked();
    await fail(health, "overload", 1, 90_000);
    expect(health.of(first)).toMatchObject({state: "skipped", until: now() + 90_000});
  });
});

describe("after its wait", () => {
  test("one request finds out, and the others go on without it", async () => {
    const {health, pass} = clocked();
    await fail(health, "down", 3);
    pass(5_001);
    const probe = await health.enter(first);
    expect(probe?.probe).toBe(true);
    expect(health.of(first).state).toBe("probed");
    expect(await health.enter(first)).toBeUndefined();
    probe!.answered(5);
    expect(health.of(first)).toMatchObject({state: "well", failures: 0});
    expect((await health.enter(first))?.probe).toBe(false);
  });

  test("each further failure doubles the next, up to ten minutes", async () => {
    const {health, pass, now} = clocked();
    await fail(health, "down", 3);
    const waits: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      waits.push(health.of(first).until! - now());
      pass(waits.at(-1)!);
      await fail(health, "down");
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600].map((seconds) => seconds * 1000));
  });

  test("chance makes it shorter, by half at most", async () => {
    const {health, now} = clocked(() => 0);
    await fail(health, "down", 3);
    expect(health.of(first).until! - now()).toBe(2_500);
  });

  test("a request that was stopped finds out nothing", async () => {
    const {health, pass} = clocked();
    await fail(health, "down", 3);
    pass(5_001);
    (await health.enter(first))!.dropped();
    expect((await health.enter(first))?.probe).toBe(true);
  });
});

describe("the last hope", () => {
  test("is asked although it is passed over; others wait for what that finds", async () => {
    const {health} = clocked();
    await fail(health, "down", 3);
    const probe = (await health.enter(first, {lastHope: true}))!;
    expect(probe.probe).toBe(true);
    const second = health.enter(first, {lastHope: true});
    const third = health.enter(first, {lastHope: true});
    probe.answered(3);
    expect((await second)?.probe).toBe(false);
    expect((await third)?.probe).toBe(false);
  });

  test("that fails again is not asked by those who waited", async () => {
    const {health} = clocked();
    await fail(health, "down", 3);
    const probe = (await health.enter(first, {lastHope: true}))!;
    const second = health.enter(first, {lastHope: true});
    probe.failed(failure("down"));
    expect(await second).toBeUndefined();
  });

  test("is not waited for by who was stopped", async () => {
    const {health} = clocked();
    await fail(health, "down", 3);
    await health.enter(first, {lastHope: true});
    const stop = new AbortController();
    const second = health.enter(first, {lastHope: true, signal: stop.signal});
    stop.abort();
    expect(await second).toBeUndefined();
  });
});

describe("breakers", () => {
  test("are apart for models, addresses and keys: a key that was put right is asked at once", async () => {
    const {health} = clocked();
    await fail(health, "key");
    expect(health.skips(first)).toBe(true);
    expect(health.skips(model("compatible/second"))).toBe(false);
    expect(health.skips(model("compatible/first", "another"))).toBe(false);
    health.forget(first);
    expect(health.skips(first)).toBe(false);
  });

  test("tell other processes of models that are passed over, without their keys", async () => {
    const here = clocked();
    await fail(here.health, "down", 3);
    const told = here.health.skipped([first, model("compatible/second")]);
    expect(Object.values(told)).toMatchObject([{trouble: "down", trips: 1}]);
    expect(here.health.skipped([model("compatible/second")])).toEqual({});

    const there = clocked();
    there.health.learn(JSON.parse(JSON.stringify(told)));
    expect(there.health.of(first)).toMatchObject({state: "skipped", trouble: "down"});
    there.pass(5_001);
    expect((await there.health.enter(first))?.probe).toBe(true);
  });

  test("show no key", async () => {
    const {health} = clocked();
    const secret = model("compatible/first", "sk-very-secret");
    (await health.enter(secret))!.failed(failure("key"));
    expect(JSON.stringify([health.all(), health.skipped([secret])])).not.toContain("very-secret");
  });
});
