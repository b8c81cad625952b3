import {TabletalkError} from "../../../errors.ts";
import type {ListenProvider, SpeakProvider} from "../provider.ts";
import {requirePackage} from "../require_package.ts";
import {listenModel, speakModel} from "./model_folder.ts";
import type {FromSherpa} from "./sherpa_messages.ts";
import {type SherpaProcess, startSherpa} from "./sherpa_process.ts";

const load = <Loaded>(what: string, loaded: () => Promise<Loaded>): Promise<Loaded> =>
  requirePackage(what, ["sherpa-onnx-node"], async () => {
    import.meta.resolve("sherpa-onnx-node");
    return loaded();
  });

/** Sherpa-onnx with a model in a folder: nothing leaves the machine. */
export const sherpaListener: ListenProvider = {
  name: "sherpa",
  async open({language, environment}) {
    const model = await listenModel(environment);
    const {SherpaSTT} = await load("Speech recognition by sherpa", () => import("./sherpa_stt.ts"));
    const sherpa = await startSherpa({does: "listen", model});
    // What its models expect is fixed when they are made.
    return {stt: new SherpaSTT(sherpa, language), update: async () => {}, close: () => sherpa.close()};
  },
};

export const sherpaSpeaker: SpeakProvider = {
  name: "sherpa",
  async open({voice = "0", environment}) {
    const model = await speakModel(environment);
    const {PiecewiseTTS} = await load("The voice of sherpa", () => import("../piecewise_tts.ts"));
    const sherpa = await startSherpa({does: "speak", model});
    const speaker = Number(voice);
    if (!/^\d+$/.test(voice) || speaker >= Math.max(1, sherpa.speakers)) {
      await sherpa.close();
      throw new TabletalkError(
        "bad_use",
        `The model of sherpa has no voice ${JSON.stringify(voice.slice(0, 40))}.`,
        `Set TABLETALK_VOICE to a number from 0 to ${Math.max(1, sherpa.speakers) - 1}.`,
      );
    }
    const voicing = {
      provider: "sherpa",
      model: Object.keys(model)[0] ?? "vits",
      rate: sherpa.rate,
      speed: 1,
      sayable: (text: string) =>
        text
          .replace(/[\p{C}\s]+/gu, " ")
          .slice(0, 1000)
          .trim(),
      say: saidBy(sherpa, speaker),
    };
    return {
      tts: new PiecewiseTTS(voicing),
      setSpeed(speed) {
        voicing.speed = Math.min(2, Math.max(0.5, speed));
      },
      close: () => sherpa.close(),
    };
  },
};

/** One piece at a time is in the process: what was aborted before its turn is not made. */
function saidBy(sherpa: SherpaProcess, speaker: number) {
  let ids = 0;
  let before: Promise<unknown> = Promise.resolve();
  return (text: string, speed: number, signal: AbortSignal): Promise<Int16Array<ArrayBuffer>> => {
    const turn = before.then(() => {
      signal.throwIfAborted();
      const id = ++ids;
      return new Promise<Int16Array<ArrayBuffer>>((resolve, reject) => {
        const stop = sherpa.hear((message: FromSherpa) => {
          if (!("id" in message) || message.id !== id) return;
          stop();
          if (message.tells === "said") resolve(Int16Array.from(message.samples));
          else reject(new Error(message.why));
        }, reject);
        sherpa.tell({does: "say", id, text, speaker, speed});
      });
    });
    before = turn.catch(() => {});
    return turn;
  };
}
