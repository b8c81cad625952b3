import {EventEmitter} from "node:events";
import type {Sql} from "postgres";
import type {Signals} from "../signals.ts";

const CHANNEL = "tabletalk";

/**
 * Signals through LISTEN and NOTIFY, on one connection that is opened with the first listener and made anew when it breaks.
 * Workers of several schemas may share a database: each hears its own schema alone.
 */
export function postgresSignals(sql: Sql, schema: string): Signals {
  const emitter = new EventEmitter().setMaxListeners(0);
  let listening: Promise<{unlisten(): Promise<void>}> | undefined;
  const listen = () => {
    listening ??= sql.listen(`${CHANNEL}_${schema}`, (payload) => {
      const at = payload.indexOf(" ");
      emitter.emit(payload.slice(0, at), payload.slice(at + 1));
    });
    listening.catch(() => {
      listening = undefined;
    });
  };
  return {
    async tell(topic, about) {
      await sql.notify(`${CHANNEL}_${schema}`, `${topic} ${about}`);
    },
    hear(topic, heard) {
      listen();
      emitter.on(topic, heard);
      return () => void emitter.off(topic, heard);
    },
    async close() {
      emitter.removeAllListeners();
      const one = await listening?.catch(() => undefined);
      await one?.unlisten().catch(() => {});
    },
  };
}
