import {voice} from "@livekit/agents";
import {AudioFrame} from "@livekit/rtc-node";

const RATE = 16_000;
const FRAME = RATE / 50;
/** As LiveKit's own output: so much is on its way at most. */
const AHEAD_MS = 200;
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** A microphone of samples at 16 kHz, which come as fast as they would be said. */
export class PcmInput extends voice.AudioInput {
  readonly #writer;

  constructor() {
    super();
    const room = {highWaterMark: 10_000};
    const passage = new TransformStream<AudioFrame, AudioFrame>({}, room, room);
    this.multiStream.addInputStream(passage.readable);
    this.#writer = passage.writable.getWriter();
  }

  async say(samples: Int16Array): Promise<void> {
    const began = Date.now();
    for (let at = 0; at < samples.length; at += FRAME) {
      const piece = samples.slice(at, at + FRAME);
      void this.#writer.write(new AudioFrame(piece, RATE, 1, piece.length));
      await pause(Math.max(0, began + ((at + FRAME) / RATE) * 1000 - Date.now()));
    }
  }

  silence(seconds: number): Promise<void> {
    return this.say(new Int16Array(RATE * seconds));
  }
}

/** A loudspeaker that takes as long as its sound does, and can be paused in between. */
export class PcmOutput extends voice.AudioOutput {
  /** Seconds of sound that were heard, by segment. */
  readonly heard: number[] = [];
  #pushed = 0;
  #began = 0;
  #generation = 0;
  #resumed = Promise.withResolvers<void>();

  constructor() {
    super(RATE, undefined, {pause: true});
    this.#resumed.resolve();
  }

  override async captureFrame(frame: AudioFrame): Promise<void> {
    await super.captureFrame(frame);
    const generation = this.#generation;
    await this.#resumed.promise;
    if (generation !== this.#generation) return;
    if (this.#pushed === 0) {
      this.#began = Date.now();
      this.onPlaybackStarted(this.#began);
    }
    this.#pushed += frame.samplesPerChannel / frame.sampleRate;
    const ahead = this.#began + this.#pushed * 1000 - Date.now() - AHEAD_MS;
    // Behind: it was paused.
    if (ahead < -AHEAD_MS) this.#began = Date.now() - this.#pushed * 1000 + AHEAD_MS;
    if (ahead > 0) await pause(ahead);
  }

  override flush(): void {
    super.flush();
    const generation = this.#generation;
    void pause(Math.max(0, this.#began + this.#pushed * 1000 - Date.now())).then(() => {
      if (generation === this.#generation) this.#finish(false);
    });
  }

  override clearBuffer(): void {
    this.#resumed.resolve();
    this.#finish(true);
  }

  override pause(): void {
    super.pause();
    this.#resumed = Promise.withResolvers();
  }

  override resume(): void {
    super.resume();
    this.#resumed.resolve();
  }

  #finish(interrupted: boolean): void {
    this.#generation += 1;
    const playbackPosition = this.#pushed;
    this.#pushed = 0;
    if (playbackPosition > 0) this.heard.push(playbackPosition);
    this.onPlaybackFinished({playbackPosition, interrupted});
  }
}
