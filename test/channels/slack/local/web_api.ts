import type {IncomingMessage, ServerResponse} from "node:http";
import type {Fault, Faults} from "./faults.ts";
import type {MethodParts} from "./method_parts.ts";
import {METHODS} from "./methods.ts";
import {exchangeCode} from "./oauth.ts";
import type {RateLimits} from "./rate_limits.ts";
import {Refused} from "./refused.ts";
import {wrongArguments} from "./schemas.ts";
import type {Call, Json, LocalTeam, State} from "./state.ts";

export interface WebApiParts extends MethodParts {
  faults: Faults;
  rateLimits: RateLimits;
  /** Where a program in Socket Mode connects to. */
  socketUrl(): string;
}

/** Arguments that come as JSON in a field of the form. */
const STRUCTURED = new Set([
  "blocks",
  "attachments",
  "chunks",
  "metadata",
  "view",
  "prompts",
  "files",
  "file_ids",
  "loading_messages",
]);

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function argumentsOf(body: Buffer, type: string): Json {
  if (type.includes("json")) return JSON.parse(body.toString() || "{}");
  const args: Json = {};
  for (const [name, value] of new URLSearchParams(body.toString()))
    args[name] = STRUCTURED.has(name) && /^[[{]/.test(value) ? JSON.parse(value) : value;
  return args;
}

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {"content-type": "application/json; charset=utf-8", ...headers});
  response.end(JSON.stringify(body));
}

export const teamOfToken = (state: State, token: string | undefined): LocalTeam | undefined =>
  [...state.teams.values()].find((team) => team.token === token && team.isInstalled);

/** Breaks a request as a fault says. True where nothing more is to be done. */
export async function broken(
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (!fault) return false;
  if (fault.how.startsWith("slow:")) {
    await new Promise((resolve) => setTimeout(resolve, Number(fault.how.slice(5))));
    return false;
  }
  if (fault.how === "429")
    send(response, 429, {ok: false, error: "ratelimited"}, {"retry-after": String(fault.retryAfter ?? 1)});
  else if (fault.how === "500") response.writeHead(500).end("Internal Server Error");
  else if (fault.how === "refused") request.socket.destroy();
  else if (fault.how.startsWith("error:")) send(response, 200, {ok: false, error: fault.how.slice(6)});
  else return false;
  return true;
}

/** One call of the Web API: checked, broken where a fault says so, done, answered. */
export async function answerCall(
  parts: WebApiParts,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const {state} = parts;
  const args = argumentsOf(await readBody(request), request.headers["content-type"] ?? "");
  const token = request.headers.authorization?.replace(/^Bearer /, "") ?? args.token;
  const team = teamOfToken(state, token);
  const call: Call = {method, args, at: Date.now(), ...(team && {team: team.id})};
  state.calls.push(call);
  const fault = parts.faults.next(method, args, team?.id);
  if (await broken(fault, request, response)) {
    call.answer = {ok: false, error: fault!.how};
    return;
  }
  const wait = parts.rateLimits.wait(method, team?.id ?? "");
  if (wait > 0) {
    call.answer = {ok: false, error: "ratelimited"};
    return send(response, 429, call.answer, {"retry-after": String(wait)});
  }
  call.answer = await run(parts, method, args, token, team);
  if (fault?.how === "hang") return;
  if (fault?.how === "lost") return void request.socket.destroy();
  send(response, 200, call.answer);
}

async function run(
  parts: WebApiParts,
  method: string,
  args: Json,
  token: string | undefined,
  team: LocalTeam | undefined,
): Promise<Json> {
  const {state} = parts;
  try {
    if (method === "oauth.v2.access") return {ok: true, ...exchangeCode(state, args)};
    if (method === "apps.connections.open") {
      if (!token?.startsWith("xapp-")) throw new Refused("not_allowed_token_type");
      return {ok: true, url: parts.socketUrl()};
    }
    if (!token) throw new Refused("not_authed");
    if (!team) throw new Refused(tokenWasGood(state, token) ? "token_revoked" : "invalid_auth", "expected");
    if (method === "apps.uninstall" || method === "auth.revoke") {
      team.isInstalled = false;
      return {ok: true, revoked: true};
    }
    const entry = METHODS[method];
    if (!entry) throw new Refused("unknown_method", "this local Slack does not have it");
    // A client that knows its team says so with every call.
    const {team_id: _team, token: _token, ...own} = args;
    const wrong = wrongArguments(method, structuredClone(own));
    if (wrong.length > 0) throw new Refused("invalid_arguments", ...wrong);
    if (entry.scope && !team.scopes.has(entry.scope))
      return {ok: false, error: "missing_scope", needed: entry.scope, provided: [...team.scopes].join(",")};
    return {ok: true, ...entry.run(parts, team, args)};
  } catch (error) {
    if (!(error instanceof Refused)) {
      state.problems.push(
        `${method}: the local Slack broke: ${error instanceof Error ? error.stack : error}`,
      );
      return {ok: false, error: "internal_error"};
    }
    if (!error.isExpected) state.problems.push(`${method}: ${error.code} ${error.details.join("; ")}`);
    return {
      ok: false,
      error: error.code,
      ...(error.details.length > 0 && {
        response_metadata: {messages: error.details.map((one) => `[ERROR] ${one}`)},
      }),
    };
  }
}

function tokenWasGood(state: State, token: string): boolean {
  return [...state.teams.values()].some((team) => token.startsWith(`xoxb-${team.id}-`));
}
