import {
  isJSONRPCResponse,
  type McpServer,
  type RequestId,
  type Server,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type {Principal} from "../../access/principal.ts";
import type {McpCaller} from "../host.ts";
import type {McpHttpLimits} from "./http_limits.ts";
import {isEventId, keptEvents} from "./kept_events.ts";
import {rpcError} from "./rpc_error.ts";
import {watchedBody} from "./watched_body.ts";

/** A server of a revision with sessions, for one client, with what it has to do. */
export interface McpSession {
  readonly id: string;
  /** Whose it is; another's token with its id finds nothing. */
  readonly owner: string;
  /** When it was used last, in milliseconds since 1970. */
  seen(): number;
  /** Nothing of it is open and nothing runs. */
  isIdle(): boolean;
  /** Answers a request of its owner. @param ids of the calls that are in its body */
  answer(request: Request, body: unknown, ids: readonly RequestId[], principal: Principal): Promise<Response>;
  /** Ends the stream that the server talks to the client by of itself; calls go on. */
  quiet(): void;
  close(): Promise<void>;
}

export interface OpenedSession {
  id: string;
  owner: string;
  caller: McpCaller;
  serverFor(caller: McpCaller): McpServer | Server;
  limits: McpHttpLimits;
  /** Milliseconds after which a client that lost its connection should come back. */
  retryMs?: number | undefined;
  onClose(): void;
}

/**
 * Opens a session. What a client asks for goes on while it is away, as it may come back for it; when it has not after a
 * while, its calls are stopped.
 */
export async function openSession(opened: OpenedSession): Promise<McpSession> {
  const {id, owner, limits} = opened;
  let {principal} = opened.caller;
  let seen = Date.now();
  let open = 0;
  let gone: NodeJS.Timeout | undefined;
  const unanswered = new Set<RequestId>();
  const events = keptEvents(limits);
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: () => id,
    eventStore: {
      ...events,
      storeEvent(stream, message) {
        if (isJSONRPCResponse(message) && message.id !== undefined) unanswered.delete(message.id);
        return events.storeEvent(stream, message);
      },
    },
    ...(opened.retryMs !== undefined && {retryInterval: opened.retryMs}),
  });
  const server = opened.serverFor({
    get principal() {
      return principal;
    },
    ...(opened.caller.beforeCall && {beforeCall: opened.caller.beforeCall}),
  });
  await server.connect(transport);
  const closed = transport.onclose;
  transport.onclose = () => {
    clearTimeout(gone);
    closed?.();
    opened.onClose();
  };

  const stopAll = () => {
    for (const requestId of unanswered)
      transport.onmessage?.({
        jsonrpc: "2.0",
        method: "notifications/cancelled",
        params: {requestId, reason: "The client is gone."},
      });
    unanswered.clear();
  };
  const ended = () => {
    open -= 1;
    seen = Date.now();
    clearTimeout(gone);
    if (open === 0 && unanswered.size > 0) gone = setTimeout(stopAll, limits.goneMs).unref();
  };
  return {
    id,
    owner,
    seen: () => seen,
    isIdle: () => open === 0,
    async answer(request, body, ids, now) {
      principal = now;
      seen = Date.now();
      open += 1;
      // Whoever comes back by any way has not gone.
      clearTimeout(gone);
      const last = request.headers.get("last-event-id");
      try {
        for (const one of ids) unanswered.add(one);
        const response =
          last !== null && !isEventId(last)
            ? rpcError(400, "Last-Event-ID is none of this session.")
            : await transport.handleRequest(request, {parsedBody: body});
        if (!response.ok) for (const one of ids) unanswered.delete(one);
        return watchedBody(response, request.signal, ended);
      } catch (error) {
        ended();
        throw error;
      }
    },
    quiet: () => transport.closeStandaloneSSEStream(),
    async close() {
      await transport.close();
      await server.close().catch(() => {});
    },
  };
}
