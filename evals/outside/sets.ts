import {resolve} from "node:path";
import {type Suite, suiteOf} from "./adapter.ts";

/** The question sets of others that are read by path, each loaded when it is asked for. */
const SETS: Readonly<Record<string, (folder: string) => Promise<Suite>>> = {
  dabench: async (folder) => suiteOf((await import("./dabench.ts")).dabench, folder),
  nlv: async (folder) => suiteOf((await import("./nlv.ts")).nlv, folder),
  viseval: async (folder) => suiteOf((await import("./viseval.ts")).viseval, folder),
};

export const OUTSIDE_NAMES: readonly string[] = Object.keys(SETS);

/** The set of this name over a folder. */
export async function outsideSuite(name: string, folder: string): Promise<Suite> {
  const read = SETS[name];
  if (!read) throw new Error(`There is no set '${name}'.`);
  return read(resolve(folder));
}
