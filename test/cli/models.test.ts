import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {type Provider, startProvider} from "../agents/hosted/provider.ts";
import {type BadProvider, startBadProvider} from "../models/bad_provider.ts";
import {newPlace, ORDERS, type Place} from "./run_cli.ts";

let place: Place;
let good: Provider;
let down: BadProvider;
const planned = {
  readings: [{intent: "aggregate", table: "orders", measures: [{name: "total", fn: "sum", of: "amount"}]}],
};

beforeAll(async () => {
  place = newPlace();
  place.file("orders.csv", ORDERS);
  good = await startProvider({
    planner: [{content: JSON.stringify(planned)}],
    writer: [{content: JSON.stringify({text: "The total is 450.", values: []})}],
    agent: [{content: JSON.stringify({declined: "no"})}],
    adds: [{content: '{"sum": 5}'}],
    chats: [{content: "I would say five."}],
  });
  down = await startBadProvider({status: 500});
  await place.run(["models", "key", "spare"], {input: "sk-very-secret\n"});
});
afterAll(async () => {
  place.remove();
  await good[Symbol.asyncDispose]();
  await down[Symbol.asyncDispose]();
});

const registry = (more: object) =>
  place.file(
    "registry.json",
    JSON.stringify({
      providers: {acme: {address: good.url}, broken: {address: down.url, key: {sealed: "spare"}}},
      ...more,
    }),
  );
const json = async (...args: string[]) => JSON.parse((await place.run([...args, "--json"])).stdout);

describe("tabletalk models", () => {
  test("without a registry: everything is offline, and well", async () => {
    const {status, stdout} = await place.run(["models"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/planner +offline/);
  });

  test("asks each model once, and says what works and what is to be done", async () => {
    const file = registry({
      roles: {planner: ["acme/adds", "acme/chats"], writer: ["broken/m", "openai/gpt-4.1", "offline"]},
    });
    expect((await place.run(["models", "import", file])).stdout).toContain("version 1");
    const {status, stdout} = await place.run(["models"]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/acme\/adds\n.*\n +works: answers in \d+ ms, in the form asked for/);
    expect(stdout).toMatch(/acme\/chats\n.*\n +works, but answers in \d+ ms, but not in the form asked for/);
    expect(stdout).toMatch(/broken\/m\n.*the kept key spare\n +does not work: .*failed \(500\)/);
    expect(stdout).toMatch(/openai\/gpt-4\.1\n +cannot be asked: OpenAI needs a key: OPENAI_API_KEY/);
    expect(down.requests).toBe(1);
    expect(down.lastHeaders.authorization).toBe("Bearer sk-very-secret");
    expect(stdout).not.toContain("very-secret");
  });

  test("shows and exports no key", async () => {
    const exported = await place.run(["models", "export", "-"]);
    const shown = await place.run(["models", "--no-test", "--json"]);
    expect(JSON.parse(exported.stdout).providers.broken.key).toEqual({sealed: "spare"});
    expect(JSON.parse(shown.stdout).keys).toEqual(["spare"]);
    expect(exported.stdout + shown.stdout).not.toContain("very-secret");
  });

  test("counts what the tests used", async () => {
    const rows = await json("models", "usage", "--by", "role,model");
    expect(rows).toContainEqual(expect.objectContaining({by: {role: "test", model: "acme/adds"}, calls: 1}));
  });

  test.each([
    [["models", "set", "cook", "ollama/a"], "There is no role cook"],
    [["models", "set", "planner", "nobody/a"], "nobody"],
    [["models", "price", "ollama/a", "cheap", "1"], "cheap is no price"],
    [["models", "import", "nowhere.json"], "cannot be read"],
    [["models", "usage", "--by", "colour"], "colour"],
  ])("%j is refused with what is wrong", async (args, says) => {
    const {status, stderr} = await place.run(args);
    expect(status).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe("a question", () => {
  // A key that is refused is left alone for a minute at least: longer than these tests take.
  beforeAll(() => down.now({status: 401}));
  const ask = () => json("ask", "what is the total amount?", "--data", place.path("orders.csv"));

  test("is answered by the models of the registry, and leaves usage by role and model", async () => {
    await place.run([
      "models",
      "import",
      registry({
        models: {"acme/planner": {price: {input: 10, output: 10}}},
        roles: {planner: ["broken/m", "acme/planner"], writer: ["acme/writer"]},
      }),
    ]);
    const answer = await ask();
    expect(answer.answer).toContain("The total is 450.");
    const rows: {by: {role: string; model: string}; calls: number; cost: number}[] = await json(
      "models",
      "usage",
    );
    const used = (role: string, model: string) => rows.find(({by}) => by.role === role && by.model === model);
    expect(used("planner", "acme/planner")).toMatchObject({calls: 1});
    expect(used("planner", "acme/planner")?.cost).toBeGreaterThan(0);
    expect(used("planner", "broken/m")?.calls).toBeGreaterThan(0);
    expect(used("writer", "acme/writer")).toMatchObject({calls: 1, cost: 0});
  });

  test("asks a model that failed before no more for a while, though another process found out", async () => {
    const before = down.requests;
    await ask();
    expect(down.requests).toBe(before);
    const shown = await json("models", "--no-test");
    const broken = shown.models.find(({id}: {id: string}) => id === "broken/m");
    expect(broken.health).toMatchObject({state: "skipped", trouble: "key"});
  });

  test("beyond the day's limit is refused with the limit, its end and who can raise it", async () => {
    const limits = {day: {person: {tokens: 10}}};
    await place.run([
      "models",
      "import",
      registry({roles: {planner: ["acme/planner"], writer: ["acme/writer"]}, limits}),
    ]);
    const before = good.requests().length;
    const {error} = await ask();
    expect(error).toMatchObject({
      code: "limit_reached",
      message: expect.stringContaining("Your limit of 10 tokens a day"),
      next: expect.stringContaining("An owner of the workspace can raise it"),
    });
    expect(good.requests()).toHaveLength(before);
  });

  test("beyond the day's limit is answered offline where that is named last", async () => {
    const roles = {planner: ["acme/planner", "offline"], writer: ["acme/writer", "offline"]};
    await place.run(["models", "import", registry({roles, limits: {day: {person: {tokens: 10}}}})]);
    const before = good.requests().length;
    const answer = await ask();
    expect(answer.values[0]?.value).toBe(450);
    expect(good.requests()).toHaveLength(before);
  });

  test("of an agent that has a model of the registry's own provider is answered by that", async () => {
    await place.run(["models", "import", registry({roles: {planner: ["acme/planner", "offline"]}})]);
    const set = ["agents", "set", "statistics", "--model", "acme/agent"];
    expect((await place.run(set)).stdout).toContain("version 1");
    await json("ask", "@statistics is it high?", "--data", place.path("orders.csv"));
    expect(good.requests().map(({model}) => model)).toContain("agent");
    await place.run(["agents", "remove", "statistics"]);
  });

  test("with --model offline asks nobody", async () => {
    const before = good.requests().length;
    await json("ask", "what is the total amount?", "--data", place.path("orders.csv"), "--model", "offline");
    expect(good.requests()).toHaveLength(before);
  });
});
