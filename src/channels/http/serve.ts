import type {IncomingMessage, Server, ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import type {Duplex} from "node:stream";
import {TabletalkError} from "../../errors.ts";
import type {HttpApp} from "./app.ts";
import {chosenProtocol} from "./socket.ts";

export interface ServeOptions {
  /** 0: any that is free. */
  port: number;
  /** Default: this machine alone. */
  hostname?: string;
  /** Another application of the same server, asked first: false for a request that is not for it. */
  beside?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** A server that listens. */
export interface HttpServer {
  /** `http://127.0.0.1:8080` */
  url: string;
  port: number;
  /** Takes no more, lets requests end for a while, then closes what is left. */
  close(graceMs?: number): Promise<void>;
}

/**
 * Serves an application, with its WebSockets.
 * @throws TabletalkError bad_use where the port cannot be had
 */
export async function serveHttp({app}: Pick<HttpApp, "app">, options: ServeOptions): Promise<HttpServer> {
  const [{createAdaptorServer}, {WebSocketServer}] = await Promise.all([
    import("@hono/node-server"),
    import("ws"),
  ]);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 64 * 1024,
    handleProtocols: chosenProtocol,
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    websocket: {server: sockets},
    // Else a Response of `fetch` is, for the rest of the process, no instance of Response.
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: 15_000,
      // Uploads may take long; each of the other requests has its own time.
      requestTimeout: 0,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 32_768,
    },
  }) as Server;
  if (options.beside) askFirst(server, options.beside);
  const open = new Set<Duplex>();
  server.on("connection", (socket: Duplex) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  const hostname = options.hostname ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new TabletalkError(
          "bad_use",
          `Port ${options.port} of ${hostname} cannot be had: ${error.code ?? error.message}.`,
          "Choose another with --port.",
          {cause: error},
        ),
      ),
    );
    server.listen(options.port, hostname, resolve);
  });
  const {port} = server.address() as AddressInfo;
  const named = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${named}:${port}`,
    port,
    close: async (graceMs = 5_000) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const client of sockets.clients)
        client.close(1001, "The server is closing; come back in a moment.");
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, graceMs);
      await closed;
      clearTimeout(timer);
      sockets.close();
    },
  };
}

function askFirst(server: Server, beside: NonNullable<ServeOptions["beside"]>): void {
  const own = server.listeners("request") as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (beside(request, response)) return;
    for (const listener of own) listener.call(server, request, response);
  });
}
