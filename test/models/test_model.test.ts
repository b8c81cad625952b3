import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {describe, expect, test} from "vitest";
import {createHealth} from "../../src/models/health.ts";
import {type HostedModel, resolveModel} from "../../src/models/providers.ts";
import {testEmbedding} from "../../src/models/test_embedding.ts";
import {testModel} from "../../src/models/test_model.ts";
import {type Manner, startBadProvider} from "./bad_provider.ts";

const at = (url: string, rest: Partial<HostedModel> = {}): HostedModel => ({
  ...resolveModel({provider: "compatible", model: "m", url, key: "k"}, {}),
  ...rest,
});
const signal = new AbortController().signal;

describe("a test of a model", () => {
  const ways: [string, Manner, object][] = [
    ["that answers as asked", {answer: '{"sum": 5}'}, {works: true, structured: true}],
    ["that wraps its answer", {answer: 'Sure!\n```json\n{"sum": 5}\n```'}, {works: true, structured: true}],
    [
      "that adds wrongly",
      {answer: '{"sum": 6}'},
      {works: true, structured: true, says: "says that 2 + 3 is 6"},
    ],
    [
      "that only talks",
      {answer: "Five, I would say."},
      {works: true, structured: false, next: expect.stringContaining("json or tool")},
    ],
    [
      "whose key is refused",
      {status: 401},
      {works: false, says: expect.stringContaining("refused the key"), next: "Check its key."},
    ],
    ["that is not known there", {status: 404}, {works: false, next: expect.stringContaining("name")}],
    ["that is down", {status: 503}, {works: false, says: expect.stringContaining("failed (503)")}],
    ["that breaks off", "cuts", {works: false, says: expect.stringContaining("broke off")}],
  ];
  test.each(ways)("%s takes one call and says so", async (_, manner, found) => {
    await using provider = await startBadProvider(manner);
    const tested = await testModel(at(provider.url), {signal, health: createHealth()});
    expect(tested).toMatchObject(found);
    expect(provider.requests).toBe(1);
  });

  test("that hangs ends with its limit", async () => {
    await using provider = await startBadProvider("hangs");
    const tested = await testModel(at(provider.url, {limits: {callMs: 100}}), {
      signal,
      health: createHealth(),
    });
    expect(tested).toMatchObject({works: false, says: expect.stringContaining("did not answer within")});
  });

  test("that is passed over is made all the same, and brings it back", async () => {
    await using provider = await startBadProvider({status: 401}, {answer: '{"sum": 5}'});
    const health = createHealth();
    const model = at(provider.url);
    await testModel(model, {signal, health});
    expect(health.skips(model)).toBe(true);
    expect(await testModel(model, {signal, health})).toMatchObject({works: true});
    expect(health.skips(model)).toBe(false);
  });
});

describe("a test of a model for vectors", () => {
  test("says how many numbers a vector has, or what is wrong", async () => {
    const server = createServer((request, response) => {
      request.resume();
      response
        .writeHead(200, {"content-type": "application/json"})
        .end(JSON.stringify({data: [{embedding: [0.1, 0.2, 0.3]}], usage: {prompt_tokens: 1}}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const options = {signal, health: createHealth()};
    expect(await testEmbedding(at(url), options)).toMatchObject({
      works: true,
      says: expect.stringContaining("vectors of 3 numbers"),
    });
    server.close();
    await using down = await startBadProvider({status: 401});
    expect(await testEmbedding(at(down.url), options)).toMatchObject({works: false});
    expect(await testEmbedding(at(url, {protocol: "anthropic"}), options)).toMatchObject({
      works: false,
      says: expect.stringContaining("no vectors"),
    });
  });
});
