import {ReadableStream} from "node:stream/web";
import type {stt, tts, voice} from "@livekit/agents";
import type {AudioFrame} from "@livekit/rtc-node";
import {sentencesOf} from "../../planning/sentences.ts";
import {verbalize} from "../words/verbalize.ts";
import {namesIn} from "./caption_of.ts";
import type {Talk} from "./talk.ts";

type Audio = ReadableStream<AudioFrame>;

/** What the analyst of a session stands on. */
export interface AnalystParts {
  talk: Pick<Talk, "greet" | "isNothing">;
  /** Takes what was said once the person has finished. */
  hear: (text: string, confidence: number | undefined) => void;
  tts: tts.TTS;
}

/**
 * The framework's agent: what people say goes to `hear`, and what is said comes back by `session.say`. Its captions have digits,
 * its voice words. It asks no language model: our own turn answers.
 */
export async function createAnalyst({talk, hear, tts}: AnalystParts): Promise<voice.Agent> {
  const {voice} = await import("@livekit/agents");
  class Analyst extends voice.Agent {
    override async onEnter(): Promise<void> {
      talk.greet();
    }

    override async sttNode(
      audio: Audio | AsyncIterable<AudioFrame>,
      settings: voice.ModelSettings,
    ): Promise<ReadableStream<stt.SpeechEvent | string> | null> {
      const heard = await voice.Agent.default.sttNode(this, audio, settings);
      return heard && withoutNothing(heard, talk);
    }

    override async onUserTurnCompleted(
      _context: unknown,
      message: {textContent?: string | undefined; transcriptConfidence?: number | undefined},
    ): Promise<void> {
      hear(message.textContent ?? "", message.transcriptConfidence);
      // The answer is said when it is there; by then the person may have gone on.
      throw new voice.StopResponse();
    }

    override async ttsNode(text: ReadableStream<string> | AsyncIterable<string>): Promise<Audio> {
      return spokenBy(tts, text);
    }
  }
  return new Analyst({instructions: "Answers questions about data."});
}

/** Leaves out what is no word for us ("mhm", a cough taken for one): the framework then goes on with what it was saying. */
function withoutNothing(
  heard: ReadableStream<stt.SpeechEvent | string>,
  talk: Pick<Talk, "isNothing">,
): ReadableStream<stt.SpeechEvent | string> {
  const kept = heard.pipeThrough(
    new TransformStream<stt.SpeechEvent | string, stt.SpeechEvent | string>({
      transform(event, controller) {
        const [data] =
          typeof event === "string" ? [{text: event, confidence: undefined}] : (event.alternatives ?? []);
        if (!data || !talk.isNothing(data.text, data.confidence)) controller.enqueue(event);
      },
    }),
  );
  return kept as ReadableStream<stt.SpeechEvent | string>;
}

/** Sentence by sentence, so that the first is heard while the next is made. */
function spokenBy(voiceOf: tts.TTS, text: ReadableStream<string> | AsyncIterable<string>): Audio {
  const ended = new AbortController();
  const frames = async function* () {
    let whole = "";
    for await (const piece of text) whole += piece;
    const named = namesIn(whole);
    const sentences = sentencesOf(whole).map(({start, end}) => whole.slice(start, end).trim());
    for (const sentence of sentences.filter(Boolean))
      for await (const {frame} of voiceOf.synthesize(verbalize(sentence, named), undefined, ended.signal))
        yield frame;
  };
  const made = frames();
  return new ReadableStream<AudioFrame>({
    async pull(controller) {
      const {done, value} = await made.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      ended.abort();
      await made.return(undefined);
    },
  });
}
