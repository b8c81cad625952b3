import {type ChildProcess, fork} from "node:child_process";
import {fileURLToPath} from "node:url";
import {TabletalkError} from "../../../errors.ts";
import type {FromSherpa, ToSherpa} from "./sherpa_messages.ts";

const FILE = fileURLToPath(
  new URL(`./sherpa_child${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
);
/** A large model is read from a slow disk. */
const READY_MS = 60_000;

/** A process with sherpa in it. */
export interface SherpaProcess {
  rate: number;
  speakers: number;
  tell(message: ToSherpa): void;
  /** Calls back with each message, and once with an error where the process ends. @returns what ends the calls */
  hear(told: (message: FromSherpa) => void, ended: (error: TabletalkError) => void): () => void;
  close(): Promise<void>;
}

/**
 * Starts it with a model.
 * @throws TabletalkError unavailable where sherpa does not take the model, with its last words
 */
export async function startSherpa(opening: ToSherpa & {does: "listen" | "speak"}): Promise<SherpaProcess> {
  const child = fork(FILE, {
    execArgv: [],
    // No keys, no settings: it reads files of sounds and words.
    env: {PATH: process.env.PATH, PWD: process.env.PWD, DYLD_LIBRARY_PATH: process.env.DYLD_LIBRARY_PATH},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let words = "";
  child.stderr?.on("data", (part: Buffer) => {
    words = `${words}${part}`.slice(-2000);
  });
  const told = new Set<(message: FromSherpa) => void>();
  const ended = new Set<(error: TabletalkError) => void>();
  child.on("message", (message: FromSherpa) => {
    for (const one of told) one(message);
  });
  child.on("error", () => {});
  child.on("exit", () => {
    for (const one of ended) one(stopped(words));
  });
  const send = (message: ToSherpa): void => {
    if (child.connected) child.send(message, () => {});
  };

  const ready = new Promise<FromSherpa & {tells: "ready"}>((resolve, reject) => {
    told.add((message) => {
      if (message.tells === "ready") resolve(message);
      if (message.tells === "failed") reject(stopped(message.why));
    });
    ended.add(reject);
    setTimeout(() => reject(stopped("it was not ready in a minute")), READY_MS).unref();
  });
  send(opening);
  try {
    const {rate, speakers} = await ready;
    return {
      rate,
      speakers,
      tell: send,
      hear(onTold, onEnded) {
        told.add(onTold);
        ended.add(onEnded);
        return () => {
          told.delete(onTold);
          ended.delete(onEnded);
        };
      },
      close: () => endOf(child),
    };
  } catch (error) {
    await endOf(child);
    throw error;
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  await exited;
}

function stopped(words: string): TabletalkError {
  const last = words.trim().split("\n").at(-1)?.slice(0, 300);
  return new TabletalkError(
    "unavailable",
    `Sherpa stopped${last ? `: ${last}` : "."}`,
    "Check that the model is one of those that docs/voice.md names, or set TABLETALK_LISTEN or TABLETALK_SPEAK to another engine.",
  );
}
