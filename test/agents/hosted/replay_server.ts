import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";

interface Exchange {
  key: string;
  request: ChatRequest;
  reply: {content: string};
}

interface ChatRequest extends Record<string, unknown> {
  messages: {role: string; content: string}[];
}

export interface ReplayServer extends AsyncDisposable {
  url: string;
  /** Questions whose request is no longer what was recorded. */
  stale(): string[];
}

/**
 * An OpenAI-compatible server that gives recorded replies. A request is known by all that the model reads; where a prompt
 * has changed since, by its role, question and round, and it is told as stale: record it anew when the prompt has settled.
 */
export async function startReplay(file: URL): Promise<ReplayServer> {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const exchanges = lines.map((line) => JSON.parse(line) as Exchange);
  const exact = new Map(exchanges.map((one) => [one.key, one.reply]));
  const alike = new Map(exchanges.map((one) => [purposeOf(one.request), one.reply]));
  const stale = new Set<string>();
  const server = createServer(async (incoming, response) => {
    let body = "";
    for await (const part of incoming) body += String(part);
    const request = JSON.parse(body) as ChatRequest;
    const known = exact.get(fingerprint(request));
    if (!known) stale.add(purposeOf(request));
    const reply = known ?? alike.get(purposeOf(request));
    if (!reply) {
      response.writeHead(404, {"content-type": "application/json"});
      response.end(JSON.stringify({error: {message: `no recorded reply for ${purposeOf(request)}`}}));
      return;
    }
    response.writeHead(200, {"content-type": "text/event-stream"});
    const send = (chunk: object) =>
      response.write(
        `data: ${JSON.stringify({id: "1", created: 1, model: "recorded", object: "chat.completion.chunk", ...chunk})}\n\n`,
      );
    send({choices: [{index: 0, delta: {role: "assistant", content: reply.content}, finish_reason: null}]});
    send({choices: [{index: 0, delta: {}, finish_reason: "stop"}]});
    response.end("data: [DONE]\n\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    stale: () => [...stale],
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What a request is for: the first words of its instructions, the question, and which round it is. */
function purposeOf({messages}: ChatRequest): string {
  const role = messages[0]?.content.slice(0, 12) ?? "";
  const question = /^(?:The question|Question): (.*)$/m.exec(messages[1]?.content ?? "")?.[1] ?? "";
  return `${role}... ${question} (${messages.length})`;
}

/** The same for two requests that a model would read alike, whatever its name and the transport. */
function fingerprint(request: ChatRequest): string {
  const {model: _, stream: __, stream_options: ___, user: ____, ...read} = request;
  return createHash("sha256")
    .update(JSON.stringify(stable(read)))
    .digest("hex")
    .slice(0, 16);
}

function stable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, key === "id" || key === "tool_call_id" ? "" : stable(one)]),
  );
}
