import {initializeLogger, stt as listening, tts as speaking} from "@livekit/agents";
import {AudioFrame} from "@livekit/rtc-node";
import {expect, onTestFinished, test} from "vitest";
import type {OpenListener, OpenSpeaker} from "../../../src/voice/speech/provider.ts";
import type {Vocabulary} from "../../../src/voice/speech/vocabulary.ts";

initializeLogger({pretty: false, level: "silent"});

export const SALES: Vocabulary = {
  terms: [
    {written: "sales", said: "sales", kind: "table"},
    {written: "tot_rev_usd", said: "total revenue in dollars", kind: "column"},
    {written: "net", said: "net sales", kind: "definition"},
    {written: "Nordhaven", said: "nordhaven", kind: "value"},
  ],
};

export interface Spoken {
  samples: Int16Array;
  rate: number;
  /** What the voice told instead, or on the way. */
  errors: Error[];
}

/** Has a text said, all of it given at once or as it comes, and waits for the end. */
export async function spoken({tts}: OpenSpeaker, ...parts: string[]): Promise<Spoken> {
  const errors: Error[] = [];
  const onError = (event: {error: Error}): unknown => errors.push(event.error);
  tts.on("error", onError);
  const stream = tts.stream();
  for (const part of parts) stream.pushText(part);
  stream.endInput();
  const samples: number[] = [];
  for await (const audio of stream) {
    if (audio === speaking.SynthesizeStream.END_OF_STREAM) break;
    if (typeof audio === "symbol") continue;
    samples.push(...audio.frame.data);
    expect(audio.frame.sampleRate).toBe(tts.sampleRate);
  }
  stream.close();
  tts.off("error", onError);
  return {samples: Int16Array.from(samples), rate: tts.sampleRate, errors};
}

export interface Understood {
  finals: string[];
  events: listening.SpeechEventType[];
  errors: Error[];
}

/**
 * Plays sound (16 kHz, one channel) to a recognizer, in pieces of 20 ms at ten times the speed of speech, until something is
 * final, or it gives up.
 */
export async function understood({stt}: OpenListener, sound: Int16Array, wanted = 1): Promise<Understood> {
  const got: Understood = {finals: [], events: [], errors: []};
  const onError = (event: {error: Error}): unknown => got.errors.push(event.error);
  stt.on("error", onError);
  const stream = stt.stream();
  let over = false;
  const playing = (async () => {
    for (let at = 0; !over; at = (at + 320) % (sound.length - 320)) {
      const frame = new AudioFrame(sound.slice(at, at + 320), 16_000, 1, 320);
      try {
        stream.pushFrame(frame);
      } catch {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  })();
  for await (const event of stream) {
    got.events.push(event.type);
    if (event.type === listening.SpeechEventType.FINAL_TRANSCRIPT)
      got.finals.push(event.alternatives?.[0].text ?? "");
    if (got.finals.length >= wanted) break;
  }
  over = true;
  stream.close();
  await playing;
  stt.off("error", onError);
  return got;
}

/** What every voice has to do. */
export function speakerContract(open: () => Promise<OpenSpeaker>): void {
  const opened = async (): Promise<OpenSpeaker> => {
    const speaker = await open();
    onTestFinished(() => speaker.close());
    return speaker;
  };

  test("says a sentence, and the next one", async () => {
    const speaker = await opened();
    const first = await spoken(speaker, "Sales were about four million dollars.");
    expect(first.errors).toEqual([]);
    expect(first.samples.some((one) => Math.abs(one) > 500)).toBe(true);
    const second = await spoken(speaker, "The chart is ", "on your screen. North ", "leads.");
    expect(second.errors).toEqual([]);
    expect(second.samples.length).toBeGreaterThan(0);
  });

  test("says nothing where there is nothing to say", async () => {
    const {samples, errors} = await spoken(await opened(), " ");
    expect(samples).toHaveLength(0);
    expect(errors).toEqual([]);
  });

  test("stops at once where its stream is closed, and speaks again afterwards", async () => {
    const speaker = await opened();
    const stream = speaker.tts.stream();
    stream.pushText("Sales were about four million dollars, which is more than in the year before. ");
    stream.pushText("The rest of this is never heard, since somebody spoke in between.");
    stream.endInput();
    await stream.next();
    stream.close();
    let after = 0;
    for await (const audio of stream) if (typeof audio !== "symbol") after += audio.frame.samplesPerChannel;
    // What was made already may still come, the rest does not.
    expect(after).toBeLessThan(2 * speaker.tts.sampleRate);
    expect((await spoken(speaker, "Go on.")).samples.length).toBeGreaterThan(0);
  });

  test("takes another speed from the next sentence on", async () => {
    const speaker = await opened();
    speaker.setSpeed(0.8);
    const {samples, errors} = await spoken(speaker, "Sales were about four million dollars.");
    expect(errors).toEqual([]);
    expect(samples.length).toBeGreaterThan(0);
  });
}

/** What every recognizer has to do. @param sound something said, at 16 kHz, that it understands @param says words of it */
export function listenerContract(
  open: () => Promise<OpenListener>,
  sound: () => Promise<Int16Array>,
  says: RegExp,
): void {
  const opened = async (): Promise<OpenListener> => {
    const listener = await open();
    onTestFinished(() => listener.close());
    return listener;
  };

  test("tells when speech begins, and what was said at the end", async () => {
    const {finals, events, errors} = await understood(await opened(), await sound());
    expect(errors).toEqual([]);
    expect(finals[0]).toMatch(says);
    const {START_OF_SPEECH, FINAL_TRANSCRIPT} = listening.SpeechEventType;
    expect(events.indexOf(START_OF_SPEECH)).toBeGreaterThanOrEqual(0);
    expect(events.indexOf(START_OF_SPEECH)).toBeLessThan(events.indexOf(FINAL_TRANSCRIPT));
  });

  test("goes on with other words to expect, in the middle of a call", async () => {
    const listener = await opened();
    await listener.update({terms: [...SALES.terms, {written: "margin", said: "margin", kind: "column"}]});
    expect((await understood(listener, await sound())).finals[0]).toMatch(says);
  });

  test("listens to the next call after one was hung up", async () => {
    const listener = await opened();
    await understood(listener, await sound());
    expect((await understood(listener, await sound())).finals[0]).toMatch(says);
  });
}
