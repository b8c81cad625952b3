import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {hostname, tmpdir} from "node:os";
import {join} from "node:path";
import {sql} from "kysely";
import {afterEach, beforeEach, expect, test} from "vitest";
import {callRooms} from "../../src/channels/calls/call_rooms.ts";
import {keepCall} from "../../src/channels/calls/keep_call.ts";
import {holdCall, letCallGo, takeCall} from "../../src/store/call_keeping.ts";
import {addCallMember, beginCall, callById, endCall, type StoredCall} from "../../src/store/calls.ts";
import {beginConversation, conversationById} from "../../src/store/conversation_list.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {lookAtRooms, newWatch, type Watch, type WatchParts} from "../../src/voice/watch_rooms.ts";
import {forgetConversations} from "../../src/workspace/memory/forget.ts";
import {type LocalLiveKit, startLocalLiveKit} from "../channels/calls/local_livekit.ts";

let folder: string;
let livekit: LocalLiveKit;
let store: Store;
let call: StoredCall;
let parts: WatchParts;
let now: number;
let troubles: unknown[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tabletalk-rooms-"));
  livekit = await startLocalLiveKit();
  store = await openSqliteStore(join(folder, "state.sqlite"));
  const rooms = callRooms(livekit.settings);
  const owned = {platform: "voice", installation: "voice", owner: "ann"};
  const {id: conversation} = await beginConversation(store, "one", owned);
  call = await beginCall(store, "one", {conversation, startedBy: "ann", audience: "one"});
  await rooms.open(call.room, {workspace: "one", call: call.id});
  now = 0;
  troubles = [];
  parts = {store, rooms, onTrouble: (error) => void troubles.push(error), now: () => now};
});
afterEach(async () => {
  expect(troubles).toEqual([]);
  await store.close();
  await livekit[Symbol.asyncDispose]();
  rmSync(folder, {recursive: true});
});

const sent = () => livekit.asked.filter(({method}) => method === "CreateDispatch").length;
const endedAt = async () => (await callById(store, "one", call.id))?.endedAt;

/** As when nobody has the call. */
async function untended(): Promise<void> {
  await takeCall(store, call, "left");
  await letCallGo(store, call, "left");
}

/** Looks as often as a watcher does in so many seconds. */
async function watched(seconds: number, ...watches: Watch[]): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    now += 1_000;
    await Promise.all(watches.map((watch) => lookAtRooms(parts, watch)));
  }
}

const removed = () => livekit.asked.filter(({method}) => /^(RemoveParticipant|DeleteDispatch)$/.test(method));

test("for an agent that died another is sent within ten seconds, once, whoever looks", async () => {
  livekit.join(call.room, "ann");
  await takeCall(store, call, "dead");
  const watches = [newWatch(), newWatch(), newWatch()];
  await watched(4, ...watches);
  expect(sent()).toBe(1);
  await watched(6, ...watches);
  expect(sent()).toBe(2);
  livekit.takeOn(call.room);
  await takeCall(store, call, "next");
  expect(livekit.rooms.get(call.room)!.dispatches).toHaveLength(1);
});

test("an agent whose process was killed is no agent, though LiveKit lists it for a while", async () => {
  const {pid} = spawnSync("true");
  livekit.join(call.room, "ann");
  livekit.join(call.room, "agent-1", "AGENT");
  await takeCall(store, call, `killed ${pid} ${hostname()}`);
  await watched(10, newWatch());
  expect(sent()).toBe(2);
});

test("an agent that beats is left alone, whatever the clock of its machine shows", async () => {
  livekit.join(call.room, "ann");
  const watch = newWatch();
  for (const hours of [0, -1, -2, 3]) {
    // What stands in the store is a time of the agent's clock, which is wrong here.
    const wrong = {lease_until: new Date(Date.now() + hours * 3_600_000).toISOString(), worker: "agent a"};
    await store.db.updateTable("calls").set(wrong).execute();
    await watched(4, watch);
  }
  expect(sent()).toBe(1);
});

test("an agent that is silent but there has longer, and is not put out before the next has the call", async () => {
  livekit.join(call.room, "ann");
  livekit.join(call.room, "agent-1", "AGENT");
  await takeCall(store, call, "silent");
  const watch = newWatch();
  await watched(19, watch);
  expect(sent()).toBe(1);
  await watched(5, watch);
  expect(sent()).toBe(2);
  expect(removed()).toEqual([]);
  // It lives after all: it goes on until the next one takes the call.
  expect(await holdCall(store, call, "silent")).toBe(true);
  await takeCall(store, call, "next");
  expect(await holdCall(store, call, "silent")).toBe(false);
});

test("a store that nobody can write to is no dead agent", async () => {
  livekit.join(call.room, "ann");
  await takeCall(store, call, "alive");
  const watch = newWatch();
  // As while another process writes for long: what is there can be read, and the agent's beats wait.
  const busy = "CREATE TRIGGER busy BEFORE UPDATE ON calls BEGIN SELECT RAISE(ABORT, 'busy'); END";
  await sql.raw(busy).execute(store.db);
  await watched(30, watch);
  expect(troubles.map(String)).toEqual(expect.arrayContaining([expect.stringMatching(/busy/)]));
  troubles.length = 0;
  await sql`DROP TRIGGER busy`.execute(store.db);
  await watched(3, watch);
  expect(await holdCall(store, call, "alive")).toBe(true);
  await watched(3, watch);
  expect(sent()).toBe(1);
});

