import {request as rawRequest} from "node:http";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Serving, serving} from "./serving.ts";
import {initialize, openedSession, query} from "./wire.ts";

const PAGE = "https://analysts.example.com";

let server: Serving;
beforeAll(async () => {
  server = await serving({local: true, reach: {origins: [PAGE]}});
  await server.numbers("acme", "numbers", 10);
});
afterAll(() => server[Symbol.asyncDispose]());

/** A request as no browser or client library would let it be sent. */
function raw(headers: Record<string, string>, path = "/mcp", method = "POST"): Promise<number> {
  const {port} = new URL(server.url);
  return new Promise((resolve, reject) => {
    rawRequest({host: "127.0.0.1", port, path, method, headers}, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end(method === "POST" ? "{}" : undefined);
  });
}

const JSON_HEADERS = {"Content-Type": "application/json", Accept: "application/json, text/event-stream"};

describe("pages of other sites", () => {
  it.each([
    ["a name that was rebound to us", {Host: "evil.example.com"}],
    ["a name that begins as ours", {Host: "localhost.evil.example.com"}],
    ["another address of this machine", {Host: "192.0.2.1"}],
    ["no sensible name", {Host: "a b"}],
    ["another site's page", {Host: "localhost", Origin: "https://evil.example.com"}],
    ["a page without an origin", {Host: "localhost", Origin: "null"}],
    ["a file's page", {Host: "localhost", Origin: "file://"}],
  ])("are refused: %s", async (_what, headers) => {
    expect(await raw({...JSON_HEADERS, ...headers})).toBe(403);
    expect(await raw(headers, "/.well-known/oauth-protected-resource", "GET")).toBe(403);
  });

  it.each<Record<string, string>>([
    {Host: "localhost:9"},
    {Host: "127.0.0.1"},
    {Host: "[::1]:9"},
    {Host: "localhost", Origin: "http://localhost:6274"},
    {Host: "localhost", Origin: PAGE},
  ])("are told from our own: %o", async (headers) => {
    expect(await raw({...JSON_HEADERS, ...headers})).toBe(400);
  });

  it("may call where they are allowed by name, and only those", async () => {
    const asked = (origin: string) =>
      fetch(server.url, {
        method: "OPTIONS",
        headers: {Origin: origin, "Access-Control-Request-Method": "POST"},
      });
    const allowed = await asked(PAGE);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe(PAGE);
    const local = await asked("http://localhost:3000");
    expect(local.status).toBe(405);
    expect(local.headers.get("access-control-allow-origin")).toBeNull();
    const answer = await initialize(server.url, {headers: {Origin: PAGE}});
    expect(answer.headers.get("access-control-allow-origin")).toBe(PAGE);
    expect(answer.headers.get("access-control-expose-headers")).toContain("Mcp-Session-Id");
  });
});

describe("what is no message", () => {
  const post = (body: string | Uint8Array | ReadableStream, headers: Record<string, string> = {}) =>
    fetch(server.url, {
      method: "POST",
      body,
      headers: {...JSON_HEADERS, ...headers},
      duplex: "half",
    } as RequestInit);

  it("is refused where it is too large, told beforehand or not", async () => {
    const large = new Uint8Array(5 * 1024 ** 2).fill(32);
    expect((await post(large)).status).toBe(413);
    const streamed = new ReadableStream({
      start(controller) {
        for (let at = 0; at < 5; at += 1) controller.enqueue(large.subarray(0, 1024 ** 2));
        controller.close();
      },
    });
    expect((await post(streamed)).status).toBe(413);
  });

  it.each(["{", "", "\u0000", "[".repeat(1_000), '{"jsonrpc":"2.0",'])("is no JSON: %j", async (body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({error: {code: -32_700}, id: null});
  });

  it.each([
    "null",
    "7",
    "[]",
    "[7]",
    '"initialize"',
    '{"jsonrpc":"1.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","id":{},"method":"ping"}',
    '{"jsonrpc":"2.0","id":1,"method":7}',
    `{"jsonrpc":"2.0","id":1,"method":"ping","params":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
  ])("is no message of the protocol: %#", async (body) => {
    const session = await openedSession(server.url);
    const response = await post(body, {"Mcp-Session-Id": session});
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty("error.code");
    // It is still there for what is one.
    const next = await query(server.url, "2025-11-25", "select max(n) as m from numbers", {session});
    expect(await next.text()).toContain("[[10]]");
  });

  it("is a call whose name goes on for ever", async () => {
    const session = await openedSession(server.url);
    const name = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    const call = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":${name}}}`;
    expect(await (await post(call, {"Mcp-Session-Id": session})).text()).toMatch(/"error":\{"code":-32602/);
  });

  it("comes as another type, by another method or to another place", async () => {
    expect((await post("{}", {"Content-Type": "text/plain"})).status).toBe(415);
    expect((await fetch(server.url, {method: "PUT", body: "{}"})).status).toBe(405);
    expect((await fetch(server.url)).status).toBe(405);
    expect((await fetch(server.url.replace("/mcp", "/other"))).status).toBe(404);
    expect((await fetch(server.url.replace("/mcp", "/mcp/../etc"))).status).toBe(404);
  });

  it("does not come to its end", async () => {
    await using impatient = await serving({local: true, limits: {bodyMs: 50}});
    const {port} = new URL(impatient.url);
    const outcome = await new Promise<string>((resolve) => {
      const request = rawRequest({
        host: "127.0.0.1",
        port,
        path: "/mcp",
        method: "POST",
        headers: {...JSON_HEADERS, "Content-Length": "1000"},
      });
      request.on("error", () => resolve("ended"));
      request.on("response", ({statusCode}) => resolve(String(statusCode)));
      request.write("{");
    });
    expect(outcome).toBe("ended");
  });
});
