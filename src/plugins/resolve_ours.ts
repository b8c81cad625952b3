import {registerHooks} from "node:module";
import {sep} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

/** What plugins import of us, wherever they lie: the contract, and the zod that it is checked with. */
const OURS: Readonly<Record<string, string>> = {
  "tabletalk/plugin": new URL(`./plugin${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url)
    .href,
  zod: import.meta.resolve("zod"),
};

const folders = new Set<string>();
let isServing = false;

/** From now on modules of this folder that import `tabletalk/plugin` or `zod` get ours: nothing need be installed there. */
export function serveOurs(folder: string): void {
  folders.add(pathToFileURL(folder + sep).href);
  if (isServing) return;
  isServing = true;
  registerHooks({
    resolve(specifier, context, next) {
      const ours = OURS[specifier];
      const isPlugin = ours !== undefined && [...folders].some((one) => context.parentURL?.startsWith(one));
      return isPlugin ? {url: ours, shortCircuit: true} : next(specifier, context);
    },
  });
}

/** Where our contract lies: what a process that runs a plugin's code has to read. */
export const contractFile = (): string => fileURLToPath(OURS["tabletalk/plugin"]!);
