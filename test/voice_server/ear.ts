import {type AudioFrame, AudioStream, type RemoteTrack} from "@livekit/rtc-node";
import {AUDIBLE, joined, loudness, type Pcm, RATE} from "./speech.ts";

/** A stretch of sound, in milliseconds since 1970. While it is still heard, `to` grows. */
export interface Heard {
  from: number;
  to: number;
}

/** Listens to what another participant says. */
export interface Ear {
  /** Stretches of sound; pauses between words are part of them. */
  heard: Heard[];
  listen(track: RemoteTrack): void;
  /** Whether there is sound now. */
  loud(): boolean;
  /** What was heard since a moment, as it came. */
  sound(since: number): Pcm;
  close(): Promise<void>;
}

/** A pause that is longer ends a stretch: Flite's between two sentences is shorter. */
const PAUSE_MS = 700;
const FRAME_MS = 20;

export function openEar(): Ear {
  const heard: Heard[] = [];
  const kept: {at: number; sound: Pcm}[] = [];
  const readers = new Set<ReadableStreamDefaultReader<AudioFrame>>();

  function take(sound: Pcm): void {
    const now = Date.now();
    if (loudness(sound) < AUDIBLE) {
      const last = heard.at(-1);
      // Of silence only what lies within speech is worth keeping.
      if (last && now - last.to < PAUSE_MS) kept.push({at: now, sound});
      return;
    }
    kept.push({at: now, sound});
    const last = heard.at(-1);
    if (last && now - last.to < PAUSE_MS) last.to = now;
    else heard.push({from: now - FRAME_MS, to: now});
  }

  async function follow(track: RemoteTrack): Promise<void> {
    const stream = new AudioStream(track, {sampleRate: RATE, numChannels: 1, frameSizeMs: FRAME_MS});
    const reader = stream.getReader() as ReadableStreamDefaultReader<AudioFrame>;
    readers.add(reader);
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      take(value.data.slice());
    }
    readers.delete(reader);
  }

  return {
    heard,
    listen: (track) => void follow(track).catch(() => undefined),
    loud: () => Date.now() - (heard.at(-1)?.to ?? 0) < 100,
    sound: (since) => joined(...kept.filter(({at}) => at >= since).map(({sound}) => sound)),
    async close() {
      await Promise.all([...readers].map((reader) => reader.cancel().catch(() => undefined)));
    },
  };
}
