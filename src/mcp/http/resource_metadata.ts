import {baseUrl, type McpReach} from "./reach.ts";
import {rpcError} from "./rpc_error.ts";

export const MCP_PATH = "/mcp";
const WELL_KNOWN = "/.well-known/oauth-protected-resource";

/** Where the metadata is asked for: at the host's root, and below it by the resource's path. */
export const METADATA_PATHS: ReadonlySet<string> = new Set([WELL_KNOWN, `${WELL_KNOWN}${MCP_PATH}`]);

/** What this is as an OAuth resource, as RFC 9728 tells it: where tokens come from, and how they are shown. */
export function resourceMetadata(reach: McpReach, host: string | undefined, issuers: readonly string[]) {
  return {
    resource: `${baseUrl(reach, host)}${MCP_PATH}`,
    resource_name: "Tabletalk",
    bearer_methods_supported: ["header"],
    // What clients ask a provider for: who someone is. What they may do then is told by their role here.
    ...(issuers.length > 0 && {authorization_servers: issuers, scopes_supported: ["openid", "email"]}),
  };
}

/** 401, with where to find out how to sign in. @param error what was shown is wrong; left out where nothing was */
export function signInChallenge(
  reach: McpReach,
  host: string | undefined,
  message: string,
  error?: "invalid_token",
): Response {
  return challenge(401, message, [
    ["error", error],
    ["error_description", error && message],
    ["resource_metadata", metadataUrl(reach, host)],
  ]);
}

/** 403 for a token that may do less than a call needs. */
export function scopeChallenge(reach: McpReach, host: string | undefined, scope: string): Response {
  const message = `This call needs a token of the scope ${scope}.`;
  return challenge(403, message, [
    ["error", "insufficient_scope"],
    ["error_description", message],
    ["scope", scope],
    ["resource_metadata", metadataUrl(reach, host)],
  ]);
}

function metadataUrl(reach: McpReach, host: string | undefined): string {
  return `${baseUrl(reach, host)}${WELL_KNOWN}${MCP_PATH}`;
}

function challenge(
  status: number,
  message: string,
  said: readonly (readonly [name: string, value: string | undefined])[],
): Response {
  const parameters = said.flatMap(([name, value]) =>
    // What RFC 6750 lets stand in these.
    value === undefined ? [] : [`${name}="${value.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'")}"`],
  );
  return rpcError(status, message, {headers: {"WWW-Authenticate": `Bearer ${parameters.join(", ")}`}});
}
