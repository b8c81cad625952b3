import {type ChildProcess, execFileSync, spawn} from "node:child_process";
import {chownSync, existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import {createServer} from "node:net";
import {homedir} from "node:os";
import {delimiter, join} from "node:path";

/** A database server of our own, gone with `stop`. */
export interface TemporaryServer {
  /** With user and password. */
  url: string;
  /** Such as "16.14", where it is known. */
  version?: string;
  /** Of a Postgres: whether pgvector is there. */
  vector?: boolean;
  stop(): Promise<void>;
}

/** Servers refuse to run as root: then somebody else who may do little runs them. */
function somebody(): {uid: number; gid: number} | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "mysql", "nobody"])
    try {
      const id = (flag: string): number =>
        Number(execFileSync("id", [flag, name], {stdio: "pipe"}).toString());
      return {uid: id("-u"), gid: id("-g")};
    } catch {}
  return undefined;
}

/** The first folder among PATH and the usual places that holds a program. */
export function findProgram(name: string, places: readonly string[] = []): string | undefined {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...places.flatMap((place) => globSync(place).sort().reverse()),
  ];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** What tests fetch and build, and where their servers run: TABLETALK_CACHE, or a folder outside of the checkout. */
export function cacheFolder(): string {
  const cache =
    process.env.TABLETALK_CACHE ??
    (process.getuid?.() === 0 ? "/var/tmp/tabletalk" : join(homedir(), ".cache", "tabletalk"));
  mkdirSync(cache, {recursive: true, mode: 0o755});
  return cache;
}

/** A new folder in the cache for this process; what killed processes left is removed. */
export function folderOfOwn(kind: string): string {
  const cache = cacheFolder();
  for (const name of readdirSync(cache)) {
    const owner = new RegExp(`^${kind}-(\\d+)-`).exec(name)?.[1];
    if (owner && !isRunning(Number(owner))) rmSync(join(cache, name), {recursive: true, force: true});
  }
  return mkdtempSync(join(cache, `${kind}-${process.pid}-`));
}

/** A folder for one server, owned by who runs it. */
export function serverFolder(kind: string): {folder: string; who: {uid: number; gid: number} | undefined} {
  const who = somebody();
  const folder = folderOfOwn(kind);
  if (who) chownSync(folder, who.uid, who.gid);
  return {folder, who};
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Runs a server until `answers`; it ends with this process. @throws Error with what it printed, where it does not come up */
export async function runServer(
  command: string,
  args: readonly string[],
  place: {folder: string; who: {uid: number; gid: number} | undefined},
  answers: () => Promise<boolean>,
): Promise<() => Promise<void>> {
  let printed = "";
  const server: ChildProcess = spawn(command, args, {
    ...place.who,
    cwd: place.folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {PATH: process.env.PATH, LC_ALL: "C", HOME: place.folder},
  });
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString()).slice(-4000);
  };
  server.stdout?.on("data", keep);
  server.stderr?.on("data", keep);
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const kill = (): void => void server.kill("SIGKILL");
  process.once("exit", kill);
  for (let tries = 0; !(await answers()); tries++) {
    if (server.exitCode !== null || tries > 600) {
      kill();
      throw new Error(`${command} did not start:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return async () => {
    server.kill("SIGINT");
    const hard = setTimeout(kill, 5_000);
    await ended;
    clearTimeout(hard);
    process.removeListener("exit", kill);
    rmSync(place.folder, {recursive: true, force: true, maxRetries: 5});
  };
}
