import {expect, test} from "vitest";
import {TOPIC} from "../../../../src/channels/calls/wire.ts";
import {roomScreen} from "../../../../src/voice/call/room/screen.ts";
import {type TypedParts, takeTyped} from "../../../../src/voice/call/room/typed.ts";
import {type RunningTalk, runningTalk} from "../running_talk.ts";

type Handler = Parameters<TypedParts["room"]["registerTextStreamHandler"]>[1];

/** A text stream as LiveKit gives it. */
function typed(text: string, id: string): Parameters<Handler>[0] {
  const reader = {
    info: {streamId: id},
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < text.length; at += 15_000) yield text.slice(at, at + 15_000);
    },
    close: async () => {},
  };
  return reader as unknown as Parameters<Handler>[0];
}

test("what is too long is told to whoever typed it alone; strangers are told nothing", async () => {
  await using house: RunningTalk = await runningTalk();
  const {ann, service} = house;
  const sent: {text: string; topic: string; to: string[] | undefined}[] = [];
  const localParticipant = {
    async sendText(text: string, how: {topic: string; destinationIdentities?: string[]}) {
      sent.push({text, topic: how.topic, to: how.destinationIdentities});
    },
  } as unknown as Parameters<typeof roomScreen>[0]["room"]["localParticipant"];
  const screen = roomScreen({room: {localParticipant}, charts: service.charts});
  let handler: Handler | undefined;
  const refused: string[] = [];
  const taken: string[] = [];
  takeTyped({
    room: {
      registerTextStreamHandler: (_topic, given) => {
        handler = given;
      },
      unregisterTextStreamHandler: () => {},
    },
    memberOf: async (identity) => (identity === ann.identity ? ann : undefined),
    take: ({text}) => void taken.push(text),
    refuse(identity, why) {
      refused.push(why);
      if (why === "too long") screen.tell({message: "Too long.", next: "Use fewer words."}, identity);
    },
  });
  const long = "x".repeat(20_001);
  handler?.(typed(long, "1"), {identity: ann.identity});
  handler?.(typed(long, "2"), {identity: "stranger"});
  handler?.(typed("how many", "3"), {identity: ann.identity});
  while (taken.length + refused.length < 3 || sent.length === 0)
    await new Promise((done) => setTimeout(done, 5));
  expect(refused.toSorted()).toEqual(["not a member", "too long"]);
  expect(taken).toEqual(["how many"]);
  expect(sent).toMatchObject([{topic: TOPIC.result, to: [ann.identity]}]);
  expect(JSON.parse(sent[0]?.text ?? "")).toMatchObject({state: "failed", answer: "Too long.", choices: []});
  expect(screen.results()).toEqual([]);
  await screen.close();
});
