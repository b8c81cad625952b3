import {expect, test} from "vitest";
import {startWorker} from "../../../src/channels/inbox/worker.ts";
import {TabletalkError} from "../../../src/errors.ts";
import {putMessage, stateOfMessage} from "../../../src/store/inbox.ts";
import type {Store} from "../../../src/store/store.ts";
import {turnById} from "../../../src/store/turns.ts";
import {describeStores} from "../../store/dialects.ts";

const messageIn = (conversation: string, messageId = "m") => ({
  platform: "http",
  installation: "here",
  conversation,
  messageId,
  actor: "person:ann",
  text: "how many?",
  files: [],
});
const options = (store: Store) => ({store, name: "worker", turnsAtOnce: 1, leaseMs: 60_000});

describeStores("a worker", (store) => {
  test("a message that breaks every time is begun a few times, and then told that it could not be answered", async () => {
    const {id} = await putMessage(store(), "w", messageIn("poison"));
    let begun = 0;
    const worker = startWorker({
      ...options(store()),
      answer: async () => {
        begun += 1;
        throw new TypeError("what nobody thought of");
      },
    });
    const state = await done(store(), "w", id);
    await worker.close();
    expect(begun).toBe(4);
    expect(await turnById(store(), "w", state.turn!)).toMatchObject({
      state: "failed",
      summary: expect.stringMatching(/could not be answered/),
    });
  });

  test("a message that finds no store is not given up", async () => {
    const {id} = await putMessage(store(), "w", messageIn("later"));
    let begun = 0;
    const worker = startWorker({
      ...options(store()),
      answer: async ({conversationId, messageId, text}, {keep}) => {
        begun += 1;
        if (begun < 6) throw new TabletalkError("store_failed", "It is away.", "Wait.");
        await keep(
          {conversation: conversationId, messageId, question: text, state: "answered", summary: "6"},
          [],
        );
      },
    });
    const state = await done(store(), "w", id);
    await worker.close();
    expect(await turnById(store(), "w", state.turn!)).toMatchObject({state: "answered", summary: "6"});
  });
});

async function done(store: Store, workspace: string, id: string) {
  for (;;) {
    const state = await stateOfMessage(store, workspace, id);
    if (state?.state === "done") return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
