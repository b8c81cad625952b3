import type {IncomingMessage, ServerResponse} from "node:http";
import {toNodeHandler} from "@modelcontextprotocol/node";
import {
  createMcpHandler,
  isJSONRPCRequest,
  isLegacyRequest,
  type JSONRPCRequest,
  type McpHttpHandler,
  type McpServer,
  type Server,
} from "@modelcontextprotocol/server";
import {holdsAtOnce} from "../../channels/http/held_at_once.ts";
import type {McpCaller} from "../host.ts";
import {allowOrigin} from "./cross_origin.ts";
import {HTTP_LIMITS, type McpHttpLimits} from "./http_limits.ts";
import {type McpReach, refusedReach} from "./reach.ts";
import {readBody} from "./read_body.ts";
import {MCP_PATH, METADATA_PATHS, resourceMetadata} from "./resource_metadata.ts";
import {rpcError, thrownError} from "./rpc_error.ts";
import {keepSessions} from "./sessions.ts";
import {watchedBody} from "./watched_body.ts";

export interface McpHttpOptions {
  reach: McpReach;
  /** A server of its own for each session, and for each request of the revision without sessions. */
  serverFor(caller: McpCaller): McpServer | Server;
  /** Who sends a request, by its headers alone; a response where it is refused. */
  whoCalls(request: IncomingMessage): Promise<McpCaller | Response>;
  /** Refuses calls that a token is not for. */
  refuseCall?(
    call: JSONRPCRequest,
    caller: McpCaller,
    host: string | undefined,
  ): Promise<Response | undefined>;
  /** The providers whose tokens are taken. */
  issuers?: readonly string[];
  limits?: Partial<McpHttpLimits>;
  /** Milliseconds after which a client that lost its connection should come back. */
  retryMs?: number;
  onTrouble?: (error: unknown) => void;
}

/** MCP over Streamable HTTP, both revisions at one address. */
export interface McpHttp {
  /** Takes a request for it; false for what is not. */
  beside(request: IncomingMessage, response: ServerResponse): boolean;
  /** The handler of the revision without sessions, of a workspace: nothing that it tells goes to another. */
  modern(workspace: string): McpHttpHandler;
  sessions(): number;
  /** Takes no more, lets calls end for a while, then stops what is left. */
  close(graceMs?: number): Promise<void>;
}

