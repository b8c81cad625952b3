import {expect, test} from "vitest";
import {finishMessage, putMessage, takeMessage} from "../../src/store/inbox.ts";
import type {Store} from "../../src/store/store.ts";
import {describeStores} from "./dialects.ts";

const LEASE_MS = 60_000;
const send = (store: Store, workspace: string, conversation: string) =>
  putMessage(store, workspace, {
    platform: "http",
    installation: "here",
    conversation,
    messageId: "m",
    actor: "person:ann",
    text: "how many?",
    files: [],
  });

describeStores("the inbox", (store) => {
  test("one workspace that sends a hundred messages does not keep the others waiting for theirs", async () => {
    for (let number = 0; number < 100; number += 1) await send(store(), "loud", `c${number}`);
    await send(store(), "quiet", "c1");
    await send(store(), "quiet", "c2");
    const taken: string[] = [];
    for (let number = 0; number < 6; number += 1)
      taken.push((await takeMessage(store(), "worker", LEASE_MS))!.workspace);
    // Whoever has less in work goes first; what is left over is the loud one's.
    expect(taken).toEqual(["loud", "quiet", "loud", "quiet", "loud", "loud"]);
  });

  test("a message whose worker is gone is taken again, and of a conversation only the first that is open", async () => {
    const {id} = await send(store(), "w", "c");
    await putMessage(store(), "w", {
      platform: "http",
      installation: "here",
      conversation: "c",
      messageId: "second",
      actor: "person:ann",
      text: "and now?",
      files: [],
    });
    await store().db.updateTable("messages").set({state: "done"}).where("workspace", "<>", "w").execute();
    expect(await takeMessage(store(), "gone", -1)).toMatchObject({id, attempts: 1});
    expect(await takeMessage(store(), "worker", LEASE_MS)).toMatchObject({id, attempts: 2});
    expect(await takeMessage(store(), "worker", LEASE_MS)).toBeUndefined();
    await finishMessage(store(), "w", id, "turn");
    expect(await takeMessage(store(), "worker", LEASE_MS)).toMatchObject({text: "and now?"});
  });

  test("a message is taken with the thread that it was written in", async () => {
    const asked = {platform: "slack", installation: "T1", actor: "slack:T1:U1", text: "how many?", files: []};
    await store().db.updateTable("messages").set({state: "done"}).execute();
    await putMessage(store(), "threads", {...asked, conversation: "C1", thread: "17.1", messageId: "17.1"});
    await putMessage(store(), "threads", {...asked, conversation: "D1", messageId: "18.1"});
    const first = await takeMessage(store(), "worker", LEASE_MS);
    expect(first).toMatchObject({conversation: "C1", thread: "17.1"});
    expect(await takeMessage(store(), "worker", LEASE_MS)).not.toHaveProperty("thread");
  });
});
