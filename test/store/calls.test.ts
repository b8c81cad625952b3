import {expect, test} from "vitest";
import {
  holdCall,
  keptCalls,
  letCallGo,
  takeCall,
  tendCall,
  tryWriting,
} from "../../src/store/call_keeping.ts";
import {
  addCallMember,
  beginCall,
  callById,
  callByRoom,
  callMember,
  endCall,
  forgetCall,
  nameInCall,
  openCalls,
  useEntry,
} from "../../src/store/calls.ts";
import {beginConversation} from "../../src/store/conversation_list.ts";
import {deleteWorkspace} from "../../src/store/delete_workspace.ts";
import type {Store} from "../../src/store/store.ts";
import {forgetConversations} from "../../src/workspace/memory/forget.ts";
import {describeStores} from "./dialects.ts";

const HOUR_MS = 3_600_000;
const later = () => new Date(Date.now() + HOUR_MS).toISOString();

async function begun(store: Store, workspace: string, target?: string) {
  const {id: conversation} = await beginConversation(store, workspace, {
    platform: "voice",
    installation: "voice",
    owner: "ann",
  });
  return beginCall(store, workspace, {
    conversation,
    startedBy: "ann",
    audience: "one",
    ...(target !== undefined && {seal: (id: string) => `${target} sealed for ${id}`}),
  });
}

const ann = {name: "Ann", principal: {actor: "person:ann"}};

