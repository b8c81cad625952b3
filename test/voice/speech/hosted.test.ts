import {describe, expect, onTestFinished, test} from "vitest";
import {TabletalkError} from "../../../src/errors.ts";
import {listenProvider, speakProvider} from "../../../src/voice/speech/open_speech.ts";
import type {OpenListener, OpenSpeaker} from "../../../src/voice/speech/provider.ts";
import type {ProviderName} from "../../../src/voice/speech/settings.ts";
import {listenerContract, SALES, speakerContract, spoken, understood} from "./contract.ts";
import {type Loopback, loopback, type Mood, type Protocol, tone} from "./loopback.ts";
import * as protocols from "./loopback_providers.ts";

const KEY = "sk-secret-of-test";
const SOUND = new Int16Array(new Uint8Array(tone(1, 16_000)).buffer);

interface Hosted {
  protocol: Protocol;
  keyVariable: string;
  urlVariable: string;
  /** Added to the server's address. */
  under: string;
  header: [name: string, value: string];
  listensAt: string;
  speaksAt: RegExp;
}

const HOSTED: Partial<Record<ProviderName, Hosted>> = {
  openai: {
    protocol: protocols.openai,
    keyVariable: "OPENAI_API_KEY",
    urlVariable: "OPENAI_BASE_URL",
    under: "/v1",
    header: ["authorization", `Bearer ${KEY}`],
    listensAt: "/v1/realtime",
    speaksAt: /^\/v1\/audio\/speech$/,
  },
  deepgram: {
    protocol: protocols.deepgram,
    keyVariable: "DEEPGRAM_API_KEY",
    urlVariable: "TABLETALK_DEEPGRAM_URL",
    under: "",
    header: ["authorization", `Token ${KEY}`],
    listensAt: "/v1/listen",
    speaksAt: /^\/v1\/speak$/,
  },
  cartesia: {
    protocol: protocols.cartesia,
    keyVariable: "CARTESIA_API_KEY",
    urlVariable: "TABLETALK_CARTESIA_URL",
    under: "",
    header: ["x-api-key", KEY],
    listensAt: "/stt/turns/websocket",
    speaksAt: /^\/tts\/websocket$/,
  },
  elevenlabs: {
    protocol: protocols.elevenlabs,
    keyVariable: "ELEVEN_API_KEY",
    urlVariable: "TABLETALK_ELEVENLABS_URL",
    under: "/v1",
    header: ["xi-api-key", KEY],
    listensAt: "/v1/speech-to-text/realtime",
    speaksAt: /^\/v1\/text-to-speech\/\w+\/multi-stream-input$/,
  },
};

