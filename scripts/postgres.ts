import {execFileSync} from "node:child_process";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import postgres from "postgres";
import {findProgram, freePort, runServer, serverFolder, type TemporaryServer} from "./temporary_server.ts";

const PLACES = ["/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin"];

/** Whether a Postgres server can be started here. */
export const hasPostgres = (): boolean => findProgram("initdb", PLACES) !== undefined;

/** Starts an empty Postgres of its own on a free port. */
export async function startPostgres(): Promise<TemporaryServer> {
  const initdb = findProgram("initdb", PLACES);
  const program = findProgram("postgres", PLACES);
  if (!initdb || !program) throw new Error("There is no Postgres here: apt-get install postgresql");
  const place = serverFolder("postgres");
  const data = join(place.folder, "data");
  const secret = join(place.folder, "password");
  const password = "p@ss:word/#1";
  writeFileSync(secret, password, {mode: 0o644});
  execFileSync(
    initdb,
    [
      "-D",
      data,
      "-U",
      "tester",
      "-A",
      "scram-sha-256",
      `--pwfile=${secret}`,
      "--no-sync",
      "-E",
      "UTF8",
      "--locale=C",
    ],
    {...place.who, cwd: place.folder, stdio: "pipe"},
  );
  const port = await freePort();
  const args = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", place.folder, "-c", "fsync=off"];
  const url = `postgres://tester:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  const stop = await runServer(program, args, place, async () => {
    const sql = postgres(url, {max: 1, connect_timeout: 2, onnotice: () => undefined});
    const answers = await sql`SELECT 1`.then(
      () => true,
      () => false,
    );
    await sql.end({timeout: 1});
    return answers;
  });
  return {url, stop};
}

if (import.meta.main) {
  const server = await startPostgres();
  console.log(server.url);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
