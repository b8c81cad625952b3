import type {Store} from "../../store/store.ts";
import {appendEvents, type StoredEvent} from "../../store/turn_events.ts";
import type {Channel, ChannelCapabilities, TurnEvent} from "../channel.ts";

/** Events are kept together, after so many milliseconds: whoever watches sees them a moment later. */
const TOGETHER_MS = 40;

const EVERYTHING: ChannelCapabilities = {
  nativeTable: true,
  nativeChart: true,
  image: true,
  buttons: true,
  files: true,
  maxTextLength: Number.POSITIVE_INFINITY,
};

/** Keeps the events of one attempt at a message, for whoever watches it from wherever. */
export interface Recorder extends Channel {
  /** The last event, with all that is not kept yet: kept together with the turn, so that one is never there without the other. */
  rest(): Promise<StoredEvent[]>;
}

/** A channel whose platform is the store. The answer or the error is held back for `rest`. */
export function recordEvents(
  store: Store,
  at: {workspace: string; id: string; attempt: number; platform: string},
): Recorder {
  let number = 0;
  let waiting: StoredEvent[] = [];
  const last: StoredEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const flush = () => {
    timer = undefined;
    const events = waiting;
    waiting = [];
    writing = writing
      .then(() => appendEvents(store, at.workspace, at.id, events))
      .then(() => store.signals.tell("events", at.id))
      // They are for watching only: what counts is kept with the turn.
      .catch(() => {});
  };
  return {
    platform: at.platform,
    capabilities: EVERYTHING,
    async render(_message, event) {
      number += 1;
      const placed = {attempt: at.attempt, number, event: slim(event)};
      // What was told after a last event stays behind it.
      if (event.type === "answer" || event.type === "error" || last.length > 0) {
        last.push(placed);
        return;
      }
      waiting.push(placed);
      timer ??= setTimeout(flush, TOGETHER_MS);
    },
    async rest() {
      clearTimeout(timer);
      const events = waiting;
      waiting = [];
      await writing;
      return [...events, ...last];
    },
  };
}

/** An answer's artifacts are kept with its turn: they are not told twice. */
function slim(event: TurnEvent): TurnEvent {
  if (event.type !== "answer") return event;
  const {answer} = event;
  return {
    ...event,
    answer: {
      ...answer,
      artifacts: {},
      ...(answer.parts && {parts: answer.parts.map((part) => ({...part, artifacts: {}}))}),
    },
  };
}
