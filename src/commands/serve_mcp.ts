import {join} from "node:path";
import {type Access, issuersOf} from "../access/access.ts";
import type {HttpSettings} from "../channels/http/parts.ts";
import type {OpenService} from "../channels/open_service.ts";
import type {McpHost, McpSettings} from "../mcp/host.ts";
import type {McpHttp} from "../mcp/http/mcp_http.ts";
import {openMcpHttp} from "../mcp/http/open_mcp_http.ts";
import {handleToolJobs} from "../mcp/tool_jobs.ts";

/**
 * MCP as a part of `tabletalk serve`, at /mcp: everybody shows a token, each in their own workspace; no file of this machine
 * is anybody's to import. Before the service starts working.
 */
export function serveMcp(
  parts: {service: OpenService; access: Access; settings: HttpSettings},
  say: (text: string) => void,
): McpHttp {
  const {service, access, settings} = parts;
  const {config} = service;
  const publicUrl = settings.publicUrl !== undefined && {publicUrl: settings.publicUrl};
  const own: McpSettings = {
    roots: [],
    files: [],
    exportFolder: join(config.home, "exports"),
    ...publicUrl,
  };
  const host: McpHost = {
    config,
    settings: own,
    service: async () => service,
    access: async () => access,
  };
  handleToolJobs(service, host.access, own);
  return openMcpHttp(host, {
    reach: {isLocal: false, origins: settings.origins, ...publicUrl},
    behindProxy: settings.behindProxy,
    issuers: issuersOf().map(({issuer}) => issuer),
    onTrouble: (error) => say(error instanceof Error ? String(error.stack) : String(error)),
  });
}
