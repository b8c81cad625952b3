import type {ListenModel, SpeakModel} from "./model_folder.ts";

/** What the process of sherpa is told. */
export type ToSherpa =
  | {does: "listen"; model: ListenModel}
  | {does: "speak"; model: SpeakModel}
  | {does: "hear"; samples: Int16Array}
  /** A new stream: what was half said before is forgotten. */
  | {does: "begin"}
  | {does: "say"; id: number; text: string; speaker: number; speed: number};

/** What it tells. */
export type FromSherpa =
  | {tells: "ready"; rate: number; speakers: number}
  | {tells: "failed"; id?: number; why: string}
  | {tells: "heard"; text: string; final: boolean}
  | {tells: "said"; id: number; samples: Int16Array};
