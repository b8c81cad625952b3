import {inference, initializeLogger, stt, voice} from "@livekit/agents";
import {afterAll, beforeAll, expect, it} from "vitest";
import {TabletalkError} from "../../../src/errors.ts";
import {createAnalyst} from "../../../src/voice/call/analyst.ts";
import {sessionMouth} from "../../../src/voice/call/session_mouth.ts";
import {sessionOptions, VAD_OPTIONS} from "../../../src/voice/call/session_options.ts";
import {tellTrouble} from "../../../src/voice/call/session_trouble.ts";
import {embeddedSpeaker} from "../../../src/voice/speech/embedded/flite.ts";
import type {OpenSpeaker} from "../../../src/voice/speech/provider.ts";
import {PcmInput, PcmOutput} from "./pcm.ts";
import {type RunningTalk, runningTalk} from "./running_talk.ts";

initializeLogger({pretty: false, level: "silent"});

/** A recognizer that a provider refuses. */
class RefusedListener extends stt.STT {
  readonly label = "test.RefusedListener";

  constructor() {
    super({streaming: true, interimResults: false});
  }

  protected override async _recognize(): Promise<stt.SpeechEvent> {
    throw new Error("It hears streams alone.");
  }

  override stream(): stt.SpeechStream {
    return new RefusedStream(this, 16_000);
  }
}

class RefusedStream extends stt.SpeechStream {
  readonly label = "test.RefusedStream";

  protected override async run(): Promise<void> {
    throw new TabletalkError("unavailable", "The key is refused.", "Set another.");
  }
}

let house: RunningTalk;
let speaker: OpenSpeaker;
let session: voice.AgentSession;
beforeAll(async () => {
  [house, speaker] = await Promise.all([runningTalk(), embeddedSpeaker.open({environment: process.env})]);
}, 60_000);
afterAll(async () => {
  await session?.close();
  await speaker?.close();
  await house?.[Symbol.asyncDispose]();
});

it("a recognizer that fails for good is told of, and typed questions are answered aloud", async () => {
  const vad = new inference.VAD({...VAD_OPTIONS});
  const output = new PcmOutput();
  session = new voice.AgentSession(sessionOptions({stt: new RefusedListener(), tts: speaker.tts, vad}));
  const on = await house.another({mouth: sessionMouth(session, speaker)});
  const closed: unknown[] = [];
  session.on(voice.AgentSessionEventTypes.Close, (event) => closed.push(event));
  tellTrouble(session, on.talk);
  session.input.audio = new PcmInput();
  session.output.audio = output;
  const analyst = await createAnalyst({talk: on.talk, tts: speaker.tts, hear: () => {}});
  await session.start({agent: analyst, record: false});
  while (on.screen.results().length === 0) await new Promise((done) => setTimeout(done, 10));
  expect(on.screen.results()).toMatchObject([{state: "failed", answer: "The key is refused."}]);
  await on.talk.hear({text: "how many orders are there", by: on.ann, isTyped: true});
  expect(on.screen.results()[1]?.caption).toMatch(/120/);
  // The last of what is said: the greeting and the trouble before it may be cut by the question.
  while (output.heard.length === 0) await new Promise((done) => setTimeout(done, 10));
  expect(closed).toEqual([]);
}, 30_000);
