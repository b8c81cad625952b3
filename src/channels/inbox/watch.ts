import {stateOfMessage} from "../../store/inbox.ts";
import type {Store} from "../../store/store.ts";
import {eventsAfter} from "../../store/turn_events.ts";
import type {TurnEvent} from "../channel.ts";
import type {PlacedEvent} from "../service.ts";

/** How long nothing is heard before it is looked again: a signal may be lost. */
const LOOK_MS = 1_000;

/** The events of a message from a place on, live until its turn is kept. */
export async function* watchMessage(
  store: Store,
  workspace: string,
  id: string,
  options: {after?: {attempt: number; number: number}; signal?: AbortSignal} = {},
): AsyncGenerator<PlacedEvent> {
  const {signal} = options;
  let place = options.after ?? {attempt: 0, number: 0};
  let wake = () => {};
  let heard = false;
  const unhear = store.signals.hear("events", (about) => {
    if (about !== id) return;
    heard = true;
    wake();
  });
  const aborted = () => wake();
  signal?.addEventListener("abort", aborted);
  try {
    while (!signal?.aborted) {
      heard = false;
      const state = await stateOfMessage(store, workspace, id);
      if (!state) return;
      const events = await eventsAfter(store, workspace, id, place);
      for (const {attempt, number, event} of events) {
        place = {attempt, number};
        yield {attempt, number, event: event as TurnEvent};
      }
      if (state.state === "done") return;
      if (heard || signal?.aborted) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    signal?.removeEventListener("abort", aborted);
    unhear();
  }
}
