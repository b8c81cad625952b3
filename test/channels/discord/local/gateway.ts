import type {Server} from "node:http";
import {type WebSocket, WebSocketServer} from "ws";
import {guildPayload} from "./payloads.ts";
import type {LocalState} from "./state.ts";

const GUILDS = 1 << 0;
const GUILD_MESSAGES = 1 << 9;
const DIRECT_MESSAGES = 1 << 12;
const MESSAGE_CONTENT = 1 << 15;

/** A session: it outlives its connection, so that a client can resume it. */
interface Session {
  id: string;
  intents: number;
  sequence: number;
  /** What was dispatched, for a client that resumes. */
  sent: {s: number; t: string; d: object}[];
  socket?: WebSocket;
  isOver: boolean;
}

export interface Gateway {
  /** Every op that clients sent, in order: 2 identify, 6 resume, 1 heartbeat. */
  readonly received: number[];
  /** What the latest client asked to be told of. */
  intents(): number | undefined;
  isConnected(): boolean;
  /** Sends an event as it is: of a sample, or the same once more. */
  dispatchRaw(event: string, data: object): void;
  /** Asks clients to connect again (op 7). */
  reconnect(): void;
  /** Cuts the connection, as a network does. Nothing is let in until `allowConnections`. */
  drop(options?: {keepOut?: boolean}): void;
  allowConnections(): void;
  /** The session cannot be resumed (op 9). */
  invalidate(): void;
  close(): void;
}

const MOST_KEPT = 500;

