import {mkdtemp, readdir, rm} from "node:fs/promises";
import {join} from "node:path";

/** A private folder for one import or session, named after this process so that what a dead one left can be told. */
export const makeScratch = (folder: string, kind: "import" | "spill"): Promise<string> =>
  mkdtemp(join(folder, `${kind}-${process.pid}-`));

/** Removes the scratch folders of processes that are no more. */
export async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = /^(?:import|spill)-(\d+)-/.exec(name)?.[1];
    if (owner && !isRunning(Number(owner)))
      await rm(join(folder, name), {recursive: true, force: true}).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
