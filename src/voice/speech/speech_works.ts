import {openSpeech} from "./open_speech.ts";
import {requirePackage} from "./require_package.ts";
import type {ProviderName, SpeechSettings} from "./settings.ts";
import {type HostedName, probeStatus, speechFailure} from "./speech_failure.ts";

type AccountOf = (environment: NodeJS.ProcessEnv, does: HostedName["does"]) => {of: HostedName};

const ACCOUNTS: Partial<Record<ProviderName, () => Promise<AccountOf>>> = {
  openai: async () => (await import("./openai.ts")).openaiAccount,
  deepgram: async () => (await import("./deepgram.ts")).deepgramAccount,
  cartesia: async () => (await import("./cartesia.ts")).cartesiaAccount,
  elevenlabs: async () => (await import("./elevenlabs.ts")).elevenlabsAccount,
};

/**
 * Opens the engines of speech once and closes them again, and asks hosted ones whether they take the key. Nothing is heard or
 * said.
 * @throws TabletalkError of the first that does not work, with what to do
 */
export async function speechWorks(settings: SpeechSettings, environment: NodeJS.ProcessEnv): Promise<void> {
  const {initializeLogger} = await requirePackage("A call", [], () => import("@livekit/agents"));
  initializeLogger({pretty: false, level: "silent"});
  const speech = await openSpeech(settings, {terms: []}, environment);
  await Promise.all([speech.listener.close(), speech.speaker.close()]);
  for (const [provider, does] of [
    [settings.listen, "listen"],
    [settings.speak, "speak"],
  ] as const) {
    const account = await ACCOUNTS[provider]?.();
    if (!account) continue;
    const {of} = account(environment, does);
    const status = await probeStatus(of).catch((error: unknown) => {
      throw speechFailure(error, of);
    });
    if (status >= 400) throw speechFailure({statusCode: status}, of);
  }
}
