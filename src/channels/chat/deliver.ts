import {randomUUID} from "node:crypto";
import {hostname} from "node:os";
import {setTimeout as pause} from "node:timers/promises";
import {TabletalkError} from "../../errors.ts";
import {
  endDelivery,
  giveBackDelivery,
  hasEarlierDelivery,
  holdDeliveries,
  setAsideDelivery,
  type TakenDelivery,
  takeDelivery,
} from "../../store/deliveries.ts";
import {isUnreachable} from "../../store/postgres/failure.ts";
import {deliver, LostDelivery, said} from "./deliver_one.ts";
import type {DeskParts} from "./desk_parts.ts";
import {type ChatPlatform, UndeliverableError} from "./platform.ts";
import {noteAnswered} from "./voices.ts";

/** How often it is looked for deliveries when no signal comes. */
const LOOK_MS = 1_000;
/** Answers on their way at once: most of them wait for their turn, which costs little. */
const MOST_OPEN = 256;
/** With the pauses between them a quarter of an hour: so long a platform may be away. */
const MOST_ATTEMPTS = 22;
/** How long a delivery that broke rests; twice as long after each further try. */
const REST_MS = 500;
const LONGEST_REST_MS = 60_000;
/** How long an answer waits for those before it in its conversation. */
const IN_ORDER_MS = 30_000;
/** How long a process that is asked to end goes on with what is nearly there. */
const LAST_MS = 5_000;

/** Brings answers to the platforms of this process. */
export interface Deliverer {
  addPlatform(platform: ChatPlatform): void;
  platform(name: string): ChatPlatform | undefined;
  /** How a new message's delivery is kept so that this process has it at once; undefined: whoever is free takes it. */
  claim(platform: string): {worker: string; leaseMs: number} | undefined;
  /** Delivers what was claimed. */
  attend(taken: TakenDelivery): void;
  close(lastMs?: number): Promise<void>;
}

export function startDeliverer(parts: DeskParts): Deliverer {
  const {store, config} = parts.service;
  const name = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  let takes = 0;
  const nextWorker = () => {
    takes += 1;
    return `${name}:${takes}`;
  };
  const platforms = new Map<string, ChatPlatform>();
  const running = new Map<string, {stop: AbortController; ended: Promise<void>}>();
  let closing = false;
  let woken = false;
  let wake = () => {};
  const wakeUp = () => {
    woken = true;
    wake();
  };
  const unhear = store.signals.hear("deliveries", wakeUp);

  const attend = (taken: TakenDelivery) => {
    const stop = new AbortController();
    const ended = attendOne(parts, platforms, taken, {signal: stop.signal, closing: () => closing})
      .catch((error: unknown) => parts.onNote?.(`A delivery broke: ${said(error)}`))
      .finally(() => {
        running.delete(taken.worker);
        wakeUp();
      });
    running.set(taken.worker, {stop, ended});
  };
  const beat = setInterval(async () => {
    const mine = [...running];
    if (mine.length === 0) return;
    // What cannot be held now is tried again with the next beat.
    const workers = mine.map(([worker]) => worker);
    const held = await holdDeliveries(store, workers, config.leaseMs).catch(() => undefined);
    for (const [worker, {stop}] of held ? mine : []) if (!held?.has(worker)) stop.abort(new LostDelivery());
  }, config.leaseMs / 3);
  const loop = (async () => {
    while (!closing) {
      woken = false;
      try {
        while (!closing && running.size < MOST_OPEN) {
          const taken = await takeDelivery(store, [...platforms.keys()], nextWorker(), config.leaseMs);
          if (!taken) break;
          attend(taken);
        }
      } catch (error) {
        parts.onNote?.(`Deliveries cannot be taken: ${said(error)}`);
      }
      await new Promise<void>((resolve) => {
        if (woken || closing) return resolve();
        // Several processes that look at once would only be in each other's way.
        const timer = setTimeout(resolve, LOOK_MS * (0.75 + Math.random() / 2));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();

  return {
    addPlatform(platform) {
      platforms.set(platform.name, platform);
      wakeUp();
    },
    platform: (name) => platforms.get(name),
    claim: (platform) =>
      !closing && platforms.has(platform) && running.size < MOST_OPEN
        ? {worker: nextWorker(), leaseMs: config.leaseMs}
        : undefined,
    attend,
    async close(lastMs = LAST_MS) {
      closing = true;
      unhear();
      wake();
      await loop;
      const all = [...running.values()];
      const last = setTimeout(() => {
        for (const {stop} of all) stop.abort(new LostDelivery());
      }, lastMs);
      await Promise.all(all.map(({ended}) => ended));
      clearTimeout(last);
      clearInterval(beat);
    },
  };
}

/** Delivers one answer under its lease, and notes what became of it. */
async function attendOne(
  parts: DeskParts,
  platforms: ReadonlyMap<string, ChatPlatform>,
  taken: TakenDelivery,
  {signal, closing}: {signal: AbortSignal; closing: () => boolean},
): Promise<void> {
  const {workspace, attempts, worker} = taken;
  const own = parts.service.store.within(workspace);
  const platform = platforms.get(taken.platform);
  if (!platform) return giveBackDelivery(own, taken, worker);
  const before = async () => {
    const until = Date.now() + IN_ORDER_MS;
    // Where the platform is away many wait for long, and must not keep the store busy.
    for (let wait = 50; Date.now() < until && (await hasEarlierDelivery(own, taken)); wait *= 1.3)
      await pause(Math.min(wait, 1_000), undefined, {signal});
  };
  try {
    await deliver(parts, platform, taken, {signal, before});
    await endDelivery(own, taken, worker);
    await noteAnswered(own, workspace, taken.message);
  } catch (error) {
    if (closing() && !(error instanceof UndeliverableError)) return giveBackDelivery(own, taken, worker);
    if (error instanceof LostDelivery || signal.aborted) return;
    const isOfStore =
      isUnreachable(error) || (error instanceof TabletalkError && error.code === "store_failed");
    const isOver = error instanceof UndeliverableError || (attempts >= MOST_ATTEMPTS && !isOfStore);
    parts.onNote?.(
      `An answer could not be delivered on ${taken.platform}${isOver ? "" : "; it is tried again"}: ${said(error)}`,
    );
    if (isOver) return endDelivery(own, taken, worker, said(error));
    const restMs = Math.min(LONGEST_REST_MS, REST_MS * 2 ** Math.min(attempts - 1, 10));
    await setAsideDelivery(own, taken, worker, {restMs, isCounted: !isOfStore, error: said(error)});
  }
}
