import {execFileSync} from "node:child_process";
import {join} from "node:path";
import {createConnection} from "mysql2/promise";
import {findProgram, freePort, runServer, serverFolder, type TemporaryServer} from "./temporary_server.ts";

const PLACES = ["/usr/sbin", "/usr/local/sbin", "/usr/local/mysql/bin", "/opt/homebrew/opt/mariadb*/bin"];

/** Whether a MariaDB server can be started here. */
export const hasMariadb = (): boolean =>
  findProgram("mariadbd", PLACES) !== undefined && findProgram("mariadb-install-db", PLACES) !== undefined;

/** Starts an empty MariaDB of its own on a free port, with a database called shop. */
export async function startMariadb(): Promise<TemporaryServer> {
  const install = findProgram("mariadb-install-db", PLACES);
  const program = findProgram("mariadbd", PLACES);
  if (!install || !program) throw new Error("There is no MariaDB here: apt-get install mariadb-server");
  const place = serverFolder("mariadb");
  const data = join(place.folder, "data");
  execFileSync(
    install,
    ["--no-defaults", `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"],
    {...place.who, cwd: place.folder, stdio: "pipe"},
  );
  const port = await freePort();
  const args = [
    "--no-defaults",
    `--datadir=${data}`,
    `--port=${port}`,
    `--socket=${join(place.folder, "s")}`,
    "--bind-address=127.0.0.1",
    "--innodb-flush-log-at-trx-commit=0",
  ];
  const password = "p@ss:word/#1";
  const root = {host: "127.0.0.1", port, user: "root", connectTimeout: 2_000};
  const stop = await runServer(program, args, place, async () => {
    const server = await createConnection(root).catch(() => undefined);
    if (!server) return false;
    await server.query("CREATE DATABASE shop CHARACTER SET utf8mb4");
    await server.query(`CREATE USER tester@'127.0.0.1' IDENTIFIED BY '${password}'`);
    await server.query("GRANT ALL ON shop.* TO tester@'127.0.0.1'");
    await server.end();
    return true;
  });
  return {url: `mysql://tester:${encodeURIComponent(password)}@127.0.0.1:${port}/shop`, stop};
}

if (import.meta.main) {
  const server = await startMariadb();
  console.log(server.url);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
