import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import type {Planner, PlannerInput} from "../../src/agents/contracts.ts";
import {createOfflineWriter} from "../../src/agents/offline/writer.ts";
import type {Channel, InboundMessage, TurnEvent} from "../../src/channels/channel.ts";
import {createConversations} from "../../src/channels/conversation.ts";
import type {TurnParts} from "../../src/channels/turn_parts.ts";
import type {Session} from "../../src/data/engine.ts";
import {TabletalkError} from "../../src/errors.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {createRegistry} from "../../src/tools/registry.ts";

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tabletalk-turn-"));
  store = await openSqliteStore(join(folder, "state.sqlite"));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, {recursive: true, force: true});
});

const nothing = () => Promise.reject(new TabletalkError("internal", "Not in this test.", "Do not call it."));
/** A conversation without data: what is tested here is what happens around a plan, not in it. */
const empty: Session = {
  datasets: [],
  query: nothing,
  columns: nothing,
  profile: nothing,
  close: async () => {},
  async [Symbol.asyncDispose]() {},
};

/** Declines with the question itself, after what the test wants done first. */
const planner = (before: (input: PlannerInput) => Promise<void>): Planner => ({
  name: "test",
  async plan(input) {
    await before(input);
    return {kind: "declined", reason: `no: ${input.question}`, suggestions: [], unplaced: []};
  },
});

function conversationsOf(before: (input: PlannerInput) => Promise<void>, turnMs = 10_000) {
  const parts: TurnParts = {
    session: empty,
    registry: createRegistry(),
    planner: async () => planner(before),
    writer: async () => createOfflineWriter(),
    drawChart: nothing,
    keepRecipe: nothing,
    limits: {timeMs: 1000, rows: 10},
  };
  return createConversations({
    store: async () => store,
    workspace: "w",
    parts: async () => parts,
    timeZone: "UTC",
    turnMs,
  });
}

function listening(): {channel: Channel; told: string[]} {
  const told: string[] = [];
  const say = (event: TurnEvent) =>
    event.type === "answer" ? event.answer.answer : event.type === "error" ? event.code : event.type;
  const capabilities = {nativeTable: true, nativeChart: false, image: false, buttons: false, files: false};
  return {
    told,
    channel: {
      platform: "test",
      capabilities: {...capabilities, maxTextLength: 1000},
      async render(message, event) {
        // A slow platform must not change the order.
        await new Promise((soon) => setTimeout(soon, event.type === "status" ? 5 : 0));
        told.push(`${message.messageId} ${say(event)}`);
      },
    },
  };
}

const message = (messageId: string, conversation = "c"): InboundMessage => ({
  platform: "test",
  installation: "i",
  conversation,
  actor: "ann",
  messageId,
  text: `question ${messageId}`,
  files: [],
});

test("a message that is delivered twice is answered once, also when both come at once", async () => {
  const {channel, told} = listening();
  const conversations = conversationsOf(async () => {});
  const both = [conversations.handle(message("1"), channel), conversations.handle(message("1"), channel)];
  const states = (await Promise.all(both)).map((one) => one.state);
  expect(states).toEqual(["declined", "repeated"]);
  expect((await conversations.handle(message("1"), channel)).state).toBe("repeated");
  expect(told).toEqual(["1 status", "1 no: question 1"]);
});

test("one conversation is answered in order, and another does not wait for it", async () => {
  const {channel, told} = listening();
  const held = Promise.withResolvers<void>();
  const conversations = conversationsOf(({question}) =>
    question === "question 1" ? held.promise : Promise.resolve(),
  );
  const first = conversations.handle(message("1"), channel);
  const second = conversations.handle(message("2"), channel);
  await conversations.handle(message("3", "other"), channel);
  expect(told).not.toContain("2 status");
  held.resolve();
  await Promise.all([first, second]);
  expect(told.filter((one) => one.includes("no:"))).toEqual([
    "3 no: question 3",
    "1 no: question 1",
    "2 no: question 2",
  ]);
});

test("a stopped turn says so, and the conversation goes on", async () => {
  const {channel, told} = listening();
  const conversations = conversationsOf(async () => {});
  const stop = new AbortController();
  stop.abort(new TabletalkError("aborted", "Stopped.", "Ask again when you like."));
  const stopped = await conversations.handle(message("1"), channel, {signal: stop.signal});
  expect(stopped).toMatchObject({state: "aborted", error: {code: "aborted"}});
  expect((await conversations.handle(message("2"), channel)).state).toBe("declined");
  expect(told).toContain("1 aborted");
});

test("a turn that takes too long ends at its limit", async () => {
  const {channel} = listening();
  const untilStopped = ({signal}: PlannerInput) =>
    new Promise<void>((_, stopped) => signal.addEventListener("abort", () => stopped(signal.reason)));
  const result = await conversationsOf(untilStopped, 20).handle(message("1"), channel);
  expect(result).toMatchObject({state: "failed", error: {code: "time_limit"}});
});
