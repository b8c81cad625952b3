import {type APIConnectOptions, AudioByteStream, shortuuid, tts} from "@livekit/agents";
import {ChunksOfStream} from "./chunks_of_stream.ts";
import {pieceCutter} from "./embedded/pieces.ts";

/** Characters of one answer: a minute and a half. Two sentences have 300. */
const LONGEST_SPEECH = 1500;
const REST = "The rest is on your screen.";

/** A voice that makes the sound of a piece of text as a whole. */
export interface Voicing {
  provider: string;
  model: string;
  /** Samples a second. */
  rate: number;
  speed: number;
  /** A text as the voice can be given it; empty where it has nothing to say. */
  sayable(text: string): string;
  /** @throws what the signal was aborted with */
  say(piece: string, speed: number, signal: AbortSignal): Promise<Int16Array<ArrayBuffer>>;
}

/** LiveKit's side of a voice that runs here: a text is cut into pieces, and each is made while the ones before it are heard. */
export class PiecewiseTTS extends tts.TTS {
  readonly label = "tabletalk.PiecewiseTTS";
  readonly #voicing: Voicing;

  constructor(voicing: Voicing) {
    super(voicing.rate, 1, {streaming: true});
    this.#voicing = voicing;
  }

  override get model(): string {
    return this.#voicing.model;
  }

  override get provider(): string {
    return this.#voicing.provider;
  }

  override synthesize(
    text: string,
    connOptions?: APIConnectOptions,
    abortSignal?: AbortSignal,
  ): tts.ChunkedStream {
    return new ChunksOfStream(this, text, connOptions, abortSignal);
  }

  override stream(options?: {connOptions?: APIConnectOptions}): tts.SynthesizeStream {
    return new PiecewiseStream(this, this.#voicing, options?.connOptions);
  }
}

class PiecewiseStream extends tts.SynthesizeStream {
  readonly label = "tabletalk.PiecewiseStream";
  readonly #voicing: Voicing;

  constructor(owner: PiecewiseTTS, voicing: Voicing, connOptions?: APIConnectOptions) {
    super(owner, connOptions);
    this.#voicing = voicing;
  }

  protected override async run(): Promise<void> {
    for await (const audio of speech(this.#voicing, this.#texts(), this.abortSignal)) {
      if (this.queue.closed) return;
      this.queue.put(audio);
    }
    if (!this.queue.closed) this.queue.put(tts.SynthesizeStream.END_OF_STREAM);
  }

  /** What is to be said, as it comes; undefined where all so far is to be said now. */
  async *#texts(): AsyncGenerator<string | undefined> {
    for await (const part of this.input) {
      if (typeof part === "string") this.markStarted();
      yield typeof part === "string" ? part : undefined;
    }
  }
}

async function* speech(
  voicing: Voicing,
  texts: AsyncIterable<string | undefined>,
  signal: AbortSignal,
): AsyncGenerator<tts.SynthesizedAudio> {
  const {rate, speed} = voicing;
  const id = shortuuid("voice_");
  const frames = new AudioByteStream(rate, 1, Math.round(rate / 50));
  const making: Promise<Int16Array<ArrayBuffer>>[] = [];
  let wake = Promise.withResolvers<void>();
  let ended = false;

  let left = LONGEST_SPEECH;

  const say = (pieces: readonly string[]): void => {
    for (const piece of pieces.map(voicing.sayable).filter((one) => /[\p{L}\p{N}]/u.test(one))) {
      if (left <= 0) break;
      left -= piece.length;
      const sound = voicing.say(left > 0 ? piece : REST, speed, signal);
      sound.catch(() => {});
      making.push(sound);
    }
    wake.resolve();
  };
  const reading = (async () => {
    const cutter = pieceCutter();
    try {
      for await (const text of texts) say(text === undefined ? cutter.rest() : cutter.push(text));
      if (!signal.aborted) say(cutter.rest());
    } finally {
      ended = true;
      wake.resolve();
    }
  })();
  reading.catch(() => {});

  let held: tts.SynthesizedAudio | undefined;
  for (;;) {
    const sound = making.shift();
    if (!sound) {
      if (ended) break;
      await wake.promise;
      wake = Promise.withResolvers<void>();
      continue;
    }
    const samples = await sound.catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (!samples) return;
    for (const frame of frames.write(samples.buffer)) {
      if (held) yield held;
      held = {requestId: id, segmentId: id, frame, final: false};
    }
  }
  await reading;
  for (const frame of frames.flush()) {
    if (held) yield held;
    held = {requestId: id, segmentId: id, frame, final: false};
  }
  if (held) yield {...held, final: true};
}
