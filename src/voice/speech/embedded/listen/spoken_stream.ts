import {
  type APIConnectOptions,
  type AudioBuffer,
  inference,
  stt,
  type VADEvent,
  VADEventType,
} from "@livekit/agents";
import type {Heard} from "./listen_messages.ts";
import type {Listening, ListenThread} from "./listen_thread.ts";

const RATE = 16_000;
/** How many samples the detector of speech looks at together. */
const WINDOW = 512;
/** How long it is quiet before speech is over; and before it is worked out, in case it is. */
const SILENCE_MS = 300;
const PAUSE_MS = 128;
/** Speech without end is heard in parts. */
const LONGEST_SECONDS = 30;

/** A recognizer of LiveKit's over the thread that listens. */
export class EmbeddedSTT extends stt.STT {
  readonly label = "embedded.STT";
  readonly #thread: ListenThread;
  readonly #vad = new inference.VAD({model: "silero", minSilenceDuration: SILENCE_MS});

  constructor(thread: ListenThread) {
    super({streaming: true, interimResults: true, alignedTranscript: false});
    this.#thread = thread;
  }

  override get model(): string {
    return "pocketsphinx-en-us";
  }

  override get provider(): string {
    return "embedded";
  }

  protected override async _recognize(buffer: AudioBuffer): Promise<stt.SpeechEvent> {
    const frames = Array.isArray(buffer) ? buffer : [buffer];
    const listening = this.#thread.listen(() => undefined);
    for (const {data} of frames) listening.sound(data.slice());
    return {type: stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives: [asData(await listening.end())]};
  }

  override stream(options?: {connOptions?: APIConnectOptions}): stt.SpeechStream {
    return new EmbeddedStream(this, this.#thread, this.#vad, options?.connOptions);
  }
}

class EmbeddedStream extends stt.SpeechStream {
  readonly label = "embedded.SpeechStream";
  readonly #thread: ListenThread;
  readonly #voices: ReturnType<inference.VAD["stream"]>;
  #stopped = false;
  /** Samples that the detector was given, and that it has looked at. */
  #given = 0;
  #seen = 0;
  #caughtUp: (() => void) | undefined;

  constructor(owner: EmbeddedSTT, thread: ListenThread, vad: inference.VAD, connOptions?: APIConnectOptions) {
    super(owner, RATE, connOptions);
    this.#thread = thread;
    this.#voices = vad.stream();
  }

  override close(): void {
    super.close();
    this.#stopDetector();
  }

  protected override async run(): Promise<void> {
    await Promise.all([this.#pump(), this.#recognize()]);
  }

  async #pump(): Promise<void> {
    for await (const frame of this.input)
      if (typeof frame === "symbol") continue;
      else if (frame.samplesPerChannel > 0) {
        this.#given += frame.samplesPerChannel;
        this.#voices.pushFrame(frame);
      }
    if (!this.closed && !this.#isCaughtUp())
      await new Promise<void>((done) => {
        this.#caughtUp = done;
      });
    // Its endInput throws (the stream's writer holds the lock); what is being said is heard to its end below.
    this.#stopDetector();
  }

  /** The detector looks at whole windows alone. */
  #isCaughtUp(): boolean {
    return this.#given - this.#seen < WINDOW;
  }

  #stopDetector(): void {
    this.#caughtUp?.();
    if (this.#stopped) return;
    this.#stopped = true;
    this.#voices.close();
  }

  async #recognize(): Promise<void> {
    let speech: Speech | undefined;
    for await (const event of this.#voices) {
      if (event.type === VADEventType.INFERENCE_DONE) {
        this.#seen += WINDOW;
        if (this.#isCaughtUp()) this.#caughtUp?.();
      }
      if (event.type === VADEventType.START_OF_SPEECH) {
        this.#put({type: stt.SpeechEventType.START_OF_SPEECH});
        speech = this.#begin(event);
      } else if (event.type === VADEventType.INFERENCE_DONE && speech) {
        speech.add(event);
        if (speech.seconds() < LONGEST_SECONDS) continue;
        await this.#finish(speech, Date.now());
        speech = this.#begin();
      } else if (event.type === VADEventType.END_OF_SPEECH && speech) {
        const over = Date.now() - event.silenceDuration;
        await this.#finish(speech, over);
        this.#put({type: stt.SpeechEventType.END_OF_SPEECH, speechEndTime: over});
        speech = undefined;
      }
    }
    if (speech && !this.closed) await this.#finish(speech, Date.now());
    else speech?.drop();
  }

  #begin(event?: VADEvent): Speech {
    const listening = this.#thread.listen((text) =>
      this.#put({
        type: stt.SpeechEventType.INTERIM_TRANSCRIPT,
        alternatives: [asData({text, sureness: 0})],
      }),
    );
    const speech = speechOf(listening);
    if (event) speech.add(event);
    return speech;
  }

  async #finish(speech: Speech, speechEndTime: number): Promise<void> {
    const heard = await speech.end();
    if (heard.text)
      this.#put({
        type: stt.SpeechEventType.FINAL_TRANSCRIPT,
        alternatives: [asData(heard)],
        speechEndTime,
      });
    this.#put({
      type: stt.SpeechEventType.RECOGNITION_USAGE,
      recognitionUsage: {audioDuration: speech.seconds()},
    });
  }

  #put(event: stt.SpeechEvent): void {
    if (!this.queue.closed) this.queue.put(event);
  }
}

interface Speech {
  add(event: VADEvent): void;
  seconds(): number;
  end(): Promise<Heard>;
  drop(): void;
}

function speechOf(listening: Listening): Speech {
  let samples = 0;
  let paused = false;
  return {
    add(event) {
      for (const {data} of event.frames) {
        samples += data.length;
        // The detector uses its buffer again.
        listening.sound(data.slice());
      }
      const quiet = event.rawAccumulatedSilence >= PAUSE_MS;
      if (quiet !== paused) quiet ? listening.pause() : listening.resume();
      paused = quiet;
    },
    seconds: () => samples / RATE,
    end: () => listening.end(),
    drop: () => listening.drop(),
  };
}

const asData = ({text, sureness}: Heard): stt.SpeechData => ({
  language: "en" as stt.SpeechData["language"],
  text,
  startTime: 0,
  endTime: 0,
  confidence: sureness,
});
