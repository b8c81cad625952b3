import {createServer, type IncomingMessage, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {afterEach, expect, test} from "vitest";
import {openEmbedder} from "../../src/knowledge/embedders/open_embedder.ts";
import {openAccount} from "../../src/models/account.ts";
import {embedTexts} from "../../src/models/embedding_model.ts";
import {createHealth} from "../../src/models/health.ts";
import {parseModelName} from "../../src/models/name.ts";
import {resolveModel} from "../../src/models/providers.ts";

let server: Server | undefined;
afterEach(() => new Promise<void>((done) => (server ? server.close(() => done()) : done())));

interface Asked {
  path: string;
  key: string | undefined;
  body: {model: string; input: string[]; dimensions?: number};
}

/** A provider that answers by a function of what it is asked; requests are kept. */
async function serve(answer: (asked: Asked, count: number) => {status?: number; json: unknown}) {
  const asked: Asked[] = [];
  server = createServer(async (request, response) => {
    const one = {
      path: request.url ?? "",
      key: request.headers.authorization,
      body: JSON.parse(await bodyOf(request)),
    };
    asked.push(one);
    const {status = 200, json} = answer(one, asked.length);
    response.writeHead(status, {"content-type": "application/json"}).end(JSON.stringify(json));
  });
  await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
  return {asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`};
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
};

/** Vectors that say how long each text was. */
const vectors = ({body}: Asked) => ({
  json: {
    object: "list",
    model: body.model,
    data: body.input.map((text, index) => ({object: "embedding", index, embedding: [text.length, 1, 0]})),
    usage: {prompt_tokens: 7, total_tokens: 7},
  },
});

const modelAt = (url: string, name = `${url}#embedder`) =>
  resolveModel(parseModelName(name), {OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: url});
const options = () => ({
  account: openAccount({calls: 20, tokens: 1_000_000}),
  signal: new AbortController().signal,
  retryBaseMs: 1,
  health: createHealth(),
});

test.each([
  ["an address", (url: string) => modelAt(url), "Bearer none"],
  ["OpenAI", (url: string) => modelAt(url, "openai/text-embedding-3-small"), "Bearer sk-test"],
])(
  "%s: texts go in batches and their vectors come in order; every request is on record",
  async (_name, model, key) => {
    const {asked, url} = await serve(vectors);
    const given = options();
    const texts = Array.from({length: 130}, (_, at) => "x".repeat(at + 1));
    const found = await embedTexts(model(url), texts, given);
    expect(found.map(([first]) => first)).toEqual(texts.map((text) => text.length));
    expect(asked.map(({path, body}) => [path, body.input.length])).toEqual([
      ["/v1/embeddings", 64],
      ["/v1/embeddings", 64],
      ["/v1/embeddings", 2],
    ]);
    expect(asked.every((one) => one.key === key)).toBe(true);
    expect(given.account.usage.calls).toBe(3);
    expect(given.account.sent.map(({role, remote}) => [role, remote])).toEqual(
      Array(3).fill(["embedding", false]),
    );
  },
);

test("too many requests and a broken server are tried again; a wrong key is not", async () => {
  const {asked, url} = await serve((one, count) =>
    count === 1
      ? {status: 429, json: {error: {message: "slow down"}}}
      : count === 2
        ? {status: 503, json: {}}
        : vectors(one),
  );
  expect((await embedTexts(modelAt(url), ["hello"], options()))[0]![0]).toBe(5);
  expect(asked.length).toBe(3);
  await new Promise<void>((done) => server!.close(() => done()));
  const refusing = await serve(() => ({status: 401, json: {error: {message: "no"}}}));
  await expect(embedTexts(modelAt(refusing.url), ["hello"], options())).rejects.toMatchObject({
    code: "model_failed",
  });
  expect(refusing.asked.length).toBe(1);
});

test.each([
  ["too few vectors", {data: []}, /0 vectors for 1 texts/],
  ["an empty vector", {data: [{embedding: []}]}, /another size/],
  ["no vectors at all", {hello: 1}, /./],
])("an answer with %s is refused", async (_what, json, message) => {
  const {url} = await serve(() => ({json}));
  const failed = embedTexts(modelAt(url), ["hello"], {...options(), attempts: 1});
  await expect(failed).rejects.toMatchObject({code: "model_failed", message: expect.stringMatching(message)});
});

test("the budget is kept by our own count; a stop ends it", async () => {
  const {asked, url} = await serve(vectors);
  const spent = {...options(), account: openAccount({calls: 1, tokens: 1_000})};
  await expect(embedTexts(modelAt(url), Array(65).fill("hello"), spent)).rejects.toThrow(
    /budget of 1 model calls/,
  );
  expect(asked.length).toBe(1);
  const stopped = {...options(), signal: AbortSignal.abort()};
  await expect(embedTexts(modelAt(url), ["hello"], stopped)).rejects.toMatchObject({code: "aborted"});
  expect(asked.length).toBe(1);
});

test("as an embedder: its size is found by asking once, wanted sizes are asked for, vectors have length 1", async () => {
  const {asked, url} = await serve(({body}) => ({
    json: {data: body.input.map((_, index) => ({index, embedding: Array(body.dimensions ?? 4).fill(3)}))},
  }));
  const plain = await openEmbedder({kind: "provider", model: `${url}#nomic`});
  expect([plain.dimensions, asked.length]).toEqual([4, 1]);
  expect([...(await plain.embed(["one"]))[0]!]).toEqual([0.5, 0.5, 0.5, 0.5]);
  const short = await openEmbedder(
    {kind: "provider", model: "openai/text-embedding-3-small", dimensions: 2},
    {env: {OPENAI_API_KEY: "k", OPENAI_BASE_URL: url}},
  );
  expect([short.id, short.dimensions]).toEqual(["openai/text-embedding-3-small@2", 2]);
  expect((await short.embed(["one", " "])).map((vector) => vector.length)).toEqual([2, 2]);
  expect(asked.at(-1)!.body).toMatchObject({dimensions: 2, input: ["one", "-"]});
});

test("in a service a pipeline's model is not called at an address of its own network", async () => {
  const {asked, url} = await serve(vectors);
  const opened = openEmbedder({kind: "provider", model: `${url}#nomic`}, {reach: "public"});
  await expect(opened).rejects.toThrow(/127\.0\.0\.1/);
  expect(asked).toEqual([]);
});

test("Anthropic makes no vectors, and a missing key is said before anything is sent", async () => {
  const open = (model: string) => openEmbedder({kind: "provider", model}, {env: {ANTHROPIC_API_KEY: "k"}});
  await expect(open("anthropic/claude-sonnet-4-5")).rejects.toThrow(/makes no vectors/);
  await expect(open("openai/text-embedding-3-small")).rejects.toThrow(/OPENAI_API_KEY is not set/);
});
