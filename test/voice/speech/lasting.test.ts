import {expect, onTestFinished, test} from "vitest";
import {cartesiaSpeaker} from "../../../src/voice/speech/cartesia.ts";
import {deepgramAccount, deepgramListener} from "../../../src/voice/speech/deepgram.ts";
import {LastingTTS} from "../../../src/voice/speech/lasting_speaker.ts";
import type {OpenSpeaker} from "../../../src/voice/speech/provider.ts";
import {SALES, spoken, understood} from "./contract.ts";
import {type Loopback, loopback, type Mood, type Protocol, tone} from "./loopback.ts";
import * as protocols from "./loopback_providers.ts";

const SOUND = new Int16Array(new Uint8Array(tone(1, 16_000)).buffer);

async function started(protocol: Protocol, mood: Mood = "well"): Promise<Loopback> {
  const server = await loopback(protocol, mood);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

const deepgramAt = ({url}: Loopback) => ({DEEPGRAM_API_KEY: "dg-secret", TABLETALK_DEEPGRAM_URL: url});

test("a recognizer whose connection takes sound and gives no words is replaced, and the sound heard again", async () => {
  const server = await started({
    socket(path, line) {
      const answers = protocols.deepgram.socket?.(path, line);
      return server.seen.length === 1 ? () => {} : answers;
    },
  });
  const environment = deepgramAt(server);
  const listener = await deepgramListener.open({vocabulary: SALES, language: "en", environment});
  const {finals, errors} = await understood(listener, SOUND);
  expect(finals).toEqual([protocols.HEARD]);
  expect(errors).toEqual([]);
  expect(server.seen).toHaveLength(2);
  await listener.close();
});

async function deepgramVoice(server: Loopback): Promise<OpenSpeaker> {
  const {TTS} = await import("@livekit/agents-plugin-deepgram");
  const tts = new TTS({apiKey: "dg-secret", baseUrl: server.url});
  const {of} = deepgramAccount(deepgramAt(server), "speak");
  return {
    tts: new LastingTTS(tts, of, {first: 200, next: 200}),
    setSpeed: () => {},
    close: () => tts.close(),
  };
}

test("a voice that takes a text and says nothing is not waited for without end", async () => {
  const server = await started(protocols.deepgram, "silent");
  const {samples, errors} = await spoken(await deepgramVoice(server), "Sales were four million dollars.");
  expect(samples).toHaveLength(0);
  expect(errors.at(-1)?.message).toBe("I cannot speak now: Deepgram did not answer in time.");
});

test("a text that was used up by a connection that broke is said all the same", async () => {
  const server = await started({
    ...protocols.deepgram,
    socket(path, line) {
      const first = server.seen.filter((one) => one.path === path).length === 1;
      const answers = protocols.deepgram.socket?.(path, line);
      return (message) => (first ? line.close() : answers?.(message));
    },
  });
  const {samples, errors} = await spoken(await deepgramVoice(server), "Sales were four million dollars.");
  expect(errors).toEqual([]);
  expect(samples.length).toBeGreaterThan(0);
  expect(server.seen.at(-1)?.messages[0]).toMatchObject({text: expect.stringContaining("four million")});
});

test("a refusal that a plugin takes for the end of speech is told", async () => {
  const server = await started({
    socket: (_path, line) => (message) => {
      if (Buffer.isBuffer(message) || message.continue !== false) return;
      const {context_id} = message;
      line.send({type: "error", context_id, status_code: 402, done: true, error: "quota exceeded"});
    },
  });
  const environment = {CARTESIA_API_KEY: "c-secret", TABLETALK_CARTESIA_URL: server.url};
  const speaker = await cartesiaSpeaker.open({environment});
  const {errors} = await spoken(speaker, "Sales were four million dollars.");
  expect(errors.at(-1)?.message).toMatch(/^I cannot speak now: /);
  await speaker.close();
});

test("one text by itself fails without ending the process", async () => {
  const server = await started(protocols.deepgram, 401);
  const {tts} = await deepgramVoice(server);
  const errors: Error[] = [];
  tts.on("error", ({error}) => errors.push(error));
  let sounds = 0;
  for await (const _ of tts.synthesize("Sales were four million dollars.")) sounds++;
  expect(sounds).toBe(0);
  expect(errors.at(-1)?.message).toMatch(/refused the key/);
});
