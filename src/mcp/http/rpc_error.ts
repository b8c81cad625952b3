import {ProtocolErrorCode} from "@modelcontextprotocol/server";
import {problemOf} from "../../channels/http/problem.ts";

/** A refusal before any server was asked, as a JSON-RPC error without an id. */
export function rpcError(
  status: number,
  message: string,
  {code = -32_000, headers = {}}: {code?: number; headers?: Record<string, string>} = {},
): Response {
  return Response.json({jsonrpc: "2.0", error: {code, message}, id: null}, {status, headers});
}

/** What was thrown, in words and with the status that the HTTP API would give it. */
export function thrownError(thrown: unknown): Response {
  const {status, problem, headers} = problemOf(thrown, "");
  const code = status >= 500 ? ProtocolErrorCode.InternalError : -32_000;
  return rpcError(status, `${problem.detail} ${problem.next}`, {code, headers});
}

export function unknownSession(): Response {
  return rpcError(404, "Session not found. Initialize a new one.", {code: -32_001});
}
