import {execFile} from "node:child_process";
import {chmodSync, copyFileSync, cpSync, existsSync, globSync, mkdirSync, readdirSync} from "node:fs";
import {rename, rm} from "node:fs/promises";
import {basename, join} from "node:path";
import {promisify} from "node:util";
import {installPackages} from "./install_packages.ts";
import {cacheFolder, findProgram, folderOfOwn} from "./temporary_server.ts";

/** Debian's recognizer, its library and its model of American English. */
const PACKAGES = ["libpocketsphinx3", "libsphinxbase3", "pocketsphinx-en-us"];
/** What the library loads in turn; a machine may have it already, or have no package of that name. */
const NEEDED = ["liblapack3", "libblas3", "libgfortran5", "libquadmath0"];

const place = (): string => join(cacheFolder(), `program-pocketsphinx-${process.arch}`);
const isThere = (folder: string): boolean =>
  existsSync(join(folder, "lib", "libpocketsphinx.so.3")) &&
  existsSync(join(folder, "model", "en-us", "en-us.lm.bin"));

/** The folder that TABLETALK_POCKETSPHINX takes, where it was fetched before. */
export const fetchedPocketsphinx = (): string | undefined => (isThere(place()) ? place() : undefined);

/**
 * Fetches Debian's pocketsphinx with its model into the cache, outside of the checkout and without being root, and returns
 * the folder for TABLETALK_POCKETSPHINX; what is there already is left as it is. Two at once do no harm. Where packages
 * cannot be unpacked they are installed, and the folder is that of the system's.
 * @throws Error on a machine that is not Debian or Ubuntu, or where the packages cannot be had
 */
export async function fetchPocketsphinx(): Promise<string | undefined> {
  if (isThere(place())) return place();
  if (!findProgram("apt-get") || !findProgram("dpkg"))
    throw new Error("Pocketsphinx is fetched from Debian's or Ubuntu's packages; here is no apt-get.");
  const work = folderOfOwn("fetch-pocketsphinx");
  try {
    const made = join(work, "made");
    await unpack(work).then(
      (root) => gather(root, made),
      (error: unknown) => console.warn(`Not unpacked: ${error instanceof Error ? error.message : error}`),
    );
    if (isThere(made)) {
      await rename(made, place()).catch((error: unknown) => {
        // Another process was first.
        if (!isThere(place())) throw error;
      });
      return place();
    }
    installPackages(PACKAGES);
    if (globSync("/usr/lib/*/libpocketsphinx.so.3").length > 0) return undefined;
    throw new Error(`The packages cannot be had: sudo apt-get install ${PACKAGES.join(" ")}`);
  } finally {
    await rm(work, {recursive: true, force: true});
  }
}

/** Downloads the packages and unpacks them into one tree. */
async function unpack(work: string): Promise<string> {
  const [downloads, root] = [join(work, "packages"), join(work, "root")];
  // apt's own user reads it.
  chmodSync(work, 0o755);
  for (const folder of [downloads, root]) mkdirSync(folder, {mode: 0o755});
  const run = promisify(execFile);
  const download = (name: string) =>
    run("apt-get", ["download", "-qq", name], {cwd: downloads, timeout: 240_000});
  try {
    for (const name of PACKAGES) await download(name);
  } catch {
    // Its lists may be missing or out of date.
    await run("apt-get", ["update", "-qq"], {timeout: 120_000}).catch(() => undefined);
    for (const name of PACKAGES) await download(name);
  }
  for (const name of NEEDED) await download(name).catch(() => undefined);
  for (const name of readdirSync(downloads).filter((one) => one.endsWith(".deb")))
    await run("dpkg", ["-x", join(downloads, name), root], {timeout: 120_000});
  return root;
}

/** Copies what is used of the tree: the libraries under the names that they are loaded by, and the model. */
function gather(root: string, to: string): void {
  mkdirSync(join(to, "lib"), {recursive: true, mode: 0o755});
  for (const pattern of ["*.so.?", "blas/*.so.?", "lapack/*.so.?"])
    for (const path of globSync(join(root, "usr/lib/*", pattern)))
      copyFileSync(path, join(to, "lib", basename(path)));
  cpSync(join(root, "usr/share/pocketsphinx/model"), join(to, "model"), {recursive: true});
}

if (import.meta.main) {
  const folder = await fetchPocketsphinx();
  console.log(folder ?? "installed");
}
