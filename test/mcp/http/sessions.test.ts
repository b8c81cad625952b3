import {describe, expect, it} from "vitest";
import {keptEvents} from "../../../src/mcp/http/kept_events.ts";
import {serving} from "./serving.ts";
import {initialize, openedSession, query, send} from "./wire.ts";

/** Uses a session, to the end of what it answers. @returns the status */
async function used(url: string, session: string, token?: string): Promise<number> {
  const sent = {session, ...(token !== undefined && {token})};
  const response = await send(url, "2025-11-25", "ping", {}, sent);
  await response.text();
  return response.status;
}

/** Keeps the stream of a session open that the server talks by of itself. */
function listen(url: string, session: string, token: string, signal?: AbortSignal): Promise<Response> {
  return fetch(url, {
    headers: {Accept: "text/event-stream", "Mcp-Session-Id": session, Authorization: `Bearer ${token}`},
    ...(signal && {signal}),
  });
}

describe("a session", () => {
  it("is for whoever opened it: to another's token it is not there", async () => {
    await using server = await serving();
    await server.numbers("acme", "numbers", 3);
    const [ann, bob] = [await server.key("owner"), await server.key("owner")];
    const session = await openedSession(server.url, {token: ann.key});
    expect(await used(server.url, session, bob.key)).toBe(404);
    expect((await listen(server.url, session, bob.key)).status).toBe(404);
    const end = await fetch(server.url, {
      method: "DELETE",
      headers: {"Mcp-Session-Id": session, Authorization: `Bearer ${bob.key}`},
    });
    expect(end.status).toBe(404);
    expect(await used(server.url, "0b8bbd43-4ad3-4b12-a7b4-7ba4f7a24c20", ann.key)).toBe(404);
    expect(await used(server.url, session, ann.key)).toBe(200);
  });

  it("ends when it was not used for long", async () => {
    await using server = await serving({local: true, limits: {idleMs: -1}});
    const session = await openedSession(server.url);
    expect(await used(server.url, session)).toBe(404);
    expect(server.mcp.sessions()).toBe(0);
  });

  it("may be listened to for as long as one likes", async () => {
    await using server = await serving({local: true, limits: {bodyMs: 1}});
    const session = await openedSession(server.url);
    const stream = await listen(server.url, session, "none is needed");
    let hasEnded = false;
    const reader = stream.body?.getReader();
    reader?.closed.then(
      () => {
        hasEnded = true;
      },
      () => {
        hasEnded = true;
      },
    );
    for (let at = 0; at < 20; at += 1) await used(server.url, session);
    expect(hasEnded).toBe(false);
    await reader?.cancel();
  });

  it("cannot be begun by what is no beginning", async () => {
    await using server = await serving({local: true});
    expect((await send(server.url, "2025-11-25", "tools/list")).status).toBe(400);
    const refused = await initialize(server.url, {headers: {Accept: "text/plain"}});
    expect(refused.status).toBe(406);
    expect(server.mcp.sessions()).toBe(0);
  });
});

describe("sessions are so many at most", () => {
  it("of one caller: the one that was used least lately makes room, if it is not in use", async () => {
    await using server = await serving({limits: {sessionsPerCaller: 2}});
    const [{key: token}, other] = [await server.key("viewer"), await server.key("viewer")];
    const theirs = await openedSession(server.url, {token: other.key});
    const first = await openedSession(server.url, {token});
    const second = await openedSession(server.url, {token});
    const third = await openedSession(server.url, {token});
    expect(await used(server.url, first, token)).toBe(404);
    const streams = new AbortController();
    await listen(server.url, second, token, streams.signal);
    await listen(server.url, third, token, streams.signal);
    expect((await initialize(server.url, {token})).status).toBe(429);
    streams.abort();
    expect(await used(server.url, theirs, other.key)).toBe(200);
  });

  it("of the server", async () => {
    await using server = await serving({limits: {sessions: 2}});
    const [one, two, three] = [
      await server.key("viewer"),
      await server.key("viewer"),
      await server.key("viewer"),
    ];
    const first = await openedSession(server.url, {token: one.key});
    await openedSession(server.url, {token: two.key});
    // Others' sessions that were used a moment ago are not taken from them.
    const refused = await initialize(server.url, {token: three.key});
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(await used(server.url, first, one.key)).toBe(200);
    expect((await initialize(server.url, {token: one.key})).status).toBe(200);
    expect(server.mcp.sessions()).toBe(2);
  });

  it("also where all come at once", async () => {
    await using server = await serving({limits: {sessions: 3, sessionsPerCaller: 3}});
    const {key: token} = await server.key("viewer");
    await Promise.all(Array.from({length: 12}, () => initialize(server.url, {token})));
    expect(server.mcp.sessions()).toBeLessThanOrEqual(3);
  });
});

describe("requests at once", () => {
  it("of one caller are so many at most, and of nobody else's", async () => {
    await using server = await serving({limits: {requestsAtOnce: 1}});
    await server.numbers("acme", "numbers", 3);
    const [{key: token}, other] = [await server.key("viewer"), await server.key("viewer")];
    const session = await openedSession(server.url, {token});
    const stream = new AbortController();
    await listen(server.url, session, token, stream.signal);
    expect((await query(server.url, "2026-07-28", "select 1", {token})).status).toBe(429);
    expect((await query(server.url, "2026-07-28", "select 1", {token: other.key})).status).toBe(200);
    stream.abort();
  });
});

describe("what a session keeps for clients that come back", () => {
  const message = (id: number, text: string) => ({jsonrpc: "2.0" as const, id, result: {text}});
  const replayed = async (store: ReturnType<typeof keptEvents>, from: string) => {
    const seen: unknown[] = [];
    await store.replayEventsAfter(from, {
      async send(_id, one) {
        seen.push((one as ReturnType<typeof message>).id);
      },
    });
    return seen;
  };

  it("is what came after in the same stream", async () => {
    const store = keptEvents({keptEvents: 10, keptCharacters: 1_000, keptMs: 60_000});
    const start = await store.storeEvent("a", {} as never);
    const first = await store.storeEvent("a", message(1, "x"));
    await store.storeEvent("b", message(2, "x"));
    await store.storeEvent("a", message(3, "x"));
    expect(await replayed(store, start)).toEqual([1, 3]);
    expect(await replayed(store, first)).toEqual([3]);
  });

  it("is not more than there is room for, but always the newest", async () => {
    const few = keptEvents({keptEvents: 2, keptCharacters: 1_000, keptMs: 60_000});
    const start = await few.storeEvent("a", {} as never);
    for (const id of [1, 2, 3]) await few.storeEvent("a", message(id, "x"));
    expect(await replayed(few, start)).toEqual([2, 3]);
    const small = keptEvents({keptEvents: 100, keptCharacters: 150, keptMs: 60_000});
    const begin = await small.storeEvent("a", {} as never);
    await small.storeEvent("a", message(1, "x".repeat(80)));
    await small.storeEvent("a", message(2, "x".repeat(900)));
    expect(await replayed(small, begin)).toEqual([2]);
    const old = keptEvents({keptEvents: 100, keptCharacters: 1_000, keptMs: -1});
    const origin = await old.storeEvent("a", {} as never);
    for (const id of [1, 2]) await old.storeEvent("a", message(id, "x"));
    expect(await replayed(old, origin)).toEqual([2]);
  });
});
