import {randomUUID} from "node:crypto";
import {isInitializeRequest, type RequestId} from "@modelcontextprotocol/server";
import type {Principal} from "../../access/principal.ts";
import type {McpCaller} from "../host.ts";
import {rpcError, unknownSession} from "./rpc_error.ts";
import {type McpSession, type OpenedSession, openSession} from "./session.ts";

const SWEEP_MS = 60_000;
/** Others' sessions that were not used for so long make room where the server is full. */
const UNUSED_MS = 5 * 60_000;

/** The sessions of a server. */
export interface McpSessions {
  /** Answers a request of a revision with sessions. @param ids of the calls that are in its body */
  answer(request: Request, body: unknown, ids: readonly RequestId[], caller: McpCaller): Promise<Response>;
  count(): number;
  /** Ends the streams that nothing is asked by. */
  quiet(): void;
  close(): Promise<void>;
}

/** Keeps the sessions: so many at most, each for whoever opened it, until nobody uses it. */
export function keepSessions(given: Pick<OpenedSession, "serverFor" | "limits" | "retryMs">): McpSessions {
  const {limits} = given;
  /** Undefined while it is being opened: it counts from the start. */
  const sessions = new Map<string, {owner: string; session?: McpSession}>();
  const hasExpired = (session: McpSession) => session.isIdle() && Date.now() - session.seen() > limits.idleMs;
  const sweep = setInterval(() => {
    for (const {session} of sessions.values()) if (session && hasExpired(session)) void session.close();
  }, SWEEP_MS).unref();

  /** Ends the session that was used least lately of those that may be ended. */
  const endOne = (mayEnd: (session: McpSession) => boolean): boolean => {
    const idle = [...sessions.values()].flatMap(({session}) =>
      session?.isIdle() && mayEnd(session) ? [session] : [],
    );
    const [oldest] = idle.sort((a, b) => a.seen() - b.seen());
    if (!oldest) return false;
    sessions.delete(oldest.id);
    void oldest.close();
    return true;
  };
  const refusal = (owner: string): Response | undefined => {
    const own = [...sessions.values()].filter((one) => one.owner === owner).length;
    // Most clients never end theirs; whoever comes back to one that was ended is told to initialize anew.
    if (own >= limits.sessionsPerCaller && !endOne((one) => one.owner === owner))
      return rpcError(429, `${own} sessions are in use. Close one of them first.`);
    if (sessions.size < limits.sessions) return undefined;
    const unused = Date.now() - UNUSED_MS;
    if (endOne((one) => one.owner === owner || one.seen() < unused)) return undefined;
    return rpcError(503, "The server has no room for a session now. Try again in a minute.", {
      headers: {"Retry-After": "60"},
    });
  };

  const open = async (request: Request, body: unknown, caller: McpCaller): Promise<Response> => {
    const owner = ownerOf(caller.principal);
    const refused = refusal(owner);
    if (refused) return refused;
    const id = randomUUID();
    const kept: {owner: string; session?: McpSession} = {owner};
    sessions.set(id, kept);
    try {
      const onClose = () => void sessions.delete(id);
      const session = await openSession({...given, id, owner, caller, onClose});
      const response = await session.answer(request, body, [], caller.principal);
      if (response.ok) kept.session = session;
      else await session.close();
      return response;
    } catch (error) {
      sessions.delete(id);
      throw error;
    }
  };

  return {
    async answer(request, body, ids, caller) {
      const id = request.headers.get("mcp-session-id");
      if (id !== null) {
        const found = sessions.get(id);
        if (!found?.session || found.owner !== ownerOf(caller.principal)) return unknownSession();
        if (hasExpired(found.session)) {
          await found.session.close();
          return unknownSession();
        }
        return found.session.answer(request, body, ids, caller.principal);
      }
      if (request.method === "POST" && isInitializeRequest(body)) return open(request, body, caller);
      if (request.method === "GET")
        return rpcError(405, "There is no stream without a session.", {headers: {Allow: "POST"}});
      return rpcError(400, "Bad Request: Mcp-Session-Id header is required");
    },
    count: () => sessions.size,
    quiet() {
      for (const {session} of sessions.values()) session?.quiet();
    },
    async close() {
      clearInterval(sweep);
      await Promise.allSettled([...sessions.values()].map(({session}) => session?.close()));
    },
  };
}

/** Whose a session is: a person's, with whichever token, or a key's. */
function ownerOf({kind, workspace, actor}: Principal): string {
  return JSON.stringify([kind === "local", workspace, actor]);
}
