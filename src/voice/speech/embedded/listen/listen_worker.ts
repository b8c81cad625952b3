import {parentPort, workerData} from "node:worker_threads";
import {TabletalkError} from "../../../../errors.ts";
import type {ListenBeginning, ListenReply, ListenTask} from "./listen_messages.ts";
import {type DecoderOpener, decoderOpener} from "./open_decoder.ts";
import {type Decoders, startUtterance, type Utterance} from "./utterance.ts";

const {place, vocabulary} = workerData as ListenBeginning;
const tell = (reply: ListenReply): void => parentPort?.postMessage(reply);

let opener: DecoderOpener | undefined;
let decoders: Decoders | undefined;
/** Decoders with the words of before, until what is being said is heard to its end. */
const retired: Decoders[] = [];
let current: {id: number; utterance: Utterance} | undefined;
let work: Promise<void> = begin();
parentPort?.on("message", (task: ListenTask) => {
  work = work.then(() => doTask(task)).catch((error: unknown) => tell(failure(error)));
});

async function begin(): Promise<void> {
  try {
    opener = await decoderOpener(place);
    decoders = await opener.open(vocabulary);
    tell({kind: "ready"});
  } catch (error) {
    tell(failure(error));
  }
}

async function doTask(task: ListenTask): Promise<void> {
  if (task.kind === "close") {
    retire();
    if (decoders) closeAll(decoders);
    opener?.close();
    parentPort?.close();
  } else if (task.kind === "vocabulary") await change(task.id, task.vocabulary);
  else if (decoders) listen(task, decoders);
}

/** The words change between utterances: what is being said is heard to its end with the old ones. */
async function change(id: number, words: ListenBeginning["vocabulary"]): Promise<void> {
  try {
    const next = await opener?.open(words);
    if (!next) return;
    if (current && decoders) retired.push(decoders);
    else if (decoders) closeAll(decoders);
    decoders = next;
    tell({kind: "updated", id});
  } catch (error) {
    tell({...failure(error), id});
  }
}

function listen(task: Exclude<ListenTask, {kind: "close" | "vocabulary"}>, open: Decoders): void {
  if (task.kind === "start") {
    current?.utterance.drop();
    retire();
    current = {id: task.utterance, utterance: startUtterance(open)};
    return;
  }
  if (current?.id !== task.utterance) {
    if (task.kind === "end") tell({kind: "final", utterance: task.utterance, text: "", sureness: 0});
    return;
  }
  const {utterance, id} = current;
  if (task.kind === "sound") {
    const text = utterance.sound(task.samples);
    if (text !== undefined) tell({kind: "interim", utterance: id, text});
  } else if (task.kind === "pause") utterance.pause();
  else if (task.kind === "resume") utterance.resume();
  else {
    if (task.kind === "end") tell({kind: "final", utterance: id, ...utterance.end()});
    else utterance.drop();
    current = undefined;
    retire();
  }
}

function retire(): void {
  for (const old of retired.splice(0)) closeAll(old);
}

function closeAll({quick, careful}: Decoders): void {
  quick.close();
  careful.close();
}

function failure(error: unknown): Extract<ListenReply, {kind: "failed"}> {
  if (error instanceof TabletalkError)
    return {kind: "failed", error: {code: error.code, message: error.message, next: error.next}};
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: "failed",
    error: {
      code: "internal",
      message: `The recognizer failed: ${message}`,
      next: "Say it again, or type it.",
    },
  };
}