export function createMcpHttp(options: McpHttpOptions): McpHttp {
  const {reach, serverFor} = options;
  const limits = {...HTTP_LIMITS, ...options.limits};
  const sessions = keepSessions({serverFor, limits, retryMs: options.retryMs});
  const held = holdsAtOnce("MCP requests");
  const callers = new WeakMap<Request, McpCaller>();
  const handlers = new Map<string, McpHttpHandler>();
  /** Calls that are being answered; streams that a client only listens to are none. */
  const running = new Set<Request>();
  let isClosing = false;
  let whenDone: (() => void) | undefined;

  const modern = (workspace: string): McpHttpHandler => {
    const known = handlers.get(workspace);
    if (known) return known;
    const made = createMcpHandler(
      ({requestInfo}) => {
        const caller = requestInfo && callers.get(requestInfo);
        if (!caller) throw new Error("nobody calls");
        return serverFor(caller);
      },
      {legacy: "reject", maxSubscriptions: limits.sessions},
    );
    handlers.set(workspace, made);
    return made;
  };

  const answer = async (request: Request, body: unknown, caller: McpCaller): Promise<Response> => {
    if (request.method !== "POST") return sessions.answer(request, undefined, [], caller);
    const calls = (Array.isArray(body) ? body : [body]).filter((one) => isJSONRPCRequest(one));
    const host = request.headers.get("host") ?? undefined;
    for (const call of calls) {
      const refused = await options.refuseCall?.(call, caller, host);
      if (refused) return refused;
    }
    if (calls.some(({method}) => method !== "subscriptions/listen")) running.add(request);
    const ids = calls.map(({id}) => id);
    if (await isLegacyRequest(request, body)) return sessions.answer(request, body, ids, caller);
    callers.set(request, caller);
    return modern(caller.principal.workspace).fetch(request, {parsedBody: body});
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refuse = (refusal: Response) => send(refusal, request, response);
    if (isClosing) return refuse(rpcError(503, "The server is closing.", {headers: {"Retry-After": "5"}}));
    const caller = await options.whoCalls(request);
    if (caller instanceof Response) return refuse(caller);
    const release = held.hold(
      JSON.stringify([caller.principal.workspace, caller.principal.actor]),
      limits.requestsAtOnce,
    );
    let body: unknown;
    const fetch = async (given: Request) => {
      const answered = await answer(given, body, caller).catch((error: unknown) => {
        options.onTrouble?.(error);
        return thrownError(error);
      });
      // A stream that nothing is written to yet is open all the same.
      setImmediate(() => response.headersSent && !response.writableEnded && response.flushHeaders());
      return watchedBody(answered, given.signal, () => {
        running.delete(given);
        if (running.size === 0) whenDone?.();
      });
    };
    try {
      if (request.method === "POST") {
        const read = await readBody(request, limits.bodyBytes);
        if (read instanceof Response) return await refuse(read);
        body = read.json;
      }
      // What was read goes past it: it would write it as JSON again, however deep it is.
      await toNodeHandler({fetch})(request, response, body === undefined ? undefined : {});
    } finally {
      release();
      request.resume();
    }
  };

  return {
    beside(request, response) {
      const path = (request.url ?? "").split("?", 1)[0] ?? "";
      if (path !== MCP_PATH && !METADATA_PATHS.has(path)) return false;
      const {host, origin} = request.headers;
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Cache-Control", "no-store");
      const late = setTimeout(() => request.destroy(), limits.bodyMs);
      for (const event of ["end", "close"]) request.once(event, () => clearTimeout(late));
      // Nobody reads what comes with these, and what is not read has no end.
      if (request.method === "GET" || request.method === "HEAD") request.resume();
      const refuse = (refusal: Response) => void send(refusal, request, response);
      const refused = refusedReach(reach, {host, origin});
      if (refused !== undefined) refuse(rpcError(403, refused));
      else if (METADATA_PATHS.has(path)) refuse(metadata(request));
      else if (request.method === "OPTIONS") refuse(allowOrigin(reach, request, response));
      else if (!METHODS.has(request.method ?? ""))
        refuse(rpcError(405, "Method not allowed.", {headers: {Allow: [...METHODS].join(", ")}}));
      else {
        allowOrigin(reach, request, response);
        handle(request, response).catch((error: unknown) => send(thrownError(error), request, response));
      }
      return true;
    },
    modern,
    sessions: sessions.count,
    async close(graceMs = 5_000) {
      isClosing = true;
      sessions.quiet();
      if (running.size > 0)
        await new Promise<void>((resolve) => {
          whenDone = resolve;
          setTimeout(resolve, graceMs).unref();
        });
      await Promise.allSettled([...handlers.values()].map((one) => one.close()));
      await sessions.close();
    },
  };

  function metadata({method, headers}: IncomingMessage): Response {
    if (method !== "GET" && method !== "HEAD")
      return rpcError(405, "Method not allowed.", {headers: {Allow: "GET"}});
    const found = resourceMetadata(reach, headers.host, options.issuers ?? []);
    return Response.json(found, {headers: {"Access-Control-Allow-Origin": "*"}});
  }
}

const METHODS: ReadonlySet<string> = new Set(["GET", "POST", "DELETE"]);

/** Answers without the body having been read: what comes of it is thrown away. */
async function send(answer: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (response.headersSent) return void response.destroy();
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(request.method === "HEAD" ? undefined : await answer.text());
  request.resume();
}
