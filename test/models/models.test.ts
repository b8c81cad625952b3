import {describe, expect, test} from "vitest";
import {noteReply, noteRequest, openAccount} from "../../src/models/account.ts";
import {retryDelay} from "../../src/models/failure.ts";
import {parseModelList, parseModelName} from "../../src/models/name.ts";
import {priceOf} from "../../src/models/prices.ts";
import {resolveModel} from "../../src/models/providers.ts";
import {needsModels, resolveRoles} from "../../src/models/roles.ts";

const thrown = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("a model's name", () => {
  test("is provider/model, and the model may hold slashes", () => {
    expect(parseModelName("anthropic/claude-sonnet-4-5")).toEqual({
      provider: "anthropic",
      model: "claude-sonnet-4-5",
    });
    expect(parseModelName("openrouter/qwen/qwen3-32b")).toEqual({
      provider: "openrouter",
      model: "qwen/qwen3-32b",
    });
  });

  test("is an address with the model behind a #", () => {
    expect(parseModelName("http://127.0.0.1:8000/v1/#qwen3")).toEqual({
      provider: "compatible",
      model: "qwen3",
      url: "http://127.0.0.1:8000/v1",
    });
  });

  test("may come with an address and a key of its own", () => {
    expect(parseModelName({id: "ollama/qwen3", url: "http://box:11434/v1", key: "k"})).toEqual({
      provider: "ollama",
      model: "qwen3",
      url: "http://box:11434/v1",
      key: "k",
    });
    expect(parseModelName({id: "my-model", url: "http://box/v1"}).provider).toBe("compatible");
  });

  test.each(["gpt-5", "nobody/model", "anthropic/", "http://127.0.0.1:8000/v1", ""])(
    "%j is refused",
    (name) => {
      expect(thrown(() => parseModelName(name))).toMatchObject({code: "bad_use"});
    },
  );

  test("a list is tried in order", () => {
    expect(parseModelList("ollama/a, offline").map((one) => one.provider)).toEqual(["ollama", "offline"]);
  });
});

describe("a provider", () => {
  test("takes its key and address from the environment", () => {
    const env = {ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "https://proxy.example"};
    expect(resolveModel(parseModelName("anthropic/claude-sonnet-4-5"), env)).toMatchObject({
      id: "anthropic/claude-sonnet-4-5",
      url: "https://proxy.example/v1",
      key: "k",
      remote: true,
      price: {input: 3, output: 15},
    });
  });

  test("without its key is refused at once, saying which variable to set", () => {
    const error = thrown(() => resolveModel(parseModelName("openai/gpt-5"), {}));
    expect(error).toMatchObject({code: "bad_use", next: expect.stringContaining("OPENAI_API_KEY")});
  });

  test("on this machine needs no key and costs nothing", () => {
    const model = resolveModel(parseModelName("ollama/qwen3"), {OLLAMA_HOST: "127.0.0.1:9999"});
    expect(model).toMatchObject({
      url: "http://127.0.0.1:9999/v1",
      remote: false,
      price: {input: 0, output: 0},
    });
  });

  test("a dated model has its family's price; an unknown one has none", () => {
    expect(priceOf("openai", "gpt-4o-2024-11-20")).toEqual(priceOf("openai", "gpt-4o"));
    expect(priceOf("openai", "gpt-4o-mini")).toMatchObject({input: 0.15, output: 0.6});
    expect(priceOf("anthropic", "claude-opus-4-5-20251101")).toMatchObject({input: 5, output: 25});
    expect(priceOf("anthropic", "claude-opus-4-9")).toBeUndefined();
    expect(priceOf("constructor", "name")).toBeUndefined();
    expect(priceOf("openai", "gpt-4o-audio-preview")).toBeUndefined();
    expect(priceOf("openrouter", "anything")).toBeUndefined();
  });
});

describe("roles", () => {
  test("without settings are offline, and need no model", () => {
    const roles = resolveRoles({}, {});
    expect(roles.planner).toEqual({models: [], offline: true});
    expect(needsModels(roles)).toBe(false);
  });

  test("settings win over the environment, and a role over both", () => {
    const roles = resolveRoles(
      {model: "ollama/a", roles: {writer: "ollama/b,offline"}},
      {TABLETALK_MODEL: "ollama/c"},
    );
    expect(roles.planner.models.map((one) => one.id)).toEqual(["ollama/a"]);
    expect(roles.writer).toMatchObject({models: [{id: "ollama/b"}], offline: true});
  });

  test("offline before another model is refused", () => {
    expect(thrown(() => resolveRoles({model: "offline,ollama/a"}, {}))).toMatchObject({code: "bad_use"});
  });
});

describe("an account", () => {
  const local = resolveModel(parseModelName("ollama/qwen3"), {});
  const priced = resolveModel(parseModelName("openai/gpt-4.1"), {OPENAI_API_KEY: "k"});
  const unpriced = resolveModel(parseModelName("openrouter/x/y"), {OPENROUTER_API_KEY: "k"});
  const nothing = {columns: [], results: []};

  test("adds up tokens and cost", () => {
    const account = openAccount();
    noteRequest(account, priced, "planner", "Hello", nothing);
    noteReply(account, priced, {input: 1000, output: 500});
    expect(account.usage).toEqual({calls: 1, inputTokens: 1000, outputTokens: 500, cost: 0.006});
  });

  test("has no cost once a model of unknown price took part", () => {
    const account = openAccount();
    noteReply(account, unpriced, {input: 1, output: 1});
    noteReply(account, priced, {input: 1, output: 1});
    expect(account.usage).not.toHaveProperty("cost");
  });

  test("refuses a request beyond its budget of calls or tokens before it is sent", () => {
    const calls = openAccount({calls: 1});
    noteRequest(calls, local, "planner", "Hello", nothing);
    expect(thrown(() => noteRequest(calls, local, "planner", "Hello", nothing))).toMatchObject({
      code: "model_failed",
    });
    const tokens = openAccount({tokens: 10});
    expect(thrown(() => noteRequest(tokens, local, "planner", "x".repeat(44), nothing))).toMatchObject({
      code: "model_failed",
    });
    expect(tokens.sent).toEqual([]);
  });

  test("records what was shown and where it went", () => {
    const account = openAccount();
    const columns = [{table: "orders", column: "email", masked: true}];
    noteRequest(account, priced, "planner", "Hello", {columns, results: []});
    expect(account.sent).toMatchObject([
      {
        role: "planner",
        model: "openai/gpt-4.1",
        address: "https://api.openai.com",
        remote: true,
        columns,
        characters: 5,
      },
    ]);
  });
});

test("waits grow, vary, respect what the provider asks for, and end at 20 s", () => {
  const delays = Array.from({length: 50}, () => retryDelay(2, 100));
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(100);
  expect(Math.max(...delays)).toBeLessThanOrEqual(200);
  expect(new Set(delays).size).toBeGreaterThan(1);
  expect(retryDelay(1, 100, 3000)).toBe(3000);
  expect(retryDelay(20, 1000)).toBe(20_000);
});
