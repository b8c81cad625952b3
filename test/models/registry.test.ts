import {describe, expect, test} from "vitest";
import {seal, unseal} from "../../src/access/seal.ts";
import {openSecrets} from "../../src/access/secret.ts";
import {emptyRegistry, parseRegistry} from "../../src/models/registry.ts";
import {
  checkRegistry,
  dayLimitsOf,
  serviceScene,
  settingsOf,
  terminalScene,
} from "../../src/models/registry_settings.ts";
import {
  changeRegistry,
  type Editor,
  keepKey,
  keptKeys,
  openKeys,
  registryOf,
} from "../../src/models/registry_store.ts";
import {resolveEmbedding, resolveList, resolveRoles} from "../../src/models/roles.ts";
import {settingOf} from "../../src/store/settings.ts";
import {describeStores} from "../store/dialects.ts";

const owner: Editor = {role: "owner", actor: "person:ann"};
const acme = {address: "https://llm.acme.example/v1", key: {sealed: "acme"}};
const thrown = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("a registry that someone writes", () => {
  const faults: [string, unknown, RegExp][] = [
    ["a role that there is not", {roles: {cook: ["ollama/a"]}}, /cook/],
    ["offline before another model", {roles: {planner: ["offline", "ollama/a"]}}, /put it last/],
    ["a model twice", {roles: {planner: ["ollama/a", "ollama/a"]}}, /twice/],
    ["no model for a role", {roles: {planner: []}}, /roles\.planner/],
    ["an address in place of a model", {roles: {planner: ["http://10.0.0.1/v1#m"]}}, /provider\/model/],
    ["a key in plain sight", {providers: {acme: {address: "https://a.example", key: "sk-123"}}}, /key/],
    ["an address that is none", {providers: {acme: {address: "javascript:alert(1)"}}}, /address/],
    ["a price below nothing", {models: {"a/b": {price: {input: -1, output: 0}}}}, /price\.input/],
    [
      "a price that is endless",
      {models: {"a/b": {price: {input: Number.POSITIVE_INFINITY, output: 0}}}},
      /price/,
    ],
    ["a field that there is not", {models: {"a/b": {prices: {}}}}, /prices/],
    ["a provider called offline", {providers: {offline: {address: "https://a.example"}}}, /offline/],
    ["a list", [], /the registry/],
  ];
  test.each(faults)("with %s is refused", (_, given, says) => {
    expect(thrown(() => parseRegistry(given))).toMatchObject({
      code: "bad_use",
      message: expect.stringMatching(says),
    });
  });

  test("may be empty", () => {
    expect(parseRegistry({})).toEqual(emptyRegistry);
  });
});

describe("what a registry comes to", () => {
  const registry = parseRegistry({
    providers: {acme},
    models: {
      "acme/big": {answers: "json", price: {input: 7, output: 9}, limits: {callMs: 5000}},
      "openai/gpt-4.1": {price: {input: 1, output: 2}},
    },
    roles: {planner: ["acme/big", "openai/gpt-4.1", "offline"], embedding: ["acme/vectors"]},
  });
  const env = {OPENAI_API_KEY: "theirs"};

  test("are the models of roles in order, with their own prices, ways of answering and limits", () => {
    const settings = settingsOf(registry, terminalScene(env, {acme: "k1"}));
    const {planner, specialist, writer} = resolveRoles(settings, env);
    expect(planner).toMatchObject({
      offline: true,
      models: [
        {
          id: "acme/big",
          url: "https://llm.acme.example/v1",
          key: "k1",
          keyFrom: "the kept key acme",
          answers: "json",
          price: {input: 7, output: 9},
          limits: {callMs: 5000},
        },
        {id: "openai/gpt-4.1", key: "theirs", price: {input: 1, output: 2}},
      ],
    });
    expect(specialist).toEqual(planner);
    expect(writer).toEqual({models: [], offline: true});
    expect(resolveEmbedding(settings, env).models).toMatchObject([{id: "acme/vectors", key: "k1"}]);
  });

  test("a model without its key is left out where others are left, and told", () => {
    const {planner} = resolveRoles(settingsOf(registry, terminalScene(env)), env);
    expect(planner.models.map(({id}) => id)).toEqual(["openai/gpt-4.1"]);
    expect(planner.unusable).toMatchObject([
      {id: "acme/big", why: expect.stringContaining("the kept key acme")},
    ]);
  });

  test("where none is left it is an error", () => {
    const only = parseRegistry({providers: {acme}, roles: {planner: ["acme/big"]}});
    expect(thrown(() => resolveRoles(settingsOf(only, terminalScene({})), {}))).toMatchObject({
      code: "bad_use",
    });
  });

  test("the roles that it does not fill are the operator's", () => {
    const settings = settingsOf(registry, terminalScene(env, {acme: "k"}), {
      roles: {writer: "openai/gpt-4o"},
    });
    expect(resolveRoles(settings, env).writer.models.map(({id}) => id)).toEqual(["openai/gpt-4o"]);
  });

  test("limits of a day are the owner's and the operator's, each with who can raise it", () => {
    const limited = parseRegistry({limits: {day: {person: {tokens: 500}}}});
    expect(dayLimitsOf(limited, {TABLETALK_DAY_COST: "2.5"})).toEqual([
      {limits: {person: {tokens: 500}}, raisedBy: "An owner of the workspace"},
      {limits: {workspace: {cost: 2.5}, person: {}}, raisedBy: "The operator of this machine"},
    ]);
    expect(dayLimitsOf(emptyRegistry, {})).toEqual([]);
    expect(thrown(() => dayLimitsOf(emptyRegistry, {TABLETALK_DAY_TOKENS: "many"}))).toMatchObject({
      code: "bad_use",
    });
  });
});

