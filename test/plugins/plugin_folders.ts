import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";

/** The plugin that comes with Tabletalk as an example. */
export const SAMPLE = resolve(import.meta.dirname, "../../samples/plugin");

/** A home of its own, for plugins to be put into. */
export function temporaryHome(): {home: string; remove(): void} {
  const home = mkdtempSync(join(tmpdir(), "plugins-of-a-test-"));
  mkdirSync(join(home, "plugins"));
  return {home, remove: () => rmSync(home, {recursive: true, force: true})};
}

/** Puts files into a folder of `<home>/plugins`; its package.json is made where it is not among them. */
export function putPlugin(home: string, name: string, files: Record<string, string>, folder = name): string {
  const at = join(home, "plugins", folder);
  const manifest = {name, version: "1.0.0", type: "module", main: "index.js", keywords: ["tabletalk-plugin"]};
  for (const [path, text] of Object.entries({"package.json": JSON.stringify(manifest), ...files})) {
    mkdirSync(dirname(join(at, path)), {recursive: true});
    writeFileSync(join(at, path), text);
  }
  return at;
}

export const putSample = (home: string): void =>
  cpSync(SAMPLE, join(home, "plugins", "sample"), {recursive: true});

/** A module that exports a plugin with these parts, written as code. */
export const moduleOf = (name: string, parts: string, before = ""): string =>
  `import {defineMethod, definePlugin, defineTool, problem, tableField} from "tabletalk/plugin";
import {z} from "zod";
${before}
export const plugin = definePlugin({name: "${name}", version: "1.0.0", ${parts}});
`;
