import {type APIConnectOptions, tts} from "@livekit/agents";

/**
 * One text, said by the stream of a voice. It never fails by itself: LiveKit leaves the promise of such a stream to nobody,
 * and the process would end; the voice has told its error before.
 */
export class ChunksOfStream extends tts.ChunkedStream {
  readonly label = "tabletalk.ChunksOfStream";
  readonly #owner: tts.TTS;

  constructor(owner: tts.TTS, text: string, connOptions?: APIConnectOptions, abortSignal?: AbortSignal) {
    super(text, owner, connOptions, abortSignal);
    this.#owner = owner;
  }

  protected override async run(): Promise<void> {
    const stream = this.#owner.stream();
    const stop = (): void => stream.close();
    this.abortSignal.addEventListener("abort", stop);
    try {
      stream.pushText(this.inputText);
      stream.endInput();
      for await (const audio of stream) {
        if (typeof audio === "symbol") break;
        if (!this.queue.closed) this.queue.put(audio);
      }
    } finally {
      this.abortSignal.removeEventListener("abort", stop);
      stream.close();
    }
  }
}
