import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {REVISIONS} from "../running.ts";
import {type Serving, serving} from "./serving.ts";
import {eventsOf, openedSession, query, send} from "./wire.ts";

const ENDLESS =
  "select sum((a.n * b.n + c.n * d.n) % 7) as s from numbers a, numbers b, numbers c, numbers d where a.n + b.n > c.n";

describe("a client that goes away", () => {
  let server: Serving;
  beforeAll(async () => {
    server = await serving({local: true, limits: {goneMs: 1}});
    await server.numbers("acme", "numbers", 1_000);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each(REVISIONS)("in the middle of a call ends its query (revision %s)", async (revision) => {
    const sent = revision === "2025-11-25" ? {session: await openedSession(server.url)} : {};
    const ended = server.nextWork();
    const gone = new AbortController();
    const response = await query(server.url, revision, ENDLESS, {...sent, signal: gone.signal});
    for await (const {message} of eventsOf(response)) if (message) break;
    gone.abort();
    expect(await ended).toBe("aborted");
  });

  it.each(REVISIONS)("before anything was told to it ends its query too (revision %s)", async (revision) => {
    const sent = revision === "2025-11-25" ? {session: await openedSession(server.url)} : {};
    const gone = new AbortController();
    const ended = server.nextWork(() => gone.abort());
    const call = {name: "run_sql", arguments: {sql: ENDLESS}};
    const response = send(server.url, revision, "tools/call", call, {...sent, signal: gone.signal});
    // One has had the beginning of a stream by then, the other nothing.
    await response.then((one) => one.text()).catch(() => {});
    expect(await ended).toBe("aborted");
  });

  it("by ending its session ends what runs in it", async () => {
    const session = await openedSession(server.url);
    const ended = server.nextWork();
    const response = await query(server.url, "2025-11-25", ENDLESS, {session});
    const events = eventsOf(response);
    await events.next();
    await events.next();
    const end = await fetch(server.url, {method: "DELETE", headers: {"Mcp-Session-Id": session}});
    expect(end.status).toBe(200);
    expect(await ended).toBe("aborted");
    expect((await query(server.url, "2025-11-25", "select 1", {session})).status).toBe(404);
  });
});

describe("a client that lost its connection", () => {
  let server: Serving;
  beforeAll(async () => {
    server = await serving({local: true, limits: {goneMs: 60_000}});
    await server.numbers("acme", "numbers", 1_000);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("comes back for the answer", async () => {
    const session = await openedSession(server.url);
    const lost = new AbortController();
    const response = await query(server.url, "2025-11-25", "select sum(n) as s from numbers", {
      session,
      signal: lost.signal,
    });
    const {value: first} = await eventsOf(response).next();
    lost.abort();
    const again = await fetch(server.url, {
      headers: {Accept: "text/event-stream", "Mcp-Session-Id": session, "Last-Event-ID": first?.id ?? ""},
    });
    const messages: unknown[] = [];
    for await (const {message} of eventsOf(again)) messages.push(message);
    expect(messages.at(-1)).toMatchObject({id: 7, result: {structuredContent: {rows: [[500_500]]}}});
  });

  it("does not get another stream's events, nor those of another session", async () => {
    const [session, other] = [await openedSession(server.url), await openedSession(server.url)];
    const response = await query(server.url, "2025-11-25", "select max(n) as m from numbers", {session});
    const {value: first} = await eventsOf(response).next();
    const again = await fetch(server.url, {
      headers: {Accept: "text/event-stream", "Mcp-Session-Id": other, "Last-Event-ID": first?.id ?? ""},
    });
    expect(again.status).toBe(200);
    expect(await again.text()).toBe("");
    const strange = await fetch(server.url, {
      headers: {Accept: "text/event-stream", "Mcp-Session-Id": session, "Last-Event-ID": "../../x"},
    });
    expect(strange.status).toBe(400);
  });
});

describe("a server that closes", () => {
  it("takes no more, and lets calls end", async () => {
    await using server = await serving({local: true});
    await server.numbers("acme", "numbers", 1_000);
    const ended = server.nextWork();
    const response = await query(
      server.url,
      "2026-07-28",
      "select sum(a.n * b.n) as s from numbers a, numbers b",
    );
    const closing = server.mcp.close(20_000);
    const refused = await query(server.url, "2026-07-28", "select 1");
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(await response.text()).toContain("[[250500250000]]");
    expect(await ended).toBeUndefined();
    await closing;
  });

  it("stops what takes longer than it waits", async () => {
    await using server = await serving({local: true});
    await server.numbers("acme", "numbers", 1_000);
    const ended = server.nextWork();
    const response = await query(server.url, "2026-07-28", ENDLESS);
    await eventsOf(response).next();
    await server.mcp.close(1);
    expect(await ended).toBe("aborted");
  });
});