describe("a registry that is edited over the network", () => {
  const check = (given: unknown, env: Record<string, string> = {}) =>
    thrown(() => checkRegistry(parseRegistry(given), serviceScene(env)));
  const at = (address: string, key?: object) => ({providers: {acme: {address, ...(key && {key})}}});

  test.each([
    "http://169.254.169.254/v1",
    "http://metadata.google.internal/v1",
    "http://127.0.0.1:5432/",
    "http://localhost/v1",
    "http://10.1.2.3/v1",
    "http://[::1]/v1",
    "http://user:secret@llm.example/v1",
  ])("reaches no %s", (address) => {
    expect(check(at(address))).toMatchObject({code: "refused"});
  });

  test("reaches this machine where its operator allows it, but never its credentials", () => {
    const env = {TABLETALK_PRIVATE_ADDRESSES: "1"};
    expect(check(at("http://127.0.0.1:11434/v1"), env)).toBeUndefined();
    expect(check(at("http://169.254.169.254/v1"), env)).toMatchObject({code: "refused"});
  });

  test("cannot send the operator's variables to an address of its own", () => {
    const stolen = at("https://evil.example/v1", {env: "OPENAI_API_KEY"});
    expect(check(stolen)).toMatchObject({
      code: "refused",
      message: expect.stringContaining("OPENAI_API_KEY"),
    });
    const offered = {TABLETALK_OFFERED_KEYS: "ACME_KEY@llm.acme.example"};
    expect(check(at("https://llm.acme.example/v1", {env: "ACME_KEY"}), offered)).toBeUndefined();
    expect(check(at("https://evil.example/v1", {env: "ACME_KEY"}), offered)).toMatchObject({code: "refused"});
  });

  test("gets none even where such a document is there", () => {
    const registry = parseRegistry({
      ...at("https://evil.example/v1", {env: "OPENAI_API_KEY"}),
      roles: {planner: ["acme/m", "offline"]},
    });
    const env = {OPENAI_API_KEY: "operators"};
    const {planner} = resolveRoles(settingsOf(registry, serviceScene(env)), env);
    expect(planner.models).toEqual([]);
    expect(planner.unusable?.[0]?.why).toContain("does not offer");
  });

  test("that puts its own address under the name of one of ours gets no key of ours", () => {
    const registry = parseRegistry({
      providers: {openai: {address: "https://evil.example/v1"}},
      roles: {planner: ["openai/gpt-4.1"]},
    });
    const env = {OPENAI_API_KEY: "operators"};
    const [model] = resolveRoles(settingsOf(registry, serviceScene(env)), env).planner.models;
    expect(model).toMatchObject({url: "https://evil.example/v1", reach: "public"});
    expect(model).not.toHaveProperty("key");
  });

  test("asks models of this machine only where the operator named them", () => {
    const registry = parseRegistry({roles: {planner: ["ollama/qwen3", "offline"]}});
    const plannerIn = (env: Record<string, string>) =>
      resolveRoles(settingsOf(registry, serviceScene(env)), env).planner;
    expect(plannerIn({}).unusable?.[0]?.why).toContain("has not opened it");
    expect(plannerIn({OLLAMA_HOST: "127.0.0.1:11434"}).models).toMatchObject([
      {url: "http://127.0.0.1:11434/v1"},
    ]);
  });

  test("leaves the models that the operator named for all where they are", () => {
    const operators = {model: "http://127.0.0.1:8000/v1#qwen3,ollama/qwen3"};
    const env = {TABLETALK_MODEL_KEY: "operators"};
    const settings = settingsOf(emptyRegistry, serviceScene(env), operators);
    const {models} = resolveRoles(settings, env).planner;
    expect(models).toMatchObject([
      {url: "http://127.0.0.1:8000/v1", key: "operators"},
      {url: "http://127.0.0.1:11434/v1"},
    ]);
    for (const model of models) expect(model).not.toHaveProperty("reach");
  });

  test("gives an agent that names an address no key of the operator's, and guards its call", () => {
    const env = {TABLETALK_MODEL_KEY: "operators"};
    const settings = settingsOf(emptyRegistry, serviceScene(env), {model: "ollama/qwen3"});
    const [model] = resolveList("http://169.254.169.254/v1#m", settings, env).models;
    expect(model).toMatchObject({reach: "public"});
    expect(model).not.toHaveProperty("key");
  });

  test("that takes the name of a provider which the operator uses is guarded all the same", () => {
    const registry = parseRegistry({providers: {ollama: {address: "https://evil.example/v1"}}});
    const settings = settingsOf(registry, serviceScene({}), {model: "ollama/qwen3"});
    expect(resolveRoles(settings, {}).planner.models).toMatchObject([
      {url: "https://evil.example/v1", reach: "public"},
    ]);
  });

  test("names providers that there are", () => {
    expect(check({roles: {planner: ["nobody/m"]}})).toMatchObject({
      code: "bad_use",
      message: expect.stringContaining("nobody"),
    });
  });
});

