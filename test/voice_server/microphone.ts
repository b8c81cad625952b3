import {AudioFrame, AudioSource} from "@livekit/rtc-node";
import {type Pcm, RATE} from "./speech.ts";

/** A microphone that is always open: it gives what is to be said when its turn comes, and what is around it else. */
export interface Microphone {
  source: AudioSource;
  /** Says it after what is being said. Told are the moments when it was on its way, in milliseconds since 1970. */
  say(sound: Pcm): Promise<Said>;
  /** What is heard beside speech, over and over; absent: silence. */
  around(sound: Pcm | undefined): void;
  close(): Promise<void>;
}

/** When a sound began and ended. */
export interface Said {
  began: number;
  ended: number;
}

const FRAME = RATE / 100;

export function openMicrophone(): Microphone {
  const source = new AudioSource(RATE, 1, 50);
  const waiting: {sound: Pcm; at: number; began: number; done: (said: Said) => void}[] = [];
  let background: Pcm | undefined;
  let heard = 0;
  let open = true;

  function nextFrame(): Pcm {
    const frame = new Int16Array(FRAME);
    const [first] = waiting;
    if (first) {
      const leaves = Date.now() + source.queuedDuration;
      first.began ||= leaves;
      frame.set(first.sound.subarray(first.at, first.at + FRAME));
      first.at += FRAME;
      if (first.at >= first.sound.length) {
        waiting.shift();
        first.done({began: first.began, ended: leaves + 10});
      }
    }
    if (background)
      for (let index = 0; index < FRAME; index++)
        frame[index] = (frame[index] ?? 0) + (background[heard++ % background.length] ?? 0);
    return frame;
  }

  async function run(): Promise<void> {
    while (open) await source.captureFrame(new AudioFrame(nextFrame(), RATE, 1, FRAME));
  }
  const running = run().catch(() => undefined);

  return {
    source,
    say: (sound) => new Promise((done) => waiting.push({sound, at: 0, began: 0, done})),
    around(sound) {
      background = sound;
    },
    async close() {
      open = false;
      await running;
      await source.close();
    },
  };
}
