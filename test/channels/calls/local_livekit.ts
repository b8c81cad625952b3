import {createServer, type IncomingMessage} from "node:http";
import type {AddressInfo} from "node:net";
import {TokenVerifier} from "livekit-server-sdk";
import type {CallSettings} from "../../../src/channels/calls/settings.ts";

/** What was asked of it. */
export interface Asked {
  method: string;
  body: Record<string, unknown>;
}

interface LocalRoom {
  name: string;
  settings: Record<string, unknown>;
  dispatches: {
    id: string;
    agentName: string;
    metadata: string;
    state: {createdAt: string; jobs: {id: string; state: {status: string}}[]};
  }[];
  participants: {identity: string; kind: "STANDARD" | "AGENT"}[];
}

/**
 * What LiveKit's server does about rooms, without sound: its API over HTTP (Twirp, JSON), as the server of version 1.13 answers
 * it. Whoever calls must show a token with the rights that the real one asks for.
 */
export interface LocalLiveKit extends AsyncDisposable {
  settings: CallSettings;
  asked: Asked[];
  rooms: Map<string, LocalRoom>;
  /** Somebody comes into a room. */
  join(room: string, identity: string, kind?: "STANDARD" | "AGENT"): void;
  leave(room: string, identity: string): void;
  /** A worker takes on what was sent to a room. */
  takeOn(room: string): void;
  /** From now on every request (or those of one method) breaks. */
  break(method?: string): void;
}

type Answer = {status: number; json: unknown};
type Grants = {roomCreate?: boolean; roomList?: boolean; roomAdmin?: boolean; room?: string};

const SECRET = "a secret of at least thirty-two characters";

export async function startLocalLiveKit(): Promise<LocalLiveKit> {
  const rooms = new Map<string, LocalRoom>();
  const asked: Asked[] = [];
  const broken = new Set<string>();
  const verifier = new TokenVerifier("devkey", SECRET);
  let count = 0;

  const server = createServer(async (request, response) => {
    const method = request.url?.split("/").at(-1) ?? "";
    const body = await jsonOf(request);
    asked.push({method, body});
    const {status, json} = await answer(method, body, request.headers.authorization);
    response.writeHead(status, {"Content-Type": "application/json"}).end(JSON.stringify(json));
  });

  async function answer(method: string, body: Record<string, unknown>, authorization = ""): Promise<Answer> {
    if (broken.has("") || broken.has(method)) return refused(500, "internal", "broken");
    const claims = await verifier.verify(authorization.replace("Bearer ", "")).catch(() => undefined);
    if (!claims) return refused(401, "unauthenticated", "invalid token");
    const grants = (claims.video ?? {}) as Grants;
    const room = String(body.room ?? body.name ?? "");
    const found = rooms.get(room);
    const isAdmin = grants.roomAdmin === true && grants.room === room;
    switch (method) {
      case "CreateRoom": {
        if (!grants.roomCreate) return refused(401, "unauthenticated", "permissions denied");
        const made = found ?? {name: room, settings: body, dispatches: [], participants: []};
        rooms.set(room, made);
        return {status: 200, json: {name: room, sid: `RM_${room}`}};
      }
      case "ListRooms":
        if (!grants.roomList) return refused(401, "unauthenticated", "permissions denied");
        return {status: 200, json: {rooms: [...rooms.keys()].map((name) => ({name}))}};
      case "DeleteRoom":
        if (!grants.roomCreate) return refused(401, "unauthenticated", "permissions denied");
        if (!rooms.delete(room)) return refused(404, "not_found", "requested room does not exist");
        return {status: 200, json: {}};
      case "ListParticipants":
        if (!isAdmin) return refused(401, "unauthenticated", "permissions denied");
        if (!found) return {status: 200, json: {participants: []}};
        return {
          status: 200,
          json: {participants: found.participants.map((one) => ({...one, state: "ACTIVE"}))},
        };
      case "RemoveParticipant": {
        if (!isAdmin) return refused(401, "unauthenticated", "permissions denied");
        const before = found?.participants.length ?? 0;
        if (found) found.participants = found.participants.filter(({identity}) => identity !== body.identity);
        if (before === found?.participants.length)
          return refused(404, "not_found", "participant does not exist");
        return {status: 200, json: {}};
      }
      case "CreateDispatch": {
        if (!isAdmin) return refused(401, "unauthenticated", "permissions denied");
        const {agentName, metadata} = body as {agentName: string; metadata: string};
        count += 1;
        const state = {createdAt: `${Date.now()}000000`, jobs: []};
        const dispatch = {id: `AD_${count}`, agentName, metadata, state};
        found?.dispatches.push(dispatch);
        return {status: 200, json: {...dispatch, room}};
      }
      case "ListDispatch":
        return {status: 200, json: {agentDispatches: found?.dispatches ?? []}};
      case "DeleteDispatch": {
        const at = found?.dispatches.findIndex(({id}) => id === body.dispatchId) ?? -1;
        if (at < 0) return refused(404, "not_found", "no such dispatch");
        return {status: 200, json: found?.dispatches.splice(at, 1)[0]};
      }
      default:
        return refused(404, "bad_route", `no handler for ${method}`);
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: {url, publicUrl: "wss://calls.example.com", key: "devkey", secret: SECRET},
    asked,
    rooms,
    join(room, identity, kind = "STANDARD") {
      rooms.get(room)?.participants.push({identity, kind});
    },
    leave(room, identity) {
      const found = rooms.get(room);
      if (found) found.participants = found.participants.filter((one) => one.identity !== identity);
    },
    takeOn(room) {
      for (const {id, state} of rooms.get(room)?.dispatches ?? [])
        state.jobs.push({id: `AJ_${id}`, state: {status: "JS_RUNNING"}});
    },
    break: (method = "") => void broken.add(method),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refused(status: number, code: string, msg: string): Answer {
  return {status, json: {code, msg}};
}

async function jsonOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const piece of request) text += String(piece);
  return JSON.parse(text || "{}") as Record<string, unknown>;
}