describeStores("a workspace's registry", (store) => {
  const scene = terminalScene({});
  const change = (workspace: string, given: unknown, by = owner, ifVersion?: number) =>
    changeRegistry(store().within(workspace), workspace, by, () => given, scene, ifVersion);

  test("is empty until an owner writes one, and then of a version that grows", async () => {
    expect(await registryOf(store(), "r1")).toEqual({registry: emptyRegistry, version: 0});
    expect((await change("r1", {roles: {planner: ["ollama/a"]}})).version).toBe(1);
    expect((await change("r1", {roles: {planner: ["ollama/b"]}})).version).toBe(2);
    expect(await registryOf(store(), "r1")).toMatchObject({
      version: 2,
      changedBy: "person:ann",
      registry: {roles: {planner: ["ollama/b"]}},
    });
    expect((await registryOf(store().within("r2"), "r2")).version).toBe(0);
  });

  test("is for owners to change", async () => {
    for (const role of ["viewer", "analyst"] as const)
      await expect(change("r3", {}, {role, actor: "person:bob"})).rejects.toMatchObject({code: "forbidden"});
  });

  test("that somebody changed in between is not overwritten", async () => {
    await change("r4", {roles: {planner: ["ollama/a"]}}, owner, 0);
    await expect(change("r4", {roles: {planner: ["ollama/b"]}}, owner, 0)).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await registryOf(store(), "r4")).registry.roles.planner).toEqual(["ollama/a"]);
  });

  test("with a fault leaves the one there was", async () => {
    await change("r5", {roles: {planner: ["ollama/a"]}});
    await expect(change("r5", {roles: {planner: ["nobody/a"]}})).rejects.toMatchObject({code: "bad_use"});
    expect((await registryOf(store(), "r5")).version).toBe(1);
  });

  test("of two that are written at once both are done, one after the other", async () => {
    const add = (id: string) =>
      changeRegistry(
        store().within("r6"),
        "r6",
        owner,
        (before) => ({...before, models: {...before.models, [id]: {price: {input: 1, output: 1}}}}),
        scene,
      );
    await Promise.all([add("openai/one"), add("openai/two"), add("openai/three")]);
    const {registry, version} = await registryOf(store(), "r6");
    expect(version).toBe(3);
    expect(Object.keys(registry.models).sort()).toEqual(["openai/one", "openai/three", "openai/two"]);
  });

  test("keeps keys sealed, for its workspace alone, and shows only their names", async () => {
    const secrets = await openSecrets("/nowhere", {TABLETALK_SECRET: "a secret of more than 32 characters"});
    const sealer = {
      seal: (text: string, place: readonly string[]) => seal(secrets, text, place),
      unseal: (sealed: string, place: readonly string[]) => unseal(secrets, sealed, place),
    };
    const here = store().within("r7");
    const keep = (key: string, by = owner) => keepKey(here, "r7", by, {name: "acme", key}, sealer);
    await expect(keep("sk-1", {role: "analyst", actor: "x"})).rejects.toMatchObject({code: "forbidden"});
    await expect(keep("sk-1\nX-Header: y")).rejects.toMatchObject({code: "bad_use"});
    await keep("sk-very-secret");
    expect(await keptKeys(here, "r7")).toEqual(["acme"]);
    const stored = await settingOf(here, "r7", "model_keys");
    expect(JSON.stringify(stored)).not.toContain("very-secret");
    expect(await openKeys(here, "r7", sealer)).toEqual({acme: "sk-very-secret"});

    const there = store().within("r8");
    await changeRegistry(there, "r8", owner, () => ({}), scene);
    await there.db
      .insertInto("settings")
      .values({
        workspace: "r8",
        name: "model_keys",
        content: JSON.stringify(stored),
        changed_by: "thief",
        changed_at: "2026-01-01T00:00:00Z",
      })
      .execute();
    expect(await openKeys(there, "r8", sealer)).toEqual({});
    await keep("");
    expect(await keptKeys(here, "r7")).toEqual([]);
  });
});
