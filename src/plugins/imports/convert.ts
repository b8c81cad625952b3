import {spawn} from "node:child_process";
import {copyFile, mkdtemp, realpath, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {basename, dirname, extname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {TabletalkError} from "../../errors.ts";
import type {LoadedPlugin} from "../load.ts";
import type {PluginImporter} from "../plugin.ts";
import {type ReadReply, type ReadRequest, readReplySchema} from "./protocol.ts";

const MAIN = fileURLToPath(
  new URL(`./child${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
);

/** An importer of a plugin that a workspace has enabled. */
export interface AddedImporter {
  plugin: LoadedPlugin;
  importer: PluginImporter;
  /** Its place among those of the plugin. */
  at: number;
}

export interface ConvertLimits {
  /** Default 120,000 ms. */
  timeMs?: number;
  /** What Node may take in the child. Default 1,024 MiB. */
  memoryMb?: number;
  /** The largest file that is read, and the most that is made of it. Default 256 MiB and 1 GiB. */
  mostBytes?: number;
  mostMade?: number;
}

/** A file that a plugin's importer wrote in place of another, for the ordinary importer to read. */
export interface Converted extends AsyncDisposable {
  path: string;
  rows: number | undefined;
}

/**
 * Reads a file by an importer of a plugin, in a child process of its own: it sees a copy of that file, the plugin's folder
 * and our program, and writes into a folder that goes when the result is disposed.
 * @throws TabletalkError bad_file where it cannot be read so; time_limit, memory_limit, aborted
 */
export async function convertFile(
  path: string,
  {plugin, at}: Pick<AddedImporter, "plugin" | "at">,
  limits: ConvertLimits = {},
  signal?: AbortSignal,
): Promise<Converted> {
  const {mostBytes = 256 * 2 ** 20, mostMade = 2 ** 30} = limits;
  const {size} = await stat(path);
  if (size > mostBytes)
    throw bad(
      `${basename(path)} has ${Math.ceil(size / 2 ** 20)} MiB; a plugin reads up to ${mostBytes / 2 ** 20}.`,
    );
  const folder = await realpath(await mkdtemp(join(tmpdir(), "tabletalk-read-")));
  const dispose = () => rm(folder, {recursive: true, force: true, maxRetries: 5});
  try {
    const copy = join(folder, `given${extname(path).toLowerCase()}`);
    await copyFile(path, copy);
    const target = join(folder, "made");
    const request: ReadRequest = {
      entry: plugin.entry,
      folder: plugin.folder,
      importer: at,
      path: copy,
      name: basename(path),
      target,
      mostBytes: mostMade,
    };
    const reply = await asked(request, folder, limits, signal);
    if ("error" in reply)
      throw bad(
        `${basename(path)} could not be read by the plugin ${plugin.name} ${plugin.version}: ${reply.error}.`,
      );
    return {
      path: `${target}${reply.ok.ending}`,
      rows: reply.ok.rows,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** What the child may read: the plugin, our program and its packages, its own folder. */
function readable(plugin: string, folder: string): string[] {
  const program = resolve(import.meta.dirname, "../../..");
  const zod = dirname(dirname(fileURLToPath(import.meta.resolve("zod"))));
  return [program, zod, plugin, folder].map((one) => `--allow-fs-read=${one}`);
}

function asked(
  request: ReadRequest,
  folder: string,
  {timeMs = 120_000, memoryMb = 1_024}: ConvertLimits,
  signal: AbortSignal | undefined,
): Promise<ReadReply> {
  if (signal?.aborted) return Promise.reject(stopped());
  const node = [
    process.execPath,
    "--permission",
    ...readable(request.folder, folder),
    `--allow-fs-write=${folder}`,
    `--max-old-space-size=${memoryMb}`,
    "--disable-warning=ExperimentalWarning",
    MAIN,
  ];
  const [command, ...args] =
    process.platform === "win32"
      ? node
      : [
          "/bin/sh",
          "-c",
          'ulimit -c 0; ulimit -d "$0" 2>/dev/null; exec "$@"',
          String((memoryMb + 1_024) * 1024),
          ...node,
        ];
  const child = spawn(command!, args, {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: {PATH: process.env.PATH},
    cwd: folder,
  });
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      child.removeAllListeners();
      child.on("error", () => undefined);
      child.kill("SIGKILL");
      act();
    };
    const timer = setTimeout(() => settle(() => reject(late(timeMs))), timeMs);
    const abort = (): void => settle(() => reject(stopped()));
    signal?.addEventListener("abort", abort, {once: true});
    child.on("message", (message) => {
      const reply = readReplySchema.safeParse(message);
      settle(() =>
        resolve(reply.success ? reply.data : {error: "it answered with something that is no result"}),
      );
    });
    child.on("error", (error) => settle(() => reject(error)));
    child.on("exit", () => settle(() => reject(died())));
    child.send(request, () => undefined);
  });
}

const NEXT = "See the plugin's own documentation, or export the file as CSV, XLSX or JSON.";
const bad = (message: string): TabletalkError => new TabletalkError("bad_file", message, NEXT);
const stopped = (): TabletalkError =>
  new TabletalkError("aborted", "The import was stopped.", "Start it again when you like.");
const late = (ms: number): TabletalkError =>
  new TabletalkError("time_limit", `The plugin had not read the file after ${ms / 1000} s.`, NEXT);
const died = (): TabletalkError =>
  new TabletalkError("memory_limit", "The plugin took more memory than it may, or ended.", NEXT);
