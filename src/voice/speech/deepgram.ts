import {hintsOf, keyOf, loadHosted, modelOf, urlOf} from "./hosted_settings.ts";
import type {ListenProvider, SpeakProvider} from "./provider.ts";
import type {HostedName} from "./speech_failure.ts";

const load = (what: string) =>
  loadHosted(what, ["@livekit/agents-plugin-deepgram"], () => import("@livekit/agents-plugin-deepgram"));

/** The account at Deepgram, and how its failures are told. */
export function deepgramAccount(environment: NodeJS.ProcessEnv, does: HostedName["does"]) {
  const apiKey = keyOf(environment, "Deepgram", "DEEPGRAM_API_KEY");
  const baseUrl = urlOf(environment, "TABLETALK_DEEPGRAM_URL", "https://api.deepgram.com");
  const probe = {url: `${baseUrl}/v1/projects`, headers: {authorization: `Token ${apiKey}`}};
  const of: HostedName = {title: "Deepgram", key: "DEEPGRAM_API_KEY", does, probe};
  return {apiKey, baseUrl, of};
}

/** As Deepgram's documents have it: 500 tokens of key terms in all. */
const HINTS = {most: 100, longest: 50};

/** Deepgram, or its self-hosted server (TABLETALK_DEEPGRAM_URL). */
export const deepgramListener: ListenProvider = {
  name: "deepgram",
  async open({vocabulary, language, environment}) {
    const {apiKey, baseUrl, of} = deepgramAccount(environment, "listen");
    const keyterm = hintsOf(vocabulary, environment, HINTS);
    const {STT, LastingSTT} = await load("Speech recognition by Deepgram");
    const stt = new STT({
      apiKey,
      baseUrl: baseUrl.replace(/^http/, "ws"),
      language,
      model: modelOf(environment, "LISTEN", "nova-3"),
      keyterm,
      // What is said about data is not theirs to learn from.
      mipOptOut: true,
    });
    let told = keyterm.join();
    return {
      stt: new LastingSTT(stt, of),
      async update(words) {
        const now = hintsOf(words, environment, HINTS);
        // An update connects anew: not while somebody speaks, for the same words.
        if (now.join() === told) return;
        told = now.join();
        stt.updateOptions({keyterm: now});
      },
      close: () => stt.close(),
    };
  },
};

export const deepgramSpeaker: SpeakProvider = {
  name: "deepgram",
  async open({voice, environment}) {
    const {apiKey, baseUrl, of} = deepgramAccount(environment, "speak");
    const {TTS, LastingTTS} = await load("The voice of Deepgram");
    const tts = new TTS({
      apiKey,
      baseUrl,
      // Deepgram's name of a voice is that of a model.
      model: voice ?? modelOf(environment, "SPEAK", "aura-2-andromeda-en"),
      mipOptOut: true,
    });
    return {
      tts: new LastingTTS(tts, of),
      setSpeed(speed) {
        tts.updateOptions({speed: Math.min(1.5, Math.max(0.7, speed))});
      },
      close: () => tts.close(),
    };
  },
};
