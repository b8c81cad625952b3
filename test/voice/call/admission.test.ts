import {afterAll, beforeAll, expect, test} from "vitest";
import {keptPrincipalSchema} from "../../../src/access/kept_principal.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {changeAccessSettings} from "../../../src/access/settings.ts";
import {callAdmission} from "../../../src/channels/calls/admission.ts";
import type {Call, CallMember} from "../../../src/channels/calls/call.ts";
import {callRooms} from "../../../src/channels/calls/call_rooms.ts";
import {beginCall, callById, callMember} from "../../../src/store/calls.ts";
import {beginConversation} from "../../../src/store/conversation_list.ts";
import {timestamp} from "../../../src/store/store.ts";
import {createCallQuestions} from "../../../src/voice/call/questions.ts";
import {watchedAdmission} from "../../../src/voice/call/watched_admission.ts";
import {type LocalLiveKit, startLocalLiveKit} from "../../channels/calls/local_livekit.ts";
import {type Caller, type Running, running} from "../../channels/http/running.ts";

let livekit: LocalLiveKit;
let server: Running;
let owner: Caller;
beforeAll(async () => {
  livekit = await startLocalLiveKit();
  server = await running({calls: livekit.settings});
  owner = await server.member("owner");
}, 60_000);
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await livekit?.[Symbol.asyncDispose]();
});

/** A call of somebody, who is in its room. */
async function inCall(who: Caller): Promise<{call: Call; member: CallMember}> {
  const {id} = (await who.ask("POST", "/v1/calls", {})).json;
  const {room, identity} = (await who.ask("POST", `/v1/calls/${id}/token`, {})).json;
  livekit.join(room, identity);
  const {store} = server.service;
  const call = (await callById(store, "acme", id))!;
  const found = (await callMember(store, "acme", id, identity))!;
  return {call, member: {...found, principal: keptPrincipalSchema.parse(found.principal)}};
}

const gone = {code: "forbidden", message: "You may not ask in this call any more."};

test("a role that is changed holds in a call within seconds", async () => {
  const bob = await server.member("analyst");
  const {call, member} = await inCall(bob);
  let now = 0;
  const admission = callAdmission(server, call, () => now);
  expect(await admission.admit(member)).toMatchObject({role: "analyst", person: bob.person});
  await owner.ask("PATCH", `/v1/members/${bob.person}`, {role: "viewer"});
  now = 5_000;
  expect(await admission.admit(member)).toMatchObject({role: "viewer"});
});

test("whoever is taken out of the workspace asks nothing more in a call, and is put out of its room", async () => {
  const bob = await server.member("analyst");
  const {call, member} = await inCall(bob);
  const rooms = callRooms(livekit.settings);
  const people = async () => (await rooms.inRoom(call.room))?.people;
  const troubles: unknown[] = [];
  const parts = {...server, call, rooms, onTrouble: (error: unknown) => void troubles.push(error)};
  const admission = watchedAdmission({...parts, everyMs: 3_600_000});
  const questions = createCallQuestions({...server, call, admission});
  await owner.ask("DELETE", `/v1/members/${bob.person}`);
  const asked = questions.ask({
    text: "total amount by region",
    member,
    isHeardByOthers: false,
    signal: new AbortController().signal,
  });
  await expect(asked.next()).rejects.toMatchObject(gone);
  await expect.poll(people).toEqual([]);
  expect(await questions.unanswered()).toEqual([]);
  admission.close();

  // Who only listens is seen too.
  livekit.join(call.room, member.identity);
  const looking = watchedAdmission({...parts, everyMs: 20});
  await expect.poll(people).toEqual([]);
  looking.close();
  expect(troubles).toEqual([]);
});

test("a key that was revoked asks nothing more", async () => {
  const {key, id} = (await owner.ask("POST", "/v1/keys", {name: "phone", scopes: ["ask"]})).json;
  const byKey = {Authorization: `Bearer ${key}`};
  const asked = (path: string) =>
    fetch(`${server.url}${path}`, {
      method: "POST",
      headers: {...byKey, "Content-Type": "application/json"},
      body: "{}",
    });
  const started = (await (await asked("/v1/calls")).json()) as {id: string};
  const {identity} = (await (await asked(`/v1/calls/${started.id}/token`)).json()) as {identity: string};
  const {store} = server.service;
  const call = (await callById(store, "acme", started.id))!;
  const found = (await callMember(store, "acme", call.id, identity))!;
  const member = {...found, principal: keptPrincipalSchema.parse(found.principal)};
  expect(await callAdmission(server, call).admit(member)).toMatchObject({kind: "key", scopes: ["ask"]});
  await owner.ask("DELETE", `/v1/keys/${id}`);
  await expect(callAdmission(server, call).admit(member)).rejects.toMatchObject(gone);
});

test("somebody of a platform asks while its workspace answers its people", async () => {
  const {store} = server.service;
  const installed = {platform: "slack", installation: "T1", workspace: "acme"};
  await store.db
    .insertInto("installations")
    .values({...installed, created_at: timestamp()})
    .execute();
  const {id: conversation} = await beginConversation(store, "acme", {
    platform: "slack",
    installation: "T1",
    owner: "slack:T1:U1",
  });
  const call = await beginCall(store, "acme", {conversation, startedBy: "slack:T1:U1", audience: "several"});
  const member: CallMember = {
    call: call.id,
    identity: "m",
    name: "Uma",
    principal: {
      kind: "platform",
      workspace: "acme",
      actor: "slack:T1:U2",
      role: "analyst",
      scopes: ["*"],
      projects: [],
    },
  };
  expect(await callAdmission(server, call).admit(member)).toMatchObject({role: "analyst"});
  await changeAccessSettings(server.access, localPrincipal("acme"), {platformRole: "viewer"});
  expect(await callAdmission(server, call).admit(member)).toMatchObject({role: "viewer"});
  await changeAccessSettings(server.access, localPrincipal("acme"), {platformRole: "none"});
  await expect(callAdmission(server, call).admit(member)).rejects.toMatchObject(gone);
});
