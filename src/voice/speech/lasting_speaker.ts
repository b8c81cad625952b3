import {type APIConnectOptions, tokenize, tts} from "@livekit/agents";
import {ChunksOfStream} from "./chunks_of_stream.ts";
import {canPass, explainedFailure, type HostedName, NO_SOUND} from "./speech_failure.ts";

/** How long a voice may be silent, in ms. */
export interface Patience {
  /** From the first words to the first sound: later than this nobody waits for an answer on a call. */
  first: number;
  /** From one sound to the next. */
  next: number;
}

const PATIENCE: Patience = {first: 5000, next: 5000};

/**
 * A voice that does not stay silent unnoticed. Plugins wait without limit for a server that says nothing, take refusals for
 * the end of speech, and try again with a text that is used up: here the text is kept until there is sound, tried once more,
 * and then told as a `TabletalkError`.
 */
export class LastingTTS extends tts.TTS {
  readonly label: string;
  readonly #inner: tts.TTS;
  readonly #streaming: tts.TTS;
  readonly #of: HostedName;
  readonly #patience: Patience;

  constructor(inner: tts.TTS, of: HostedName, patience: Patience = PATIENCE) {
    super(inner.sampleRate, inner.numChannels, {...inner.capabilities, streaming: true});
    this.label = inner.label;
    this.#inner = inner;
    this.#of = of;
    this.#patience = patience;
    inner.on("metrics_collected", (metrics) => this.emit("metrics_collected", metrics));
    inner.on("error", () => {});
    this.#streaming = inner.capabilities.streaming
      ? inner
      : new tts.StreamAdapter(inner, new tokenize.basic.SentenceTokenizer({minSentenceLength: 8}));
  }

  override get model(): string {
    return this.#inner.model;
  }

  override get provider(): string {
    return this.#inner.provider;
  }

  override synthesize(
    text: string,
    connOptions?: APIConnectOptions,
    abortSignal?: AbortSignal,
  ): tts.ChunkedStream {
    return new ChunksOfStream(this, text, connOptions, abortSignal);
  }

  override stream(options?: {connOptions?: APIConnectOptions}): tts.SynthesizeStream {
    return new LastingStream(this, this.#streaming, this.#of, this.#patience, options?.connOptions);
  }

  override async close(): Promise<void> {
    await this.#inner.close();
  }
}

class LastingStream extends tts.SynthesizeStream {
  readonly label = "tabletalk.LastingStream";
  readonly #inner: tts.TTS;
  readonly #of: HostedName;
  readonly #patience: Patience;

  constructor(
    owner: LastingTTS,
    inner: tts.TTS,
    of: HostedName,
    patience: Patience,
    connOptions?: APIConnectOptions,
  ) {
    super(owner, connOptions);
    this.#inner = inner;
    this.#of = of;
    this.#patience = patience;
  }

  protected override async run(): Promise<void> {
    const texts: string[] = [];
    let current: tts.SynthesizeStream | undefined;
    let ended = false;
    const words = (): boolean => /[\p{L}\p{N}]/u.test(texts.join(""));

    const feeding = (async () => {
      for await (const part of this.input) {
        if (typeof part !== "string") {
          current?.flush();
          continue;
        }
        if (part) this.markStarted();
        texts.push(part);
        current?.pushText(part);
      }
      ended = true;
      current?.endInput();
    })();

    for (let attempt = 1; !this.abortSignal.aborted; attempt++) {
      const opened = this.#inner.stream({
        connOptions: {maxRetry: 0, retryIntervalMs: 0, timeoutMs: this.#patience.first},
      });
      let heard = false;
      let wrong: unknown;
      let timer: NodeJS.Timeout | undefined;
      const late = (): void => {
        // Until there is something to say, there is nothing to wait for.
        if (!heard && !words()) wait(this.#patience.first);
        else {
          wrong ??= new Error("too late");
          opened.close();
        }
      };
      const wait = (ms: number): void => {
        clearTimeout(timer);
        timer = setTimeout(late, ms);
      };
      const onError = (event: {error: Error}): void => {
        wrong ??= event.error;
        opened.close();
      };
      const onAbort = (): void => opened.close();
      this.#inner.on("error", onError);
      this.abortSignal.addEventListener("abort", onAbort);
      for (const text of texts) opened.pushText(text);
      current = opened;
      if (ended) opened.endInput();
      wait(this.#patience.first);
      try {
        for await (const audio of opened) {
          if (typeof audio === "symbol") break;
          heard = true;
          wait(this.#patience.next);
          if (!this.queue.closed) this.queue.put(audio);
        }
      } catch (error) {
        wrong ??= error;
      } finally {
        clearTimeout(timer);
        current = undefined;
        this.#inner.off("error", onError);
        this.abortSignal.removeEventListener("abort", onAbort);
        opened.close();
      }
      if (this.abortSignal.aborted) return;
      if (!wrong && (heard || (ended && !words()))) break;
      if (heard || attempt === 2 || !(await canPass(wrong, this.#of)))
        throw await explainedFailure(wrong ?? new Error(NO_SOUND), this.#of);
    }
    await feeding;
    if (!this.queue.closed) this.queue.put(tts.SynthesizeStream.END_OF_STREAM);
  }
}
