import {TokenVerifier} from "livekit-server-sdk";
import {afterAll, beforeAll, expect, test} from "vitest";
import {principalAsKept} from "../../../src/access/kept_principal.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {entryLink} from "../../../src/channels/calls/call_entry.ts";
import {callParts} from "../../../src/channels/calls/call_parts.ts";
import {callById, callMember, openCalls} from "../../../src/store/calls.ts";
import {type Caller, type Running, running} from "../http/running.ts";
import {type LocalLiveKit, startLocalLiveKit} from "./local_livekit.ts";

let livekit: LocalLiveKit;
let server: Running;
let ann: Caller;
let ben: Caller;
let stranger: Caller;

beforeAll(async () => {
  livekit = await startLocalLiveKit();
  server = await running({
    calls: livekit.settings,
    settings: {publicUrl: "https://tabletalk.example.com"},
  });
  ann = await server.member("analyst");
  ben = await server.member("viewer");
  stranger = await server.member("owner", "other");
}, 60_000);
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await livekit?.[Symbol.asyncDispose]();
});

const start = async (who: Caller, body: object = {}) => (await who.ask("POST", "/v1/calls", body)).json;

test("a call begins a conversation, makes a room that says nothing, and sends the analyst there", async () => {
  const {status, json, headers} = await ann.ask("POST", "/v1/calls", {});
  expect(status).toBe(201);
  expect(headers.get("location")).toBe(`/v1/calls/${json.id}`);
  expect(json).toMatchObject({
    url: `https://tabletalk.example.com/calls/${json.id}`,
    startedBy: ann.person,
    endedAt: null,
  });
  const room = livekit.rooms.get(`call-${json.id}`)!;
  expect(room.settings).toMatchObject({emptyTimeout: 660, departureTimeout: 90, maxParticipants: 12});
  expect(room.settings.metadata ?? "").toBe("");
  expect(room.dispatches).toMatchObject([
    {agentName: "tabletalk", metadata: JSON.stringify({workspace: "acme", call: json.id})},
  ]);
  const conversation = await ann.ask("GET", `/v1/conversations/${json.conversation}`);
  expect(conversation.json).toMatchObject({platform: "voice", owner: ann.person});
  expect((await ann.ask("GET", "/v1/calls")).json.items.map(({id}: {id: string}) => id)).toContain(json.id);
});

test("a token is for one room and one person, to hear, to speak and to write, and no more", async () => {
  const call = await start(ann);
  const {status, json} = await ann.ask("POST", `/v1/calls/${call.id}/token`, {});
  expect(status).toBe(200);
  expect(json.url).toBe("wss://calls.example.com");
  const {key, secret} = livekit.settings;
  const claims = await new TokenVerifier(key, secret).verify(json.token);
  expect(claims.video).toEqual({
    roomJoin: true,
    room: `call-${call.id}`,
    canSubscribe: true,
    canPublish: true,
    canPublishSources: ["microphone"],
    canPublishData: true,
    canUpdateOwnMetadata: false,
  });
  expect(claims.sub).toBe(json.identity);
  expect(claims.exp! - claims.nbf!).toBe(600);
  expect(JSON.stringify(claims)).not.toContain(ann.person);
  // Who it is stands in the store, and another token is another identity.
  const member = await callMember(server.service.store, "acme", call.id, json.identity);
  expect(principalAsKept(member!.principal as never)).toMatchObject({person: ann.person, workspace: "acme"});
  const again = await ann.ask("POST", `/v1/calls/${call.id}/token`, {});
  expect(again.json.identity).not.toBe(json.identity);
});

test("another's call is not there for whoever may not see its conversation", async () => {
  const call = await start(ann);
  for (const other of [ben, stranger]) {
    for (const [method, path] of [
      ["GET", `/v1/calls/${call.id}`],
      ["POST", `/v1/calls/${call.id}/token`],
      ["POST", `/v1/calls/${call.id}/end`],
    ] as const)
      expect(await other.ask(method, path, method === "POST" ? {} : undefined)).toMatchObject({status: 404});
    const {json} = await other.ask("GET", "/v1/calls");
    expect(json.items).toEqual([]);
    expect((await other.ask("POST", "/v1/calls", {conversation: call.conversation})).status).toBe(404);
  }
  expect(livekit.rooms.has(`call-${call.id}`)).toBe(true);
});

test("a conversation of a channel is everybody's, and so is a call in it: nobody's own data is used there", async () => {
  const {conversation} = await server.service.inbox.send("acme", {
    platform: "slack",
    installation: "T1",
    conversation: "C1",
    messageId: "1",
    actor: "slack:T1:U1",
    text: "total?",
  });
  const call = await start(ann, {conversation});
  expect((await ben.ask("POST", `/v1/calls/${call.id}/token`, {})).status).toBe(200);
  const open = await openCalls(server.service.store, "acme");
  expect(open.find(({id}) => id === call.id)).toMatchObject({audience: "several", conversation});
  expect((await stranger.ask("GET", `/v1/calls/${call.id}`)).status).toBe(404);
});

