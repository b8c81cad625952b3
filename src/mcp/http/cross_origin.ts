import type {IncomingMessage, ServerResponse} from "node:http";
import type {McpReach} from "./reach.ts";
import {rpcError} from "./rpc_error.ts";

/** Tells a browser that a page of a site that is allowed may call. @returns the answer where a browser asks before it calls */
export function allowOrigin(reach: McpReach, request: IncomingMessage, response: ServerResponse): Response {
  const {origin} = request.headers;
  response.setHeader("Vary", "Origin");
  if (origin === undefined || !reach.origins.includes(origin))
    return rpcError(405, "Method not allowed.", {headers: {Allow: "GET, POST, DELETE"}});
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate, Retry-After");
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Methods": "GET, POST, DELETE",
      "Access-Control-Allow-Headers":
        "Authorization, Content-Type, Accept, Last-Event-ID, Mcp-Session-Id, Mcp-Protocol-Version, Mcp-Method, Mcp-Name",
      "Access-Control-Max-Age": "600",
    },
  });
}
