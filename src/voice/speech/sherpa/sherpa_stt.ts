import {type APIConnectOptions, stt} from "@livekit/agents";
import type {SherpaProcess} from "./sherpa_process.ts";

const RATE = 16_000;

/** LiveKit's side of sherpa's recognizer. */
export class SherpaSTT extends stt.STT {
  readonly label = "tabletalk.SherpaSTT";
  readonly #sherpa: SherpaProcess;
  readonly #language: string;

  constructor(sherpa: SherpaProcess, language: string) {
    super({streaming: true, interimResults: true});
    this.#sherpa = sherpa;
    this.#language = language;
  }

  override get provider(): string {
    return "sherpa";
  }

  protected override async _recognize(): Promise<stt.SpeechEvent> {
    throw new Error("Sherpa's streaming models take streams only.");
  }

  override stream(options?: {connOptions?: APIConnectOptions}): stt.SpeechStream {
    return new SherpaStream(this, this.#sherpa, this.#language, options?.connOptions);
  }
}

class SherpaStream extends stt.SpeechStream {
  readonly label = "tabletalk.SherpaStream";
  readonly #sherpa: SherpaProcess;
  readonly #language: string;

  constructor(owner: SherpaSTT, sherpa: SherpaProcess, language: string, connOptions?: APIConnectOptions) {
    super(owner, RATE, connOptions);
    this.#sherpa = sherpa;
    this.#language = language;
  }

  protected override async run(): Promise<void> {
    let speaking = false;
    const put = (event: stt.SpeechEvent): void => {
      if (!this.queue.closed) this.queue.put(event);
    };
    const broken = Promise.withResolvers<never>();
    broken.promise.catch(() => {});
    const stop = this.#sherpa.hear((message) => {
      if (message.tells === "failed") broken.reject(new Error(message.why));
      if (message.tells !== "heard") return;
      if (!speaking) put({type: stt.SpeechEventType.START_OF_SPEECH});
      speaking = !message.final;
      const language = this.#language as stt.SpeechData["language"];
      put({
        type: message.final ? stt.SpeechEventType.FINAL_TRANSCRIPT : stt.SpeechEventType.INTERIM_TRANSCRIPT,
        alternatives: [{text: message.text, language, startTime: 0, endTime: 0, confidence: 1}],
      });
      if (message.final) put({type: stt.SpeechEventType.END_OF_SPEECH});
    }, broken.reject);
    this.#sherpa.tell({does: "begin"});
    const feeding = (async () => {
      for await (const frame of this.input)
        if (typeof frame !== "symbol") this.#sherpa.tell({does: "hear", samples: frame.data});
      // What is not final yet becomes so by silence.
      this.#sherpa.tell({does: "hear", samples: new Int16Array(RATE)});
    })();
    try {
      await Promise.race([feeding, broken.promise]);
    } finally {
      stop();
    }
  }
}
