import {createServer, type IncomingHttpHeaders, type IncomingMessage} from "node:http";
import type {AddressInfo} from "node:net";
import {type WebSocket, WebSocketServer} from "ws";

/**
 * How a server behaves: as documented; refusing with a status; closing in the middle of an answer; closing the first connection
 * so and being well afterwards; taking everything and answering nothing.
 */
export type Mood = "well" | "closes" | "closes once" | "silent" | number;

/** One request as it came in. */
export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Of a socket: what was sent, text parsed. Of a request: its body. */
  messages: (Buffer | Record<string, unknown>)[];
}

export interface Line {
  send(message: Record<string, unknown> | Buffer): void;
  close(): void;
}

/** How one provider answers. */
export interface Protocol {
  http?(path: string, body: Buffer): {type: string; body: Buffer} | undefined;
  /** What it does with each message of a socket, or undefined where there is none at this path. */
  socket?(path: string, line: Line): ((message: Buffer | Record<string, unknown>) => void) | undefined;
}

export interface Loopback extends AsyncDisposable {
  url: string;
  seen: Seen[];
  mood: Mood;
}

/** A server on this machine that speaks as a provider does. */
export async function loopback(protocol: Protocol, mood: Mood = "well"): Promise<Loopback> {
  const sockets = new WebSocketServer({noServer: true});
  const seen: Seen[] = [];
  let broken = 0;
  const closes = (): boolean => one.mood === "closes" || (one.mood === "closes once" && broken++ === 0);

  const server = createServer(async (request, response) => {
    const about = noted(request, seen);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    about.messages.push(body);
    if (one.mood === "silent") return;
    if (typeof one.mood === "number") {
      response.writeHead(one.mood, {"content-type": "application/json"});
      response.end(JSON.stringify({error: {message: `Incorrect API key provided: ${"sk-secret-of-test"}`}}));
      return;
    }
    const answer = protocol.http?.(about.path, body);
    response.writeHead(answer ? 200 : 404, {"content-type": answer?.type ?? "application/json"});
    if (answer && closes()) {
      response.write(answer.body.subarray(0, answer.body.length / 2));
      setTimeout(() => response.destroy(), 20);
    } else response.end(answer?.body ?? "{}");
  });

  server.on("upgrade", (request, socket, head) => {
    const about = noted(request, seen);
    if (typeof one.mood === "number") {
      socket.end(`HTTP/1.1 ${one.mood} No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws: WebSocket) => {
      let dead = false;
      const line = {
        send(message: Record<string, unknown> | Buffer) {
          if (one.mood === "silent" || dead) return;
          ws.send(message instanceof Buffer ? message : JSON.stringify(message));
          dead = closes();
          if (dead) setTimeout(() => ws.terminate(), 20);
        },
        close: () => ws.close(),
      };
      const hears = protocol.socket?.(about.path, line);
      if (!hears) ws.close(1008);
      ws.on("message", (data, binary) => {
        const message = binary ? (data as Buffer) : JSON.parse(String(data));
        about.messages.push(message);
        hears?.(message);
      });
    });
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const one: Loopback = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    mood,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return one;
}

function noted(request: IncomingMessage, seen: Seen[]): Seen {
  const {pathname, searchParams} = new URL(request.url ?? "/", "http://here");
  const about: Seen = {
    method: request.method ?? "",
    path: pathname,
    query: searchParams,
    headers: request.headers,
    messages: [],
  };
  seen.push(about);
  return about;
}

/** A tone of a rate, as 16-bit samples. */
export function tone(seconds: number, rate: number): Buffer {
  const samples = Int16Array.from({length: Math.round(seconds * rate)}, (_, at) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 440 * at) / rate)),
  );
  return Buffer.from(samples.buffer);
}
