import {execFileSync} from "node:child_process";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import postgres from "postgres";
import {fetchPostgres, findPostgres} from "./postgres_program.ts";
import {freePort, runServer, serverFolder, type TemporaryServer} from "./temporary_server.ts";

export interface PostgresOptions {
  /** Whether a commit waits for the disk. Default false: tests do not outlive the machine. */
  fsync?: boolean;
  /** Default 200. */
  maxConnections?: number;
  /** Whether Postgres 16 with pgvector may be fetched where it is not in the cache yet. Default true. */
  fetch?: boolean;
}

/** Whether a Postgres server can be started here without fetching one. */
export const hasPostgres = (): boolean => findPostgres() !== undefined;

/**
 * Starts an empty Postgres of its own on a free port: 16 with pgvector where it is here or can be fetched, otherwise what
 * the system has. `version` and `vector` tell which. The user of `url` is a superuser.
 * @throws Error where there is none
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<TemporaryServer> {
  const {fsync = false, maxConnections = 200, fetch = true} = options;
  const program = await choose(fetch);
  const place = serverFolder("postgres");
  const data = join(place.folder, "data");
  const secret = join(place.folder, "password");
  const password = "p@ss:word/#1";
  writeFileSync(secret, password, {mode: 0o644});
  const make = ["-D", data, "-U", "tester", "-A", "scram-sha-256", `--pwfile=${secret}`, "--no-sync"];
  execFileSync(join(program, "initdb"), [...make, "-E", "UTF8", "--locale=C"], {
    ...place.who,
    cwd: place.folder,
    stdio: "pipe",
  });
  const port = await freePort();
  const settings = [`fsync=${fsync ? "on" : "off"}`, `max_connections=${maxConnections}`];
  const args = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", place.folder];
  args.push(...settings.flatMap((setting) => ["-c", setting]));
  const url = `postgres://tester:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  let facts: Facts | undefined;
  const stop = await runServer(join(program, "postgres"), args, place, async () => {
    facts = await postgresFacts(url).catch(() => undefined);
    return facts !== undefined;
  });
  return {url, ...facts, stop};
}

async function choose(fetch: boolean): Promise<string> {
  let why = "";
  if (fetch && !isEnough(findPostgres()))
    await fetchPostgres().catch((error: unknown) => {
      why = ` (and none could be fetched: ${error instanceof Error ? error.message : String(error)})`;
    });
  const found = findPostgres();
  if (!found) throw new Error(`There is no Postgres here: apt-get install postgresql${why}`);
  if (!isEnough(found)) console.warn(`Only Postgres ${found.major} without pgvector is here${why}`);
  return found.bin;
}

const isEnough = (program: ReturnType<typeof findPostgres>): boolean =>
  program !== undefined && program.major >= 16 && program.vector;

interface Facts {
  /** Such as "16.14". */
  version: string;
  /** Whether pgvector can be created there. */
  vector: boolean;
}

/** What a running Postgres is. @throws Error where it does not answer */
export async function postgresFacts(url: string): Promise<Facts> {
  const sql = postgres(url, {max: 1, connect_timeout: 2, onnotice: () => undefined});
  try {
    const [row] = await sql<Facts[]>`SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
      EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'vector') AS vector`;
    if (!row) throw new Error("Postgres told nothing of itself.");
    return {version: row.version, vector: row.vector};
  } finally {
    await sql.end({timeout: 1});
  }
}

if (import.meta.main) {
  const server = await startPostgres();
  console.log(server.url);
  console.log(`Postgres ${server.version}, ${server.vector ? "with" : "without"} pgvector`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
