import {expect, onTestFinished, test} from "vitest";
import {voiceWorks} from "../../src/commands/doctor_voice.ts";
import {type Loopback, loopback, type Mood} from "./speech/loopback.ts";
import * as protocols from "./speech/loopback_providers.ts";

const LIVEKIT = {
  http: (path: string) =>
    path === "/twirp/livekit.RoomService/ListRooms"
      ? {type: "application/json", body: Buffer.from('{"rooms":[]}')}
      : undefined,
};

async function started(protocol: Parameters<typeof loopback>[0], mood: Mood = "well"): Promise<Loopback> {
  const server = await loopback(protocol, mood);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

async function environment(livekit: Loopback, deepgram: Loopback): Promise<NodeJS.ProcessEnv> {
  return {
    LIVEKIT_URL: livekit.url.replace("http", "ws"),
    LIVEKIT_API_KEY: "key",
    LIVEKIT_API_SECRET: "a-secret-that-is-long-enough-for-this",
    TABLETALK_LISTEN: "deepgram",
    TABLETALK_SPEAK: "deepgram",
    TABLETALK_DEEPGRAM_URL: deepgram.url,
    DEEPGRAM_API_KEY: "dg-secret",
  };
}

test("where calls are not set up, that is no fault", async () => {
  expect(await voiceWorks({})).toBe("not set up");
});

test("it tells who listens and who speaks, and where", async () => {
  const [livekit, deepgram] = [await started(LIVEKIT), await started(protocols.deepgram)];
  expect(await voiceWorks(await environment(livekit, deepgram))).toMatch(
    /^calls at ws:\/\/127.0.0.1:\d+: deepgram listens, deepgram speaks$/,
  );
});

test("a key that is refused is named, whichever it is", async () => {
  const [livekit, deepgram] = [await started(LIVEKIT), await started(protocols.deepgram)];
  const set = await environment(livekit, deepgram);
  deepgram.mood = 401;
  await expect(voiceWorks(set)).rejects.toMatchObject({
    message: expect.stringContaining("Deepgram refused the key (401)"),
    next: expect.stringContaining("DEEPGRAM_API_KEY"),
  });
  deepgram.mood = "well";
  livekit.mood = 401;
  await expect(voiceWorks(set)).rejects.toMatchObject({
    message: expect.stringContaining("refuses the key"),
    next: expect.stringContaining("LIVEKIT_API_SECRET"),
  });
  await expect(voiceWorks({...set, LIVEKIT_URL: "ws://127.0.0.1:1"})).rejects.toMatchObject({
    message: expect.stringContaining("cannot be reached"),
  });
});
