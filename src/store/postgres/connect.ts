import {Pool, types} from "pg";
import {TabletalkError} from "../../errors.ts";
import {isUnreachable, saidOf} from "./failure.ts";

export interface PostgresOptions {
  /** Connections at most. Default 10. */
  connections?: number;
  /** How long a server that does not answer is waited for at start-up, in milliseconds. Default 60,000. */
  waitMs?: number;
  /** Told each time that the server did not answer and is tried again. */
  onWaiting?: (why: string, tries: number) => void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const BIGINT = 20;

/**
 * A pool of connections to a server that answers; one that breaks later is made anew with the next query. By node-postgres:
 * postgres.js (3.4.9) ends the whole process when a connection breaks between two statements of a transaction.
 * @throws TabletalkError store_failed when it does not answer in time, or refuses
 */
export async function connectPostgres(url: string, options: PostgresOptions = {}): Promise<Pool> {
  const {connections = 10, waitMs = 60_000, onWaiting} = options;
  const pool = poolOf(url, connections);
  const deadline = Date.now() + waitMs;
  for (let tries = 1; ; tries++) {
    try {
      await pool.query("SELECT 1");
      return pool;
    } catch (error) {
      const why = saidOf(error);
      if (!isUnreachable(error) || Date.now() >= deadline) {
        await pool.end().catch(() => {});
        throw new TabletalkError(
          "store_failed",
          `The state's Postgres at ${placeOf(url)} cannot be used: ${why}.`,
          "Check that the server runs and that TABLETALK_STORE names its address, user, password and database.",
          {cause: error},
        );
      }
      onWaiting?.(`Postgres at ${placeOf(url)} does not answer: ${why}`, tries);
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1), deadline - Date.now());
      await new Promise((resolve) => setTimeout(resolve, Math.max(10, pause)));
    }
  }
}

function poolOf(url: string, max: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: "tabletalk",
    // Numbers of 64 bits that count things come as numbers.
    types: {
      getTypeParser: ((oid: number, format?: "text" | "binary") =>
        oid === BIGINT ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
    },
  });
  // An idle connection broke: the next query takes another. One in use tells its query.
  pool.on("error", () => {});
  pool.on("connect", (client) => void client.on("error", () => {}));
  return pool;
}

/** Host, port and database: never the password. */
export function placeOf(url: string): string {
  try {
    const {host, pathname} = new URL(url);
    return host + pathname;
  } catch {
    return "the given address";
  }
}
