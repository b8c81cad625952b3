import {TabletalkError} from "../../errors.ts";

/** Who can turn speech into text, and text into speech. */
export const PROVIDERS = ["embedded", "sherpa", "openai", "deepgram", "cartesia", "elevenlabs"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** Which engines a call hears and speaks with. */
export interface SpeechSettings {
  listen: ProviderName;
  speak: ProviderName;
  /** The provider's name of a voice; absent: its default. */
  voice?: string;
  /** `en`, `de-DE`. */
  language: string;
}

/**
 * Reads TABLETALK_LISTEN, TABLETALK_SPEAK (both `embedded` where nothing is set), TABLETALK_VOICE, TABLETALK_SPEECH_LANGUAGE.
 * @throws TabletalkError bad_use naming the setting and what it can be
 */
export function speechSettingsFrom(environment: NodeJS.ProcessEnv = process.env): SpeechSettings {
  const language = environment.TABLETALK_SPEECH_LANGUAGE?.trim() || "en";
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language))
    throw new TabletalkError(
      "bad_use",
      "TABLETALK_SPEECH_LANGUAGE is not a language.",
      "Write it as en, de or pt-BR.",
    );
  return {
    listen: providerOf("TABLETALK_LISTEN", environment),
    speak: providerOf("TABLETALK_SPEAK", environment),
    ...(environment.TABLETALK_VOICE?.trim() && {voice: environment.TABLETALK_VOICE.trim()}),
    language,
  };
}

function providerOf(setting: string, environment: NodeJS.ProcessEnv): ProviderName {
  const given = environment[setting]?.trim().toLowerCase() || "embedded";
  const known = PROVIDERS.find((name) => name === given);
  if (known) return known;
  throw new TabletalkError(
    "bad_use",
    `${setting} is ${JSON.stringify(given.slice(0, 40))}, which is no speech engine that I know.`,
    `Set ${setting} to one of ${PROVIDERS.join(", ")}.`,
  );
}
