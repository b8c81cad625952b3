import type {IncomingMessage} from "node:http";
import type {JSONRPCRequest} from "@modelcontextprotocol/server";
import type {Access} from "../../access/access.ts";
import {authenticate} from "../../access/authenticate.ts";
import {countQuestion, countRequest} from "../../access/limits.ts";
import {isCovered} from "../../access/permissions.ts";
import {countedAddress} from "../../channels/http/request_address.ts";
import {TabletalkError} from "../../errors.ts";
import type {McpCaller, McpHost} from "../host.ts";
import {openTools} from "../serve_tools.ts";
import type {McpReach} from "./reach.ts";
import {scopeChallenge, signInChallenge} from "./resource_metadata.ts";

/** Whoever shows a token: an access token or API key of ours, or a provider's token that is meant for us. */
export async function callerByToken(
  access: Access,
  reach: McpReach,
  request: IncomingMessage,
  behindProxy: boolean,
): Promise<McpCaller | Response> {
  const {authorization, host} = request.headers;
  try {
    const principal = await authenticate(access, {authorization, address: addressOf(request, behindProxy)});
    await countRequest(access, principal);
    return {
      principal,
      // As the HTTP API counts it when a tool is called there. What is asked in words is counted where it is taken in.
      beforeCall: async ({name, action}) => {
        if (action === "ask" && name !== "ask") await countQuestion(access, principal);
      },
    };
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code !== "unauthorized") throw error;
    const message = `${error.message} ${error.next}`;
    return signInChallenge(reach, host, message, authorization === undefined ? undefined : "invalid_token");
  }
}

/** Refuses a call of a tool whose action the token's scopes do not cover. What a role forbids, the call itself says. */
export async function refuseBeyondScopes(
  host: McpHost,
  reach: McpReach,
  call: JSONRPCRequest,
  {principal}: McpCaller,
  hostHeader: string | undefined,
): Promise<Response | undefined> {
  if (call.method !== "tools/call" || principal.scopes.includes("*")) return undefined;
  const {tools} = await openTools(host, principal);
  const tool = tools.find(({name}) => name === call.params?.name);
  if (!tool || isCovered(tool.action, principal.scopes)) return undefined;
  return scopeChallenge(reach, hostHeader, tool.action);
}

/** Where a request comes from: the peer's address, or what our own proxy says of it. */
function addressOf({headers, socket}: IncomingMessage, behindProxy: boolean): string {
  const forwarded = headers["x-forwarded-for"];
  // The last is what the nearest proxy saw; those before it are what the client said.
  const last =
    behindProxy &&
    String(forwarded ?? "")
      .split(",")
      .at(-1)
      ?.trim();
  return countedAddress(last ? last.slice(0, 64) : (socket.remoteAddress ?? "unknown"));
}
