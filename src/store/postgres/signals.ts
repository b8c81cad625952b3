import {EventEmitter} from "node:events";
import {Client, type Pool} from "pg";
import type {Signals} from "../signals.ts";

const AGAIN_MS = 1_000;

/**
 * Signals through LISTEN and NOTIFY, on one connection that is opened with the first listener and made anew when it breaks.
 * Workers of several schemas may share a database: each hears its own schema alone.
 */
export function postgresSignals(pool: Pool, url: string, schema: string): Signals {
  const channel = `tabletalk_${schema}`.slice(0, 63);
  const emitter = new EventEmitter().setMaxListeners(0);
  let client: Client | undefined;
  let closed = false;
  const listen = async () => {
    if (client || closed) return;
    const one = new Client({
      connectionString: url,
      application_name: "tabletalk signals",
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    client = one;
    const again = () => {
      if (client !== one) return;
      client = undefined;
      one.end().catch(() => {});
      if (!closed) setTimeout(() => void listen(), AGAIN_MS).unref();
    };
    one.on("error", again);
    one.on("end", again);
    one.on("notification", ({payload = ""}) => {
      const at = payload.indexOf(" ");
      emitter.emit(payload.slice(0, at), payload.slice(at + 1));
    });
    try {
      await one.connect();
      await one.query(`LISTEN ${one.escapeIdentifier(channel)}`);
    } catch {
      again();
    }
  };
  return {
    async tell(topic, about) {
      await pool.query("SELECT pg_notify($1, $2)", [channel, `${topic} ${about}`]);
    },
    hear(topic, heard) {
      void listen();
      emitter.on(topic, heard);
      return () => void emitter.off(topic, heard);
    },
    async close() {
      closed = true;
      emitter.removeAllListeners();
      const one = client;
      client = undefined;
      await one?.end().catch(() => {});
    },
  };
}
