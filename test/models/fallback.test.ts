import {beforeAll, describe, expect, test} from "vitest";
import {z} from "zod";
import {type ConverseOptions, converse} from "../../src/agents/hosted/converse.ts";
import {type Account, openAccount} from "../../src/models/account.ts";
import {createHealth, type Health} from "../../src/models/health.ts";
import type {HostedModel} from "../../src/models/providers.ts";
import {resolveModel} from "../../src/models/providers.ts";
import {usageRecord} from "../../src/models/usage_record.ts";
import {type BadProvider, type Manner, startBadProvider} from "./bad_provider.ts";

const good: Manner = {answer: '{"sum": 4}'};

const at = (provider: BadProvider, name: string, rest: Partial<HostedModel> = {}): HostedModel => ({
  ...resolveModel({provider: "compatible", model: name, url: provider.url, key: "k"}, {}),
  ...rest,
});

/** Asks for a sum; each question is a turn with an account of its own. */
async function ask(
  models: readonly HostedModel[],
  health: Health,
  rest: Partial<ConverseOptions> = {},
): Promise<{outcome: unknown; account: Account}> {
  const account = rest.account ?? openAccount();
  const outcome = await converse(
    {
      role: "planner",
      instructions: 'Answer with {"sum": number}.',
      messages: [{role: "user", content: "2 + 2"}],
      schema: z.object({sum: z.number()}),
      shown: {columns: [], results: []},
    },
    async ({text}) => {
      const found = /\{"sum": (\d+)\}/.exec(text)?.[1];
      return found ? {value: Number(found), doubts: []} : {issues: ["no sum"]};
    },
    {models, account, health, signal: new AbortController().signal, retryBaseMs: 1, ...rest},
  ).catch((error: unknown) => error);
  return {outcome, account};
}

/** What a first call loads counts in no test. */
beforeAll(async () => {
  await using warm = await startBadProvider(good);
  const account = openAccount();
  expect((await ask([at(warm, "m")], createHealth(), {account})).outcome).toBe(4);
});

describe("a first model that is out of order", () => {
  const ways: [string, Manner, number, string][] = [
    ["breaks every connection", "breaks", 3, "could not be reached"],
    ["cuts its answers", "cuts", 3, "broke off its answer"],
    ["answers with a page", "page", 3, "does not speak this protocol"],
    ["answers 500", {status: 500}, 3, "failed (500)"],
    ["answers 429", {status: 429}, 3, "too many requests"],
    ["refuses the key", {status: 401}, 1, "refused the key"],
    ["forbids", {status: 403}, 1, "refused the key"],
    ["has no such model", {status: 404}, 1, "does not know this model"],
    ["has no credit left", {status: 402}, 1, "no credit left"],
  ];
  test.each(ways)("since it %s is passed over from the next question on", async (_, manner, tries, why) => {
    await using first = await startBadProvider(manner);
    await using second = await startBadProvider(good);
    const models = [at(first, "first"), at(second, "second")];
    const health = createHealth();
    const {outcome, account} = await ask(models, health);
    expect(outcome).toBe(4);
    expect(first.requests).toBe(tries);
    expect(account.answers).toMatchObject([
      {role: "planner", model: "compatible/second", passedOver: [{model: "compatible/first"}]},
    ]);
    expect(account.answers[0]?.passedOver[0]?.why).toContain(why);

    const next = await ask(models, health);
    expect(next.outcome).toBe(4);
    expect(first.requests).toBe(tries);
    expect(next.account.answers[0]?.passedOver[0]?.why).toMatch(/is not asked for another \d+ s/);
    expect(next.account.calls).toMatchObject([{model: "compatible/second", outcome: "answered"}]);
  });

  test("since it never answers costs two questions their time, and no more", async () => {
    await using first = await startBadProvider("hangs");
    await using second = await startBadProvider(good);
    const models = [at(first, "first", {limits: {callMs: 200}}), at(second, "second")];
    const health = createHealth();
    for (let question = 0; question < 4; question += 1) expect((await ask(models, health)).outcome).toBe(4);
    expect(first.requests).toBe(2);
    expect(health.of(models[0]!)).toMatchObject({state: "skipped", trouble: "slow"});
  });

  test("and asks for a minute is given it at once", async () => {
    await using first = await startBadProvider({status: 429, headers: {"retry-after": "60"}});
    await using second = await startBadProvider(good);
    const models = [at(first, "first"), at(second, "second")];
    const health = createHealth();
    expect((await ask(models, health)).outcome).toBe(4);
    expect(first.requests).toBe(1);
    expect(health.of(models[0]!)).toMatchObject({state: "skipped", trouble: "overload"});
  });

  test("comes back when it is well again", async () => {
    let now = Date.now();
    const health = createHealth({now: () => now});
    await using first = await startBadProvider({status: 500});
    await using second = await startBadProvider(good);
    const models = [at(first, "first"), at(second, "second")];
    await ask(models, health);
    first.now(good);
    now += 10_000;
    const {account} = await ask(models, health);
    expect(account.answers).toEqual([{role: "planner", model: "compatible/first", passedOver: []}]);
    expect(second.requests).toBe(1);
  });
});

