import {randomUUID} from "node:crypto";
import {constants, createReadStream, createWriteStream} from "node:fs";
import {access, chmod, mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {pipeline} from "node:stream/promises";
import {createBrotliDecompress} from "node:zlib";
import {TabletalkError} from "../errors.ts";
import {packageFolder} from "./fonts.ts";

/** A browser that can be started. */
export interface BrowserFound {
  path: string;
  /** Where its own libraries lie, when it brings them. */
  libraries?: string;
}

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/**
 * Finds a browser: PUPPETEER_EXECUTABLE_PATH, the system's Chromium or Chrome, else the one that npm brought, unpacked once into
 * `cache` (a folder of its own a version, put in place by renaming, so that first starts at one time do not meet).
 * @throws TabletalkError no_browser
 */
export async function findBrowser(
  cache: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<BrowserFound> {
  const named = environment.PUPPETEER_EXECUTABLE_PATH;
  if (named) {
    if (await runs(named)) return {path: named};
    throw noBrowser(`PUPPETEER_EXECUTABLE_PATH names '${named}', which cannot be run.`);
  }
  for (const path of SYSTEM) if (await runs(path)) return {path};
  return unpacked(cache);
}

/** The error of a machine without a browser. */
export function noBrowser(message: string, cause?: unknown): TabletalkError {
  return new TabletalkError(
    "no_browser",
    message,
    "Install Chromium or Chrome (Debian: apt install chromium), or set PUPPETEER_EXECUTABLE_PATH to one.",
    {cause},
  );
}

async function unpacked(cache: string): Promise<BrowserFound> {
  const from = packageFolder("@sparticuz/chromium");
  if (!from || process.platform !== "linux") throw noBrowser("No browser was found to draw charts with.");
  try {
    const {version} = JSON.parse(await readFile(join(from, "package.json"), "utf8")) as {version: string};
    const folder = join(cache, `chromium-${version}-${process.arch}`);
    if (!(await runs(join(folder, "chromium")))) await unpack(join(from, "bin"), folder, cache);
    return {path: join(folder, "chromium"), libraries: join(folder, "al2023", "lib")};
  } catch (error) {
    throw noBrowser(
      `The browser that draws charts could not be unpacked: ${(error as Error).message}`,
      error,
    );
  }
}

async function unpack(from: string, folder: string, cache: string): Promise<void> {
  await mkdir(cache, {recursive: true, mode: 0o700});
  const making = `${folder}.${randomUUID()}`;
  await mkdir(making, {mode: 0o700});
  try {
    await pipeline(
      createReadStream(join(from, "chromium.br")),
      createBrotliDecompress(),
      createWriteStream(join(making, "chromium")),
    );
    await chmod(join(making, "chromium"), 0o700);
    for (const [name, into] of [
      ["al2023", "al2023"],
      ["swiftshader", "."],
    ] as const)
      await untar(join(from, `${name}.tar.br`), join(making, into));
    await rename(making, folder).catch(async (error) => {
      if (!(await runs(join(folder, "chromium")))) throw error;
    });
  } finally {
    await rm(making, {recursive: true, force: true});
  }
}

/** Unpacks a tar (ustar: files, folders and links with short names) that brotli made small. */
async function untar(archive: string, into: string): Promise<void> {
  const {brotliDecompressSync} = await import("node:zlib");
  const bytes = brotliDecompressSync(await readFile(archive));
  const {symlink} = await import("node:fs/promises");
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const field = (start: number, length: number) =>
      bytes
        .subarray(at + start, at + start + length)
        .toString("utf8")
        .split("\0")[0]!;
    const size = Number.parseInt(field(124, 12).trim() || "0", 8);
    const name = [field(345, 155), field(0, 100)].filter(Boolean).join("/");
    const type = field(156, 1);
    const path = join(into, name);
    if (!path.startsWith(into)) throw new Error(`an archive names ${name}`);
    if (type === "5") await mkdir(path, {recursive: true});
    else {
      await mkdir(join(path, ".."), {recursive: true});
      if (type === "2") await symlink(field(157, 100), path);
      else if (type === "0" || type === "")
        await writeFile(path, bytes.subarray(at + 512, at + 512 + size), {mode: 0o700});
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

async function runs(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
