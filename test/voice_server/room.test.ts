import {Room, RpcError} from "@livekit/rtc-node";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {type LiveKitServer, startLiveKit} from "../../scripts/livekit.ts";
import {mintToken} from "../../src/channels/calls/call_token.ts";
import type {CallSettings} from "../../src/channels/calls/settings.ts";
import {TOPIC} from "../../src/channels/calls/wire.ts";
import {TabletalkError} from "../../src/errors.ts";
import {type Caller, type Running, running} from "../channels/http/running.ts";
import {type ScriptedAnalyst, scriptedAnalyst} from "./scripted_analyst.ts";

vi.setConfig({testTimeout: 60_000, hookTimeout: 60_000});

let livekit: LiveKitServer;
let settings: CallSettings;
let server: Running;
let owner: Caller;
let analyst: ScriptedAnalyst;
/** A member of the call, and somebody whose token nobody noted. */
let member: Room;
let unknown: Room;

async function joined(token: string): Promise<Room> {
  const room = new Room();
  await room.connect(settings.url, token, {autoSubscribe: false, dynacast: false});
  return room;
}

beforeAll(async () => {
  livekit = await startLiveKit();
  settings = {url: livekit.url, publicUrl: livekit.url, key: livekit.key, secret: livekit.secret};
  server = await running({calls: settings});
  owner = await server.member("owner");
  const {json: call} = await owner.ask("POST", "/v1/calls", {});
  const {json: given} = await owner.ask("POST", `/v1/calls/${call.id}/token`);
  analyst = await scriptedAnalyst(server.service, settings, {...call, room: given.room, workspace: "acme"});
  member = await joined(given.token);
  const forged = await mintToken(settings, given.room, {identity: "member-nobody", name: "owner1"});
  unknown = await joined(forged.token);
});
afterAll(async () => {
  await member?.disconnect();
  await unknown?.disconnect();
  await analyst?.leave();
  await server?.[Symbol.asyncDispose]();
  await livekit?.stop();
});

async function press(by: Room, method: string, payload: string): Promise<unknown> {
  const destinationIdentity = analyst.room.localParticipant!.identity;
  return by
    .localParticipant!.performRpc({destinationIdentity, method: `tabletalk.${method}`, payload})
    .catch((error: unknown) => {
      if (!(error instanceof RpcError)) throw error;
      return {code: error.code, ...(error.data && {told: JSON.parse(error.data)})};
    });
}

test.each([
  ["choose", ""],
  ["choose", "[]"],
  ["choose", '{"turn":"t1"}'],
  ["choose", '{"turn":"t1","number":-1}'],
  ["choose", '{"turn":"t1","number":0.5}'],
  ["choose", '{"turn":"../t1","number":0}'],
  ["choose", '{"turn":"t1","number":0,"more":1}'],
  ["send", '{"turn":{"$gt":""}}'],
  ["stop", "{"],
  ["stop", '{"by":"somebody else"}'],
  ["state", `"${"x".repeat(10_000)}"`],
])("what is none of the page's is refused: %s %s", async (method, payload) => {
  const refused = await press(member, method, payload);
  expect(refused).toMatchObject({code: 400, told: {code: "bad_use", next: "Load the page again."}});
  expect(analyst.done).toEqual([]);
});

test("whoever has no token of this call presses nothing, whatever they are called", async () => {
  expect(await press(unknown, "stop", "{}")).toMatchObject({code: 403, told: {code: "forbidden"}});
  expect(await press(unknown, "state", "{}")).toMatchObject({code: 403});
  expect(analyst.done).toEqual([]);
  expect(await press(member, "stop", "{}")).toBe("{}");
  expect(analyst.done).toEqual(["owner1 stops"]);
});

test("a refusal carries its words; what broke does not tell of itself", async () => {
  analyst.refuseWith.next = new TabletalkError("conflict", `Nothing ${"é".repeat(300)}`, "Ask.");
  expect(await press(member, "again", "{}")).toMatchObject({
    code: 400,
    told: {code: "conflict", next: "Ask."},
  });
  analyst.refuseWith.next = new Error("password=secret");
  expect(await press(member, "again", "{}")).toEqual({code: 500});
});

test("what is typed is taken once, from members alone, and not where it is too long", async () => {
  analyst.done.length = 0;
  const type = (by: Room, text: string, streamId?: string) =>
    by.localParticipant!.sendText(text, {topic: TOPIC.typed, ...(streamId && {streamId})});
  await type(member, "x".repeat(20_001));
  await type(unknown, "how many");
  await type(member, "   ");
  await type(member, " first ", "same");
  await type(member, "again", "same");
  await type(member, "last");
  await expect.poll(() => analyst.done.at(-1), {timeout: 10_000}).toBe("owner1 types last");
  expect(analyst.done).toEqual(["owner1 types first", "owner1 types last"]);
});
