import {createHash} from "node:crypto";
import type {Failure, Trouble} from "./failure.ts";
import type {HostedModel} from "./providers.ts";

/** What is known of a model's health. Times are milliseconds since 1970. */
export interface ModelHealth {
  model: string;
  address: string;
  /** `well`: asked; `failing`: asked, and its last requests failed; `skipped`: not asked before `until`; `probed`: one request finds out. */
  state: "well" | "failing" | "skipped" | "probed";
  /** Failures since its last answer. */
  failures: number;
  /** What is wrong, in a word and in a sentence. Absent: nothing. */
  trouble?: Trouble;
  says?: string;
  next?: string;
  until?: number;
  answeredAt?: number;
  /** How long its last answer took. */
  answerMs?: number;
}

/** Leave to send one request; exactly one of these is called when it is over. */
export interface Pass {
  /** This request finds out whether the model is back: it is sent once, and not repeated. */
  probe: boolean;
  answered(ms: number): void;
  failed(failure: Failure): void;
  /** Neither: it was stopped, or the request was at fault. */
  dropped(): void;
}

/**
 * Circuit breakers, one for each model at its address with its key. A model that failed several times in a row is not asked
 * for a while, which doubles with each further failure and varies by chance; then one request finds out whether it is back, and
 * the others go on without it.
 *
 * Of the libraries, cockatiel lets every request wait for that one to end, and opossum counts shares of failures over a window and
 * waits always the same; neither tells a refused key from overload.
 */
export interface Health {
  of(model: HostedModel): ModelHealth;
  all(): ModelHealth[];
  /** Whether the model would be passed over now. */
  skips(model: HostedModel): boolean;
  /**
   * Leave to send a request, or undefined where the model is passed over. The last hope of a question may ask a model that others
   * pass over: one at a time, the next ones wait for what it finds.
   */
  enter(model: HostedModel, options?: {lastHope?: boolean; signal?: AbortSignal}): Promise<Pass | undefined>;
  /** Forgets what was wrong: the key or the address was put right. */
  forget(model: HostedModel): void;
  /** What other processes should know of some models: those that are passed over, by a key that shows no secret. */
  skipped(models: readonly HostedModel[]): SkippedModels;
  /** Takes over what another process found out; what this one found out later stays. */
  learn(skipped: SkippedModels): void;
}

/** Models that are passed over, by circuit: plain data, without keys. */
export type SkippedModels = Readonly<
  Record<string, {trips: number; until: number; trouble: Trouble; says: string; next: string}>
>;

export interface HealthOptions {
  /** Milliseconds since 1970. */
  now?: () => number;
  /** From 0 to 1. */
  random?: () => number;
}

type Blamed = Exclude<Trouble, "request">;

/** Failures in a row after which a model is passed over, and for how long at first. */
const PATIENCE: Readonly<Record<Blamed, {failures: number; firstMs: number}>> = {
  key: {failures: 1, firstMs: 120_000},
  unknown_model: {failures: 1, firstMs: 120_000},
  slow: {failures: 2, firstMs: 20_000},
  overload: {failures: 3, firstMs: 5_000},
  down: {failures: 3, firstMs: 5_000},
};
const LONGEST_MS = 600_000;
const MOST_CIRCUITS = 1_000;

interface Circuit {
  model: string;
  address: string;
  failures: number;
  /** How often it was passed over since its last answer. */
  trips: number;
  until?: number;
  last?: {trouble: Blamed; says: string; next: string};
  probe?: Promise<void>;
  answeredAt?: number;
  answerMs?: number;
}

