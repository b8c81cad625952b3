import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";

/** One recorded request and its reply. `purpose` is for people: by whom, for which question, which call. */
export interface Exchange {
  key: string;
  purpose: string;
  request: ChatRequest;
  reply: {content: string};
}

export interface ChatRequest extends Record<string, unknown> {
  messages: {role: string; content: string}[];
}

export interface ReplayServer extends AsyncDisposable {
  url: string;
  /** Who was asked about a question, in order; a second round with one of them is not told. */
  rolesFor(question: string): string[];
  /** Questions whose request is no longer what was recorded. */
  stale(): string[];
}

/**
 * An OpenAI-compatible server that gives recorded replies. A request is known by all that the model reads; where a prompt
 * has changed since, by its role, question and call, and it is told as stale: record it anew when the prompt has settled
 * (record_exchanges.ts).
 */
export async function startReplay(file: URL): Promise<ReplayServer> {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const exchanges = lines.map((line) => JSON.parse(line) as Exchange);
  const exact = new Map(exchanges.map((one) => [one.key, one.reply]));
  const alike = new Map(exchanges.map((one) => [one.purpose, one.reply]));
  const asked: string[] = [];
  const stale = new Set<string>();
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    const purpose = nextPurpose(request, asked);
    const known = exact.get(fingerprint(request));
    if (!known) stale.add(purpose);
    const reply = known ?? alike.get(purpose);
    if (reply) return sendReply(response, reply.content);
    response.writeHead(404, {"content-type": "application/json"});
    response.end(JSON.stringify({error: {message: `no recorded reply for ${purpose}`}}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    rolesFor: (question) =>
      asked
        .filter((one) => one.startsWith(`${question.slice(0, QUESTION_SHOWN)} | `))
        .map((one) => one.split(" | ")[1]!)
        .filter((role, at, all) => role !== all[at - 1]),
    stale: () => [...stale],
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export async function readRequest(incoming: IncomingMessage): Promise<ChatRequest> {
  let body = "";
  for await (const part of incoming) body += String(part);
  return JSON.parse(body) as ChatRequest;
}

export function sendReply(response: ServerResponse, content: string): void {
  response.writeHead(200, {"content-type": "text/event-stream"});
  const send = (chunk: object) =>
    response.write(
      `data: ${JSON.stringify({id: "1", created: 1, model: "recorded", object: "chat.completion.chunk", ...chunk})}\n\n`,
    );
  send({choices: [{index: 0, delta: {role: "assistant", content}, finish_reason: null}]});
  send({choices: [{index: 0, delta: {}, finish_reason: "stop"}]});
  response.end("data: [DONE]\n\n");
}

const QUESTION_SHOWN = 80;
const ROLES: readonly [RegExp, string][] = [
  [/^You turn a person's question/, "planner"],
  [/^You write the reply/, "writer"],
  [/^You check whether/, "reviewer"],
  [/^You clean and reshape/m, "preprocessing"],
  [/^You choose and run statistical/m, "statistics"],
  [/^You fit models/m, "ml"],
  [/^You draw/m, "visualization"],
];

/** What a request is for: the question, who is asked, and the how manieth call of that it is; kept in `asked`. */
export function nextPurpose({messages}: ChatRequest, asked: string[]): string {
  const instructions = messages[0]?.content ?? "";
  const role = ROLES.find(([pattern]) => pattern.test(instructions))?.[1] ?? "mender";
  const [, question = ""] =
    /^(?:The question|Question|The person asked): (.*)$/m.exec(messages[1]?.content ?? "") ?? [];
  const who = `${question.slice(0, QUESTION_SHOWN)} | ${role}`;
  const call = asked.filter((one) => one.startsWith(`${who} | `)).length + 1;
  const purpose = `${who} | ${call}`;
  asked.push(purpose);
  return purpose;
}

/** The same for two requests that a model would read alike, whatever its name and the transport. */
export function fingerprint(request: ChatRequest): string {
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
