import {spawn} from "node:child_process";
import {readFileSync} from "node:fs";
import {open, stat} from "node:fs/promises";
import {basename, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {type ErrorCode, TabletalkError} from "../../errors.ts";
import {type Passage, type Splitter, splitterSchema} from "../split.ts";
import type {LoadReply, LoadRequest} from "./child.ts";
import type {DocumentKind, LoadedDocument, LoadProgress} from "./document.ts";
import {documentKind} from "./load.ts";

const CHILD = fileURLToPath(
  new URL(`./child${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
);
const WATCH_MS = 250;
/** The largest file that is read. */
export const MOST_FILE_BYTES = 200 << 20;

export interface LoadOptions {
  signal?: AbortSignal;
  /** Default: two minutes. */
  timeMs?: number;
  /** Default: 1024. */
  memoryMb?: number;
  splitter?: Splitter;
  /** False: the passages are enough, and the document's `text` is left empty. */
  text?: boolean;
  /** The kind; default: as the file's bytes and name say. */
  kind?: DocumentKind;
  /** What the file is called, where its path does not say. */
  name?: string;
  mediaType?: string;
  onProgress?: LoadProgress;
}

/** A document and its passages. */
export interface ReadDocument {
  document: LoadedDocument;
  passages: Passage[];
  characters: number;
}

/**
 * Reads a document from a file and cuts it into passages, in a process of its own with a limit of memory and time, which may read files but write none,
 * start nothing and knows no secrets.
 * @throws TabletalkError bad_file, time_limit, memory_limit, aborted
 */
export async function readDocument(path: string, options: LoadOptions = {}): Promise<ReadDocument> {
  const {signal, timeMs = 120_000, memoryMb = 1024, name = basename(path), mediaType} = options;
  signal?.throwIfAborted();
  const head = await headOf(path, name);
  const kind = options.kind ?? documentKind(name, head, mediaType);
  const splitter = options.splitter ?? splitterSchema.parse({});
  return new Promise((done, fail) => {
    const child = start(memoryMb);
    let why: "time" | "memory" | undefined;
    let settled = false;
    const passages: Passage[] = [];
    const kill = (reason?: "time" | "memory"): void => {
      why = reason;
      child.kill("SIGKILL");
    };
    const abort = (): void => kill();
    const timer = setTimeout(() => kill("time"), timeMs);
    const watch = watchMemory(child.pid, memoryMb, () => kill("memory"));
    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      clearInterval(watch);
      signal?.removeEventListener("abort", abort);
      child.kill("SIGKILL");
      act();
    };
    signal?.addEventListener("abort", abort, {once: true});
    child.on("message", (reply: LoadReply) => {
      if ("progress" in reply) options.onProgress?.(reply.progress);
      else if ("passages" in reply) passages.push(...reply.passages);
      else if ("document" in reply) settle(() => done({...reply, passages}));
      else
        settle(() =>
          fail(
            new TabletalkError(
              reply.error.code as ErrorCode,
              `${name}: ${reply.error.message}`,
              reply.error.next,
            ),
          ),
        );
    });
    child.on("error", (error) => settle(() => fail(error)));
    child.on("exit", () =>
      settle(() => fail(signal?.aborted ? stopped() : ended(name, why, timeMs, memoryMb))),
    );
    child.send(
      {path: resolve(path), kind, splitter, text: options.text ?? true} satisfies LoadRequest,
      (error) => {
        if (error) child.kill("SIGKILL");
      },
    );
  });
}

async function headOf(path: string, name: string): Promise<Buffer> {
  const facts = await stat(path).catch(() => undefined);
  if (!facts?.isFile()) throw new TabletalkError("bad_file", `There is no file ${name}.`, "Check its path.");
  if (facts.size > MOST_FILE_BYTES)
    throw new TabletalkError(
      "bad_file",
      `${name} has ${Math.round(facts.size / 2 ** 20)} MB; documents may have ${MOST_FILE_BYTES / 2 ** 20}.`,
      "Split it into smaller documents.",
    );
  const file = await open(path);
  try {
    const head = Buffer.alloc(4096);
    const {bytesRead} = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function start(memoryMb: number) {
  const limit =
    process.platform === "win32"
      ? []
      : [
          "/bin/sh",
          "-c",
          'ulimit -d "$0" 2>/dev/null; ulimit -c 0; exec "$@"',
          String(memoryMb * 1024 + 512 * 1024),
        ];
  const [command, ...args] = [
    ...limit,
    process.execPath,
    `--max-old-space-size=${memoryMb}`,
    "--permission",
    "--allow-fs-read=*",
    "--no-warnings",
    CHILD,
  ];
  return spawn(command!, args, {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    serialization: "advanced",
    env: {PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE},
  });
}

function watchMemory(
  pid: number | undefined,
  memoryMb: number,
  tooMuch: () => void,
): NodeJS.Timeout | undefined {
  if (pid === undefined || process.platform !== "linux") return undefined;
  const watch = setInterval(() => {
    try {
      const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
      if ((pages * 4096) / 2 ** 20 > memoryMb + 256) tooMuch();
    } catch {
      clearInterval(watch);
    }
  }, WATCH_MS);
  watch.unref();
  return watch;
}

function ended(
  name: string,
  why: "time" | "memory" | undefined,
  timeMs: number,
  memoryMb: number,
): TabletalkError {
  if (why === "time")
    return new TabletalkError(
      "time_limit",
      `${name} could not be read within ${Math.round(timeMs / 1000)} s.`,
      "Split it into smaller documents, or save it as plain text.",
    );
  return new TabletalkError(
    "memory_limit",
    `${name} needs more than ${memoryMb} MB of memory to be read.`,
    "Split it into smaller documents, or save it as plain text.",
  );
}

const stopped = (): TabletalkError =>
  new TabletalkError("aborted", "The reading was stopped.", "Start it again when you like.");
