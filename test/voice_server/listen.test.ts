import {initializeLogger, stt} from "@livekit/agents";
import {AudioFrame} from "@livekit/rtc-node";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {embeddedListener} from "../../src/voice/speech/embedded/listener.ts";
import type {OpenListener} from "../../src/voice/speech/provider.ts";
import type {Term, Vocabulary} from "../../src/voice/speech/vocabulary.ts";
import {noise} from "./noises.ts";
import {joined, type Pcm, RATE, silence, speech} from "./speech.ts";

const term = (kind: Term["kind"], said: string): Term => ({kind, said, written: said});
const orders: Vocabulary = {
  terms: [
    term("table", "orders"),
    ...["region", "product category", "total revenue", "order date"].map((said) => term("column", said)),
    ...["north", "south", "furniture", "office supplies"].map((said) => term("value", said)),
  ],
};
const birds: Vocabulary = {
  terms: [term("table", "sightings"), term("column", "wingspan"), term("value", "zyntrex warbler")],
};

let listener: OpenListener;
beforeAll(async () => {
  initializeLogger({pretty: false, level: "error"});
  listener = await embeddedListener.open({vocabulary: orders, language: "en", environment: process.env});
});
afterAll(() => listener.close());

interface Recognized {
  finals: string[];
  sureness: number[];
  interim: number;
}

/** Plays sound into the recognizer, `rate` samples a second, in frames of 20 ms. */
async function recognized(sound: Pcm, rate = RATE): Promise<Recognized> {
  const stream = listener.stt.stream();
  const found: Recognized = {finals: [], sureness: [], interim: 0};
  const reading = (async () => {
    for await (const event of stream) {
      const said = event.alternatives?.[0];
      if (event.type === stt.SpeechEventType.INTERIM_TRANSCRIPT) found.interim++;
      if (event.type !== stt.SpeechEventType.FINAL_TRANSCRIPT || !said) continue;
      found.finals.push(said.text);
      found.sureness.push(said.confidence);
    }
  })();
  const step = rate / 50;
  for (let at = 0; at < sound.length; at += step) {
    const data = sound.slice(at, at + step);
    stream.pushFrame(new AudioFrame(data, rate, 1, data.length));
    await new Promise((resolve) => setImmediate(resolve));
  }
  stream.endInput();
  await reading;
  stream.close();
  return found;
}

const around = (sound: Pcm): Pcm => joined(silence(0.6), sound, silence(1));

describe("the embedded recognizer", () => {
  it.each(["slt", "rms", "awb", "kal16"] as const)("hears what %s asks of the data", async (voice) => {
    const {finals, sureness, interim} = await recognized(
      around(await speech("what is the total revenue by product category", voice)),
    );
    expect(finals).toEqual(["what is the total revenue by product category"]);
    expect(interim).toBeGreaterThan(0);
    expect(sureness[0]).toBeGreaterThan(0.3);
  });

  it("hears two questions apart, at another rate of sound", async () => {
    const first = await speech("how many orders are there in the north", "rms");
    const second = await speech("and in the south", "rms");
    const sound = joined(around(first), around(second));
    const slower = sound.filter((_, at) => at % 2 === 0);
    const {finals} = await recognized(slower, RATE / 2);
    expect(finals).toHaveLength(2);
    expect(finals[0]).toMatch(/^how many orders (are|were) there/);
  });

  it("hears nothing in silence and in the noise of a room", async () => {
    expect((await recognized(silence(3))).finals).toEqual([]);
    expect((await recognized(noise(3))).finals).toEqual([]);
  });

  it("cuts speech that does not end", async () => {
    const sentence = await speech("what is the total revenue by product category", "slt");
    const sound = joined(...Array.from({length: 14}, () => sentence));
    const {finals} = await recognized(around(sound));
    expect(finals.length).toBeGreaterThan(1);
  });

  it("listens for other words when the data changes", async () => {
    await listener.update(birds);
    const {finals} = await recognized(around(await speech("average wingspan of the zyntrex warbler", "slt")));
    expect(finals.join(" ")).toMatch(/wingspan .*zyntrex warbler/);
    await listener.update(orders);
  });
});

it("frees its memory: ten in a row", async () => {
  const open = async (): Promise<void> => {
    const one = await embeddedListener.open({vocabulary: orders, language: "en", environment: process.env});
    await one.close();
  };
  for (let times = 0; times < 3; times++) await open();
  const before = process.memoryUsage().rss;
  for (let times = 0; times < 10; times++) await open();
  expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
});