test("a call that has ended has no room, and takes nobody in", async () => {
  const call = await start(ben);
  const ended = await ben.ask("POST", `/v1/calls/${call.id}/end`, {});
  expect(ended.json.endedAt).not.toBeNull();
  expect(livekit.rooms.has(`call-${call.id}`)).toBe(false);
  expect((await ben.ask("POST", `/v1/calls/${call.id}/token`, {})).json).toMatchObject({
    status: 409,
    detail: "This call has ended.",
  });
  expect((await ben.ask("POST", `/v1/calls/${call.id}/end`, {})).status).toBe(200);
  expect((await ben.ask("GET", "/v1/calls")).json.items.map(({id}: {id: string}) => id)).not.toContain(
    call.id,
  );
});

test("a repeated request begins one call, and shows no token twice", async () => {
  const key = {"Idempotency-Key": "the-same-call"};
  const [first, second] = [
    await ben.ask("POST", "/v1/calls", {}, key),
    await ben.ask("POST", "/v1/calls", {}, key),
  ];
  expect(second.json).toEqual(first.json);
  const token = {"Idempotency-Key": "the-same-token"};
  const path = `/v1/calls/${first.json.id}/token`;
  expect((await ben.ask("POST", path, {}, token)).status).toBe(200);
  expect((await ben.ask("POST", path, {}, token)).status).toBe(409);
  await ben.ask("POST", `/v1/calls/${first.json.id}/end`, {});
});

test("nobody has more than five calls open", async () => {
  const who = await server.member("viewer");
  const calls = [];
  for (let count = 0; count < 5; count += 1) calls.push(await start(who));
  const {json} = await who.ask("POST", "/v1/calls", {});
  expect(json).toMatchObject({status: 429, code: "limit_reached", detail: "You have 5 calls open."});
  await who.ask("POST", `/v1/calls/${calls[0].id}/end`, {});
  expect((await who.ask("POST", "/v1/calls", {})).status).toBe(201);
});

test("a link's code that nobody gave lets nobody in", async () => {
  const call = await start(ann);
  for (const code of ["", "x", "' OR 1=1"]) {
    const answer = await fetch(`${server.url}/v1/calls/${call.id}/join`, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify({code}),
    });
    expect([400, 401, 422]).toContain(answer.status);
  }
});

test("whoever starts calls and ends them again has a number of them an hour", async () => {
  const who = await server.member("viewer");
  for (let count = 0; count < 30; count += 1) {
    const call = await start(who);
    await who.ask("POST", `/v1/calls/${call.id}/end`, {});
  }
  const {json} = await who.ask("POST", "/v1/calls", {});
  expect(json).toMatchObject({status: 429, detail: "That is more than 30 calls an hour."});
});

test("nobody is given more tokens than a person needs", async () => {
  const who = await server.member("analyst");
  const call = await start(who);
  const asked = await Promise.all(
    Array.from({length: 60}, () => who.ask("POST", `/v1/calls/${call.id}/token`, {})),
  );
  expect(asked.filter(({status}) => status === 200)).toHaveLength(30);
  expect(asked.filter(({status}) => status === 429)).toHaveLength(30);
});

test("the room of a call is closed when its conversation is forgotten", async () => {
  const who = await server.member("analyst");
  const call = await start(who);
  expect((await who.ask("DELETE", `/v1/conversations/${call.conversation}`)).status).toBe(200);
  expect(livekit.rooms.has(`call-${call.id}`)).toBe(false);
  expect((await who.ask("GET", `/v1/calls/${call.id}`)).status).toBe(404);
});

test("a link that is opened when the room is closed already makes it anew, with an agent", async () => {
  const who = await server.member("analyst");
  const {id} = await start(who);
  const {store} = server.service;
  const call = (await callById(store, "acme", id))!;
  const parts = callParts(server.service, server.access, livekit.settings);
  const principal = {...localPrincipal("acme"), kind: "person" as const, person: who.person};
  const link = await entryLink(parts, principal, call, {publicUrl: "https://tabletalk.example.com"});
  // Nobody came for eleven minutes.
  livekit.rooms.delete(call.room);
  const answer = await fetch(`${server.url}/v1/calls/${id}/join`, {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({code: link.split("#code=")[1]}),
  });
  expect(answer.status).toBe(200);
  expect(livekit.rooms.get(call.room)?.dispatches).toHaveLength(1);
});

test("where LiveKit breaks, nothing is left of the call", async () => {
  const before = (await openCalls(server.service.store)).length;
  const conversations = async () =>
    (await server.service.store.db.selectFrom("conversations").select("id").execute()).length;
  const talks = await conversations();
  livekit.break("CreateDispatch");
  const rooms = livekit.rooms.size;
  const {status, json} = await stranger.ask("POST", "/v1/calls", {});
  expect(status).toBe(503);
  expect(json.next).toMatch(/LIVEKIT_URL/);
  expect(livekit.rooms.size).toBe(rooms);
  expect(await openCalls(server.service.store)).toHaveLength(before);
  expect(await conversations()).toBe(talks);
});

test("where calls are not set up, it says so and what to do", async () => {
  await using plain = await running();
  const owner = await plain.member("owner");
  const {status, json} = await owner.ask("POST", "/v1/calls", {});
  expect(status).toBe(503);
  expect(json).toMatchObject({code: "unavailable", detail: "Calls are not set up here."});
  expect((await owner.ask("GET", "/v1/calls")).json).toEqual({items: []});
});
