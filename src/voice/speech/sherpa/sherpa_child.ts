import {createRequire} from "node:module";
import type {FromSherpa, ToSherpa} from "./sherpa_messages.ts";

/**
 * The process in which sherpa runs: where a model is not what it takes it for, its native part ends the process it is in, and
 * that must not be the one with the call.
 */
interface Sherpa {
  OnlineRecognizer: new (
    config: object,
  ) => {
    createStream(): {acceptWaveform(wave: {samples: Float32Array; sampleRate: number}): void};
    isReady(stream: object): boolean;
    decode(stream: object): void;
    isEndpoint(stream: object): boolean;
    reset(stream: object): void;
    getResult(stream: object): {text: string};
  };
  OfflineTts: new (
    config: object,
  ) => {
    sampleRate: number;
    numSpeakers: number;
    generate(request: object): {samples: Float32Array};
  };
}

const RATE = 16_000;
const tell = (message: FromSherpa): void => void process.send?.(message);
let hear: ((samples: Int16Array) => void) | undefined;
let begin: (() => void) | undefined;
let voice: InstanceType<Sherpa["OfflineTts"]> | undefined;

process.on("message", (message: ToSherpa) => {
  const id = message.does === "say" ? message.id : undefined;
  try {
    follow(message);
  } catch (error) {
    tell({tells: "failed", ...(id !== undefined && {id}), why: String(error)});
  }
});
process.on("disconnect", () => process.exit(0));

function follow(message: ToSherpa): void {
  if (message.does === "hear") hear?.(message.samples);
  else if (message.does === "begin") begin?.();
  else if (message.does === "say" && voice) {
    const {id, text, speaker, speed} = message;
    const {samples} = voice.generate({text, sid: speaker, speed, enableExternalBuffer: false});
    tell({
      tells: "said",
      id,
      samples: Int16Array.from(samples, (one) => Math.max(-1, Math.min(1, one)) * 32_767),
    });
  } else if (message.does === "listen") listen(message.model);
  else if (message.does === "speak") {
    const {OfflineTts} = load();
    voice = new OfflineTts({
      model: {...message.model, numThreads: 1, provider: "cpu", debug: false},
      maxNumSentences: 1,
    });
    tell({tells: "ready", rate: voice.sampleRate, speakers: voice.numSpeakers});
  }
}

function listen(model: object): void {
  const {OnlineRecognizer} = load();
  const recognizer = new OnlineRecognizer({
    featConfig: {sampleRate: RATE, featureDim: 80},
    modelConfig: {...model, numThreads: 1, provider: "cpu", debug: false},
    decodingMethod: "greedy_search",
    enableEndpoint: true,
    rule1MinTrailingSilence: 2.4,
    rule2MinTrailingSilence: 0.5,
    rule3MinUtteranceLength: 30,
  });
  let stream = recognizer.createStream();
  let last = "";
  begin = () => {
    stream = recognizer.createStream();
    last = "";
  };
  hear = (heard) => {
    const samples = Float32Array.from(heard, (one) => one / 32_768);
    stream.acceptWaveform({samples, sampleRate: RATE});
    while (recognizer.isReady(stream)) recognizer.decode(stream);
    const text = recognizer.getResult(stream).text.trim();
    const final = recognizer.isEndpoint(stream);
    if (text && (final || text !== last)) tell({tells: "heard", text: plain(text), final});
    last = final ? "" : text;
    if (final) recognizer.reset(stream);
  };
  tell({tells: "ready", rate: RATE, speakers: 0});
}

/** Many models were trained on capital letters alone. */
const plain = (text: string): string => (/[a-z]/.test(text) ? text : text.toLowerCase());

function load(): Sherpa {
  return createRequire(import.meta.url)("sherpa-onnx-node") as Sherpa;
}