/** Breakers of their own; a process shares `sharedHealth`. */
export function createHealth({now = Date.now, random = Math.random}: HealthOptions = {}): Health {
  const circuits = new Map<string, Circuit>();
  const told = new Map<string, SkippedModels[string]>();

  const circuitOf = (model: HostedModel): Circuit => {
    const name = circuitName(model);
    const found = circuits.get(name) ?? {model: model.id, address: model.url, failures: 0, trips: 0};
    const heard = told.get(name);
    if (heard && found.until === undefined && heard.until > now() && (found.answeredAt ?? 0) < heard.until) {
      const {trips, until, says, next, trouble} = heard;
      Object.assign(found, {trips, until, ...(trouble !== "request" && {last: {trouble, says, next}})});
    }
    told.delete(name);
    circuits.delete(name);
    circuits.set(name, found);
    const oldest = circuits.size > MOST_CIRCUITS ? circuits.keys().next().value : undefined;
    if (oldest !== undefined) circuits.delete(oldest);
    return found;
  };

  const trip = (circuit: Circuit, trouble: Blamed, afterMs = 0) => {
    const whole = Math.min(LONGEST_MS, PATIENCE[trouble].firstMs * 2 ** Math.min(circuit.trips, 20));
    circuit.trips += 1;
    circuit.until = now() + Math.max(afterMs, whole / 2 + (random() * whole) / 2);
  };

  const passFor = (circuit: Circuit, probe: boolean): Pass => {
    let settle = () => {};
    if (probe) {
      circuit.probe = new Promise((resolve) => {
        settle = resolve;
      });
    }
    const over = () => {
      if (probe) delete circuit.probe;
      settle();
    };
    return {
      probe,
      answered(ms) {
        Object.assign(circuit, {failures: 0, trips: 0, answeredAt: now(), answerMs: ms});
        delete circuit.until;
        delete circuit.last;
        over();
      },
      failed({trouble, afterMs, error}) {
        if (trouble !== "request") {
          circuit.failures += 1;
          circuit.last = {trouble, says: error.message, next: error.next};
          const asks = afterMs !== undefined && afterMs > LONG_WAIT_MS;
          if (probe || asks || circuit.failures >= PATIENCE[trouble].failures)
            trip(circuit, trouble, afterMs);
        }
        over();
      },
      dropped: over,
    };
  };

  const isSkipped = ({until, probe}: Circuit) =>
    until !== undefined && (until > now() || probe !== undefined);

  const healthOf = (circuit: Circuit): ModelHealth => {
    const {model, address, failures, until, last, answeredAt, answerMs, probe} = circuit;
    const open = until === undefined ? (failures > 0 ? "failing" : "well") : "skipped";
    return {
      model,
      address: new URL(address).origin,
      state: probe ? "probed" : open,
      failures,
      ...(last && {trouble: last.trouble, says: last.says, next: last.next}),
      ...(until !== undefined && {until}),
      ...(answeredAt !== undefined && {answeredAt}),
      ...(answerMs !== undefined && {answerMs}),
    };
  };

  return {
    of: (model) => healthOf(circuitOf(model)),
    all: () => [...circuits.values()].map(healthOf),
    skips: (model) => isSkipped(circuitOf(model)),
    async enter(model, {lastHope = false, signal} = {}) {
      const circuit = circuitOf(model);
      while (circuit.until !== undefined) {
        if (!isSkipped(circuit)) return passFor(circuit, true);
        if (!lastHope) return undefined;
        if (!circuit.probe) return passFor(circuit, true);
        const failuresBefore = circuit.failures;
        await Promise.race([circuit.probe, ...(signal ? [untilAborted(signal)] : [])]);
        if (signal?.aborted || circuit.failures > failuresBefore) return undefined;
      }
      return passFor(circuit, false);
    },
    forget(model) {
      circuits.delete(circuitName(model));
      told.delete(circuitName(model));
    },
    skipped: (models) =>
      Object.fromEntries(
        models.flatMap((model) => {
          const {until, trips, last} = circuitOf(model);
          return until !== undefined && until > now() && last
            ? [[circuitName(model), {trips, until, ...last}]]
            : [];
        }),
      ),
    learn(skipped) {
      for (const [name, one] of Object.entries(skipped)) if (one.until > now()) told.set(name, one);
    },
  };
}

/** A wait asked for that is longer is kept at once, after whatever number of failures. */
const LONG_WAIT_MS = 20_000;

/** The breakers of this process. */
export const sharedHealth: Health = createHealth();

/** What is known of a model in this process. */
export function healthOf(model: HostedModel): ModelHealth {
  return sharedHealth.of(model);
}

/** One circuit for a model at its address with its key; the key only as a part of a hash. */
export function circuitName({url, model, key}: HostedModel): string {
  return createHash("sha256")
    .update(JSON.stringify([url, model, key ?? ""]))
    .digest("hex")
    .slice(0, 24);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), {once: true});
  });
}
