import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import type {Hono} from "hono";
import type {RequestState} from "./answer_request.ts";
import {callPolicy} from "./security_headers.ts";

/** Where the build puts LiveKit's client, bundled for browsers. */
const BUILT = new URL("./page/livekit.bundle.js", import.meta.url);

/**
 * Serves the page of a call at `/calls/{id}`, with LiveKit's client as one script. The rest of it are files of the page's
 * folder. It is the same for every call: who may join is asked when they do.
 * @param liveKitUrl how browsers reach LiveKit; without it there are no calls, and no page of them
 */
export function callPage(
  app: Hono<RequestState>,
  {pageFolder, liveKitUrl}: {pageFolder?: string | undefined; liveKitUrl?: string | undefined},
): void {
  if (pageFolder === undefined || liveKitUrl === undefined) return;
  const policy = callPolicy(liveKitUrl);
  app.get("/calls/:id", async (c) => {
    c.set("route", "/calls/{id}");
    return c.body(await readFile(join(pageFolder, "call.html"), "utf8"), 200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy,
      "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
      "Cache-Control": "no-cache",
    });
  });
  let script: Promise<{text: string; etag: string}> | undefined;
  app.get("/livekit.js", async (c) => {
    c.set("route", "/*");
    script ??= liveKitScript().then((text) => ({
      text,
      etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`,
    }));
    const {text, etag} = await script;
    const headers = {
      "Content-Type": "text/javascript; charset=utf-8",
      "Cache-Control": "no-cache",
      ETag: etag,
    };
    if (c.req.header("if-none-match") === etag) return c.body(null, 304, headers);
    return c.body(text, 200, headers);
  });
}

/** As it was built, or bundled now where a checkout runs without a build. */
async function liveKitScript(): Promise<string> {
  return readFile(BUILT, "utf8").catch(() => bundledLiveKit());
}

/** Bundles what the page needs of LiveKit's client: nothing is loaded from anywhere when it runs. */
export async function bundledLiveKit(): Promise<string> {
  const {rolldown} = await import("rolldown");
  const input = fileURLToPath(new URL("./page/livekit.js", import.meta.url));
  await using bundle = await rolldown({input, platform: "browser"});
  const {output} = await bundle.generate({format: "esm", minify: true});
  return output[0].code;
}
