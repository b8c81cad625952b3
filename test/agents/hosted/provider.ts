import {type FixtureOpts, LLMock} from "@copilotkit/aimock";
import type {HostedConfig} from "../../../src/agents/hosted/agents.ts";

/** One reply of the provider on loopback. */
export type Scripted = (
  | {content: string; finishReason?: string}
  | {toolCalls: {name: string; arguments: string}[]}
  | {error: {message: string; type?: string}; status: number}
) &
  FixtureOpts;

export interface Provider extends AsyncDisposable {
  url: string;
  /** What was sent to it, oldest first. */
  requests(): {
    model: string;
    messages: {role: string; content: string}[];
    tools?: unknown[];
    response_format?: unknown;
  }[];
}

/** A server that speaks the OpenAI and Anthropic protocols and gives each model's replies in order, the last for ever. */
export async function startProvider(script: Record<string, Scripted[]>): Promise<Provider> {
  const mock = new LLMock({port: 0});
  for (const [model, replies] of Object.entries(script)) {
    const seen: object[] = [];
    const turnOf = (request: object) =>
      seen.includes(request) ? seen.indexOf(request) : seen.push(request) - 1;
    replies.forEach((reply, index) => {
      const {latency, chunkSize, truncateAfterChunks, ...response} = reply;
      mock.on(
        {
          predicate: (request) =>
            request.model === model && Math.min(turnOf(request), replies.length - 1) === index,
        },
        response,
        {
          ...(latency && {latency}),
          ...(chunkSize && {chunkSize}),
          ...(truncateAfterChunks && {truncateAfterChunks}),
        },
      );
    });
  }
  await mock.start();
  return {
    url: `${mock.url}/v1`,
    requests: () => mock.getRequests().map((entry) => entry.body as never),
    [Symbol.asyncDispose]: () => mock.stop(),
  };
}

/** The hosted pair on models of that provider, by name; waits between tries are one millisecond. */
export function onModels(
  provider: Provider,
  names: string[],
  rest: Partial<HostedConfig> = {},
): HostedConfig {
  const model = names.map((name) =>
    name === "offline"
      ? name
      : {id: name.includes("/") ? name : `compatible/${name}`, url: provider.url, key: "k"},
  );
  return {model, env: {}, retryBaseMs: 1, ...rest};
}
