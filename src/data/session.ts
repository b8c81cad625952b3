import {rm} from "node:fs/promises";
import {TabletalkError} from "../errors.ts";
import type {Dataset} from "./dataset.ts";
import type {Made, MakeRequest, QueryLimits, Session} from "./engine.ts";
import {keptBeside, profileFile, sketchFile} from "./kept_beside.ts";
import {DIED, type EngineProcess, stopped} from "./process.ts";
import type {TableProfile} from "./profile.ts";
import {makeScratch} from "./scratch.ts";

const DEFAULT_TIME_MS = 10_000;
const DEFAULT_ROWS = 5_000;
const COLUMN_ROWS = 10_000_000;
const OPEN_MS = 60_000;
const PROFILE_MS = 120_000;

export interface Bounds {
  timeMs: number;
  rows: number;
  signal?: AbortSignal;
}

interface SessionOptions {
  process: EngineProcess;
  folder: string;
  memoryMb: number;
  threads: number;
  timeZone: string;
  onClose(): void;
  make(datasets: readonly Dataset[], request: MakeRequest, bounds: Bounds): Promise<Made>;
  /** Opens a session that nobody else is given. */
  open(datasets: readonly Dataset[]): Promise<Session>;
}

/** A warm child over the datasets' files, opened anew when it was killed. */
export async function openSession(datasets: readonly Dataset[], options: SessionOptions): Promise<Session> {
  const {process, folder} = options;
  const spill = await makeScratch(folder, "spill");
  let opened: Promise<unknown> | undefined;
  let closed = false;
  const ready = async (): Promise<void> => {
    if (closed) throw new TabletalkError("internal", "The session was closed.", "Open it again.");
    process.freshen();
    if (!process.alive) opened = undefined;
    opened ??= process.call<"open">(
      {
        op: "open",
        datasets: datasets.map(({name, version}) => ({name, path: version.path})),
        memoryMb: Math.floor(options.memoryMb / 2),
        threads: options.threads,
        spill,
        timeZone: options.timeZone,
      },
      {timeMs: OPEN_MS},
    );
    await opened.catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
  };
  const limited = (limits: QueryLimits | undefined, rows: number): {timeMs: number; rows: number} => ({
    timeMs: limits?.timeMs ?? DEFAULT_TIME_MS,
    rows: limits?.rows ?? rows,
  });
  let last: Promise<unknown> = Promise.resolve();
  /** The child does one thing at a time: what waits here does not spend its own time limit, nor dies with another. */
  const inTurn = <Value>(signal: AbortSignal | undefined, run: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(async () => {
      if (signal?.aborted) throw stopped();
      await ready();
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof TabletalkError) || error.cause !== DIED || signal?.aborted) throw error;
        // A fresh child is asked once more: only what ends that one too is to blame.
        await ready();
        return run();
      }
    });
    last = turn.catch(() => undefined);
    if (!signal) return turn;
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(stopped());
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, {once: true});
      turn.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    });
  };
  const called = (table: string): Dataset => {
    const dataset =
      datasets.find((one) => one.name === table) ??
      datasets.find((one) => one.name.toLowerCase() === table.toLowerCase());
    if (dataset) return dataset;
    throw new TabletalkError(
      "unknown_table",
      `There is no table ${table}.`,
      `These are there: ${datasets.map((one) => one.name).join(", ")}.`,
    );
  };
  const profiles = new Map<string, Promise<TableProfile>>();
  await ready().catch(async (error: unknown) => {
    process.kill();
    await rm(spill, {recursive: true, force: true});
    throw error;
  });

  const session: Session = {
    datasets,
    async query(sql, {limits, signal} = {}) {
      const bounds = limited(limits, DEFAULT_ROWS);
      const options = {timeMs: bounds.timeMs, ...(signal && {signal})};
      return inTurn(signal, () => process.call<"query">({op: "query", sql, ...bounds}, options));
    },
    async columns(sql, {limits, signal} = {}) {
      const bounds = limited(limits, COLUMN_ROWS);
      const options = {timeMs: bounds.timeMs, ...(signal && {signal})};
      return inTurn(signal, () => process.call<"columns">({op: "columns", sql, ...bounds}, options));
    },
    async guard(sql, feeds, {limits, signal} = {}) {
      const {timeMs} = limited(limits, DEFAULT_ROWS);
      const options = {timeMs, ...(signal && {signal})};
      return inTurn(signal, () => process.call<"guard">({op: "guard", sql, feeds, timeMs}, options));
    },
    async profile(table, {depth = "planner", signal} = {}) {
      const dataset = called(table);
      const key = `${depth} ${dataset.name}`;
      const known = profiles.get(key);
      if (known) return known;
      const options = {timeMs: PROFILE_MS, ...(signal && {signal})};
      const compute = async (): Promise<TableProfile> => {
        if (depth === "planner")
          return inTurn(signal, () => process.call<"profile">({op: "profile", table: dataset.name}, options));
        const profile = await session.profile(dataset.name, signal && {signal});
        const today = new Date().toISOString().slice(0, 10);
        return inTurn(signal, () => process.call<"detail">({op: "detail", profile, today}, options));
      };
      const file = profileFile(folder, dataset.version.hash, depth);
      const made = keptBeside(file, compute).then((profile) => ({...profile, table: dataset.name}));
      profiles.set(key, made);
      made.catch(() => profiles.delete(key));
      return made;
    },
    async sketch(table, {signal} = {}) {
      const dataset = called(table);
      const file = sketchFile(folder, dataset.version.hash);
      return keptBeside(file, async () => {
        const profile = await session.profile(dataset.name, signal && {signal});
        const options = {timeMs: PROFILE_MS, ...(signal && {signal})};
        return inTurn(signal, () => process.call<"sketch">({op: "sketch", profile}, options));
      });
    },
    async make(request, {limits, signal} = {}) {
      const read = request.tables?.map((name) => name.toLowerCase());
      const used = datasets.filter(({name}) => read === undefined || read.includes(name.toLowerCase()));
      return options.make(used, request, {...limited(limits, DEFAULT_ROWS), ...(signal && {signal})});
    },
    with: (more) => options.open([...datasets, ...more]),
    async close() {
      if (closed) return;
      closed = true;
      options.onClose();
      process.kill();
      await rm(spill, {recursive: true, force: true});
    },
    [Symbol.asyncDispose]: () => session.close(),
  };
  return session;
}
