import {randomUUID} from "node:crypto";
import {mkdir} from "node:fs/promises";
import {hostname} from "node:os";
import type {ChartRenderer} from "../charts/renderer.ts";
import type {Config} from "../config.ts";
import type {FileStore} from "../store/files/file_store.ts";
import {openFileStore} from "../store/files/open.ts";
import {askToStop, putMessage, stateOfMessage} from "../store/inbox.ts";
import type {JobQueue} from "../store/jobs.ts";
import {openStore} from "../store/open.ts";
import {openQueue} from "../store/queue/open.ts";
import {isAnswering, type Store} from "../store/store.ts";
import type {FileFetcher} from "./chat/take_in_files.ts";
import {answerIn} from "./inbox/answer_message.ts";
import {watchMessage} from "./inbox/watch.ts";
import {type InboxWorker, startWorker} from "./inbox/worker.ts";
import type {Inbox, Service} from "./service.ts";
import {createSessionPool} from "./session_pool.ts";
import {type OpenWorkspace, openWorkspace} from "./workspaces.ts";

const JOBS_AT_ONCE = 2;

export interface ServiceOptions {
  /** Told what is waited for, and what went wrong outside of any request. */
  onNote?: (text: string) => void;
}

/** A service whose workers can be started. */
export interface OpenService extends Service {
  workspace(id: string): OpenWorkspace;
  charts(): Promise<ChartRenderer>;
  /** Where files are that every worker must reach. */
  files(): Promise<FileStore>;
  /** From now on this process answers messages with files of that platform: it can fetch them. */
  addFetcher(platform: string, fetcher: FileFetcher): void;
  /** From now on this process answers messages and runs jobs; before, it only takes them in. */
  startWorking(): Promise<void>;
}

/**
 * Opens what every channel of `tabletalk serve` works on: the store (which is waited for), the inbox, the queue.
 * @throws TabletalkError store_failed where the store cannot be opened
 */
export async function openService(config: Config, options: ServiceOptions = {}): Promise<OpenService> {
  await mkdir(config.home, {recursive: true});
  const store = await openStore(config, {...(options.onNote && {onWaiting: options.onNote})});
  const name = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const onTrouble = noteOnce(options.onNote);
  const pool = createSessionPool({
    most: config.warmSessions,
    atOnce: Math.max(config.warmSessions, 2 * config.turnsAtOnce),
  });
  const workspaces = new Map<string, OpenWorkspace>();
  const fetchers = new Map<string, FileFetcher>();
  let renderer: Promise<ChartRenderer> | undefined;
  let worker: InboxWorker | undefined;
  let jobs: JobQueue;
  try {
    jobs = await openQueue(store, config.store, {
      worker: name,
      leaseMs: config.leaseMs,
      jobsAtOnce: JOBS_AT_ONCE,
      onTrouble,
    });
  } catch (error) {
    await store.close();
    throw error;
  }
  const charts = () => {
    renderer ??= import("../charts/renderer.ts").then(({createChartRenderer}) => createChartRenderer());
    return renderer;
  };
  let opened: Promise<FileStore> | undefined;
  const files = () => {
    opened ??= openFileStore(config);
    return opened;
  };
  const workspace = (id: string): OpenWorkspace => {
    const found = workspaces.get(id) ?? openWorkspace(id, {config, store, pool, charts, files});
    workspaces.set(id, found);
    return found;
  };

  return {
    config,
    store,
    jobs,
    inbox: inboxOn(store),
    workspace,
    charts,
    files,
    addFetcher(platform, fetcher) {
      fetchers.set(platform, fetcher);
      void store.signals.tell("inbox", "").catch(() => {});
    },
    isReady: () => isAnswering(store),
    async startWorking() {
      worker ??= startWorker({
        store,
        name,
        answer: answerIn(workspace, config, fetchers, {workspace, jobs, config}),
        platforms: () => [...fetchers.keys()],
        turnsAtOnce: config.turnsAtOnce,
        leaseMs: config.leaseMs,
        onTrouble,
      });
      await jobs.start();
    },
    async close() {
      await Promise.allSettled([worker?.close(), jobs.close()]);
      await pool.close();
      await Promise.allSettled([...workspaces.values()].map((one) => one.close()));
      await renderer?.then((one) => one.close()).catch(() => {});
      await opened?.then((one) => one.close()).catch(() => {});
      await store.close();
    },
  };
}

function inboxOn(store: Store): Inbox {
  return {
    send: (workspace, message) =>
      putMessage(store.within(workspace), workspace, {...message, files: message.files ?? []}),
    state: (workspace, id) => stateOfMessage(store.within(workspace), workspace, id),
    events: (workspace, id, options) => watchMessage(store.within(workspace), workspace, id, options),
    stop: (workspace, id) => askToStop(store.within(workspace), workspace, id),
  };
}

/** The same trouble again and again is told once in a while. */
function noteOnce(onNote: ((text: string) => void) | undefined): (error: unknown) => void {
  const toldAt = new Map<string, number>();
  return (error) => {
    const text = error instanceof Error ? error.message : String(error);
    if (Date.now() - (toldAt.get(text) ?? 0) < 30_000) return;
    if (toldAt.size > 100) toldAt.clear();
    toldAt.set(text, Date.now());
    onNote?.(text);
  };
}
