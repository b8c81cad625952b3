import type {Client} from "@modelcontextprotocol/client";
import {TabletalkError} from "../../errors.ts";
import {guardedFetch} from "../../models/guarded_fetch.ts";
import {checkAddress, type Reach} from "../../models/reach.ts";
import {plainLine} from "./foreign_text.ts";
import {type KnownServer, type ServerLimits, saidAddress} from "./server.ts";

/** A server that answers, and what it calls itself. */
export interface Connection {
  client: Client;
  version: string;
  /** For each request: what is left of the time, and the stop. */
  asking: {signal: AbortSignal; timeout: number; maxTotalTimeout: number};
}

/**
 * Connects to a server, does some work with it, and lets go of it, all within its limits of time and size.
 * @throws TabletalkError unavailable, time_limit, refused, unauthorized, aborted; whatever the work throws
 */
export async function withServer<T>(
  server: KnownServer,
  reach: Reach,
  signal: AbortSignal,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const {limits, address} = server;
  if (signal.aborted) throw signal.reason;
  const late = AbortSignal.timeout(limits.timeMs);
  const over = new AbortController();
  const stop = AbortSignal.any([signal, late, over.signal]);
  const {Client: makeClient} = await import("@modelcontextprotocol/client");
  const client = new makeClient(
    {name: "tabletalk", version: "1"},
    {
      versionNegotiation: {mode: "auto"},
      listMaxPages: 5,
      // Schemas of a stranger are not compiled: results are read by rules of our own.
      jsonSchemaValidator: {
        getValidator: () => (input) => ({valid: true, data: input as never, errorMessage: undefined}),
      },
    },
  );
  const asking = {signal: stop, timeout: limits.timeMs, maxTotalTimeout: limits.timeMs};
  const {promise: stopped, reject} = Promise.withResolvers<never>();
  stopped.catch(() => undefined);
  stop.addEventListener("abort", () => reject(stop.reason), {once: true});
  try {
    if (address.kind === "http") checkHttps(address.url, reach);
    const run = async (): Promise<T> => {
      const transport = await transportTo(server, reach, (error) => over.abort(error));
      await client.connect(transport, asking);
      const version = plainLine(client.getServerVersion()?.version ?? "", 40) || "unknown";
      return work({client, version, asking});
    };
    return await Promise.race([run(), stopped]);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (over.signal.aborted) throw over.signal.reason;
    throw asOurs(error, server, late.aborted);
  } finally {
    // A server that does not let itself be closed must not hold anybody up.
    await Promise.race([
      client.close().catch(() => undefined),
      new Promise((done) => setTimeout(done, 1_000).unref()),
    ]);
  }
}

async function transportTo(
  {name, address, limits}: KnownServer,
  reach: Reach,
  stop: (error: TabletalkError) => void,
) {
  if (address.kind === "http") {
    const {StreamableHTTPClientTransport} = await import("@modelcontextprotocol/client");
    return new StreamableHTTPClientTransport(new URL(address.url), {
      fetch: countedFetch(guardedFetch(reach), name, limits, stop),
      requestInit: {headers: {...address.headers}, redirect: "error"},
      reconnectionOptions: {
        maxRetries: 0,
        initialReconnectionDelay: 100,
        maxReconnectionDelay: 100,
        reconnectionDelayGrowFactor: 1,
      },
    });
  }
  const {StdioClientTransport} = await import("@modelcontextprotocol/client/stdio");
  const {command, args, env} = address;
  return new StdioClientTransport({
    command,
    args: [...args],
    env: {PATH: process.env.PATH ?? "", ...env},
    stderr: "ignore",
    maxBufferSize: limits.resultBytes,
  });
}

/** Counts what comes back, and ends the connection where it is more than may come in one call. */
function countedFetch(
  fetch: typeof globalThis.fetch,
  name: string,
  {resultBytes}: ServerLimits,
  stop: (error: TabletalkError) => void,
): typeof globalThis.fetch {
  let left = resultBytes;
  return async (input, init) => {
    const answer = await fetch(input, init);
    if (!answer.body) return answer;
    const counted = answer.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          left -= chunk.byteLength;
          if (left >= 0) return controller.enqueue(chunk);
          const error = tooMuch(name, resultBytes);
          controller.error(error);
          stop(error);
        },
      }),
    );
    return new Response(counted, {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
    });
  };
}

/** @throws TabletalkError refused for an address that may not be called, or that is not https where it has to be */
export function checkHttps(url: string, reach: Reach): void {
  checkAddress(url, reach);
  if (reach === "private" || new URL(url).protocol === "https:") return;
  throw new TabletalkError(
    "refused",
    "The address of a server begins with https: what is sent to it is for nobody else.",
    "Use its https address, or have the operator of this machine allow private ones (TABLETALK_PRIVATE_ADDRESSES=1).",
  );
}

export function tooMuch(name: string, bytes: number): TabletalkError {
  return new TabletalkError(
    "limit_reached",
    `The server ${name} sent more than ${bytes.toLocaleString("en")} bytes.`,
    "Ask it for less: a filter, fewer rows, one page. An owner may raise the server's limit.",
  );
}

/** What went wrong, without the server's own words beyond a line. */
function asOurs(error: unknown, server: KnownServer, isLate: boolean): TabletalkError {
  const {name, address, limits} = server;
  const refused = causesOf(error).find((one): one is TabletalkError => one instanceof TabletalkError);
  if (refused) return refused;
  const [code, message, status] = told(error);
  if (isLate || code === "REQUEST_TIMEOUT")
    return new TabletalkError(
      "time_limit",
      `The server ${name} did not answer within ${limits.timeMs} ms.`,
      "Try again later, or ask it for less.",
      {cause: error},
    );
  if (status === 401 || status === 403 || /unauthorized/i.test(String(code)))
    return new TabletalkError(
      "unauthorized",
      `The server ${name} does not take the key that it was given.`,
      "Have an owner of the workspace give a new one.",
      {cause: error},
    );
  return new TabletalkError(
    "unavailable",
    `The server ${name} (${saidAddress(address)}) cannot be asked: ${plainLine(message, 200)}.`,
    "See whether it runs, and whether its address is right.",
    {cause: error},
  );
}

function told(error: unknown): [code: unknown, message: string, status: unknown] {
  const all = causesOf(error);
  const deepest = all.at(-1);
  const {code, status} = (error ?? {}) as {code?: unknown; status?: unknown};
  const message = deepest instanceof Error ? deepest.message : String(deepest);
  const system = all
    .map((one) => (one as {code?: unknown}).code)
    .find((one) => /^E[A-Z]+$/.test(String(one)));
  return [code, system === undefined ? message : `${String(system)}`, status];
}

function causesOf(error: unknown): unknown[] {
  const all: unknown[] = [];
  for (
    let one = error;
    one !== undefined && one !== null && all.length < 8;
    one = (one as {cause?: unknown}).cause
  )
    all.push(one);
  return all;
}
