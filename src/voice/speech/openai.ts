import type {stt} from "@livekit/agents";
import {hintsOf, keyOf, loadHosted, modelOf, urlOf} from "./hosted_settings.ts";
import type {ListenProvider, SpeakProvider} from "./provider.ts";
import type {HostedName} from "./speech_failure.ts";
import type {Vocabulary} from "./vocabulary.ts";

/** The account at OpenAI, and how its failures are told. */
export function openaiAccount(environment: NodeJS.ProcessEnv, does: HostedName["does"]) {
  const apiKey = keyOf(environment, "OpenAI", "OPENAI_API_KEY");
  const baseURL = urlOf(environment, "OPENAI_BASE_URL", "https://api.openai.com/v1");
  const probe = {url: `${baseURL}/models`, headers: {authorization: `Bearer ${apiKey}`}};
  const of: HostedName = {title: "OpenAI", key: "OPENAI_API_KEY", does, probe};
  return {apiKey, baseURL, of};
}

/** With the voice activity model that comes with LiveKit, and runs here. */
async function cutByVoice(whole: stt.STT): Promise<stt.STT> {
  const {inference, stt} = await import("@livekit/agents");
  return new stt.StreamAdapter(whole, new inference.VAD({model: "silero"}));
}

/** OpenAI, or a server that answers as it does (OPENAI_BASE_URL). */
export const openaiListener: ListenProvider = {
  name: "openai",
  async open({vocabulary, language, environment}) {
    const {apiKey, baseURL, of} = openaiAccount(environment, "listen");
    const model = modelOf(environment, "LISTEN", "gpt-4o-transcribe");
    const promptOf = (words: Vocabulary): string | undefined => {
      const hints = hintsOf(words, environment, {most: 100, longest: 60});
      return hints.length > 0 ? `Questions about data. Expect: ${hints.join(", ")}.` : undefined;
    };
    const {STT, LastingSTT} = await loadHosted(
      "Speech recognition by OpenAI",
      ["@livekit/agents-plugin-openai"],
      () => import("@livekit/agents-plugin-openai"),
    );
    // Whisper, and servers that are like it, take whole utterances.
    const whole = /whisper/i.test(model) && !/realtime/i.test(model);
    const stt = new STT({
      apiKey,
      baseURL,
      model,
      language,
      prompt: promptOf(vocabulary),
      useRealtime: !whole,
    });
    return {
      stt: new LastingSTT(whole ? await cutByVoice(stt) : stt, of),
      async update(words) {
        stt.updateOptions({prompt: promptOf(words)});
      },
      close: () => stt.close(),
    };
  },
};

export const openaiSpeaker: SpeakProvider = {
  name: "openai",
  async open({voice = "alloy", environment}) {
    const {apiKey, baseURL, of} = openaiAccount(environment, "speak");
    const {OpenAITTS, LastingTTS} = await loadHosted(
      "The voice of OpenAI",
      [],
      () => import("./openai_tts.ts"),
    );
    const settled = {
      apiKey,
      baseURL,
      model: modelOf(environment, "SPEAK", "gpt-4o-mini-tts"),
      voice,
      speed: 1,
    };
    const tts = new OpenAITTS(settled);
    return {
      tts: new LastingTTS(tts, of),
      setSpeed(speed) {
        settled.speed = Math.min(2, Math.max(0.5, speed));
      },
      close: () => tts.close(),
    };
  },
};
