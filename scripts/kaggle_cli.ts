import {execFile} from "node:child_process";
import {existsSync} from "node:fs";
import {rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {promisify} from "node:util";
import {installPackages} from "./install_packages.ts";
import {cacheFolder, findProgram, folderOfOwn} from "./temporary_server.ts";

/** Kaggle's own client, and what it needs and does not say so. */
const PACKAGES = ["kaggle==2.2.4", "kagglesdk==0.1.37", "six==1.17.0"];
/** It runs on nothing older. */
const OLDEST = [3, 11];

const place = (): string => join(cacheFolder(), `program-${PACKAGES[0]}-${process.arch}`.replace("==", "-"));
const pythonIn = (folder: string): string => join(folder, "bin", "python");

const run = promisify(execFile);

/** A Python that is new enough, with what makes environments. */
async function findPython(): Promise<string> {
  for (const again of [false, true]) {
    for (const name of ["python3", "python3.14", "python3.13", "python3.12", "python3.11"]) {
      const path = findProgram(name, ["/usr/local/bin", "/opt/homebrew/bin"]);
      if (path === undefined) continue;
      const code = `import venv, ensurepip, sys; sys.exit(sys.version_info < (${OLDEST.join(", ")}))`;
      if (
        await run(path, ["-c", code]).then(
          () => true,
          () => false,
        )
      )
        return path;
    }
    if (!again) installPackages(["python3", "python3-venv"]);
  }
  throw new Error(
    `Kaggle's own client needs Python ${OLDEST.join(".")} or later with venv, and there is none: sudo apt-get install python3 python3-venv`,
  );
}

/**
 * Installs Kaggle's own client into the cache, outside of the checkout; what is there already is left as it is. Two at once
 * do no harm.
 * @returns the Python that has it
 * @throws Error without Python, or where the packages cannot be had
 */
export async function fetchKaggleCli(): Promise<string> {
  if (existsSync(pythonIn(place()))) return pythonIn(place());
  const python = await findPython();
  const work = folderOfOwn("fetch-kaggle");
  try {
    const made = join(work, "made");
    await run(python, ["-m", "venv", made], {timeout: 120_000});
    const install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", ...PACKAGES];
    await run(pythonIn(made), install, {timeout: 300_000});
    await rename(made, place()).catch((error: unknown) => {
      // Another process was first.
      if (!existsSync(pythonIn(place()))) throw error;
    });
  } finally {
    await rm(work, {recursive: true, force: true});
  }
  return pythonIn(place());
}

if (import.meta.main) console.log(await fetchKaggleCli());
