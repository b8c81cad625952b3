import {
  type APIConnectOptions,
  APIStatusError,
  AudioByteStream,
  shortuuid,
  tokenize,
  tts,
} from "@livekit/agents";
import {ChunksOfStream} from "./chunks_of_stream.ts";

/** What `response_format: "pcm"` is. */
const RATE = 24_000;

export interface OpenAIVoice {
  apiKey: string;
  baseURL: string;
  model: string;
  voice: string;
  speed: number;
}

/**
 * OpenAI's voice, heard as it comes: LiveKit's plugin waits for the whole sentence, and where it fails, it does so in a
 * promise that nobody holds, which ends the process.
 */
export class OpenAITTS extends tts.TTS {
  readonly label = "tabletalk.OpenAITTS";
  readonly #voice: OpenAIVoice;

  constructor(voice: OpenAIVoice) {
    super(RATE, 1, {streaming: true});
    this.#voice = voice;
  }

  override get model(): string {
    return this.#voice.model;
  }

  override get provider(): string {
    return "OpenAI";
  }

  override synthesize(
    text: string,
    connOptions?: APIConnectOptions,
    abortSignal?: AbortSignal,
  ): tts.ChunkedStream {
    return new ChunksOfStream(this, text, connOptions, abortSignal);
  }

  override stream(options?: {connOptions?: APIConnectOptions}): tts.SynthesizeStream {
    return new OpenAIStream(this, this.#voice, options?.connOptions);
  }
}

class OpenAIStream extends tts.SynthesizeStream {
  readonly label = "tabletalk.OpenAIStream";
  readonly #voice: OpenAIVoice;

  constructor(owner: OpenAITTS, voice: OpenAIVoice, connOptions?: APIConnectOptions) {
    super(owner, connOptions);
    this.#voice = voice;
  }

  protected override async run(): Promise<void> {
    const sentences = new tokenize.basic.SentenceTokenizer({minSentenceLength: 8}).stream();
    const reading = (async () => {
      for await (const part of this.input) {
        if (typeof part === "string") sentences.pushText(part);
        else sentences.flush();
      }
      sentences.endInput();
      sentences.close();
    })();
    reading.catch(() => {});

    // While one sentence is heard, the next is asked for already.
    let before: Promise<Response> | undefined;
    for await (const {token} of sentences) {
      if (this.abortSignal.aborted) return;
      if (!/[\p{L}\p{N}]/u.test(token)) continue;
      this.markStarted();
      const asked = this.#ask(token);
      asked.catch(() => {});
      if (before) await this.#hear(await before);
      before = asked;
    }
    if (before) await this.#hear(await before);
    await reading;
    if (!this.queue.closed) this.queue.put(tts.SynthesizeStream.END_OF_STREAM);
  }

  async #ask(input: string): Promise<Response> {
    const {apiKey, baseURL, model, voice, speed} = this.#voice;
    const response = await fetch(`${baseURL}/audio/speech`, {
      method: "POST",
      headers: {authorization: `Bearer ${apiKey}`, "content-type": "application/json"},
      body: JSON.stringify({input, model, voice, speed, response_format: "pcm"}),
      signal: this.abortSignal,
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new APIStatusError({message: "refused", options: {statusCode: response.status}});
  }

  async #hear(response: Response): Promise<void> {
    const id = shortuuid("openai_");
    const bytes = new AudioByteStream(RATE, 1, RATE / 50);
    let held: tts.SynthesizedAudio | undefined;
    const put = (frames: ReturnType<AudioByteStream["write"]>): void => {
      for (const frame of frames) {
        if (held && !this.queue.closed) this.queue.put(held);
        held = {requestId: id, segmentId: id, frame, final: false};
      }
    };
    for await (const part of response.body ?? []) put(bytes.write(Uint8Array.from(part).buffer));
    put(bytes.flush());
    if (held && !this.queue.closed) this.queue.put({...held, final: true});
  }
}