test("a request that breaks is not written to the log, since it holds the prompt", async () => {
  const written: unknown[] = [];
  const real = console.error;
  console.error = (...given: unknown[]) => written.push(given);
  try {
    await using only = await startBadProvider("cuts");
    await ask([at(only, "m")], createHealth());
  } finally {
    console.error = real;
  }
  expect(written).toEqual([]);
});

describe("a question that is refused says nothing of the model", () => {
  test("which is asked the next one", async () => {
    await using only = await startBadProvider({status: 400, message: "bad request"});
    const health = createHealth();
    const models = [at(only, "m")];
    for (let question = 0; question < 5; question += 1) await ask(models, health);
    expect(only.requests).toBe(5);
    expect(health.of(models[0]!).state).toBe("well");
  });

  test("nor does one that is too long for it, which is not sent", async () => {
    await using small = await startBadProvider(good);
    await using large = await startBadProvider(good);
    const {outcome} = await ask(
      [at(small, "small", {limits: {contextTokens: 5}}), at(large, "large")],
      createHealth(),
    );
    expect(outcome).toBe(4);
    expect([small.requests, large.requests]).toEqual([0, 1]);
  });
});

describe("where nobody else can answer", () => {
  test("a model that is passed over is asked all the same, once", async () => {
    await using only = await startBadProvider({status: 503});
    const health = createHealth();
    const models = [at(only, "m")];
    await ask(models, health);
    expect(only.requests).toBe(3);
    await ask(models, health);
    expect(only.requests).toBe(4);
    only.now(good);
    expect((await ask(models, health)).outcome).toBe(4);
    expect(health.of(models[0]!).state).toBe("well");
  });

  test("unless the offline pair can: then it is left alone", async () => {
    await using only = await startBadProvider({status: 503});
    const health = createHealth();
    const models = [at(only, "m")];
    await ask(models, health, {fallback: true});
    const {outcome, account} = await ask(models, health, {fallback: true});
    expect(outcome).toMatchObject({code: "model_failed"});
    expect(only.requests).toBe(3);
    expect(account.answers).toMatchObject([{model: "offline", passedOver: [{model: "compatible/m"}]}]);
  });

  test("what is wrong with each of them is said", async () => {
    await using first = await startBadProvider({status: 401});
    await using second = await startBadProvider("breaks");
    const {outcome} = await ask([at(first, "first"), at(second, "second")], createHealth());
    expect(outcome).toMatchObject({
      code: "model_failed",
      message: expect.stringMatching(/first .*refused the key.*second .*could not be reached/s),
    });
  });
});

test("twenty questions at once do not each try a dead model three times, and all are answered by the next", async () => {
  await using first = await startBadProvider("breaks");
  await using second = await startBadProvider(good);
  const models = [at(first, "first"), at(second, "second")];
  const health = createHealth();
  const asked = await Promise.all(Array.from({length: 20}, () => ask(models, health)));
  expect(asked.map(({outcome}) => outcome)).toEqual(Array(20).fill(4));
  // Each may be on its way before the third failure is known; three tries of each would be sixty.
  expect(first.requests).toBeGreaterThanOrEqual(3);
  expect(first.requests).toBeLessThanOrEqual(22);
});

test("an address that may not be called is told, and is no failure of the model", async () => {
  await using inside = await startBadProvider(good);
  const health = createHealth();
  const {outcome} = await ask([at(inside, "m", {reach: "public"})], health);
  expect(outcome).toMatchObject({message: expect.stringContaining("is on this machine or its own network")});
  expect(inside.requests).toBe(0);
  expect((await ask([at(inside, "m", {reach: "private"})], health)).outcome).toBe(4);
});

test("the account tells tokens and cost by role and model; what has no price has no cost", async () => {
  await using down = await startBadProvider({status: 500});
  await using up = await startBadProvider({answer: '{"sum": 4}', usage: {input: 1000, output: 100}});
  const price = {input: 3, output: 15};
  const {price: _, ...unpriced} = at(down, "down");
  const {account} = await ask([unpriced, at(up, "up", {price})], createHealth());
  const {uses, sent} = usageRecord(account);
  expect(uses).toMatchObject([
    {role: "planner", model: "compatible/down", calls: 3, outputTokens: 0},
    {role: "planner", model: "compatible/up", calls: 1, inputTokens: 1000, outputTokens: 100, cost: 0.0045},
  ]);
  expect(uses[0]).not.toHaveProperty("cost");
  expect(sent.map(({model}) => model)).toEqual([...Array(3).fill("compatible/down"), "compatible/up"]);
});
