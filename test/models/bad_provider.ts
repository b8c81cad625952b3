import {createServer, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";

/** What a provider on loopback does with a request. */
export type Manner =
  | {answer: string; usage?: {input: number; output: number}}
  | {status: number; headers?: Record<string, string>; message?: string}
  /** Breaks the connection before a byte was answered. */
  | "breaks"
  /** Never answers. */
  | "hangs"
  /** Breaks the connection in the midst of an answer. */
  | "cuts"
  /** Answers with a page instead of the protocol. */
  | "page";

export interface BadProvider extends AsyncDisposable {
  url: string;
  /** How many requests came. */
  readonly requests: number;
  /** What the last request was sent with. */
  readonly lastHeaders: Record<string, unknown>;
  /** From now on it does this. */
  now(manner: Manner): void;
}

/** A server that speaks enough of the OpenAI protocol to go wrong in every way that real ones do. */
export async function startBadProvider(begins: Manner, ...then: Manner[]): Promise<BadProvider> {
  let manner = begins;
  const next = [...then];
  let requests = 0;
  let lastHeaders: Record<string, unknown> = {};
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    requests += 1;
    lastHeaders = request.headers;
    const now = manner;
    manner = next.shift() ?? manner;
    if (now === "breaks") request.socket.destroy();
    else if (now === "cuts") {
      stream(response, '{"sum"');
      setTimeout(() => request.socket.destroy(), 20);
    } else if (now === "page") response.writeHead(200, {"content-type": "text/html"}).end("<h1>Hello</h1>");
    else if (typeof now === "object" && "status" in now) {
      const body = JSON.stringify({error: {message: now.message ?? "no"}});
      response.writeHead(now.status, {"content-type": "application/json", ...now.headers}).end(body);
    } else if (typeof now === "object") {
      stream(response, now.answer);
      const {input, output} = now.usage ?? {input: 10, output: 5};
      const usage = {prompt_tokens: input, completion_tokens: output, total_tokens: input + output};
      send(response, {choices: [{index: 0, delta: {}, finish_reason: "stop"}], usage});
      response.end("data: [DONE]\n\n");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get requests() {
      return requests;
    },
    get lastHeaders() {
      return lastHeaders;
    },
    now(given) {
      manner = given;
      next.length = 0;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function stream(response: ServerResponse, content: string): void {
  response.writeHead(200, {"content-type": "text/event-stream"});
  send(response, {choices: [{index: 0, delta: {role: "assistant", content}, finish_reason: null}]});
}

function send(response: ServerResponse, chunk: object): void {
  const whole = {id: "c", object: "chat.completion.chunk", created: 1, model: "m", ...chunk};
  response.write(`data: ${JSON.stringify(whole)}\n\n`);
}
