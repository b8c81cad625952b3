#!/usr/bin/env node
// Runs on Node 18 and later: Tabletalk itself needs Node 24, which npm brought along as a platform package.
import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

const entry = join(dirname(fileURLToPath(import.meta.url)), "..", "dist", "cli.js");
const WANTED = 24;

/** The Node 24 that npm installed for this platform, or undefined. */
function broughtNode() {
  const require = createRequire(import.meta.url);
  const platform = process.platform === "win32" ? "win" : process.platform;
  const binary = process.platform === "win32" ? "node.exe" : "node";
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    try {
      const path = join(dirname(require.resolve(`${name}/package.json`)), "bin", binary);
      if (existsSync(path)) return path;
    } catch {
      // not this one
    }
  }
  return undefined;
}

if (!existsSync(entry)) {
  console.error(
    "tabletalk: it is not built (dist/cli.js is missing).\nRun `npm run build`, or use `npm run -s tabletalk -- ...` in a checkout.",
  );
  process.exit(1);
} else if (Number(process.versions.node.split(".")[0]) >= WANTED) {
  await import(pathToFileURL(entry).href);
} else {
  const node = broughtNode();
  if (!node) {
    console.error(
      `tabletalk: it needs Node ${WANTED} or later, and this is Node ${process.versions.node}.\n` +
        "Install Node 24 from https://nodejs.org, or install again without `--omit=optional`.",
    );
    process.exit(1);
  }
  const child = spawn(node, [entry, ...process.argv.slice(2)], {stdio: "inherit"});
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(
      `tabletalk: Node 24 did not start: ${error.message}\nInstall Node 24 from https://nodejs.org.`,
    );
    process.exit(1);
  });
  child.on("exit", (status, signal) => {
    if (!signal) process.exit(status ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
