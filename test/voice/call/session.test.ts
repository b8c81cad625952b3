import {inference, initializeLogger, voice} from "@livekit/agents";
import {afterAll, beforeAll, expect, it} from "vitest";
import {createAnalyst} from "../../../src/voice/call/analyst.ts";
import {sessionMouth} from "../../../src/voice/call/session_mouth.ts";
import {sessionOptions, VAD_OPTIONS} from "../../../src/voice/call/session_options.ts";
import {embeddedSpeaker} from "../../../src/voice/speech/embedded/flite.ts";
import type {OpenSpeaker} from "../../../src/voice/speech/provider.ts";
import {verbalize} from "../../../src/voice/words/verbalize.ts";
import {PcmInput, PcmOutput} from "./pcm.ts";
import {type RunningTalk, runningTalk} from "./running_talk.ts";
import {ScriptedListener} from "./scripted_listener.ts";

initializeLogger({pretty: false, level: "error"});
let house: RunningTalk;
let speaker: OpenSpeaker;
let session: voice.AgentSession;
const input = new PcmInput();
const output = new PcmOutput();
let listener: ScriptedListener;
let on: RunningTalk;
let said: Promise<unknown> = Promise.resolve();

beforeAll(async () => {
  [house, speaker] = await Promise.all([runningTalk(), embeddedSpeaker.open({environment: process.env})]);
  listener = new ScriptedListener();
  session = new voice.AgentSession(
    sessionOptions({stt: listener, tts: speaker.tts, vad: new inference.VAD({...VAD_OPTIONS})}),
  );
  on = await house.another({mouth: sessionMouth(session, speaker)});
  session.input.audio = input;
  session.output.audio = output;
  const analyst = await createAnalyst({
    talk: on.talk,
    tts: speaker.tts,
    hear: (text) => {
      said = on.talk.hear({text, by: on.ann});
    },
  });
  await session.start({agent: analyst, record: false});
}, 60_000);
afterAll(async () => {
  await session?.close();
  await speaker?.close();
  await house?.[Symbol.asyncDispose]();
});

async function until(is: () => unknown): Promise<void> {
  while (!is()) await new Promise((done) => setTimeout(done, 10));
}

/** Some speech: what it is taken for is told to the listener. */
async function speech(text = "how many orders are there"): Promise<Int16Array> {
  const samples: number[] = [];
  for await (const {frame} of speaker.tts.synthesize(verbalize(text))) samples.push(...frame.data);
  return Int16Array.from(samples);
}

/** How long a caption takes to be said. */
const seconds = async (caption: string) => (await speech(caption)).length / 16_000;

it("speaks, is quiet when somebody cuts in, and answers them: nothing is stuck", async () => {
  const sound = await speech();
  await until(() => session.agentState === "speaking");
  // The greeting is cut into.
  listener.next.push("total amount by region");
  await input.say(sound);
  await input.silence(0.5);
  await until(() => on.screen.results().length === 1);
  await until(() => output.heard.length === 1);
  await until(() => session.agentState === "speaking");
  // A cough is no question: it goes on where it was.
  await input.say(sound.slice(4_000, 9_000));
  await input.silence(0.6);
  await until(() => session.agentState === "speaking");
  // The answer is cut into, too, and the next one is said to its end.
  listener.next.push("how many orders are there");
  await input.say(sound);
  await input.silence(0.5);
  await until(() => on.screen.results().length === 2);
  await said;
  await until(() => session.agentState === "listening");
  expect(on.screen.results()[1]?.caption).toMatch(/120/);
  // The greeting, the answer that was cut off, and the whole of the last one.
  await until(() => output.heard.length === 3);
  const [greeting, cut, whole] = output.heard as [number, number, number];
  expect(greeting).toBeLessThan(await seconds("Hello, this is the analyst. You can ask about orders."));
  expect(cut).toBeLessThan(await seconds(on.screen.results()[0]?.caption ?? ""));
  expect(whole).toBeCloseTo(await seconds(on.screen.results()[1]?.caption ?? ""), 0);
}, 30_000);
