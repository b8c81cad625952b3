import {type APIConnectOptions, inference, stt, VADEventType, type VADStream} from "@livekit/agents";
import type {AudioFrame} from "@livekit/rtc-node";
import {VAD_OPTIONS} from "../../../src/voice/call/session_options.ts";

/**
 * Hears speech where there is some (by the real judge of voice activity), and takes it for the next of the texts that it is
 * given: how well an engine hears is tested elsewhere. An empty text stands for a cough.
 */
export class ScriptedListener extends stt.STT {
  readonly label = "test.ScriptedListener";
  readonly vad = new inference.VAD({...VAD_OPTIONS});
  readonly next: string[] = [];

  constructor() {
    super({streaming: true, interimResults: false});
  }

  protected override async _recognize(): Promise<stt.SpeechEvent> {
    throw new Error("It hears streams alone.");
  }

  override stream(options?: {connOptions?: APIConnectOptions}): stt.SpeechStream {
    return new ScriptedStream(this, options?.connOptions);
  }
}

class ScriptedStream extends stt.SpeechStream {
  readonly label = "test.ScriptedStream";
  readonly #owner: ScriptedListener;
  readonly #activity: VADStream;

  constructor(owner: ScriptedListener, connOptions?: APIConnectOptions) {
    super(owner, 16_000, connOptions);
    this.#owner = owner;
    this.#activity = owner.vad.stream();
  }

  override close(): void {
    super.close();
    this.#activity.close();
  }

  protected override async run(): Promise<void> {
    await Promise.all([this.#feed(), this.#hear()]);
  }

  async #feed(): Promise<void> {
    for await (const frame of this.input)
      if (typeof frame !== "symbol") this.#activity.pushFrame(frame as AudioFrame);
    if (!this.closed) this.#activity.endInput();
  }

  async #hear(): Promise<void> {
    for await (const event of this.#activity) {
      if (event.type === VADEventType.START_OF_SPEECH)
        this.output.put({type: stt.SpeechEventType.START_OF_SPEECH});
      if (event.type !== VADEventType.END_OF_SPEECH) continue;
      const text = this.#owner.next.shift() ?? "";
      if (text)
        this.output.put({
          type: stt.SpeechEventType.FINAL_TRANSCRIPT,
          alternatives: [{language: "en", text, startTime: 0, endTime: 0, confidence: 1}],
        } as unknown as stt.SpeechEvent);
      this.output.put({type: stt.SpeechEventType.END_OF_SPEECH});
    }
  }
}
