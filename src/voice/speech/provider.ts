import type {stt, tts} from "@livekit/agents";
import type {Vocabulary} from "./vocabulary.ts";

/** How a recognizer is opened. */
export interface ListenOptions {
  vocabulary: Vocabulary;
  /** `en`, `de`: as the provider writes it. */
  language: string;
  environment: NodeJS.ProcessEnv;
}

/** How a voice is opened. */
export interface SpeakOptions {
  /** The provider's name of a voice; absent: its default. */
  voice?: string;
  environment: NodeJS.ProcessEnv;
}

/** Turns speech into text. One that is open listens to one call. */
export interface ListenProvider {
  readonly name: string;
  /** Opens it; heavy packages are loaded here. @throws TabletalkError unavailable naming the package, model or key that is missing and how to get it */
  open(options: ListenOptions): Promise<OpenListener>;
}

export interface OpenListener {
  stt: stt.STT;
  /** The data of the call changed: other tables are spoken of. */
  update(vocabulary: Vocabulary): Promise<void>;
  close(): Promise<void>;
}

/** Turns text into speech. */
export interface SpeakProvider {
  readonly name: string;
  /** As of `ListenProvider`. */
  open(options: SpeakOptions): Promise<OpenSpeaker>;
}

export interface OpenSpeaker {
  /** It is given words as `verbalize` writes them: no digits, no signs. */
  tts: tts.TTS;
  /** 1 is the usual speed, 0.8 slower. Counts from the next sentence on. */
  setSpeed(speed: number): void;
  close(): Promise<void>;
}
