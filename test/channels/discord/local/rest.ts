import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import {fileAt} from "./attachments.ts";
import {type Answer, type Call, DiscordRefusal, type UploadedFile} from "./call.ts";
import type {Faults} from "./faults.ts";
import {ROUTES, type Route} from "./routes.ts";
import {checkBody} from "./schemas.ts";
import type {LocalState} from "./state.ts";

/** The HTTP side: `/api/v10/…` and the files. */
export function createRest(state: LocalState, faults: Faults): Server {
  return createServer((request, response) => {
    answer(state, faults, request, response).catch((error: unknown) => {
      state.problems.push(`the local Discord broke: ${error instanceof Error ? error.stack : String(error)}`);
      state.changed();
      response.destroy();
    });
  });
}

const MATCHERS = ROUTES.map((route) => {
  const [verb, path = ""] = route.name.split(" ");
  return {verb, route, pattern: new RegExp(`^${path.replaceAll(/:(id|token)/g, "([^/]+)")}$`)};
});

async function answer(
  state: LocalState,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", state.base);
  if (url.pathname.startsWith("/attachments/")) {
    await faults.filesMayGo();
    const file = fileAt(state, url);
    response.writeHead(file.status, {"Content-Type": file.mediaType});
    response.end(file.content);
    return;
  }
  const call = await readCall(request, url);
  const found = MATCHERS.find((one) => one.verb === call.verb && one.pattern.test(call.path));
  call.route = found?.route.name ?? `${call.verb} ${call.path}`;
  state.calls.push(call);
  const outcome = await faults
    .through(call, () => act(state, found?.route, found?.pattern, call))
    .catch((error: unknown) => refusal(error));
  if (!outcome) {
    request.socket.destroy();
    return;
  }
  call.status = outcome.status;
  if (outcome.status === 400 || outcome.status === 413)
    state.problems.push(`${call.route}: ${JSON.stringify(outcome.body)}`);
  const hasBody = outcome.body !== undefined;
  const isJson = typeof outcome.body !== "string";
  response.writeHead(outcome.status, {
    ...(hasBody && {"Content-Type": isJson ? "application/json" : "text/html"}),
    ...outcome.headers,
  });
  response.end(hasBody ? (isJson ? JSON.stringify(outcome.body) : (outcome.body as string)) : undefined);
  state.changed();
}

function act(state: LocalState, route: Route | undefined, pattern: RegExp | undefined, call: Call): Answer {
  if (!route) {
    state.problems.push(`${call.route}: the local Discord has no such route`);
    return {status: 404, body: {message: "404: Not Found", code: 0}};
  }
  if (!route.isOpen && call.authorization !== `Bot ${state.token}`) throw new DiscordRefusal(0);
  const problems = checkBody(route.name, call.body);
  if (problems.length > 0) throw new DiscordRefusal(50035, problems);
  const of = (pattern?.exec(call.path) ?? []).slice(1);
  return route.act(state, call, of);
}

function refusal(error: unknown): Answer {
  if (!(error instanceof DiscordRefusal)) throw error;
  return {
    status: error.status,
    body: {
      code: error.code,
      message: error.message,
      ...(error.errors !== undefined && {
        errors: {
          _errors: [error.errors].flat().map((message) => ({code: "LOCAL", message: String(message)})),
        },
      }),
    },
  };
}

async function readCall(request: IncomingMessage, url: URL): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const mediaType = request.headers["content-type"] ?? "";
  const call: Call = {
    verb: request.method ?? "GET",
    route: "",
    // discord.js writes `@original` as `%40original`.
    path: decodeURIComponent(url.pathname).replace(/^\/api\/v10/, ""),
    query: url.searchParams,
    body: undefined,
    files: [],
    ...(request.headers.authorization && {authorization: request.headers.authorization}),
  };
  if (mediaType.startsWith("multipart/")) {
    const form = await new Response(raw, {headers: {"content-type": mediaType}}).formData();
    const files: UploadedFile[] = [];
    for (const [name, value] of form) {
      if (name === "payload_json") call.body = JSON.parse(String(value));
      else if (typeof value !== "string")
        files.push({
          number: Number(/\[(\d+)\]/.exec(name)?.[1] ?? files.length),
          name: value.name,
          mediaType: value.type || "application/octet-stream",
          content: Buffer.from(await value.arrayBuffer()),
        });
    }
    call.files = files;
  } else if (raw.length > 0) call.body = JSON.parse(raw.toString());
  return call;
}
