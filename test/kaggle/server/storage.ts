import {createHash, randomUUID} from "node:crypto";
import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import type {Fault, FaultList} from "./faults.ts";

/** A request of the storage that was made. */
export interface StorageCall {
  path: string;
  range?: string;
  ifRange?: string;
  authorization?: string;
  /** The status that was answered. */
  status: number;
  bytes: number;
}

interface Kept {
  bytes: Buffer;
  type: string;
  over: boolean;
}

export const PAGE = "<!doctype html><title>Sign in to the network</title>";
const MODIFIED = "Sat, 01 Mar 2025 10:00:00 GMT";

/** The storage that signed addresses lead to: ranges, entity tags and checksums as Google's has them. */
export function storage(faults: FaultList) {
  const signed = new Map<string, Kept>();
  const calls: StorageCall[] = [];

  function answer(request: IncomingMessage, response: ServerResponse): unknown {
    const url = new URL(request.url ?? "/", "http://storage");
    const {range, authorization} = request.headers;
    const ifRange = request.headers["if-range"];
    const call: StorageCall = {
      path: decodeURIComponent(url.pathname),
      ...(range !== undefined && {range}),
      ...(typeof ifRange === "string" && {ifRange}),
      ...(authorization !== undefined && {authorization}),
      status: 200,
      bytes: 0,
    };
    calls.push(call);
    const say = (
      status: number,
      headers: Record<string, string | number>,
      body: Buffer | string = "",
    ): unknown => {
      call.status = status;
      call.bytes = Buffer.byteLength(body);
      return response.writeHead(status, headers).end(body);
    };
    const kept = signed.get(url.searchParams.get("X-Goog-Signature") ?? "");
    const fault = faults.take("storage", "");
    const expired = "<?xml version='1.0'?><Error><Code>ExpiredToken</Code></Error>";
    if (!kept || kept.over || fault?.kind === "expired") {
      if (kept) kept.over = true;
      return say(403, {"content-type": "application/xml"}, expired);
    }
    if (fault?.kind === "cut") return request.socket.destroy();
    if (fault?.kind === "status")
      return say(fault.status ?? 500, {...(fault.retryAfter && {"retry-after": fault.retryAfter})});
    if (fault?.kind === "page") return say(200, {"content-type": "text/html; charset=utf-8"}, PAGE);
    return send(response, call, kept, fault);
  }

  function send(response: ServerResponse, call: StorageCall, kept: Kept, fault: Fault | undefined): unknown {
    const {bytes, type} = kept;
    const md5 = createHash("md5").update(bytes);
    const tag = fault?.kind === "changed" ? '"another"' : `"${md5.copy().digest("hex")}"`;
    const headers: Record<string, string | number> = {
      "content-type": type,
      "accept-ranges": "bytes",
      etag: tag,
      "last-modified": MODIFIED,
      "x-goog-hash": `crc32c=AAAAAA==,md5=${fault?.kind === "wrong md5" ? "1B2M2Y8AsgTpgAmY7PhCfg==" : md5.digest("base64")}`,
    };
    const asked = Number(call.range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
    const same = call.ifRange === undefined || call.ifRange === tag || call.ifRange === MODIFIED;
    const from = asked > 0 && same && fault?.kind !== "no range" && !fault?.anew ? asked : 0;
    if (asked > bytes.length) {
      call.status = 416;
      return response.writeHead(416, {"content-range": `bytes */${bytes.length}`}).end();
    }
    const start = fault?.kind === "wrong range" ? Math.max(0, from - 10) : from;
    let body = bytes.subarray(start);
    if (fault?.kind === "wrong bytes") body = Buffer.from(body).fill(0x58, 0, 40);
    call.status = from > 0 ? 206 : 200;
    if (from > 0) headers["content-range"] = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    headers["content-length"] = body.length;
    response.writeHead(call.status, headers);
    if (fault?.kind !== "drop" && fault?.kind !== "stall") {
      call.bytes = body.length;
      return response.end(body);
    }
    const part = body.subarray(0, fault.afterBytes ?? Math.floor(body.length / 2));
    call.bytes = part.length;
    kept.over = fault.kind === "drop" && !fault.lasts;
    return response.write(part, async () => {
      await fault.until?.(start);
      if (fault.kind === "drop") response.destroy();
    });
  }

  const server = createServer(answer);
  return {
    server,
    calls,
    /** Keeps bytes under a path, and signs an address of theirs, without the host. */
    sign: (path: string, bytes: Buffer, type: string): string => {
      const signature = randomUUID();
      signed.set(signature, {bytes, type, over: false});
      return `${path.split("/").map(encodeURIComponent).join("/")}?X-Goog-Expires=600&X-Goog-Signature=${signature}`;
    },
  };
}
