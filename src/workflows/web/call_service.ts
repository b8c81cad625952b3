import {TabletalkError} from "../../errors.ts";
import type {Reach} from "../../models/reach.ts";
import type {OpenedService} from "../node_parts.ts";

const MOST_REDIRECTS = 5;

export interface ServiceCall {
  method: "GET" | "POST";
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** The largest answer that is taken. */
  mostBytes: number;
  /** Its secret headers are sent to its own host alone. */
  service: OpenedService | undefined;
  reach: Reach;
  signal: AbortSignal;
}

/**
 * Calls a web service within reach; redirects are followed for GET alone, each address checked.
 * @throws TabletalkError refused for an address that may not be called, or where a secret would go in the clear; unavailable where
 * the service is not there, overloaded or broken; bad_file for what it refuses
 */
export async function callService(
  url: string,
  call: ServiceCall,
): Promise<{text: string; url: string; status: number}> {
  const {guardedFetch} = await import("../../models/guarded_fetch.ts");
  const fetchWithin = guardedFetch(call.reach);
  const {method, body, service, signal} = call;
  let at = checkedUrl(url);
  try {
    for (let count = 0; count <= MOST_REDIRECTS; count += 1) {
      const isOwn = service !== undefined && new URL(service.url).origin === new URL(at).origin;
      const headers = {"user-agent": "Tabletalk", ...call.headers, ...(isOwn && service.headers)};
      const answer = await fetchWithin(at, {method, headers, signal, ...(body !== undefined && {body})});
      const next = answer.headers.get("location");
      if (method === "GET" && answer.status >= 300 && answer.status < 400 && next) {
        await answer.body?.cancel();
        at = checkedUrl(new URL(next, at).href);
        continue;
      }
      const text = await textOf(answer, call.mostBytes);
      if (answer.ok) return {text, url: at, status: answer.status};
      throw refusedBy(at, answer.status, text);
    }
  } catch (thrown) {
    if (thrown instanceof TabletalkError) throw thrown;
    if (signal.aborted) throw new TabletalkError("aborted", "Stopped.", "Start it again when you like.");
    const cause = thrown instanceof Error ? thrown.cause : undefined;
    if (cause instanceof TabletalkError) throw cause;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new TabletalkError("unavailable", `${hostOf(at)} cannot be reached: ${why}.`, "Try again later.", {
      cause: thrown,
    });
  }
  throw new TabletalkError(
    "bad_file",
    `${hostOf(url)} leads on and on.`,
    "Give the address that it ends at.",
  );
}

/** The address that a node means: its own, or a path of its connection. @throws TabletalkError refused for another host */
export function serviceUrl(written: string, service: OpenedService | undefined): string {
  if (!service) return checkedUrl(written);
  const base = service.url.endsWith("/") ? service.url : `${service.url}/`;
  const isWhole = /^[a-z][a-z0-9+.-]*:/i.test(written);
  const url = new URL(isWhole ? written : written.replace(/^\/+/, ""), base);
  if (url.origin === new URL(base).origin) return checkedUrl(url.href);
  throw new TabletalkError(
    "refused",
    `The connection is for ${new URL(base).origin}, and ${url.origin} is another address.`,
    "Write a path of the connection's own address.",
  );
}

function checkedUrl(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new TabletalkError(
      "bad_use",
      `${JSON.stringify(written.slice(0, 200))} is no address of a web service.`,
      "Write it as https://example.com/api, without a name or password; keep secrets in a connection.",
    );
  if (url.protocol === "https:" || isLoopback(url.hostname)) return url.href;
  throw new TabletalkError(
    "refused",
    `${url.host} would be called without encryption.`,
    "Use https; http is for this machine alone.",
  );
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);

/** A server's word on how much it sends is not taken. */
async function textOf(answer: Response, mostBytes: number): Promise<string> {
  if (!answer.body) return "";
  const parts: Uint8Array[] = [];
  let taken = 0;
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    taken += part.byteLength;
    if (taken > mostBytes)
      throw new TabletalkError(
        "limit_reached",
        `The answer has more than ${Math.round(mostBytes / 2 ** 20)} MB.`,
        "Ask for less at a time.",
      );
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function refusedBy(url: string, status: number, text: string): TabletalkError {
  const passes = status === 408 || status === 425 || status === 429 || status >= 500;
  const said = text.trim() === "" ? "" : ` ${JSON.stringify(text.trim().slice(0, 200))}`;
  if (passes)
    return new TabletalkError("unavailable", `${hostOf(url)} answers ${status}.${said}`, "Try again later.");
  const next =
    status === 401 || status === 403
      ? "Check the secret headers of the connection."
      : "Check the address and what is sent.";
  return new TabletalkError("bad_file", `${hostOf(url)} answers ${status}.${said}`, next);
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "The service");