test("an agent that a worker took on has time to come", async () => {
  livekit.join(call.room, "ann");
  livekit.takeOn(call.room);
  await untended();
  const watch = newWatch();
  await watched(10, watch);
  livekit.join(call.room, "agent-1", "AGENT");
  await watched(3, watch);
  expect(sent()).toBe(1);
});

test("where every worker was too busy, an agent is sent again and again", async () => {
  livekit.join(call.room, "ann");
  const watch = newWatch();
  await watched(3, watch);
  expect(sent()).toBe(1);
  await watched(3, watch);
  expect(sent()).toBe(2);
  await watched(6, watch);
  expect(sent()).toBe(3);
});

test("nobody is sent to an empty room; whoever comes back gets an agent", async () => {
  await untended();
  await lookAtRooms(parts, newWatch());
  expect(sent()).toBe(1);
  livekit.join(call.room, "ann");
  await lookAtRooms(parts, newWatch());
  expect(sent()).toBe(2);
});

test("a call whose room stays gone ends; one whose room comes back goes on", async () => {
  const watch = newWatch();
  const room = livekit.rooms.get(call.room)!;
  livekit.rooms.delete(call.room);
  await lookAtRooms(parts, watch);
  now = 50_000;
  livekit.rooms.set(call.room, room);
  await lookAtRooms(parts, watch);
  livekit.rooms.delete(call.room);
  now = 70_000;
  await lookAtRooms(parts, watch);
  expect(await endedAt()).toBeNull();
  now = 131_000;
  await lookAtRooms(parts, watch);
  expect(await endedAt()).not.toBeNull();
});

test("the room of a call that has ended is closed; rooms of others are not touched", async () => {
  const {rooms} = parts;
  await rooms.open(`call-${"0".repeat(36)}`, {workspace: "another installation", call: "x"});
  await rooms.open("daily meeting", {workspace: "another program", call: "x"});
  await endCall(store, "one", call.id);
  await lookAtRooms(parts, newWatch());
  expect([...livekit.rooms.keys()]).toEqual([`call-${"0".repeat(36)}`, "daily meeting"]);
});

test("the room of a call whose conversation was forgotten is closed", async () => {
  const watch = newWatch();
  await lookAtRooms(parts, watch);
  await forgetConversations(store, "one", {conversations: [call.conversation]});
  expect(livekit.rooms.has(call.room)).toBe(true);
  await lookAtRooms(parts, watch);
  expect(livekit.rooms.has(call.room)).toBe(false);
});

test("a call without a room waits for whoever was given a link, as long as that is good", async () => {
  const until = (ms: number) => ({hash: "h", until: new Date(Date.now() + ms).toISOString()});
  const member = {call: call.id, name: "Ann", principal: {}};
  await addCallMember(store, "one", {...member, identity: "m1", entry: until(60_000)});
  livekit.rooms.delete(call.room);
  const watch = newWatch();
  await watched(70, watch);
  expect(await endedAt()).toBeNull();
  await store.db
    .updateTable("call_members")
    .set({entry_until: until(-1).until})
    .execute();
  await watched(1, watch);
  expect(await endedAt()).not.toBeNull();
});

test("a conversation that was begun for a call goes when that ended without a question", async () => {
  const there = async () => (await conversationById(store, "one", call.conversation)) !== undefined;
  await endCall(store, "one", call.id);
  const watch = newWatch();
  await lookAtRooms(parts, watch);
  // Whoever was in it still sees that it has ended.
  expect(await there()).toBe(true);
  await store.db.updateTable("calls").set({ended_at: "2024-01-01T00:00:00.000Z"}).execute();
  now += 60_000;
  await lookAtRooms(parts, watch);
  expect(await there()).toBe(false);
  expect(await callById(store, "one", call.id)).toBeUndefined();
});

test("while LiveKit cannot be reached no call is taken for ended", async () => {
  livekit.break();
  const watch = newWatch();
  for (now of [0, 100_000, 200_000])
    await expect(lookAtRooms(parts, watch)).rejects.toMatchObject({code: "unavailable"});
  expect(await endedAt()).toBeNull();
});

test("an agent keeps its call until it closes, or another takes it", async () => {
  const kept = await keepCall(store, call);
  expect(kept.lost.aborted).toBe(false);
  const other = await keepCall(store, call);
  await new Promise((resolve) => kept.lost.addEventListener("abort", resolve));
  expect(other.lost.aborted).toBe(false);
  await kept.close();
  livekit.join(call.room, "ann");
  await lookAtRooms(parts, newWatch());
  expect(sent()).toBe(1);
  await other.close();
  await lookAtRooms(parts, newWatch());
  expect(sent()).toBe(2);
});
