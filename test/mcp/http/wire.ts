import type {Revision} from "../running.ts";

const MODERN_META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": {name: "wire", version: "1"},
  "io.modelcontextprotocol/clientCapabilities": {},
};

export interface Sent {
  token?: string;
  session?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** One message as it goes over the wire, by hand: what a client library would not send. */
export function send(
  url: string,
  revision: Revision,
  method: string,
  params: Record<string, unknown> = {},
  {token, session, headers, signal}: Sent = {},
): Promise<Response> {
  const isModern = revision === "2026-07-28";
  return fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      "MCP-Protocol-Version": revision,
      ...(isModern && {"Mcp-Method": method}),
      ...(isModern && typeof params.name === "string" && {"Mcp-Name": params.name}),
      ...(token !== undefined && {Authorization: `Bearer ${token}`}),
      ...(session !== undefined && {"Mcp-Session-Id": session}),
      ...headers,
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 7,
      method,
      params: {
        ...params,
        ...(isModern && {_meta: {...MODERN_META, ...(params._meta as Record<string, unknown>)}}),
      },
    }),
    ...(signal && {signal}),
  });
}

/** Opens a session. @returns the answer; its session's id stands in its headers */
export async function initialize(url: string, sent: Sent = {}): Promise<Response> {
  const response = await send(
    url,
    "2025-11-25",
    "initialize",
    {protocolVersion: "2025-11-25", capabilities: {}, clientInfo: {name: "wire", version: "1"}},
    sent,
  );
  await response.text();
  return response;
}

/** Opens a session that is expected to be given. @returns its id */
export async function openedSession(url: string, sent: Sent = {}): Promise<string> {
  const id = (await initialize(url, sent)).headers.get("mcp-session-id");
  if (id === null) throw new Error("no session was given");
  return id;
}

/** A call of `run_sql` by hand, whose progress is asked for: so its stream begins when it does. */
export function query(url: string, revision: Revision, sql: string, sent: Sent = {}): Promise<Response> {
  return send(
    url,
    revision,
    "tools/call",
    {name: "run_sql", arguments: {sql}, _meta: {progressToken: "p"}},
    sent,
  );
}

/** The events of a stream, as they come: ids and messages. */
export async function* eventsOf(
  response: Response,
): AsyncGenerator<{id: string; message: Record<string, unknown> | undefined}> {
  let text = "";
  for await (const piece of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const parts = (text + piece).split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const id = /^id: (.*)$/m.exec(part)?.[1] ?? "";
      const data = /^data: (.+)$/m.exec(part)?.[1];
      if (id !== "" || data !== undefined)
        yield {id, message: data === undefined ? undefined : JSON.parse(data)};
    }
  }
}
