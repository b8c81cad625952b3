import {readFile, realpath, stat} from "node:fs/promises";
import {extname, join, sep} from "node:path";
import type {Hono} from "hono";
import type {RequestState} from "./answer_request.ts";
import {CHART_POLICY, PAGE_POLICY} from "./security_headers.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/** The frame that charts are drawn in: closed off from the page that shows it. */
const CHART_FRAME = "/chart_frame.html";

/** Serves the files of a folder at `/`: the chat page. Only types that a page is made of, only from inside the folder. */
export function staticPage(app: Hono<RequestState>, folder: string | undefined): void {
  if (folder === undefined) return;
  app.get("/*", async (c, next) => {
    const path = c.req.path === "/" ? "/index.html" : c.req.path;
    const type = TYPES[extname(path).toLowerCase()];
    const file = type && (await fileIn(folder, path));
    if (!type || !file) return next();
    c.set("route", "/*");
    const {mtimeMs, size} = await stat(file);
    const etag = `"${Math.round(mtimeMs).toString(36)}-${size.toString(36)}"`;
    const headers = {
      "Content-Type": type,
      "Content-Security-Policy": path === CHART_FRAME ? CHART_POLICY : PAGE_POLICY,
      "Cache-Control": "no-cache",
      ETag: etag,
    };
    if (c.req.header("if-none-match") === etag) return c.body(null, 304, headers);
    return c.body(new Uint8Array(await readFile(file)), 200, headers);
  });
}

async function fileIn(folder: string, path: string): Promise<string | undefined> {
  try {
    const [inside, file] = await Promise.all([
      realpath(folder),
      realpath(join(folder, decodeURIComponent(path))),
    ]);
    return file.startsWith(inside + sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
