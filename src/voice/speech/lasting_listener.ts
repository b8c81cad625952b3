import {type APIConnectOptions, type AudioBuffer, stt} from "@livekit/agents";
import type {AudioFrame} from "@livekit/rtc-node";
import {canPass, explainedFailure, type HostedName} from "./speech_failure.ts";

/** How long is waited before each new connection; after the last, the call is told. What was recognized begins it anew. */
const WAITS_MS = [200, 500, 1000];
/** Of what was said since the last words that were final: the newest that a new connection hears again. */
const KEPT_SECONDS = 10;
/** This much sound without a word of the provider is taken for a dead connection, the first time; then twice as much. */
const DEAF_SECONDS = 5;
const LOUD = 400;

/**
 * A recognizer that goes on where a provider's connection ends. Plugins end quietly when the server closes it, or do not
 * notice, and the call would be deaf from then on. What it cannot mend, it tells as a `TabletalkError`.
 */
export class LastingSTT extends stt.STT {
  readonly label: string;
  readonly #inner: stt.STT;
  readonly #of: HostedName;

  constructor(inner: stt.STT, of: HostedName) {
    super({...inner.capabilities, streaming: true});
    this.label = inner.label;
    this.#inner = inner;
    this.#of = of;
    inner.on("metrics_collected", (metrics) => this.emit("metrics_collected", metrics));
    // What is told with no listener would end the process; each stream listens for itself.
    inner.on("error", () => {});
  }

  override get model(): string {
    return this.#inner.model;
  }

  override get provider(): string {
    return this.#inner.provider;
  }

  protected override async _recognize(frame: AudioBuffer, signal?: AbortSignal): Promise<stt.SpeechEvent> {
    try {
      return await this.#inner.recognize(frame, signal);
    } catch (error) {
      throw await explainedFailure(error, this.#of);
    }
  }

  override stream(options?: {connOptions?: APIConnectOptions}): stt.SpeechStream {
    return new LastingStream(this, this.#inner, this.#of, options?.connOptions);
  }

  override async close(): Promise<void> {
    await this.#inner.close();
  }
}

class LastingStream extends stt.SpeechStream {
  readonly label = "tabletalk.LastingStream";
  readonly #inner: stt.STT;
  readonly #of: HostedName;

  constructor(owner: LastingSTT, inner: stt.STT, of: HostedName, connOptions?: APIConnectOptions) {
    super(owner, undefined, connOptions);
    this.#inner = inner;
    this.#of = of;
  }

  protected override async run(): Promise<void> {
    const recent: AudioFrame[] = [];
    let current: stt.SpeechStream | undefined;
    let ended = false;
    let deaf = false;
    let unheard = 0;
    let deafAfter = DEAF_SECONDS;

    const feeding = (async () => {
      for await (const frame of this.input) {
        if (typeof frame === "symbol") {
          tolerant(() => current?.flush());
          continue;
        }
        keep(recent, frame);
        tolerant(() => current?.pushFrame(frame));
        if (isLoud(frame)) unheard += secondsOf(frame);
        if (unheard < deafAfter) continue;
        unheard = 0;
        deafAfter *= 2;
        deaf = true;
        current?.close();
      }
      ended = true;
      tolerant(() => current?.endInput());
    })();

    for (let failures = 0; !this.abortSignal.aborted; ) {
      const opened = this.#inner.stream({connOptions: {maxRetry: 0, retryIntervalMs: 0, timeoutMs: 8000}});
      let wrong: unknown;
      const onError = (event: {error: Error}): void => {
        wrong = event.error;
        opened.close();
      };
      const onAbort = (): void => opened.close();
      this.#inner.on("error", onError);
      this.abortSignal.addEventListener("abort", onAbort);
      for (const frame of recent) tolerant(() => opened.pushFrame(frame));
      current = opened;
      deaf = false;
      if (ended) tolerant(() => opened.endInput());
      try {
        for await (const event of opened) {
          if (event.type !== stt.SpeechEventType.RECOGNITION_USAGE) unheard = 0;
          if (event.type === stt.SpeechEventType.FINAL_TRANSCRIPT) {
            failures = 0;
            deafAfter = DEAF_SECONDS;
            recent.length = 0;
          }
          if (!this.queue.closed) this.queue.put(event);
        }
      } catch (error) {
        wrong = error;
      } finally {
        current = undefined;
        this.#inner.off("error", onError);
        this.abortSignal.removeEventListener("abort", onAbort);
        opened.close();
      }
      if (this.abortSignal.aborted || (ended && !wrong)) break;
      if (deaf && !wrong) continue;
      const wait = WAITS_MS[failures++];
      if (wait === undefined || !(await canPass(wrong, this.#of)))
        throw await explainedFailure(wrong ?? new Error("closed"), this.#of);
      await paused(wait, this.abortSignal);
    }
    if (ended) await feeding;
  }
}

function keep(recent: AudioFrame[], frame: AudioFrame): void {
  recent.push(frame);
  // All frames of a call are of one length.
  while (recent.length * secondsOf(frame) > KEPT_SECONDS) recent.shift();
}

const secondsOf = (frame: AudioFrame): number => frame.samplesPerChannel / frame.sampleRate;

function isLoud({data}: AudioFrame): boolean {
  let sum = 0;
  for (const sample of data) sum += Math.abs(sample);
  return sum > LOUD * data.length;
}

/** LiveKit's streams throw at whoever gives them something after they ended. */
function tolerant(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

const paused = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
