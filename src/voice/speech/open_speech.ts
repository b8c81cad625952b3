import type {ListenProvider, OpenListener, OpenSpeaker, SpeakProvider} from "./provider.ts";
import type {ProviderName, SpeechSettings} from "./settings.ts";
import type {Vocabulary} from "./vocabulary.ts";

/** What a call hears and speaks with. */
export interface Speech {
  listener: OpenListener;
  speaker: OpenSpeaker;
}

const LISTENERS: Record<ProviderName, () => Promise<ListenProvider>> = {
  embedded: async () => (await import("./embedded/listener.ts")).embeddedListener,
  sherpa: async () => (await import("./sherpa/sherpa.ts")).sherpaListener,
  openai: async () => (await import("./openai.ts")).openaiListener,
  deepgram: async () => (await import("./deepgram.ts")).deepgramListener,
  cartesia: async () => (await import("./cartesia.ts")).cartesiaListener,
  elevenlabs: async () => (await import("./elevenlabs.ts")).elevenlabsListener,
};

const SPEAKERS: Record<ProviderName, () => Promise<SpeakProvider>> = {
  embedded: async () => (await import("./embedded/flite.ts")).embeddedSpeaker,
  sherpa: async () => (await import("./sherpa/sherpa.ts")).sherpaSpeaker,
  openai: async () => (await import("./openai.ts")).openaiSpeaker,
  deepgram: async () => (await import("./deepgram.ts")).deepgramSpeaker,
  cartesia: async () => (await import("./cartesia.ts")).cartesiaSpeaker,
  elevenlabs: async () => (await import("./elevenlabs.ts")).elevenlabsSpeaker,
};

/** The provider that listens, not opened yet. */
export const listenProvider = (name: ProviderName): Promise<ListenProvider> => LISTENERS[name]();

/** The provider that speaks, not opened yet. */
export const speakProvider = (name: ProviderName): Promise<SpeakProvider> => SPEAKERS[name]();

/**
 * Opens what a call hears and speaks with; where one of both cannot be opened, the other is closed again.
 * @throws TabletalkError unavailable or bad_use, naming the package, model, setting or key that is missing and how to get it
 */
export async function openSpeech(
  settings: SpeechSettings,
  vocabulary: Vocabulary,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Speech> {
  const {voice, language} = settings;
  const [listening, speaking] = await Promise.allSettled([
    listenProvider(settings.listen).then((one) => one.open({vocabulary, language, environment})),
    speakProvider(settings.speak).then((one) => one.open({...(voice && {voice}), environment})),
  ]);
  if (listening.status === "fulfilled" && speaking.status === "fulfilled")
    return {listener: listening.value, speaker: speaking.value};
  if (listening.status === "fulfilled") await listening.value.close();
  if (speaking.status === "fulfilled") await speaking.value.close();
  throw listening.status === "rejected" ? listening.reason : (speaking as PromiseRejectedResult).reason;
}
