import {TabletalkError} from "../../errors.ts";
import {
  finishMessage,
  giveBackMessage,
  holdMessage,
  setAsideMessage,
  type TakenMessage,
  takeMessage,
} from "../../store/inbox.ts";
import {isUnreachable} from "../../store/postgres/failure.ts";
import {inTransaction, type Store} from "../../store/store.ts";
import {appendEvents} from "../../store/turn_events.ts";
import {saveTurn} from "../../store/turns.ts";
import type {KeepTurn} from "../conversation.ts";
import {type Recorder, recordEvents} from "./recorder.ts";

/** How often it is looked for messages when no signal comes. */
const LOOK_MS = 1_000;
/** A message that broke so many workers is given up, and says so. */
const MOST_ATTEMPTS = 4;
/** How long a message that broke rests; four times as long after each further try. */
const REST_MS = 100;
const LONGEST_REST_MS = 30_000;
/** How long a worker that is asked to end lets its turns finish. */
const LAST_MS = 20_000;

/** What answers one taken message: it renders to the recorder and keeps its turn by `keep`. */
export type AnswerMessage = (
  message: TakenMessage,
  context: {recorder: Recorder; keep: KeepTurn; signal: AbortSignal},
) => Promise<unknown>;

export interface WorkerOptions {
  store: Store;
  /** Unique among all workers. */
  name: string;
  answer: AnswerMessage;
  turnsAtOnce: number;
  leaseMs: number;
  /** The chat platforms whose files this worker can fetch; default: none. */
  platforms?: () => readonly string[];
  /** Told what went wrong outside of a turn: the store does not answer. */
  onTrouble?: (error: unknown) => void;
}

export interface InboxWorker {
  /** How many turns run now. */
  running(): number;
  /** Takes no more, lets the running turns end, and gives back what does not. */
  close(lastMs?: number): Promise<void>;
}

/** Answers messages of every workspace, several at once, each conversation in order, until it is closed. */
export function startWorker(options: WorkerOptions): InboxWorker {
  const {store, name, turnsAtOnce} = options;
  const running = new Map<string, {stop: AbortController; ended: Promise<void>; abandon: () => void}>();
  let closing = false;
  let wake = () => {};
  let woken = false;
  const wakeUp = () => {
    woken = true;
    wake();
  };
  const unhear = [
    store.signals.hear("inbox", wakeUp),
    store.signals.hear("stop", (id) => running.get(id)?.stop.abort(stopped())),
  ];
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (woken || closing) return resolve();
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const start = (message: TakenMessage) => {
    const stop = new AbortController();
    let abandoned = false;
    const abandon = () => {
      abandoned = true;
      stop.abort(stopped());
    };
    const ended = attend(options, message, {stop, abandon, abandoned: () => abandoned})
      .catch((error: unknown) => options.onTrouble?.(error))
      .finally(() => {
        running.delete(message.id);
        wakeUp();
      });
    running.set(message.id, {stop, ended, abandon});
  };

  const loop = (async () => {
    let trouble = 0;
    while (!closing) {
      woken = false;
      try {
        while (!closing && running.size < turnsAtOnce) {
          const message = await takeMessage(store, name, options.leaseMs, options.platforms?.());
          if (!message) break;
          start(message);
        }
        trouble = 0;
      } catch (error) {
        trouble += 1;
        options.onTrouble?.(error);
      }
      // Several workers that look at once would only be in each other's way.
      await pause((trouble > 0 ? Math.min(10, trouble) : 1) * LOOK_MS * (0.75 + Math.random() / 2));
    }
  })();

  return {
    running: () => running.size,
    async close(lastMs = LAST_MS) {
      closing = true;
      wake();
      await loop;
      const all = [...running.values()];
      const last = setTimeout(() => {
        for (const one of all) one.abandon();
      }, lastMs);
      await Promise.all(all.map(({ended}) => ended));
      clearTimeout(last);
      for (const one of unhear) one();
    },
  };
}