describeStores("calls", (store) => {
  test("a call is found by its id in its workspace alone, and by its room by whoever sees all", async () => {
    const call = await begun(store(), "one", "#sales");
    expect(call).toMatchObject({
      workspace: "one",
      room: `call-${call.id}`,
      endedAt: null,
      audience: "one",
      target: `#sales sealed for ${call.id}`,
    });
    expect(await callById(store().within("one"), "one", call.id)).toEqual(call);
    expect(await callById(store().within("other"), "other", call.id)).toBeUndefined();
    expect(await callByRoom(store(), call.room)).toEqual(call);
    expect(await callByRoom(store(), "call-of-nobody")).toBeUndefined();
    if (store().dialect === "postgres")
      expect(await callByRoom(store().within("other"), call.room)).toBeUndefined();
  });

  test("open calls are those of a workspace, or of all", async () => {
    const [own, others] = [await begun(store(), "open"), await begun(store(), "open too")];
    expect((await openCalls(store(), "open")).map(({id}) => id)).toEqual([own.id]);
    const all = (await openCalls(store())).map(({id}) => id);
    expect(all).toEqual(expect.arrayContaining([own.id, others.id]));
    expect(await endCall(store(), "open", own.id)).toBe(true);
    expect(await endCall(store(), "open", own.id)).toBe(false);
    expect(await openCalls(store(), "open")).toEqual([]);
  });

  test("an ended call posts nowhere, and its links lead nowhere", async () => {
    const call = await begun(store(), "ended", "#sales");
    const member = {call: call.id, identity: "m1", ...ann};
    await addCallMember(store(), "ended", {...member, entry: {hash: "h1", until: later()}});
    await endCall(store(), "ended", call.id);
    expect(await callById(store(), "ended", call.id)).toMatchObject({
      target: null,
      endedAt: expect.any(String),
    });
    expect(await useEntry(store(), call.id, "h1", {hash: "h2", until: later()})).toBeUndefined();
  });

  test("an identity is somebody in one call of one workspace", async () => {
    const [call, other] = [await begun(store(), "who"), await begun(store(), "who")];
    const member = {call: call.id, identity: "m1", ...ann};
    await addCallMember(store(), "who", member);
    expect(await callMember(store(), "who", call.id, "m1")).toEqual(member);
    expect(await callMember(store(), "who", other.id, "m1")).toBeUndefined();
    expect(await callMember(store(), "else", call.id, "m1")).toBeUndefined();
    expect(await nameInCall(store(), "who", call.id, "person:ann")).toBe("Ann");
    expect(await nameInCall(store(), "who", call.id, "person:ben")).toBeUndefined();
  });

  test("a code lets in once, and only while it is good", async () => {
    const call = await begun(store(), "codes");
    const member = {call: call.id, ...ann};
    await addCallMember(store(), "codes", {...member, identity: "m1", entry: {hash: "a", until: later()}});
    await addCallMember(store(), "codes", {
      ...member,
      identity: "m2",
      entry: {hash: "old", until: new Date(Date.now() - 1).toISOString()},
    });
    const next = {hash: "b", until: later()};
    expect(await useEntry(store(), "another call", "a", next)).toBeUndefined();
    const found = await Promise.all([1, 2].map(() => useEntry(store(), call.id, "a", next)));
    expect(found.filter(Boolean)).toMatchObject([{workspace: "codes", identity: "m1", name: "Ann"}]);
    expect(await useEntry(store(), call.id, "old", {hash: "c", until: later()})).toBeUndefined();
    expect(await useEntry(store(), call.id, "b", {hash: "d", until: later()})).toMatchObject({
      identity: "m1",
    });
  });

  test("a call is held by one agent at a time, and its mark moves with each beat", async () => {
    const call = await begun(store(), "kept");
    const row = async () => (await keptCalls(store())).find((one) => one.call.id === call.id);
    expect(await row()).toMatchObject({holder: "sent"});
    expect(await takeCall(store(), call, "a")).toBe(true);
    expect(await takeCall(store(), call, "b")).toBe(true);
    expect(await holdCall(store(), call, "a")).toBe(false);
    const before = await row();
    expect(before).toMatchObject({holder: "agent"});
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await holdCall(store(), call, "b")).toBe(true);
    const {mark} = (await row())!;
    expect(mark).not.toBe(before!.mark);
    expect(await tendCall(store(), call, "x", before!.mark)).toBe(false);

    await new Promise((resolve) => setTimeout(resolve, 2));
    await tryWriting(store(), call);
    const sending = await Promise.all(["x", "y"].map((one) => tendCall(store(), call, one, mark)));
    expect(sending.sort()).toEqual([false, true]);
    // Whoever holds it does until the next takes it.
    expect(await holdCall(store(), call, "b")).toBe(true);
    expect(await takeCall(store(), call, "c")).toBe(true);
    await letCallGo(store(), call, "b");
    expect(await row()).toMatchObject({holder: "agent"});
    await letCallGo(store(), call, "c");
    const free = await row();
    expect(free).toMatchObject({holder: "nobody"});
    expect(await tendCall(store(), call, "x", free!.mark)).toBe(true);
    expect(await row()).toMatchObject({holder: "sent"});
    await endCall(store(), "kept", call.id);
    expect(await takeCall(store(), call, "d")).toBe(false);
    expect(await row()).toBeUndefined();
  });

  test("a call goes with its conversation, with its workspace, or by itself where it could not begin", async () => {
    const calls = await Promise.all(["gone", "gone", "gone"].map((workspace) => begun(store(), workspace)));
    const [first, second, third] = calls as [(typeof calls)[0], (typeof calls)[0], (typeof calls)[0]];
    for (const {id} of calls) await addCallMember(store(), "gone", {call: id, identity: "m", ...ann});
    const left = async () => {
      const {db} = store();
      const count = (table: "calls" | "call_members") =>
        db.selectFrom(table).selectAll().where("workspace", "=", "gone").execute();
      return [(await count("calls")).length, (await count("call_members")).length];
    };
    await forgetConversations(store(), "gone", {conversations: [first.conversation]});
    expect(await left()).toEqual([2, 2]);
    await forgetCall(store(), "gone", second.id);
    expect(await left()).toEqual([1, 1]);
    expect(await callById(store(), "gone", third.id)).toBeDefined();
    await deleteWorkspace(store(), "gone");
    expect(await left()).toEqual([0, 0]);
  });
});
