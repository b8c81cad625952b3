import {afterAll, beforeAll, describe, expect, onTestFinished, test} from "vitest";
import {embeddedSpeaker} from "../../../../src/voice/speech/embedded/flite.ts";
import {type FliteEngine, openFlite} from "../../../../src/voice/speech/embedded/flite_engine.ts";
import type {OpenSpeaker} from "../../../../src/voice/speech/provider.ts";
import {speakerContract, spoken} from "../contract.ts";

const open = () => embeddedSpeaker.open({environment: {}});

async function engine(): Promise<FliteEngine> {
  const opened = await openFlite("slt");
  onTestFinished(() => opened.close());
  return opened;
}

describe("the embedded voice", () => {
  let speaker: OpenSpeaker;
  beforeAll(async () => {
    speaker = await open();
  });
  afterAll(() => speaker.close());

  speakerContract(open);

  test("begins at once and leaves a pause at the end: flite's own quarter of a second before is cut off", async () => {
    const {samples, rate} = await spoken(speaker, "North leads.");
    const first = samples.findIndex((one) => Math.abs(one) > 200);
    const last = samples.findLastIndex((one) => Math.abs(one) > 200);
    expect(first / rate).toBeLessThan(0.05);
    expect((samples.length - last) / rate).toBeGreaterThan(0.2);
  });

  test("speaks slower on request", async () => {
    const usual = await spoken(speaker, "Sales were about four million dollars.");
    speaker.setSpeed(0.8);
    const slower = await spoken(speaker, "Sales were about four million dollars.");
    speaker.setSpeed(1);
    expect(slower.samples.length / usual.samples.length).toBeCloseTo(1 / 0.8, 1);
  });

  test("stops after a minute and a half, and says where the rest is", async () => {
    const {samples, rate} = await spoken(speaker, `${"very ".repeat(2000)}long`);
    expect(samples.length / rate).toBeLessThan(180);
  });

  test.each([
    ["--help"],
    ["-voice /etc/passwd -f /etc/passwd"],
    ["a".repeat(500)],
    ["\u0000\u001b[2J\ud800 <speak><break time='9s'/></speak> & ; $(reboot) `id`"],
    ["..., !!! --- ???"],
    ["\u202e\u6771\u4eac \u041c\u043e\u0441\u043a\u0432\u0430 \u0645\u0631\u062d\u0628\u0627"],
  ])("is not upset by %j", async (text) => {
    expect((await spoken(speaker, text)).errors).toEqual([]);
    expect((await spoken(speaker, "Go on.")).samples.length).toBeGreaterThan(4000);
  });

  test("says that it cannot say a name of another script, rather than nothing", async () => {
    const named = await spoken(speaker, "In \u6771\u4eac, sales were five.");
    const without = await spoken(speaker, "In, sales were five.");
    expect(named.samples.length - without.samples.length).toBeGreaterThan(10_000);
  });

  test("refuses a voice that it has not, naming those it has", async () => {
    const opening = embeddedSpeaker.open({voice: "../../evil.flitevox", environment: {}});
    await expect(opening).rejects.toMatchObject({
      code: "bad_use",
      next: expect.stringMatching(/slt, rms, awb/),
    });
  });
});

describe("its thread", () => {
  test("makes a phrase once: the second time it is there already", async () => {
    const {say} = await engine();
    expect(await say("One moment.", 1)).toBe(await say("One moment.", 1));
    expect(await say("One moment.", 0.8)).not.toBe(await say("One moment.", 1));
  });

  test("throws away what nobody waits for any more", async () => {
    const {say} = await engine();
    const stop = new AbortController();
    const said = ["One.", "Two.", "Three.", "Four."].map((text) => say(text, 1, stop.signal));
    stop.abort(new Error("somebody spoke"));
    for (const one of said) await expect(one).rejects.toThrow("somebody spoke");
    expect((await say("Yes?", 1)).length).toBeGreaterThan(0);
  });

  test("tells whoever still waits when it is closed", async () => {
    const opened = await openFlite("slt");
    const saying = opened.say("Sales were about four million dollars in the year.", 1);
    const closing = opened.close();
    await expect(saying).rejects.toMatchObject({code: "unavailable"});
    await closing;
    await expect(opened.say("More.", 1)).rejects.toMatchObject({code: "unavailable"});
  });
});
