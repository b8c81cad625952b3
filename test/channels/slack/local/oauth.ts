import type {ServerResponse} from "node:http";
import {Refused} from "./refused.ts";
import {APP_ID, type Json, type State, teamOf} from "./state.ts";

export const CLIENT_ID = "111.222";
export const CLIENT_SECRET = "a client's secret";

const codes = new WeakMap<State, Map<string, {team: string; user: string; redirect: string}>>();

/** An admin (of `?team=`) says yes on the page that asks for it, and is sent back with a code. */
export function authorize(state: State, url: URL, response: ServerResponse, registered: string): void {
  const team = teamOf(state, url.searchParams.get("team") ?? undefined);
  // Without one the app's own, as it is registered.
  const redirect = url.searchParams.get("redirect_uri") ?? registered;
  if (url.searchParams.get("client_id") !== CLIENT_ID) {
    response.writeHead(400).end("bad client_id");
    return;
  }
  const code = state.nextId("code");
  const all = codes.get(state) ?? new Map();
  all.set(code, {team: team.id, user: "U0ADA", redirect});
  codes.set(state, all);
  const back = new URL(redirect);
  back.searchParams.set("code", code);
  back.searchParams.set("state", url.searchParams.get("state") ?? "");
  response.writeHead(302, {location: back.href}).end();
}

/** `oauth.v2.access`: the code for a token, once. */
export function exchangeCode(state: State, args: Json): Json {
  const known = codes.get(state)?.get(args.code);
  if (args.client_id !== CLIENT_ID || args.client_secret !== CLIENT_SECRET)
    throw new Refused("invalid_client_id");
  if (!known) throw new Refused("invalid_code", "expected");
  codes.get(state)!.delete(args.code);
  const team = teamOf(state, known.team);
  const times = Number(team.token.split("-").pop());
  team.token = `xoxb-${team.id}-${team.isInstalled ? times : times + 1}`;
  team.isInstalled = true;
  return {
    access_token: team.token,
    token_type: "bot",
    scope: [...team.scopes].join(","),
    bot_user_id: team.botUser,
    app_id: APP_ID,
    team: {name: team.name, id: team.id},
    enterprise: null,
    is_enterprise_install: false,
    authed_user: {id: known.user},
  };
}