/** The WebSocket side: HELLO, IDENTIFY, READY, GUILD_CREATE, heartbeats, RESUME. */
export function openGateway(server: Server, state: LocalState, options: {heartbeatMs: number}): Gateway {
  const sockets = new WebSocketServer({server, path: "/gateway"});
  const sessions = new Map<string, Session>();
  const received: number[] = [];
  let latest: Session | undefined;
  let keepsOut = false;

  const send = (socket: WebSocket, payload: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(payload));
  };
  const dispatchTo = (session: Session, event: string, data: object) => {
    session.sequence += 1;
    const told = {s: session.sequence, t: event, d: asToldTo(session, state, event, data)};
    session.sent.push(told);
    // Discord, too, keeps no more than what a client may have missed in some minutes.
    if (session.sent.length > MOST_KEPT) session.sent.splice(0, MOST_KEPT / 2);
    if (session.socket) send(session.socket, {op: 0, ...told});
  };
  const dispatch = (event: string, data: object) => {
    for (const session of sessions.values())
      if (!session.isOver && concerns(session, state, event, data)) dispatchTo(session, event, data);
  };
  state.dispatch = dispatch;

  const identify = (socket: WebSocket, told: {token: string; intents: number}) => {
    if (told.token.replace(/^Bot /, "") !== state.token) return socket.close(4004, "Authentication failed.");
    if (told.intents & MESSAGE_CONTENT && !state.readsContent)
      return socket.close(4014, "Disallowed intent(s).");
    // One client at a time: an earlier one's session ends when its process dies.
    for (const old of sessions.values()) if (!old.socket) old.isOver = true;
    const session: Session = {
      id: `session-${sessions.size + 1}`,
      intents: told.intents,
      sequence: 0,
      sent: [],
      socket,
      isOver: false,
    };
    sessions.set(session.id, session);
    latest = session;
    const guilds = [...state.guilds.values()].filter((one) => one.hasBot);
    dispatchTo(session, "READY", {
      v: 10,
      user: {...state.bot, verified: true, mfa_enabled: true, email: null, flags: 0, bio: ""},
      guilds: guilds.map((one) => ({id: one.id, unavailable: true})),
      session_id: session.id,
      session_type: "normal",
      resume_gateway_url: `${state.base.replace("http", "ws")}/gateway`,
      shard: [0, 1],
      application: {id: state.bot.id, flags: state.readsContent ? 1 << 19 : 0},
      private_channels: [],
      presences: [],
      relationships: [],
      user_settings: {},
      guild_join_requests: [],
      geo_ordered_rtc_regions: [],
      _trace: ["local"],
    });
    for (const guild of guilds) dispatchTo(session, "GUILD_CREATE", guildPayload(state, guild));
    state.changed();
  };

  const resume = (socket: WebSocket, told: {session_id: string; seq: number}) => {
    const session = sessions.get(told.session_id);
    if (!session || session.isOver) return send(socket, {op: 9, d: false});
    session.socket = socket;
    for (const one of session.sent) if (one.s > told.seq) send(socket, {op: 0, ...one});
    session.sequence += 1;
    send(socket, {op: 0, t: "RESUMED", s: session.sequence, d: {_trace: ["local"]}});
    state.changed();
  };

  sockets.on("connection", (socket) => {
    if (keepsOut) return socket.terminate();
    send(socket, {op: 10, t: null, s: null, d: {heartbeat_interval: options.heartbeatMs, _trace: ["local"]}});
    socket.on("message", (raw) => {
      const {op, d} = JSON.parse(String(raw)) as {op: number; d: never};
      received.push(op);
      if (op === 1) send(socket, {op: 11});
      if (op === 2) identify(socket, d);
      if (op === 6) resume(socket, d);
      state.changed();
    });
    socket.on("close", () => {
      for (const session of sessions.values()) if (session.socket === socket) delete session.socket;
      state.changed();
    });
  });

  const live = () => [...sessions.values()].flatMap((one) => one.socket ?? []);
  return {
    received,
    intents: () => latest?.intents,
    isConnected: () => live().length > 0,
    dispatchRaw: dispatch,
    reconnect() {
      for (const socket of live()) send(socket, {op: 7, d: null});
    },
    drop({keepOut = false} = {}) {
      keepsOut = keepOut;
      for (const socket of sockets.clients) socket.terminate();
    },
    allowConnections() {
      keepsOut = false;
    },
    invalidate() {
      for (const session of sessions.values()) {
        session.isOver = true;
        if (session.socket) send(session.socket, {op: 9, d: false});
      }
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

/** Whether a session asked to be told of it. */
function concerns(session: Session, state: LocalState, event: string, data: object): boolean {
  const {guild_id: guild, channel_id: channel} = data as {guild_id?: string; channel_id?: string};
  const asked = (intent: number) => (session.intents & intent) !== 0;
  if (guild && state.guilds.get(guild)?.hasBot === false && event !== "INTERACTION_CREATE") return false;
  if (guild && !state.guilds.has(guild) && event.startsWith("MESSAGE_")) return true;
  if (event.startsWith("MESSAGE_")) {
    const place = state.channels.get(channel ?? "");
    if (place?.denied.has("ViewChannel")) return false;
    return asked(guild ? GUILD_MESSAGES : DIRECT_MESSAGES);
  }
  if (event.startsWith("THREAD_") || event.startsWith("CHANNEL_") || event.startsWith("GUILD_"))
    return asked(GUILDS);
  return true;
}

/** Without Message Content a message in a guild is told of emptied, but for the bot's own and what mentions it. */
function asToldTo(session: Session, state: LocalState, event: string, data: object): object {
  if (event !== "MESSAGE_CREATE" && event !== "MESSAGE_UPDATE") return data;
  if (session.intents & MESSAGE_CONTENT) return structuredClone(data);
  return emptied(state, data);
}

/** A message as an application reads it that may not read what is written in guilds. */
export function emptied(state: LocalState, data: object): object {
  const message = data as {guild_id?: string; author?: {id: string}; mentions?: {id: string}[]};
  const isRead =
    !message.guild_id ||
    message.author?.id === state.bot.id ||
    message.mentions?.some((one) => one.id === state.bot.id);
  if (isRead) return structuredClone(data);
  return {...structuredClone(data), content: "", embeds: [], attachments: [], components: []};
}
