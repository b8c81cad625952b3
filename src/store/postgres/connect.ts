import postgres, {type Sql} from "postgres";
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

/** Numbers of 64 bits that count things come as numbers. */
const BIGINT = {
  to: 20,
  from: [20],
  serialize: (value: number | bigint) => value.toString(),
  parse: (text: string) => Number(text),
};

/**
 * A pool of connections to a server that answers; one that breaks later is made anew with the next query.
 * @throws TabletalkError store_failed when it does not answer in time, or refuses
 */
export async function connectPostgres(url: string, options: PostgresOptions = {}): Promise<Sql> {
  const {connections = 10, waitMs = 60_000, onWaiting} = options;
  const sql = postgres(url, {
    max: connections,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {application_name: "tabletalk"},
    types: {bigint: BIGINT},
  }) as unknown as Sql;
  const deadline = Date.now() + waitMs;
  for (let tries = 1; ; tries++) {
    try {
      await sql`SELECT 1`;
      return sql;
    } catch (error) {
      const why = saidOf(error);
      if (!isUnreachable(error) || Date.now() >= deadline) {
        await sql.end({timeout: 1}).catch(() => {});
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

/** Host, port and database: never the password. */
function placeOf(url: string): string {
  try {
    const {host, pathname} = new URL(url);
    return host + pathname;
  } catch {
    return "the given address";
  }
}
