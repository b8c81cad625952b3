import {readFileSync, writeFileSync} from "node:fs";

/**
 * Adds to package-lock.json the platform packages that the registry in use did not offer: `npm ci` wants every optional
 * dependency named, also those of other platforms, which it then skips.
 */
interface Entry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
}
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {packages: Record<string, Entry>};
const SYSTEMS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "openbsd",
  "netbsd",
  "sunos",
  "aix",
  "win32",
  "openharmony",
];
const PROCESSORS = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "x64",
  "wasm32",
];

for (const entry of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path]) continue;
    const os = SYSTEMS.find((one) => name.includes(one)) ?? (name.includes("win") ? "win32" : undefined);
    const cpu = PROCESSORS.find((one) => name.includes(one));
    if (!os && !cpu) continue;
    lock.packages[path] = {
      version: range.replace(/^[\^~]/, ""),
      ...(cpu && {cpu: [cpu]}),
      ...(entry.dev && {dev: true}),
      optional: true,
      ...(os && {os: [os]}),
    };
    console.log(`added ${name}`);
  }
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync("package-lock.json", `${JSON.stringify({...lock, packages: sorted}, undefined, 2)}\n`);
