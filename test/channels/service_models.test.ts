import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from "vitest";
import type {TurnEvent} from "../../src/channels/channel.ts";
import {type OpenService, openService} from "../../src/channels/open_service.ts";
import {overviewOfModels, registryScene, testModels} from "../../src/channels/workspace_models.ts";
import {loadConfig} from "../../src/config.ts";
import {changeRegistry} from "../../src/models/registry_store.ts";
import {changeSetting} from "../../src/store/settings.ts";
import {turnById} from "../../src/store/turns.ts";
import {sentRecordsOf, usageOf} from "../../src/store/usage.ts";
import {type Provider, startProvider} from "../agents/hosted/provider.ts";

const penguins = join(import.meta.dirname, "../../samples/penguins.json");
const owner = {role: "owner", actor: "person:olga"} as const;
const planned = {readings: [{intent: "aggregate", table: "penguins", measures: [{name: "n", fn: "count"}]}]};

describe("the models of a service's workspace", () => {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-service-models-"));
  const config = loadConfig({}, {TABLETALK_HOME: home, TZ: "UTC"});
  let service: OpenService;
  let provider: Provider;
  let asked = 0;

  beforeAll(async () => {
    provider = await startProvider({
      planner: [{content: JSON.stringify(planned)}],
      writer: [{content: JSON.stringify({text: "By model: 344 penguins.", values: []})}],
      rubbish: [{content: "la la la"}],
    });
    service = await openService(config, {onNote: (text) => console.error(text)});
    await service.startWorking();
    for (const workspace of ["w", "other"])
      await service.workspace(workspace).importFile(penguins, {by: "person:olga"});
  });
  afterAll(async () => {
    await service?.close();
    await provider?.[Symbol.asyncDispose]();
    rmSync(home, {recursive: true, force: true});
  });
  afterEach(() => vi.unstubAllEnvs());

  const store = (workspace = "w") => service.workspace(workspace).store;
  const change = async (registry: object, workspace = "w") =>
    changeRegistry(
      store(workspace),
      workspace,
      owner,
      () => registry,
      await registryScene(config, store(workspace), workspace, "service"),
    );
  const registry = (more: object) => ({providers: {acme: {address: provider.url}}, ...more});

  /** Asks a question as somebody, and waits for the turn. */
  async function ask(actor = "person:ann", workspace = "w") {
    asked += 1;
    const {id} = await service.inbox.send(workspace, {
      platform: "http",
      installation: "here",
      conversation: `c${asked}`,
      messageId: `m${asked}`,
      actor,
      text: "how many penguins are there?",
    });
    let last: TurnEvent | undefined;
    for await (const {event} of service.inbox.events(workspace, id)) last = event;
    const state = await service.inbox.state(workspace, id);
    return {last, turn: (await turnById(store(workspace), workspace, state!.turn!))!};
  }

  test("reach this machine only where the operator allows it", async () => {
    await expect(change(registry({}))).rejects.toMatchObject({code: "refused"});
  });

  test("answer from the next question on, and what they used is that person's", async () => {
    vi.stubEnv("TABLETALK_PRIVATE_ADDRESSES", "1");
    expect((await ask()).last).toMatchObject({answer: {answer: expect.stringContaining("344")}});
    expect(await usageOf(store(), "w")).toEqual([]);

    await change(
      registry({roles: {planner: ["acme/planner", "offline"], writer: ["acme/writer", "offline"]}}),
    );
    const {last, turn} = await ask();
    expect(last).toMatchObject({answer: {answer: expect.stringContaining("By model: 344 penguins.")}});
    expect(turn.tokens).toMatchObject({
      answers: expect.arrayContaining([
        {role: "planner", model: "acme/planner", passedOver: []},
        {role: "writer", model: "acme/writer", passedOver: []},
      ]),
    });
    expect(await usageOf(store(), "w", {by: ["role", "model", "person", "turn"]})).toMatchObject([
      {by: {role: "planner", model: "acme/planner", person: "ann", turn: turn.id}, calls: 1},
      {by: {role: "writer", model: "acme/writer", person: "ann", turn: turn.id}},
    ]);
    const sent = await sentRecordsOf(store(), "w", {turn: turn.id});
    expect(sent).toHaveLength(provider.requests().length);
    expect(sent.at(-1)).toMatchObject({
      role: "planner",
      address: new URL(provider.url).origin,
      person: "ann",
    });
    expect(JSON.stringify(sent)).not.toContain("how many penguins");
  });

  test("are those of that workspace alone", async () => {
    vi.stubEnv("TABLETALK_PRIVATE_ADDRESSES", "1");
    const before = provider.requests().length;
    await ask("person:ann", "other");
    expect(provider.requests()).toHaveLength(before);
    expect(await usageOf(store("other"), "other")).toEqual([]);
    expect((await overviewOfModels(config, store("other"), "other", "service")).models).toEqual([]);
  });

  test("that fail leave usage too, of a turn that failed", async () => {
    vi.stubEnv("TABLETALK_PRIVATE_ADDRESSES", "1");
    await change(registry({roles: {planner: ["acme/rubbish"]}}));
    const {last, turn} = await ask("person:bob");
    expect(last).toMatchObject({type: "error", code: "model_failed"});
    expect(turn.state).toBe("failed");
    expect(await usageOf(store(), "w", {by: ["model"], person: "bob"})).toMatchObject([
      {by: {model: "acme/rubbish"}, calls: 2},
    ]);
  });

  test("are held to the limits that an owner set for people", async () => {
    vi.stubEnv("TABLETALK_PRIVATE_ADDRESSES", "1");
    await change(registry({roles: {planner: ["acme/planner"], writer: ["acme/writer"]}}));
    await changeSetting(store(), "w", "limits", () => ({people: {cleo: {tokensPerDay: 10}}}), "person:olga");
    expect((await ask("person:cleo")).last).toMatchObject({
      type: "error",
      code: "limit_reached",
      message: expect.stringContaining("Your limit of 10 tokens a day"),
    });
    expect((await ask("person:ann")).last).toMatchObject({type: "answer"});
  });

  test("are tested one by one", async () => {
    vi.stubEnv("TABLETALK_PRIVATE_ADDRESSES", "1");
    await change(registry({roles: {planner: ["acme/rubbish", "offline"]}}));
    const signal = new AbortController().signal;
    const tests = await testModels(config, store(), "w", "service", {signal, actor: "person:olga"});
    expect(tests).toMatchObject([{model: "acme/rubbish", works: true, structured: false}]);
    expect(await usageOf(store(), "w", {by: ["role"], person: "olga"})).toMatchObject([{by: {role: "test"}}]);
  });
});
