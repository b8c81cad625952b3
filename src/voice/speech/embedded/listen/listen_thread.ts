import {Worker} from "node:worker_threads";
import {type ErrorCode, TabletalkError} from "../../../../errors.ts";
import type {Vocabulary} from "../../vocabulary.ts";
import type {PocketsphinxPlace} from "./find_pocketsphinx.ts";
import type {Heard, ListenBeginning, ListenReply, ListenTask} from "./listen_messages.ts";

/** A stretch of speech that the thread listens to. */
export interface Listening {
  /** 16 kHz, one channel. */
  sound(samples: Int16Array): void;
  /** It is quiet, and may be over. */
  pause(): void;
  /** It was not over. */
  resume(): void;
  /** @throws TabletalkError unavailable where the thread ended and could not be replaced */
  end(): Promise<Heard>;
  drop(): void;
}

/** A thread with one recognizer: it listens to one stretch of speech at a time. */
export interface ListenThread {
  listen(onInterim: (text: string) => void): Listening;
  /** @throws TabletalkError where the words cannot be listened for; then the old ones are */
  update(vocabulary: Vocabulary): Promise<void>;
  /** Frees its memory. */
  close(): Promise<void>;
}

export interface ListenThreadOptions {
  place: PocketsphinxPlace;
  vocabulary: Vocabulary;
  /** The thread ended by itself and another took its place. */
  onReplaced?: (why: string) => void;
}

const FILE = new URL(`./listen_worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
const MEMORY_MB = 512;
const READY_MS = 60_000;
const CLOSE_MS = 2_000;

type SoundTask = Extract<ListenTask, {utterance: number}>;

/** Starts the thread and waits until it listens. @throws TabletalkError unavailable */
export async function openListenThread(options: ListenThreadOptions): Promise<ListenThread> {
  const {place, onReplaced} = options;
  let {vocabulary} = options;
  let lastId = 0;
  let replaced = false;
  let closed = false;
  let broken: Error | undefined;
  /** What the utterance in progress was told, for a thread that takes the place of one that ended. */
  let told: SoundTask[] = [];
  let interim: ((text: string) => void) | undefined;
  const finals = new Map<number, {resolve: (heard: Heard) => void; reject: (error: Error) => void}>();
  const updates = new Map<number, {resolve: () => void; reject: (error: Error) => void}>();
  let worker: Worker | undefined;

  const fail = (error: Error): void => {
    if (!worker) broken = error;
    for (const {reject} of [...finals.values(), ...updates.values()]) reject(error);
    finals.clear();
    updates.clear();
  };
  const onReply = (reply: ListenReply): void => {
    if (reply.kind === "interim" && reply.utterance === lastUtterance()) interim?.(reply.text);
    else if (reply.kind === "final") {
      finals.get(reply.utterance)?.resolve({text: reply.text, sureness: reply.sureness});
      finals.delete(reply.utterance);
    } else if (reply.kind === "updated") {
      updates.get(reply.id)?.resolve();
      updates.delete(reply.id);
    } else if (reply.kind === "failed" && reply.id !== undefined) {
      updates.get(reply.id)?.reject(asError(reply.error));
      updates.delete(reply.id);
    } else if (reply.kind === "failed") fail(asError(reply.error));
  };
  const lastUtterance = (): number | undefined => told[0]?.utterance;

  const start = async (): Promise<Worker> => {
    const started = new Worker(FILE, {
      workerData: {place, vocabulary} satisfies ListenBeginning,
      execArgv: ["--disable-warning=ExperimentalWarning"],
      env: {},
      resourceLimits: {maxOldGenerationSizeMb: MEMORY_MB},
    });
    await ready(started);
    started.unref();
    started.on("message", onReply);
    let why = "it ended by itself";
    started.on("error", (error) => {
      why = error.message;
    });
    started.on("exit", () => {
      if (!closed && worker === started) void replace(why);
    });
    return started;
  };
  const replace = async (why: string): Promise<void> => {
    worker = undefined;
    if (replaced) return fail(ended(why));
    replaced = true;
    onReplaced?.(why);
    try {
      const started = await start();
      for (const task of told) started.postMessage(task);
      for (const [id] of updates) started.postMessage({kind: "vocabulary", id, vocabulary});
      worker = started;
    } catch (error) {
      fail(error instanceof Error ? error : ended(why));
    }
  };
  const send = (task: ListenTask): void => {
    if ("utterance" in task && task.kind === "start") told = [task];
    else if ("utterance" in task) told.push(task);
    worker?.postMessage(task);
  };

  worker = await start();
  return {
    listen(onInterim) {
      const utterance = ++lastId;
      interim = onInterim;
      send({kind: "start", utterance});
      return {
        sound: (samples) => send({kind: "sound", utterance, samples}),
        pause: () => send({kind: "pause", utterance}),
        resume: () => send({kind: "resume", utterance}),
        drop: () => {
          send({kind: "drop", utterance});
          told = [];
        },
        end: () =>
          new Promise<Heard>((resolve, reject) => {
            if (broken) return reject(broken);
            finals.set(utterance, {resolve, reject});
            send({kind: "end", utterance});
          }),
      };
    },
    update(words) {
      vocabulary = words;
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        if (broken) return reject(broken);
        updates.set(id, {resolve, reject});
        send({kind: "vocabulary", id, vocabulary: words});
      });
    },
    async close() {
      if (closed) return;
      closed = true;
      const last = worker;
      worker = undefined;
      fail(ended("it was closed"));
      if (!last) return;
      const gone = new Promise<void>((resolve) => last.once("exit", () => resolve()));
      // It frees what the library holds, which ending it would not.
      last.postMessage({kind: "close"} satisfies ListenTask);
      const timer = setTimeout(() => void last.terminate(), CLOSE_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}

/** Waits until the thread listens, or says why it cannot. */
function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error): void => {
      clearTimeout(timer);
      // By name: it hears nothing more without the listeners of its own.
      for (const name of ["message", "error", "exit"]) worker.removeAllListeners(name);
      if (error) {
        worker.on("error", () => undefined);
        void worker.terminate();
        reject(error);
      } else resolve();
    };
    const timer = setTimeout(() => done(ended("it did not start within a minute")), READY_MS);
    worker.on("message", (reply: ListenReply) => {
      if (reply.kind === "ready") done();
      else if (reply.kind === "failed") done(asError(reply.error));
    });
    worker.on("error", (error) => done(error));
    worker.on("exit", () => done(ended("it ended by itself")));
  });
}

const asError = ({code, message, next}: {code: string; message: string; next: string}): TabletalkError =>
  new TabletalkError(code as ErrorCode, message, next);
const ended = (why: string): TabletalkError =>
  new TabletalkError(
    "unavailable",
    `The recognizer of this call ended: ${why}.`,
    "Type the question, or join the call again.",
  );
