import {localPrincipal} from "../../access/principal.ts";
import type {McpHost} from "../host.ts";
import {createMcpServer} from "../server.ts";
import {createMcpHttp, type McpHttp, type McpHttpOptions} from "./mcp_http.ts";
import type {McpReach} from "./reach.ts";
import {callerByToken, refuseBeyondScopes} from "./who_calls.ts";

export interface OpenedMcpHttp extends Pick<McpHttpOptions, "issuers" | "limits" | "retryMs" | "onTrouble"> {
  reach: McpReach;
  /** Of the one who calls without a token, where only this machine reaches it. Absent: everybody shows a token. */
  localWorkspace?: string;
  /** Whether X-Forwarded-For is to be believed: only behind a proxy of one's own. */
  behindProxy?: boolean;
}

/** The MCP server of a host over HTTP: each request by whoever sends it, within what they may do. */
export function openMcpHttp(host: McpHost, opened: OpenedMcpHttp): McpHttp {
  const {reach, localWorkspace, behindProxy = false, ...options} = opened;
  const local = localWorkspace === undefined ? undefined : {principal: localPrincipal(localWorkspace)};
  return createMcpHttp({
    ...options,
    reach,
    serverFor: (caller) => createMcpServer(host, caller),
    whoCalls: async (request) => local ?? callerByToken(await host.access(), reach, request, behindProxy),
    refuseCall: (call, caller, hostHeader) => refuseBeyondScopes(host, reach, call, caller, hostHeader),
  });
}
