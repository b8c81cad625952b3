import {EventEmitter} from "node:events";

/** What is told between the workers of a store: that there is something to look at, never the thing itself. */
export type Topic = "inbox" | "deliveries" | "events" | "jobs" | "stop" | "settings";

/**
 * Wakes whoever waits. A signal may be lost (a connection broke, the other process has a file of its own): those who wait
 * look again after a while in any case.
 */
export interface Signals {
  /** Tells every worker, this one included. `about` is short: an id. */
  tell(topic: Topic, about: string): Promise<void>;
  /** Calls `heard` at each signal of the topic, until the returned function is called. */
  hear(topic: Topic, heard: (about: string) => void): () => void;
  close(): Promise<void>;
}

/** Signals within one process: those of a store in a file. */
export function localSignals(): Signals {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    async tell(topic, about) {
      emitter.emit(topic, about);
    },
    hear(topic, heard) {
      emitter.on(topic, heard);
      return () => void emitter.off(topic, heard);
    },
    async close() {
      emitter.removeAllListeners();
    },
  };
}
