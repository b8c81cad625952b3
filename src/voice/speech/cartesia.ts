import {keyOf, loadHosted, modelOf, urlOf} from "./hosted_settings.ts";
import type {ListenProvider, SpeakProvider} from "./provider.ts";
import type {HostedName} from "./speech_failure.ts";

const load = (what: string) =>
  loadHosted(what, ["@livekit/agents-plugin-cartesia"], () => import("@livekit/agents-plugin-cartesia"));

/** The account at Cartesia, and how its failures are told. */
export function cartesiaAccount(environment: NodeJS.ProcessEnv, does: HostedName["does"]) {
  const apiKey = keyOf(environment, "Cartesia", "CARTESIA_API_KEY");
  const baseUrl = urlOf(environment, "TABLETALK_CARTESIA_URL", "https://api.cartesia.ai");
  const probe = {
    url: `${baseUrl}/voices?limit=1`,
    headers: {"x-api-key": apiKey, "cartesia-version": "2025-04-16"},
  };
  const of: HostedName = {title: "Cartesia", key: "CARTESIA_API_KEY", does, probe};
  return {apiKey, baseUrl, of};
}

/** Cartesia. It takes no words to expect. */
export const cartesiaListener: ListenProvider = {
  name: "cartesia",
  async open({language, environment}) {
    const {apiKey, baseUrl, of} = cartesiaAccount(environment, "listen");
    const {STT, LastingSTT} = await load("Speech recognition by Cartesia");
    const model = environment.TABLETALK_LISTEN_MODEL?.trim();
    const stt = new STT({apiKey, baseUrl, language, ...(model && {model})});
    return {stt: new LastingSTT(stt, of), update: async () => {}, close: () => stt.close()};
  },
};

export const cartesiaSpeaker: SpeakProvider = {
  name: "cartesia",
  async open({voice, environment}) {
    const {apiKey, baseUrl, of} = cartesiaAccount(environment, "speak");
    const {TTS, LastingTTS} = await load("The voice of Cartesia");
    const tts = new TTS({
      apiKey,
      baseUrl,
      model: modelOf(environment, "SPEAK", "sonic-3"),
      ...(voice && {voice}),
    });
    return {
      tts: new LastingTTS(tts, of),
      setSpeed(speed) {
        tts.updateOptions({speed: Math.min(2, Math.max(0.6, speed))});
      },
      close: () => tts.close(),
    };
  },
};
