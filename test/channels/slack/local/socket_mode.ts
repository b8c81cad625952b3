import {randomUUID} from "node:crypto";
import type {Server} from "node:http";
import {type WebSocket, WebSocketServer} from "ws";
import type {Ack, Transport} from "./events.ts";
import type {Json} from "./state.ts";

export interface SocketMode {
  transport: Transport;
  /** How many programs are connected. */
  connected(): number;
  /** Slack asks the program to connect anew, as it does every few hours. */
  refresh(): void;
  /** The connection breaks. */
  drop(): void;
  /** Resolves when a program is connected that was not before. */
  nextConnection(): Promise<void>;
  close(): void;
}

/** Socket Mode: a WebSocket at `/link`, whose address `apps.connections.open` gives. */
export function socketMode(server: Server): SocketMode {
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, (ack: Ack) => void>();
  let arrived: (() => void)[] = [];
  const all = new WebSocketServer({server, path: "/link"});
  all.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => sockets.delete(socket));
    socket.on("close", () => sockets.delete(socket));
    socket.on("message", (data) => {
      const said = JSON.parse(String(data));
      const acknowledged = waiting.get(said.envelope_id);
      waiting.delete(said.envelope_id);
      const body = said.payload && Object.keys(said.payload).length > 0 ? said.payload : undefined;
      acknowledged?.({isOk: true, status: 200, body});
    });
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: sockets.size,
        connection_info: {app_id: "A0TABLETALK"},
        debug_info: {host: "local", approximate_connection_time: 18_060},
      }),
    );
    for (const each of arrived) each();
    arrived = [];
  });
  return {
    connected: () => sockets.size,
    transport(kind, payload: Json, retry, withinMs) {
      // Slack gives each envelope to one of the connections.
      const socket = [...sockets].at(-1);
      if (!socket) return Promise.reject(new Error("nobody is connected"));
      const id = randomUUID();
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error("not acknowledged"));
        }, withinMs);
        waiting.set(id, (ack) => {
          clearTimeout(timer);
          resolve(ack);
        });
        socket.send(
          JSON.stringify({
            envelope_id: id,
            type: kind,
            payload,
            accepts_response_payload: kind !== "events_api",
            ...(kind === "events_api" && {retry_attempt: retry, retry_reason: retry > 0 ? "timeout" : ""}),
          }),
        );
      });
    },
    refresh() {
      for (const socket of sockets)
        socket.send(
          JSON.stringify({type: "disconnect", reason: "refresh_requested", debug_info: {host: "local"}}),
        );
    },
    drop() {
      for (const socket of sockets) socket.terminate();
      sockets.clear();
    },
    nextConnection: () => new Promise((resolve) => arrived.push(resolve)),
    close() {
      for (const socket of sockets) socket.terminate();
      all.close();
    },
  };
}
