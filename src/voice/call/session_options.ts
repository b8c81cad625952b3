import type {stt, tts, voice} from "@livekit/agents";

/** How long it is quiet before somebody has finished. */
export const END_OF_SPEECH_MS = 300;

/** How the voice activity is judged: on this machine. */
export const VAD_OPTIONS = {
  model: "silero",
  minSpeechDuration: 50,
  minSilenceDuration: END_OF_SPEECH_MS,
} as const;

/**
 * How a session of the framework hears and takes turns. Everything that it would ask of LiveKit's cloud by itself is pinned to
 * what runs here.
 */
export function sessionOptions(parts: {
  stt: stt.STT;
  tts: tts.TTS;
  vad: NonNullable<voice.AgentSessionOptions["vad"]>;
}): voice.AgentSessionOptions {
  return {
    ...parts,
    turnHandling: {
      turnDetection: "vad",
      endpointing: {mode: "fixed", minDelay: END_OF_SPEECH_MS, maxDelay: 1_200},
      interruption: {
        enabled: true,
        mode: "vad",
        minDuration: 60,
        minWords: 0,
        falseInterruptionTimeout: 600,
        resumeFalseInterruption: true,
      },
      preemptiveGeneration: {enabled: false},
    },
    // The greeting can be cut into, too.
    aecWarmupDuration: null,
    // Silence is ours to judge.
    userAwayTimeout: null,
    ttsTextTransforms: null,
    useTtsAlignedTranscript: false,
  };
}
