import type {Logger, LogLevel} from "@slack/bolt";
import {noteOf} from "./failures.ts";

/** Bolt's log: only what went wrong, on one line, without tokens. */
export function boltLogger(onNote: (text: string) => void): Logger {
  const nothing = () => {};
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (...said: unknown[]) =>
      onNote(
        noteOf("Slack", said.map((one) => (one instanceof Error ? one.message : String(one))).join(" ")),
      ),
    setLevel: nothing,
    getLevel: () => "error" as LogLevel,
    setName: nothing,
  };
}
