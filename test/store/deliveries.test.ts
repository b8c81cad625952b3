import {expect, test} from "vitest";
import {
  deliveryOf,
  dropDelivery,
  endDelivery,
  forgetDeliveries,
  giveBackDelivery,
  hasEarlierDelivery,
  holdDeliveries,
  keepDone,
  setAsideDelivery,
  takeDelivery,
} from "../../src/store/deliveries.ts";
import {putMessage} from "../../src/store/inbox.ts";
import type {Store} from "../../src/store/store.ts";
import {describeStores} from "./dialects.ts";

const LEASE_MS = 60_000;
let count = 0;
/** A message whose answer is to be delivered on a platform of its own. */
const put = (
  store: Store,
  workspace: string,
  platform: string,
  {conversation = "c", claim}: {conversation?: string; claim?: {worker: string; leaseMs: number}} = {},
) => {
  count += 1;
  return putMessage(store, workspace, {
    platform,
    installation: "T1",
    conversation,
    messageId: `m${count}`,
    actor: "person:ann",
    text: "how many?",
    files: [],
    delivery: {seal: (message) => `sealed for ${message}`, ...(claim && {claim})},
  });
};

describeStores("deliveries", (store) => {
  test("a delivery is made with its message, once, sealed for it", async () => {
    const message = {
      platform: "made",
      installation: "T1",
      conversation: "c",
      messageId: "same",
      actor: "person:ann",
      text: "how many?",
      files: [],
      delivery: {seal: (id: string) => `sealed for ${id}`},
    };
    const [first, again] = [await putMessage(store(), "w", message), await putMessage(store(), "w", message)];
    expect(again).toMatchObject({id: first.id, isNew: false});
    expect(await takeDelivery(store(), ["made"], "a", LEASE_MS)).toMatchObject({
      workspace: "w",
      message: first.id,
      target: `sealed for ${first.id}`,
      attempts: 1,
    });
    expect(await takeDelivery(store(), ["made"], "b", LEASE_MS)).toBeUndefined();
  });

  test("of one that has ended nothing is kept that lets anybody write there, and after a while nothing at all", async () => {
    const [{id}, open] = [await put(store(), "w", "ended"), await put(store(), "w", "open")];
    await takeDelivery(store(), ["ended"], "a", LEASE_MS);
    await endDelivery(store(), {workspace: "w", message: id}, "a");
    const row = await store()
      .db.selectFrom("deliveries")
      .selectAll()
      .where("message", "=", id)
      .executeTakeFirst();
    expect(row).toMatchObject({state: "done", target: "", kept: null});
    await forgetDeliveries(store(), new Date(Date.now() + 60_000));
    expect(await deliveryOf(store(), {workspace: "w", message: id})).toBeUndefined();
    expect(await deliveryOf(store(), {workspace: "w", message: open.id})).toMatchObject({state: "waiting"});
  });

  test("whoever keeps the message may have the delivery at once; others take it when its lease ran out", async () => {
    const {id} = await put(store(), "w", "claimed", {claim: {worker: "first", leaseMs: LEASE_MS}});
    expect(await takeDelivery(store(), ["claimed"], "second", LEASE_MS)).toBeUndefined();
    expect(await holdDeliveries(store(), ["first"], -1)).toEqual(new Set(["first"]));
    expect(await takeDelivery(store(), ["claimed"], "second", LEASE_MS)).toMatchObject({
      message: id,
      attempts: 2,
    });
    // The first has lost it, and can do nothing more.
    expect(await holdDeliveries(store(), ["first", "second"], LEASE_MS)).toEqual(new Set(["second"]));
    expect(await keepDone(store(), {workspace: "w", message: id}, "first", {})).toBe(false);
    await endDelivery(store(), {workspace: "w", message: id}, "first");
    expect(await deliveryOf(store(), {workspace: "w", message: id})).toMatchObject({state: "taken"});
  });

  test("only platforms that a process has are taken, the oldest first, and nobody waits for one who asks much", async () => {
    const loud = [];
    for (let number = 0; number < 4; number += 1) loud.push((await put(store(), "loud", "fair")).id);
    const quiet = (await put(store(), "quiet", "fair")).id;
    expect(await takeDelivery(store(), ["another"], "a", LEASE_MS)).toBeUndefined();
    expect(await takeDelivery(store(), [], "a", LEASE_MS)).toBeUndefined();
    const taken = [];
    for (let number = 0; number < 3; number += 1)
      taken.push((await takeDelivery(store(), ["other", "fair"], "a", LEASE_MS))!.message);
    expect(taken).toEqual([loud[0], quiet, loud[1]]);
  });

  test("what was done at the platform is there for the next attempt", async () => {
    const {id} = await put(store(), "w", "kept");
    const key = {workspace: "w", message: id};
    await takeDelivery(store(), ["kept"], "a", LEASE_MS);
    expect(await keepDone(store(), key, "a", {answer: {state: "trying"}})).toBe(true);
    await setAsideDelivery(store(), key, "a", {restMs: -1, isCounted: true, error: "busy"});
    expect(await takeDelivery(store(), ["kept"], "b", LEASE_MS)).toMatchObject({
      attempts: 2,
      kept: {answer: {state: "trying"}},
    });
    await endDelivery(store(), key, "b", "token_revoked");
    expect(await deliveryOf(store(), key)).toMatchObject({state: "failed", error: "token_revoked"});
  });

  test("one that rests is left alone, and one that was given back was never tried", async () => {
    const {id} = await put(store(), "w", "rest");
    const key = {workspace: "w", message: id};
    await takeDelivery(store(), ["rest"], "a", LEASE_MS);
    await giveBackDelivery(store(), key, "a");
    expect(await takeDelivery(store(), ["rest"], "a", LEASE_MS)).toMatchObject({attempts: 1});
    await setAsideDelivery(store(), key, "a", {restMs: LEASE_MS, isCounted: false, error: "no store"});
    expect(await takeDelivery(store(), ["rest"], "b", LEASE_MS)).toBeUndefined();
    expect(await deliveryOf(store(), key)).toMatchObject({attempts: 0});
  });

  test("an answer knows of those before it in its conversation alone", async () => {
    const first = await put(store(), "w", "order", {conversation: "ordered"});
    const second = await put(store(), "w", "order", {conversation: "ordered"});
    const elsewhere = await put(store(), "w", "order", {conversation: "elsewhere"});
    const earlier = (message: string) => hasEarlierDelivery(store(), {workspace: "w", message});
    expect([await earlier(first.id), await earlier(second.id), await earlier(elsewhere.id)]).toEqual([
      false,
      true,
      false,
    ]);
    await takeDelivery(store(), ["order"], "a", LEASE_MS);
    await endDelivery(store(), {workspace: "w", message: first.id}, "a");
    expect(await earlier(second.id)).toBe(false);
  });

  test("a delivery is dropped only while nothing of it was shown", async () => {
    const [unseen, seen] = [await put(store(), "w", "drop"), await put(store(), "w", "drop")];
    await takeDelivery(store(), ["drop"], "a", LEASE_MS);
    await takeDelivery(store(), ["drop"], "a", LEASE_MS);
    await keepDone(store(), {workspace: "w", message: seen.id}, "a", {status: {state: "trying"}});
    expect(await dropDelivery(store(), {workspace: "w", message: unseen.id}, "taken back")).toBe(true);
    expect(await dropDelivery(store(), {workspace: "w", message: seen.id}, "taken back")).toBe(false);
    expect(await deliveryOf(store(), {workspace: "other", message: unseen.id})).toBeUndefined();
  });
});