/** Answers one message under its lease, and keeps exactly one turn of it. */
async function attend(
  {store, name, answer, leaseMs}: WorkerOptions,
  message: TakenMessage,
  {stop, abandon, abandoned}: {stop: AbortController; abandon: () => void; abandoned: () => boolean},
): Promise<void> {
  const {workspace, id} = message;
  const own = store.within(workspace);
  const recorder = recordEvents(own, {workspace, id, attempt: message.attempts, platform: message.platform});
  const keep: KeepTurn = async (turn, artifacts) => {
    if (abandoned()) return undefined;
    const events = await recorder.rest();
    const kept = await inTransaction(own, async (inside) => {
      const saved = await saveTurn(inside, workspace, {...turn, message: id}, artifacts);
      if (!(await finishMessage(inside, workspace, id, saved))) throw new AnsweredAlready();
      await appendEvents(inside, workspace, id, events);
      return saved;
    }).catch((error: unknown) => {
      if (error instanceof AnsweredAlready || isSecondTurn(error)) return undefined;
      throw error;
    });
    await store.signals.tell("events", id).catch(() => {});
    await store.signals.tell("inbox", id).catch(() => {});
    return kept;
  };
  const beat = setInterval(async () => {
    // What cannot be held now is tried again with the next beat; a lease that ran out meanwhile is told by then.
    const held = await holdMessage(store, message, name, leaseMs).catch(() => undefined);
    // Another worker answers it: a turn of ours would be a second one.
    if (held?.lost) abandon();
    else if (held?.stop) stop.abort(stopped());
  }, leaseMs / 3);
  if (message.stopAsked) stop.abort(stopped());
  try {
    if (message.attempts > MOST_ATTEMPTS) {
      await giveUp(message, recorder, keep);
      return;
    }
    await answer(message, {recorder, keep, signal: stop.signal});
  } catch (error) {
    // A message that breaks each time comes to its end, too; one that found no store waits for it.
    const isLast = message.attempts === MOST_ATTEMPTS;
    const restMs = isLast ? 0 : Math.min(LONGEST_REST_MS, REST_MS * 4 ** Math.min(message.attempts - 1, 10));
    if (!abandoned())
      await setAsideMessage(store, message, name, {restMs, isCounted: !isOfStore(error)}).catch(() => {});
    throw error;
  } finally {
    clearInterval(beat);
    // Nothing to give back where the turn was kept.
    await giveBackMessage(store, message, name).catch(() => {});
  }
}

/** A message that no worker survived gets an answer too. */
async function giveUp(message: TakenMessage, recorder: Recorder, keep: KeepTurn): Promise<void> {
  const error = new TabletalkError(
    "internal",
    `The question could not be answered: it was begun ${MOST_ATTEMPTS} times and broke each time.`,
    "Ask for less, or report this with the question.",
  );
  const {code, next} = error;
  await recorder.render(
    {...message, files: [...message.files]},
    {type: "error", code, message: error.message, next},
  );
  await keep(
    {
      conversation: message.conversationId,
      messageId: message.messageId,
      question: message.text,
      state: "failed",
      summary: error.message,
    },
    [],
  );
}

/** Whether it was the store that did not answer: then it is nothing that the message did. */
function isOfStore(error: unknown): boolean {
  return (error instanceof TabletalkError && error.code === "store_failed") || isUnreachable(error);
}

class AnsweredAlready extends Error {}

/** The rule that a message has one turn was about to be broken: another worker was first. */
function isSecondTurn(error: unknown): boolean {
  const {code, constraint_name, message} = error as {
    code?: string;
    constraint_name?: string;
    message?: string;
  };
  return (
    (code === "23505" && constraint_name === "turns_by_message") ||
    /UNIQUE constraint failed: turns\.workspace, turns\.message/.test(message ?? "")
  );
}

function stopped(): TabletalkError {
  return new TabletalkError("aborted", "Stopped.", "Ask again when you like.");
}
