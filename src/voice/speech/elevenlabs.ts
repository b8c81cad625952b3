import {TabletalkError} from "../../errors.ts";
import {hintsOf, keyOf, loadHosted, modelOf, urlOf} from "./hosted_settings.ts";
import type {ListenProvider, SpeakProvider} from "./provider.ts";
import type {HostedName} from "./speech_failure.ts";

const load = (what: string) =>
  loadHosted(what, ["@livekit/agents-plugin-elevenlabs"], () => import("@livekit/agents-plugin-elevenlabs"));

/** The account at ElevenLabs, and how its failures are told. */
export function elevenlabsAccount(environment: NodeJS.ProcessEnv, does: HostedName["does"]) {
  const apiKey = keyOf(environment, "ElevenLabs", "ELEVEN_API_KEY");
  const baseURL = urlOf(environment, "TABLETALK_ELEVENLABS_URL", "https://api.elevenlabs.io/v1");
  const probe = {url: `${baseURL}/models`, headers: {"xi-api-key": apiKey}};
  const of: HostedName = {title: "ElevenLabs", key: "ELEVEN_API_KEY", does, probe};
  return {apiKey, baseURL, of};
}

/** What the realtime model takes. */
const HINTS = {most: 50, longest: 20};
const SETTLED = {stability: 0.5, similarity_boost: 0.75};

/** ElevenLabs. */
export const elevenlabsListener: ListenProvider = {
  name: "elevenlabs",
  async open({vocabulary, language, environment}) {
    const {apiKey, baseURL, of} = elevenlabsAccount(environment, "listen");
    const keyterms = hintsOf(vocabulary, environment, HINTS);
    const {STT, LastingSTT} = await load("Speech recognition by ElevenLabs");
    const stt = new STT({
      apiKey,
      baseURL,
      languageCode: language,
      model: modelOf(environment, "LISTEN", "scribe_v2_realtime"),
      tagAudioEvents: false,
      // Without it nothing is ever final: the plugin leaves the end of what is said to whoever calls it.
      serverVad: {vadSilenceThresholdSecs: 0.4},
      ...(keyterms.length > 0 && {keyterms}),
    });
    let told = keyterms.join();
    return {
      stt: new LastingSTT(stt, of),
      async update(words) {
        const now = hintsOf(words, environment, HINTS);
        if (now.join() === told) return;
        told = now.join();
        stt.updateOptions({keyterms: now});
      },
      close: () => stt.close(),
    };
  },
};

export const elevenlabsSpeaker: SpeakProvider = {
  name: "elevenlabs",
  async open({voice, environment}) {
    const {apiKey, baseURL, of} = elevenlabsAccount(environment, "speak");
    if (voice && !/^[A-Za-z0-9_-]+$/.test(voice))
      throw new TabletalkError(
        "bad_use",
        "TABLETALK_VOICE is no voice of ElevenLabs.",
        "Set it to the id of a voice, as its page has it: 20 letters and digits.",
      );
    const {TTS, LastingTTS} = await load("The voice of ElevenLabs");
    const tts = new TTS({
      apiKey,
      baseURL,
      model: modelOf(environment, "SPEAK", "eleven_turbo_v2_5"),
      ...(voice && {voiceId: voice}),
    });
    return {
      tts: new LastingTTS(tts, of),
      setSpeed(speed) {
        tts.updateOptions({voiceSettings: {...SETTLED, speed: Math.min(1.2, Math.max(0.7, speed))}});
      },
      close: () => tts.close(),
    };
  },
};