async function started(protocol: Protocol, mood: Mood): Promise<Loopback> {
  const server = await loopback(protocol, mood);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

function environmentOf(name: ProviderName, server: Loopback): NodeJS.ProcessEnv {
  const {keyVariable, urlVariable, under} = HOSTED[name]!;
  return {[keyVariable]: KEY, [urlVariable]: server.url + under};
}

async function listener(name: ProviderName, server: Loopback, more = {}): Promise<OpenListener> {
  const environment = {...environmentOf(name, server), ...more};
  return (await listenProvider(name)).open({vocabulary: SALES, language: "en", environment});
}

async function speaker(name: ProviderName, server: Loopback): Promise<OpenSpeaker> {
  return (await speakProvider(name)).open({environment: environmentOf(name, server)});
}

for (const [name, hosted] of Object.entries(HOSTED) as [ProviderName, Hosted][])
  describe(name, () => {
    const {protocol, keyVariable, header, listensAt, speaksAt} = hosted;
    const well = () => started(protocol, "well");

    speakerContract(async () => speaker(name, await well()));
    listenerContract(
      async () => listener(name, await well()),
      async () => SOUND,
      /total sales by region/,
    );

    test("asks where its documents say, with its key in a header alone", async () => {
      const server = await well();
      await understood(await listener(name, server), SOUND);
      await spoken(await speaker(name, server), "Sales were four million dollars.");
      const paths = server.seen.map(({path}) => path);
      expect(paths).toContain(listensAt);
      expect(paths.some((path) => speaksAt.test(path))).toBe(true);
      for (const {headers, query, path} of server.seen) {
        expect(headers[header[0]]).toBe(header[1]);
        expect(`${path}?${query}`).not.toContain(KEY);
      }
    });

    test("hears on where the connection breaks in between", async () => {
      const server = await started(protocol, "closes once");
      const {finals, errors} = await understood(await listener(name, server), SOUND);
      expect(finals).toEqual([protocols.HEARD]);
      expect(errors).toEqual([]);
      expect(server.seen.filter(({path}) => path === listensAt).length).toBeGreaterThan(1);
    });

    test("tells where a voice breaks off", async () => {
      const server = await started(protocol, "closes");
      const {errors} = await spoken(await speaker(name, server), "Sales were four million dollars.");
      expect(errors.at(-1)?.message).toMatch(/I cannot speak now: the connection to \w+ broke/);
    });

    test("needs its key", async () => {
      const open = (await listenProvider(name)).open({vocabulary: SALES, language: "en", environment: {}});
      await expect(open).rejects.toMatchObject({
        code: "bad_use",
        message: expect.stringContaining(keyVariable),
        next: expect.stringContaining(keyVariable),
      });
    });
  });

// Waiting between its tries takes seconds: all of them wait at the same time.
describe.concurrent("a provider that refuses", () => {
  const cases = Object.keys(HOSTED).flatMap((name) =>
    [401, 402, 429, 500].map((status) => [name, status] as const),
  );

  test.each(cases)("%s with %i: the call is told what to do, and never the key", async (name, status) => {
    const {protocol, keyVariable} = HOSTED[name as ProviderName]!;
    await using server = await loopback(protocol, status);
    const heard = await understood(await listener(name as ProviderName, server), SOUND);
    const said = await spoken(
      await speaker(name as ProviderName, server),
      "Sales were four million dollars.",
    );
    for (const [does, {errors}] of [["understand speech", heard] as const, ["speak", said] as const]) {
      const error = errors.at(-1) as TabletalkError;
      expect(error).toBeInstanceOf(TabletalkError);
      expect(error.message).toMatch(`I cannot ${does} now`);
      expect(error.message).toMatch(String(status));
      if (status < 429) expect(error.next).toMatch(keyVariable);
      expect(`${error.message} ${error.next} ${error.stack}`).not.toContain(KEY);
    }
  });
});

test("words to expect go where a provider takes them; values only where that was chosen", async () => {
  const asked = async (name: ProviderName, more = {}): Promise<string> => {
    const server = await started(HOSTED[name]!.protocol, "well");
    const opened = await listener(name, server, more);
    await understood(opened, SOUND);
    await opened.close();
    const {query, messages} = server.seen.find(({path}) => path === HOSTED[name]!.listensAt)!;
    return `${query} ${JSON.stringify(messages.find((one) => !Buffer.isBuffer(one)))}`;
  };
  expect(await asked("deepgram")).toMatch(/keyterm=net\+sales&keyterm=sales&keyterm=total\+revenue/);
  expect(await asked("elevenlabs")).toMatch(/keyterms=net\+sales&keyterms=sales/);
  expect(await asked("openai")).toMatch(
    /"prompt":"Questions about data. Expect: net sales, sales, total revenue/,
  );
  for (const name of ["deepgram", "elevenlabs", "openai"] as const) {
    expect(await asked(name)).not.toMatch(/nordhaven/);
    expect(await asked(name, {TABLETALK_SPEECH_HINTS: "all"})).toMatch(/nordhaven/);
    expect(await asked(name, {TABLETALK_SPEECH_HINTS: "none"})).not.toMatch(/revenue|net.sales/);
  }
});

test("a server like OpenAI's that takes whole utterances is given them", async () => {
  const server = await started(protocols.openai, "well");
  const opened = await listener("openai", server, {TABLETALK_LISTEN_MODEL: "whisper-1"});
  const {AudioFrame} = await import("@livekit/rtc-node");
  const heard = await opened.stt.recognize(new AudioFrame(SOUND, 16_000, 1, SOUND.length));
  expect(heard.alternatives?.[0].text).toBe(protocols.HEARD);
  expect(server.seen.at(-1)?.path).toBe("/v1/audio/transcriptions");
  await opened.close();
});
